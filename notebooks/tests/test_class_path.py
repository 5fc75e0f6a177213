"""How the connector is given to Spark, each way in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pyspark

SCORE = """
from pyspark.sql import SparkSession

spark = SparkSession.builder.config("spark.ui.enabled", False).getOrCreate()
from batch_transform import BatchTransform, TransformError

words = spark.createDataFrame([("cat",), ("horse",)], "word STRING")
try:
    scored = BatchTransform(
        words, executor="local", localModel={model!r}, stagingPath={staging!r}
    ).score()
    print(sorted(row.prediction.length for row in scored.collect()))
except TransformError as refused:
    print(refused)
"""


def test_jars_and_py_files_of_spark_submit_are_enough(jar, model_url, tmp_path):
    spark_submit = Path(pyspark.__file__).parent / "bin" / "spark-submit"
    launcher = [str(spark_submit), "--jars", str(jar), "--py-files", str(jar)]

    assert output_of(launcher, {}, model_url, tmp_path) == "[3, 5]"


def test_a_missing_jar_is_answered_with_how_to_add_it(jar, model_url, tmp_path):
    only_python = {"PYTHONPATH": str(jar)}

    message = output_of([sys.executable], only_python, model_url, tmp_path)

    assert message.startswith("Cannot find the connector")
    assert "--packages dev.batchtransform:spark-batch-transform" in message
    assert "--py-files" in message
    assert "spark.jars" in message


def output_of(launcher: list[str], environment: dict[str, str], model: str, folder: Path) -> str:
    script = folder / "score.py"
    script.write_text(SCORE.format(model=model, staging=(folder / "scoring").as_uri()))
    finished = subprocess.run(
        [*launcher, str(script)],
        env={
            **os.environ,
            **environment,
            "PYSPARK_PYTHON": sys.executable,
            "SPARK_LOCAL_IP": "127.0.0.1",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    return finished.stdout.strip()
