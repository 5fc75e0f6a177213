"""A Spark session with the connector's jar, and a model that speaks the container contract."""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from model_handler import ModelHandler
from pyspark.sql import DataFrame, SparkSession

ROOT = Path(__file__).parents[2]

# What ships is tested: the package in the jar, and never its source, whatever folder we run in.
sys.path[:] = [entry for entry in sys.path if Path(entry).resolve() != ROOT / "python"]
sys.path.insert(0, str(ROOT / "notebooks"))

from local_stand_ins import connector_jar, jars  # noqa: E402


class WordLength(ModelHandler):
    """Answers a record ``{"word": w}`` with ``{"length": len(w)}``, and an empty word with 400."""

    def do_POST(self) -> None:
        words = [record["word"] for record in self.records()]
        if "" in words and self.server.refuses_empty_words:
            self.answer(400, b"a word is empty")
        else:
            lines = (json.dumps({"length": len(word)}) + "\n" for word in words)
            self.answer(200, "".join(lines).encode())


class ModelServer(ThreadingHTTPServer):
    """A server of :class:`WordLength` that a test may fix."""

    refuses_empty_words = True


@pytest.fixture(scope="session")
def model_server() -> Iterator[ModelServer]:
    with ModelServer(("127.0.0.1", 0), WordLength) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(scope="session")
def model_url(model_server: ModelServer) -> str:
    return f"http://127.0.0.1:{model_server.server_port}"


@pytest.fixture
def model(model_server: ModelServer) -> Iterator[ModelServer]:
    yield model_server
    model_server.refuses_empty_words = True


@pytest.fixture(scope="session")
def jar() -> Path:
    return connector_jar()


@pytest.fixture(scope="session")
def spark(jar: Path) -> Iterator[SparkSession]:
    # Spark else takes the python3 of the PATH, which may be of another version.
    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.jars", ",".join(map(str, jars())))
        .config("spark.submit.pyFiles", str(jar))
        .config("spark.ui.enabled", False)
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", 2)
        .getOrCreate()
    )
    yield session
    session.stop()


@pytest.fixture
def words(spark: SparkSession) -> DataFrame:
    rows = [(1, "cat"), (2, "horse"), (3, "Ελλάδα")]
    return spark.createDataFrame(rows, "id BIGINT, word STRING")


@pytest.fixture
def local(model_url: str, tmp_path: Path) -> dict[str, str]:
    """The options of a run that calls the model of this process."""
    return {
        "executor": "local",
        "localModel": model_url,
        "inputColumns": "word",
        "stagingPath": tmp_path.as_uri(),
    }
