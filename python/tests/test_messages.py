"""Messages speak Python, whoever has written them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from processes import output_of
from pyspark.errors import IllegalArgumentException
from pyspark.sql import SparkSession

WITHOUT_S3A = """
import sys

from batch_transform import BatchTransform, TransformError
from pyspark.sql import SparkSession

jar, model = sys.argv[1:]
spark = SparkSession.builder.master("local[1]").config("spark.jars", jar).getOrCreate()
options = {"executor": "local", "localModel": model, "stagingPath": "s3a://bucket/scoring"}
try:
    BatchTransform(spark.range(1), **options).start()
except TransformError as refused:
    print(refused)
"""


@pytest.mark.parametrize(
    ("java", "python"),
    [
        (
            'go on with it: BatchTransform.attach(spark, "s3a://b/s", "a").await(), or the same',
            'go on with it: BatchTransform.attach(spark, "s3a://b/s", "a").wait(), or the same',
        ),
        (
            "send them again with BatchTransform.attach(...).retryDeadLetters(), or",
            "send them again with BatchTransform.attach(...).retry_dead_letters(), or",
        ),
        ('Start one with df.write().format("x")', 'Start one with df.write.format("x")'),
        (
            "(dev.batchtransform.spark.exceptions.TransformRunException) Run 'a' has failed.\n\n"
            "JVM stacktrace:\ndev.batchtransform...\n\tat a.b(c.java)",
            "Run 'a' has failed.",
        ),
        ("Cannot use option 'runId'.", "Cannot use option 'run_id'."),
        (
            "Cannot claim run 'a': getFileStatus on s3a://no-such-bucket/scoring/_claims: "
            "com.amazonaws.services.s3.model.AmazonS3Exception: The specified bucket does not "
            "exist (Error Code: NoSuchBucket; Request ID: 0): NoSuchBucket",
            "There is no bucket 'no-such-bucket'. Create it, or name another in stagingPath.",
        ),
    ],
)
def test_what_java_says_is_said_in_python(spark, java, python):
    from batch_transform.messages import in_python

    assert in_python(java, {"runId": "run_id"}) == python


@pytest.mark.parametrize(
    "named", ["docs/options.md", "https://github.com/a/b-c/blob/HEAD/docs/options.md"]
)
def test_a_page_is_the_one_that_came_with_the_package(spark, monkeypatch, named):
    from batch_transform.messages import in_python

    monkeypatch.setattr("batch_transform.messages.page", lambda name: f"/site/docs/{name}")

    assert in_python(f"Unknown option; {named} lists all.", {}) == (
        "Unknown option; /site/docs/options.md lists all."
    )


def test_a_missing_s3a_is_answered_with_how_to_have_it(jar, model_url):
    printed = output_of(
        [sys.executable, "-c", WITHOUT_S3A, str(jar), model_url], PYTHONPATH=str(jar)
    )

    assert "configure_spark(SparkSession.builder, s3=True)" in printed
    assert "org.apache.hadoop:hadoop-aws" in printed


def test_s3_without_an_a_is_answered_with_s3a(words, local):
    from batch_transform import BatchTransform, TransformError

    with pytest.raises(TransformError, match="write s3a:// in place of s3://"):
        BatchTransform(words, **{**local, "stagingPath": "s3://bucket/scoring"}).start()


def test_a_data_source_that_connect_does_not_find_is_answered_with_the_jar(spark):
    from batch_transform.messages import in_python

    said = in_python("[DATA_SOURCE_NOT_FOUND] Failed to find the data source: sagemaker.", {})

    assert said.startswith("The data source 'sagemaker' is not on the class path")


def test_a_read_or_write_without_this_package_is_refused_in_one_line(
    spark: SparkSession, tmp_path: Path
) -> None:
    with pytest.raises(IllegalArgumentException) as refused:
        spark.read.format("sagemaker").option("runId", "nope").load(tmp_path.as_uri())
    assert "There is no run 'nope'" in str(refused.value)
    assert "\tat " not in str(refused.value)

    writer = spark.range(3).write.format("sagemaker").mode("append")
    with pytest.raises(IllegalArgumentException, match="Unknown option 'modell'") as refused:
        writer.option("modell", "x").save(tmp_path.as_uri())
    assert "\tat " not in str(refused.value)
