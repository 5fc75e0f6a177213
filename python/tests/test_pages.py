"""The Python of README.md and docs runs, page by page, as it stands there."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, WordLength
from pyspark.sql import SparkSession

BLOCK = re.compile(r"^```python([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
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
def through_the_local_executor(spark: SparkSession) -> Iterator[None]:
    """The pages speak of SageMaker; the session's defaults send their runs to this process."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Embedder) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        defaults = {
            "spark.datasource.sagemaker.executor": "local",
            "spark.datasource.sagemaker.localModel": f"http://127.0.0.1:{server.server_port}",
        }
        for name, value in defaults.items():
            spark.conf.set(name, value)
        yield
        for name in defaults:
            spark.conf.unset(name)
        server.shutdown()


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_the_python_of_a_page_runs_from_top_to_bottom(
    page: Path, spark: SparkSession, tmp_path: Path, through_the_local_executor: None
) -> None:
    df = spark.createDataFrame(
        [(1, "cat", "purrs"), (2, "horse", "runs")], "id BIGINT, title STRING, description STRING"
    )
    names: dict[str, Any] = {"spark": spark, "df": df}

    for hint, code in BLOCK.findall(page.read_text(encoding="utf-8")):
        block = compile(code.replace(STAGING_PATH, tmp_path.as_uri()), page.name, "exec")
        if hint.strip() != "no-run":
            exec(block, names)
            scored = names.pop("scored")
            assert {row.id: row.prediction.length for row in scored.collect()} == {1: 3, 2: 5}
