"""Options are spelled in camelCase and all else in snake_case; the other spelling is taken too."""

from __future__ import annotations

from datetime import timedelta

import pytest


@pytest.fixture
def staging_path(words, local):
    """Where a run named ``nightly`` lies that has ended."""
    from batch_transform import BatchTransform

    BatchTransform(words, **local, runId="nightly").start().wait()
    return local["stagingPath"]


def test_every_option_is_taken_in_snake_case(words, tmp_path, model_url):
    from batch_transform import BatchTransform

    run = BatchTransform(
        words,
        executor="local",
        staging_path=tmp_path.as_uri(),
        run_id="nightly",
        local_model=model_url,
        input_columns=["word"],
        carry_columns=["id"],
        max_payload_in_mb=1,
        result_column="answer",
    ).start()

    assert run.id == "nightly"
    assert run.result().columns == ["id", "answer", "prediction_error"]
    assert len(list(tmp_path.glob("dt=*/run_id=nightly/_run.json"))) == 1


def test_a_misspelt_option_is_named_as_it_was_typed_beside_the_nearest_one(words, local):
    from batch_transform import BatchTransform, TransformError

    with pytest.raises(TransformError, match=r"'instance_tpe'.*'instanceType'"):
        BatchTransform(words, **local, instance_tpe="ml.m5.large").plan()


def test_a_name_given_as_text_is_the_data_sources_own(words, local):
    from batch_transform import BatchTransform, TransformError

    with pytest.raises(TransformError, match=r"'run_id'.*'runId'"):
        BatchTransform(words, **local).option("run_id", "nightly").plan()
    with pytest.raises(TransformError, match=r"'run_id'.*'runId'"):
        BatchTransform(words, **local, options={"run_id": "nightly"}).plan()


def test_a_name_with_a_dot_is_left_as_it_is(words):
    from batch_transform import BatchTransform

    names = {"env.LOG_LEVEL": "debug", "tag.cost_center": "search"}
    call = BatchTransform(
        words, "word-length", "s3a://bucket/scoring", region="eu-central-1", **names
    )

    request = call.plan().request
    assert '"LOG_LEVEL"' in request
    assert '"cost_center"' in request


@pytest.mark.parametrize(
    ("twice", "first", "second"),
    [
        ({"stagingPath": "s3a://a/b", "staging_path": "s3a://a/b"}, "stagingPath", "staging_path"),
        ({"run_id": "a", "runId": "b"}, "run_id", "runId"),
    ],
)
def test_an_option_in_both_spellings_at_once_is_refused(words, twice, first, second):
    from batch_transform import BatchTransform

    with pytest.raises(TypeError, match=f"Cannot take both '{first}' and '{second}'"):
        BatchTransform(words, "word-length", **twice)


def test_an_option_by_position_and_in_the_other_spelling_is_refused(words):
    from batch_transform import BatchTransform

    with pytest.raises(TypeError, match="'stagingPath' and 'staging_path'"):
        BatchTransform(words, "word-length", "s3a://a/b", staging_path="s3a://a/b")


def test_none_in_one_spelling_leaves_the_other_alone(words, local):
    from batch_transform import BatchTransform

    call = BatchTransform(words, **local, runId=None, run_id="nightly")

    assert call.plan().run_id == "nightly"


def test_attach_takes_both_spellings(spark, staging_path):
    from batch_transform import BatchTransform

    ours = BatchTransform.attach(spark, staging_path=staging_path, run_id="nightly")
    other = BatchTransform.attach(
        spark, stagingPath=staging_path, runId="nightly", result_format="text"
    )

    assert ours.id == other.id == "nightly"
    assert ours.result().schema["prediction"].dataType.typeName() == "struct"
    assert other.result().schema["prediction"].dataType.typeName() == "string"


def test_purge_and_reap_take_both_spellings(spark, staging_path):
    from batch_transform import BatchTransform

    for call, found in (BatchTransform.purge, "runs"), (BatchTransform.reap, "jobs"):
        ours = call(spark, staging_path=staging_path, older_than=timedelta(0))
        other = call(spark, stagingPath=staging_path, olderThan=timedelta(0))
        assert getattr(ours, found)().count() == getattr(other, found)().count()
        assert repr(ours) == repr(other)


@pytest.mark.parametrize(
    ("given", "named"),
    [
        (("s3a://a/b",), {"stagingPath": "s3a://a/b"}),
        ((), {"staging_path": "s3a://a/b", "stagingPath": "s3a://a/b"}),
    ],
)
def test_a_parameter_in_both_spellings_at_once_is_refused(spark, given, named):
    from batch_transform import BatchTransform

    refusal = "Cannot take both 'staging_path' and 'stagingPath'"
    with pytest.raises(TypeError, match=refusal):
        BatchTransform.attach(spark, *given, run_id="nightly", **named)
    with pytest.raises(TypeError, match=refusal):
        BatchTransform.purge(spark, *given, older_than=timedelta(0), **named)
    with pytest.raises(TypeError, match=refusal):
        BatchTransform.reap(spark, *given, older_than=timedelta(0), **named)


def test_a_missing_parameter_is_named_in_its_own_spelling(spark):
    from batch_transform import BatchTransform

    with pytest.raises(TypeError, match="staging_path"):
        BatchTransform.attach(spark, run_id="nightly")
