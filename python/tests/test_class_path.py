"""How the connector is given to Spark, each way in a process of its own."""

from __future__ import annotations

import sys
from pathlib import Path

import pyspark
import pytest
from processes import output_of

PROGRAM = """
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


@pytest.fixture
def program(model_url: str, tmp_path: Path) -> str:
    file = tmp_path / "score.py"
    file.write_text(PROGRAM.format(model=model_url, staging=(tmp_path / "scoring").as_uri()))
    return str(file)


def test_jars_and_py_files_of_spark_submit_are_enough(jar, program):
    spark_submit = str(Path(pyspark.__file__).parent / "bin" / "spark-submit")

    printed = output_of([spark_submit, "--jars", str(jar), "--py-files", str(jar), program])

    assert printed == "[3, 5]"


def test_a_missing_jar_is_answered_with_how_to_add_it(jar, program):
    printed = output_of([sys.executable, program], PYTHONPATH=str(jar))

    assert printed.startswith("The data source 'sagemaker' is not on the class path")
    assert "configure_spark(SparkSession.builder)" in printed
    assert f"--jars {jar}" in printed
    assert "a jar added later is not seen" in printed
