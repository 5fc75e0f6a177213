"""configure_spark(): how a session gets the connector."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pyspark
import pytest
from conftest import ROOT
from processes import output_of

SPARK = ".".join(pyspark.__version__.split(".")[:2])
PROGRAM = """
from batch_transform import configure_spark
from pyspark.sql import SparkSession

builder = SparkSession.builder.config("spark.jars", "/a.jar").config("spark.jars.packages", "g:a:1")
for _ in range(2):
    configure_spark(builder, s3=True)
print(builder._options["spark.jars"])
print(builder._options["spark.jars.packages"])
print(configure_spark(SparkSession.builder)._options)
"""
TOO_LATE = """
from batch_transform import TransformError, configure_spark
from pyspark.sql import SparkSession

SparkSession.builder.config("spark.ui.enabled", False).getOrCreate()
try:
    configure_spark(SparkSession.builder)
except TransformError as refused:
    print(refused)
"""


@pytest.fixture
def printed(jar: Path, tmp_path: Path) -> Callable[..., list[str]]:
    """What a program prints that takes the package from the jar."""

    def of(program: str, **environment: str) -> list[str]:
        # As a file, since the working folder must not be looked at.
        file = tmp_path / "program.py"
        file.write_text(program)
        command = [sys.executable, str(file)]
        return output_of(command, PYTHONPATH=str(jar), **environment).splitlines()

    return of


def hadoop_of_the_build() -> str:
    pom = (ROOT / "notebooks" / f"spark-{SPARK}" / "pom.xml").read_text()
    return re.search(r"<hadoop.version>(.*)</hadoop.version>", pom).group(1)


def spark_home(folder: Path, *jars: str) -> str:
    (folder / "jars").mkdir()
    for jar in jars:
        (folder / "jars" / jar).touch()
    return str(folder)


def test_the_jar_and_s3a_are_added_once_to_what_is_there(jar, printed):
    jars, packages, plain = printed(PROGRAM)

    assert jars == f"/a.jar,{jar}"
    assert packages == f"g:a:1,org.apache.hadoop:hadoop-aws:{hadoop_of_the_build()}"
    assert plain == str({"spark.jars": str(jar)})


@pytest.mark.parametrize(
    "jars",
    [
        ("hadoop-client-api-3.4.1.jar", "hadoop-aws-3.4.1.jar"),
        ("hadoop-common-3.4.1-amzn-2.jar",),
        (),
    ],
    ids=["a Spark that has it", "a vendor's Hadoop", "an unknown Hadoop"],
)
def test_no_s3a_is_added_where_none_fits(printed, jars, tmp_path):
    _, packages, _ = printed(PROGRAM, SPARK_HOME=spark_home(tmp_path, *jars))

    assert packages == "g:a:1"


def test_a_session_that_runs_with_the_connector_is_left_alone(spark):
    from pyspark.sql import SparkSession

    from batch_transform import configure_spark

    builder = configure_spark(SparkSession.builder)

    assert "spark.jars" not in builder._options
    assert builder.getOrCreate() is spark


def test_a_session_that_runs_without_the_connector_is_told_so_before_it_is_used(printed):
    (refusal,) = printed(TOO_LATE)

    assert refusal.startswith("The data source 'sagemaker' is not on the class path")
    assert "a jar added later is not seen" in refusal


def test_the_jar_of_a_package_in_a_jar_is_that_jar(spark, jar):
    from batch_transform import jar_path

    # Spark has copied it, as it does with Python files.
    assert Path(jar_path()).read_bytes() == jar.read_bytes()


def test_another_version_of_the_jar_is_warned_about_with_both_versions(words, local, monkeypatch):
    from batch_transform import BatchTransform

    monkeypatch.setattr("batch_transform.java.jar_version", lambda: "9.9.9")

    with pytest.warns(UserWarning, match=r"version 0\.1\.0.*Take both of one version"):
        BatchTransform(words, **local).plan()
