"""The Python package on Spark Connect, whose client has no JVM."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from processes import output_of

pytest.importorskip("grpc", reason="this PySpark's environment has no Spark Connect")

PROGRAM = """
from pyspark.sql import SparkSession

spark = (
    SparkSession.builder.remote("local")
    .config("spark.jars", {jar!r})
    .config("spark.ui.enabled", False)
    .getOrCreate()
)
from batch_transform import BatchTransform, TransformError

words = spark.createDataFrame([("cat",), ("horse",)], "word STRING")


def call(**options):
    where = dict(executor="local", localModel={model!r}, stagingPath={staging!r})
    return BatchTransform(words, **where, **options)


def refusal(action):
    try:
        action()
        return "not refused"
    except TransformError as refused:
        return str(refused)


scored = call().score()
print(scored.columns, sorted(row.prediction.length for row in scored.collect()))
named = call(runId="named", wait=False).score()
print(spark.read.format("sagemaker").option("runId", "named").load({staging!r}).count())
print(refusal(call(instanceTpe="ml.m5.large").score))
for action in call().start, call().plan, lambda: BatchTransform.attach(spark, {staging!r}, "named"):
    print(refusal(action))
"""


@pytest.fixture(scope="module")
def printed(jar: Path, model_url: str, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("connect")
    staging = (folder / "scoring").as_uri()
    program = PROGRAM.format(jar=str(jar), model=model_url, staging=staging)
    return output_of([sys.executable, "-c", program], PYTHONPATH=str(jar)).splitlines()


def test_score_goes_through_the_data_source(printed):
    assert printed[0] == "['word', 'prediction', 'prediction_error'] [3, 5]"


def test_score_waits_for_the_run_that_the_caller_has_named(printed):
    assert printed[1] == "2"


def test_a_misspelt_option_is_refused_with_the_nearest_name(printed):
    assert "instanceType" in printed[2]


def test_what_needs_the_jvm_says_so_and_what_to_do_instead(printed):
    refusals = printed[-3:]
    calls = ["start()", "plan()", "attach()"]
    for refusal, call in zip(refusals, calls, strict=True):
        assert refusal.startswith(f"Cannot call {call} on Spark Connect")
        assert "score() works here" in refusal
