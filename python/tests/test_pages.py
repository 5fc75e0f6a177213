"""The Python of README.md and docs runs, page by page, as it stands there."""

from __future__ import annotations

import json
import os
import re
import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pyspark
import pytest
from conftest import ROOT, WordLength
from processes import output_of
from pyspark.sql import SparkSession

BLOCK = re.compile(r"^```python([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SCALA = re.compile(r"^```scala\n(.*?)^```$", re.MULTILINE | re.DOTALL)
STAGING_PATH = "s3a://bucket/scoring"


class Embedder(WordLength):
    """Answers each record with the length of its title."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        titles = [json.loads(line)["title"] for line in body.splitlines()]
        self._answer(200, "".join(f'{{"length": {len(title)}}}\n' for title in titles).encode())


def pages() -> list[Path]:
    """All but the recipes for containers, which notebooks/containers runs against containers."""
    files = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    with_python = [file for file in files if BLOCK.search(file.read_text(encoding="utf-8"))]
    return [file for file in with_python if file.name != "containers.md"]


@pytest.fixture
def embedder() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Embedder) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def through_the_local_executor(spark: SparkSession, embedder: str) -> Iterator[None]:
    """The pages speak of SageMaker; the session's defaults send their runs to this process."""
    defaults = {
        "spark.datasource.sagemaker.executor": "local",
        "spark.datasource.sagemaker.localModel": embedder,
    }
    for name, value in defaults.items():
        spark.conf.set(name, value)
    yield
    for name in defaults:
        spark.conf.unset(name)


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_the_python_of_a_page_runs_from_top_to_bottom(
    page: Path, spark: SparkSession, tmp_path: Path, through_the_local_executor: None
) -> None:
    df = spark.createDataFrame(
        [(1, "cat", "purrs"), (2, "horse", "runs")], "id BIGINT, title STRING, description STRING"
    )
    names: dict[str, Any] = {}
    scored = 0

    for hint, code in BLOCK.findall(page.read_text(encoding="utf-8")):
        code = code.replace(STAGING_PATH, tmp_path.as_uri()).replace("/tmp", tmp_path.as_posix())
        block = compile(code, page.name, "exec")
        if hint.strip() == "no-run":
            continue
        names.update(spark=spark, df=df)
        exec(block, names)
        if "scored" in names:
            scored += 1
            rows = names.pop("scored").collect()
            lengths = {row.id: row.prediction.length for row in rows if not row.prediction_error}
            assert lengths == {1: 3, 2: 5}
            # A block may bring its own model, with a row that it refuses.
            assert len(rows) == 2 or "model" in names
        if "model" in names:
            names.pop("model").shutdown()
    assert scored > 0 or "python no-run" in page.read_text(encoding="utf-8")


@pytest.mark.skipif(os.name == "nt", reason="spark-shell is a script")
def test_the_scala_of_the_readme_runs_from_top_to_bottom(
    jar: Path, tmp_path: Path, embedder: str
) -> None:
    blocks = SCALA.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    program = tmp_path / "readme.scala"
    check = """
val found = scored.collect().map(row => row.getAs[String]("title") +
  row.getAs[org.apache.spark.sql.Row]("prediction").getLong(0)).sorted.mkString(" ")
println("found " + found)
"""
    rows = """
val df = Seq((1L, "cat", "purrs"), (2L, "horse", "runs")).toDF("id", "title", "description")
"""
    code = rows + "".join(f"{{\n{block}{check}}}\n" for block in blocks) + "System.exit(0)\n"
    program.write_text(code.replace(STAGING_PATH, tmp_path.as_uri()))
    defaults = [
        f"spark.datasource.sagemaker.localModel={embedder}",
        "spark.datasource.sagemaker.executor=local",
        "spark.ui.enabled=false",
    ]
    shell = str(Path(pyspark.__file__).parent / "bin" / "spark-shell")
    settings = [word for default in defaults for word in ("--conf", default)]

    printed = output_of([shell, "--jars", str(jar), *settings, "-I", str(program)])

    found = [line for line in printed.splitlines() if line.startswith("found ")]
    assert found == ["found cat3 horse5"] * len(blocks)
    assert len(blocks) >= 2
