"""The Python of README.md and docs runs, page by page, as it stands there."""

from __future__ import annotations

import os
import re
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyspark
import pytest
from aws import Aws
from conftest import ROOT
from embedder import EmbedderServer
from processes import output_of
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.streaming import StreamingQuery
from stand_in_servers import Servers

BLOCK = re.compile(r"^```python([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SCALA = re.compile(r"^```scala\n(.*?)^```$", re.MULTILINE | re.DOTALL)
STAGING_PATH = "s3a://bucket/scoring"

# What the pages' blocks call their models and endpoints.
MODELS = ["catalog-embedder", "catalog-embedder-5f0c1d2e"]
ENDPOINT = "catalog-embedder"
ASYNC_ENDPOINT = "document-reader"

# The pages say the same to every Spark, and what they call is tested on each.
ONCE = pytest.mark.skipif(not pyspark.__version__.startswith("3."), reason="runs on PySpark 3")

# Blocks that are marked no-run, each by something it says, and why.
NOT_RUN = {
    "s3=True": "Spark downloads a few hundred megabytes from Maven Central",
    "EmrServerlessStartJobOperator": "needs Airflow and an account of AWS",
    "MERGE INTO": "needs a table format that has it, such as Delta Lake",
}


def pages() -> list[Path]:
    """All but the recipes for containers, which notebooks/containers runs against containers."""
    files = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    with_python = [file for file in files if BLOCK.search(file.read_text(encoding="utf-8"))]
    return [file for file in with_python if file.name != "containers.md"]


def blocks(page: Path) -> list[tuple[str, str]]:
    """Hint and code of a page's blocks."""
    found = BLOCK.findall(page.read_text(encoding="utf-8"))
    return [(hint.strip(), code) for hint, code in found]


@pytest.fixture(scope="module")
def served() -> Iterator[EmbedderServer]:
    with EmbedderServer() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def embedder(served: EmbedderServer) -> Iterator[EmbedderServer]:
    yield served
    served.refused.clear()


@pytest.fixture(scope="module")
def aws(served: EmbedderServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Aws]:
    folder = tmp_path_factory.mktemp("aws")
    with Servers(folder) as servers:
        aws = Aws(servers, folder)
        for model in MODELS:
            aws.create_model(model, served.url)
        aws.create_endpoint(ENDPOINT, MODELS[0])
        aws.create_async_endpoint(ASYNC_ENDPOINT, MODELS[0])
        aws.create_state_machine(MODELS[0])
        yield aws


@pytest.fixture
def df(spark: SparkSession) -> DataFrame:
    return spark.createDataFrame(
        [(1, "cat", "purrs"), (2, "horse", "runs")], "id BIGINT, title STRING, description STRING"
    )


@pytest.fixture
def here(embedder: EmbedderServer, tmp_path: Path) -> Callable[[Path, str], str]:
    """A block with the places of this test in it: nothing else about it is changed."""
    serve = f"{sys.executable} {Path(__file__).parent / 'embedder.py'}"

    def placed(page: Path, code: str) -> str:
        # A page has its part of the bucket, since several of them name a run alike.
        code = code.replace("://bucket/", f"://bucket/{page.stem}/")
        code = code.replace("/tmp", tmp_path.as_posix())
        return code.replace("python serve.py", serve).replace("http://localhost:8080", embedder.url)

    return placed


class Before:
    """What a page takes for granted."""

    def __init__(self, page: Path, df: DataFrame, embedder: EmbedderServer, folder: Path) -> None:
        self._staging_path = STAGING_PATH.replace("bucket/", f"bucket/{page.stem}/")
        self._df = df
        self._embedder = embedder
        self._folder = folder

    def failures(self) -> dict[str, Any]:
        """A run of which a row has failed, for a cause that has been fixed since."""
        self._embedder.refused.add("horse")
        self._score("nightly-2026-11-22")
        self._embedder.refused.clear()
        return {}

    def monitoring(self) -> dict[str, Any]:
        self._score("nightly-2026-11-26")
        return {}

    def streaming(self) -> dict[str, Any]:
        """A stream of the rows."""
        source = (self._folder / "clicks").as_uri()
        self._df.write.json(source)
        stream = self._df.sparkSession.readStream.schema(self._df.schema)
        return {"clicks": stream.json(source)}

    def first_batch_of(self, query: StreamingQuery) -> DataFrame:
        """The rows that a query has scored first."""
        while not query.lastProgress:
            assert not query.awaitTermination(1)
        query.stop()
        reader = self._df.sparkSession.read.format("sagemaker").option("runId", "clicks-*")
        return reader.load(self._staging_path)

    def _score(self, run_id: str) -> None:
        from batch_transform import BatchTransform

        BatchTransform(
            self._df, model=MODELS[0], stagingPath=self._staging_path, runId=run_id
        ).score()


@ONCE
@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_the_python_of_a_page_runs_from_top_to_bottom(
    page: Path,
    spark: SparkSession,
    df: DataFrame,
    aws: Aws,
    embedder: EmbedderServer,
    here: Callable[[Path, str], str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "path", [*sys.path])
    with aws.reached_by(spark):
        before = Before(page, df, embedder, tmp_path)
        names: dict[str, Any] = getattr(before, page.stem, dict)()
        for hint, code in blocks(page):
            if hint != "no-run":
                names.update(spark=spark, df=df)
                exec(compile(here(page, code), page.name, "exec"), names)
                if "query" in names:
                    names["scored"] = before.first_batch_of(names.pop("query"))
                _prove_rows(names)


def _prove_rows(names: dict[str, Any]) -> None:
    """What a block calls ``scored`` has every row with its own answer."""
    if "scored" in names:
        rows = names.pop("scored").collect()
        lengths = {row.id: row.prediction.length for row in rows if not row.prediction_error}
        assert lengths == {1: 3, 2: 5}
        # A block may bring its own model, with a row that it refuses.
        assert len(rows) == 2 or "model" in names
    if "model" in names:
        names.pop("model").shutdown()


def test_a_block_is_run_or_it_is_said_here_why_not() -> None:
    skipped = [code for page in pages() for hint, code in blocks(page) if hint == "no-run"]

    for code in skipped:
        assert len([said for said in NOT_RUN if said in code]) == 1, code
    for said in NOT_RUN:
        assert len([code for code in skipped if said in code]) == 1, said
    # Whoever mistypes a hint finds it here, too.
    assert {hint for page in pages() for hint, _ in blocks(page)} == {"", "no-run"}
    for code in skipped:
        compile(code, "a page", "exec")


@pytest.mark.skipif(os.name == "nt", reason="spark-shell is a script")
def test_the_scala_of_the_readme_runs_from_top_to_bottom(
    jar: Path, tmp_path: Path, embedder: EmbedderServer
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
        f"spark.datasource.sagemaker.localModel={embedder.url}",
        "spark.datasource.sagemaker.executor=local",
        "spark.ui.enabled=false",
    ]
    shell = str(Path(pyspark.__file__).parent / "bin" / "spark-shell")
    settings = [word for default in defaults for word in ("--conf", default)]

    printed = output_of([shell, "--jars", str(jar), *settings, "-I", str(program)])

    found = [line for line in printed.splitlines() if line.startswith("found ")]
    assert found == ["found cat3 horse5"] * len(blocks)
    assert len(blocks) >= 2
