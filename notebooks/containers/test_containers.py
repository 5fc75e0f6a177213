"""The recipes of docs/containers.md run as they stand there, against the servers they are about."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import DataFrame, Row, SparkSession

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from local_stand_ins import connector_jar  # noqa: E402

PAGE = (HERE.parents[1] / "docs" / "containers.md").read_text(encoding="utf-8")
SECTION = re.compile(r"^## (.*?)$(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
STAGING_PATH = "s3a://bucket/scoring"
DEFAULTS = "spark.datasource.sagemaker."
ROWS = [(1, 1.0, 2.0, "fine indeed"), (2, 7.0, 0.5, "so so")]

RECIPES = {name: blocks for name, text in SECTION.findall(PAGE) if (blocks := BLOCK.findall(text))}


class StandIn(BaseHTTPRequestHandler):
    """What TensorFlow Serving and Triton do with a request: the number is x + 2y."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self._answer({})

    def do_POST(self) -> None:
        assert self.headers["Content-Type"] == self.headers["Accept"] == "application/json"
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if "instances" in request:
            predictions = [[x + 2 * y, 0.5] for x, y in request["instances"]]
            self._answer({"predictions": predictions})
        else:
            tensors = {tensor.pop("name"): tensor for tensor in request["inputs"]}
            x, y = (tensors[name].pop("data")[0] for name in ("INPUT0", "INPUT1"))
            assert all(t == {"datatype": "FP32", "shape": [1, 1]} for t in tensors.values())
            output = {"name": "OUTPUT0", "datatype": "FP32", "shape": [1, 1], "data": [x + 2 * y]}
            self._answer({"model_name": "ranker", "outputs": [output]})

    def log_message(self, format: str, *args: Any) -> None:
        """A test's output is about the test."""

    def _answer(self, answer: dict[str, Any]) -> None:
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="session")
def stand_in() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), StandIn) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def addresses(stand_in: str) -> Iterator[dict[str, str]]:
    """Where the server of each section is."""
    environment = HERE.parent / "in_venv.py"
    requirements = HERE / "requirements.txt"
    venv = Path(os.environ["CONTAINERS_VENV"])
    command = [environment, venv, requirements, HERE / "servers.py"]
    with subprocess.Popen(
        [sys.executable, *map(str, command)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as servers:
        assert servers.stdout is not None
        assert servers.stdin is not None
        line = servers.stdout.readline()
        while line and not line.startswith("{"):
            line = servers.stdout.readline()
        assert line, "the servers did not start"
        yield {**json.loads(line), "TensorFlow Serving": stand_in, "Triton": stand_in}
        servers.stdin.close()


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkSession]:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    jar = str(connector_jar())
    sys.path.insert(0, jar)
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.jars", jar)
        .config("spark.submit.pyFiles", jar)
        .config("spark.ui.enabled", False)
        .config("spark.driver.host", "127.0.0.1")
        .config(f"{DEFAULTS}executor", "local")
        .getOrCreate()
    )
    yield session
    session.stop()


def expected(section: str, block: int, row: Row) -> Any:
    x, y = ROWS[row.id - 1][1:3]
    words = row.title.split()
    if section == "Hugging Face":
        labels = [Row(label=word, score=1 / (at + 1)) for at, word in enumerate(words)]
        return labels if block else labels[0]
    if section == "TensorFlow Serving":
        return [x + 2 * y, 0.5]
    return x + 2 * y


@pytest.mark.parametrize("section", RECIPES)
def test_a_recipe_runs_as_it_stands(
    section: str, spark: SparkSession, addresses: dict[str, str], tmp_path: Path
) -> None:
    spark.conf.set(f"{DEFAULTS}localModel", addresses[section])
    df = spark.createDataFrame(ROWS, "id BIGINT, x DOUBLE, y DOUBLE, title STRING")
    names: dict[str, Any] = {"spark": spark, "df": df}
    # The import is at the top of the page.
    exec("from batch_transform import BatchTransform", names)

    for number, block in enumerate(RECIPES[section]):
        code = block.replace(STAGING_PATH, (tmp_path / str(number)).as_uri())
        exec(compile(code, f"containers.md, {section}", "exec"), names)
        scored = names.pop("scored").collect()

        assert [row.id for row in scored if row.prediction_error is None] == [1, 2]
        if section == "XGBoost":
            assert [row.prediction > 0.5 for row in scored] == [False, True]
        else:
            for row in scored:
                wanted = expected(section, number, row)
                assert row.prediction == (
                    pytest.approx(wanted) if isinstance(wanted, float) else wanted
                )


def test_a_thousand_rows_with_nulls_reach_each_real_server(
    spark: SparkSession, addresses: dict[str, str], tmp_path: Path
) -> None:
    df = spark.range(1000).selectExpr("id", "double(id % 10) x", "IF(id = 7, NULL, 1.5D) y")

    mlflow = score(df, addresses["MLflow"], tmp_path / "m", recordFormat="instances")
    assert mlflow.filter("prediction = x + 3").count() == 999

    sklearn = score(
        df, addresses["scikit-learn"], tmp_path / "s", recordFormat="csv", resultFormat="csv"
    )
    assert sklearn.filter("abs(prediction - x - 3) < 1e-6").count() == 999
    # As the page says, the toolkit reads 0 where a request has nothing in a column.
    assert sklearn.filter("id = 7 AND abs(prediction - x) < 1e-6").count() == 1

    xgboost = score(
        df,
        addresses["XGBoost"],
        tmp_path / "x",
        recordFormat="csv",
        resultFormat="csv",
        batchStrategy="MultiRecord",
    )
    # XGBoost goes its own way where a value is missing.
    assert xgboost.filter("prediction IS NOT NULL").count() == 1000
    assert xgboost.filter("(prediction > 0.5) = (x > y)").count() == 999


def score(df: DataFrame, address: str, folder: Path, **options: str) -> DataFrame:
    from batch_transform import BatchTransform

    return BatchTransform(
        df, localModel=address, stagingPath=folder.as_uri(), inputColumns="x, y", **options
    ).score()
