"""score(), start(), attach() and plan() on a Spark that runs."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from pyspark.sql import DataFrame
from pyspark.sql.types import LongType, StructField, StructType


def lengths(scored: DataFrame) -> dict[int, int]:
    return {row.id: row.prediction.length for row in scored.collect()}


def test_the_package_is_imported_from_the_connectors_jar(spark, jar):
    import batch_transform

    assert f"{jar.name}/batch_transform/" in batch_transform.__file__


def test_every_row_comes_back_once_with_its_own_prediction(words, local):
    from batch_transform import BatchTransform

    scored = BatchTransform(words, **local).score()

    assert scored.columns == ["id", "word", "prediction", "prediction_error"]
    assert lengths(scored) == {1: 3, 2: 5, 3: 6}
    assert scored.where("prediction_error IS NOT NULL").count() == 0


def test_a_row_that_the_model_refuses_comes_back_with_its_error(spark, local):
    from batch_transform import BatchTransform

    words = spark.createDataFrame([(1, "cat"), (2, "")], "id BIGINT, word STRING")

    scored = BatchTransform(words, **local).score()

    failed = {row.id: row.prediction_error for row in scored.collect()}
    assert failed[1] is None
    assert failed[2].code == "MODEL_ERROR"
    assert "a word is empty" in failed[2].message


def test_dead_letters_hold_the_failed_rows_with_what_was_sent(spark, local):
    from batch_transform import BatchTransform

    words = spark.createDataFrame([(1, "cat"), (2, "")], "id BIGINT, word STRING")
    run = BatchTransform(words, **local).start()

    letters = run.dead_letters().collect()

    assert [(each.code, each.line, each.record) for each in letters] == [
        ("MODEL_ERROR", 1, '{"word":""}')
    ]
    failed = run.result().where("prediction_error IS NOT NULL").first().prediction_error
    assert (failed.file, failed.line) == (letters[0].file, letters[0].line)


def test_dead_letters_are_sent_again_once_the_model_is_mended(spark, model, local):
    from batch_transform import BatchTransform

    words = spark.createDataFrame([(1, "cat"), (2, "")], "id BIGINT, word STRING")
    run = BatchTransform(words, **local).start().wait()
    model.refuses_empty_words = False

    again = run.retry_dead_letters()

    assert lengths(again.result()) == {1: 3, 2: 0}
    assert again.dead_letters().count() == 0


def test_a_pyspark_type_is_a_result_schema(words, local):
    from batch_transform import BatchTransform

    prediction = StructType([StructField("length", LongType())])

    scored = BatchTransform(words, **local, resultSchema=prediction).score()

    assert scored.schema["prediction"].dataType == prediction


def test_an_option_given_later_wins(words, local):
    from batch_transform import BatchTransform

    call = BatchTransform(words, **local, resultColumn="first")

    assert "second" in call.option("resultColumn", "second").score().columns
    assert "first" in call.score().columns


def test_one_call_is_one_run_however_often_it_is_made(words, local, tmp_path):
    from batch_transform import BatchTransform

    call = BatchTransform(words, **local)

    assert lengths(call.score()) == lengths(call.score())
    assert len(list(tmp_path.rglob("_run.json"))) == 1


def test_a_started_run_is_waited_for_looked_at_and_found_again(spark, words, local):
    from batch_transform import BatchTransform, TransformRun

    run = BatchTransform(words, **local, runId="nightly").start()

    assert isinstance(run, TransformRun)
    assert run.id == "nightly"
    status = run.wait().status()
    assert (status.state, status.rows, status.failed_rows) == ("COMPLETED", 3, 0)
    assert status.files == status.files_done
    assert status.jobs == ()
    assert "COMPLETED" in status._repr_html_()
    assert run.cost().instance_seconds == 0
    again = BatchTransform.attach(spark, local["stagingPath"], "nightly")
    assert lengths(again.result()) == lengths(run.result())
    assert "nightly" in repr(again)
    elsewhere = BatchTransform.attach(
        spark,
        local["stagingPath"],
        "nightly",
        region="eu-west-1",
        pollInterval=timedelta(seconds=1),
    )
    assert lengths(elsewhere.result()) == lengths(run.result())


def test_a_completed_run_can_be_told_to_stop(words, local):
    from batch_transform import BatchTransform

    run = BatchTransform(words, **local).start().wait()

    run.stop()

    assert run.status().state == "COMPLETED"


def test_a_run_is_a_page_for_a_browser(words, local, tmp_path):
    from batch_transform import BatchTransform

    run = BatchTransform(words, **local).start().wait()

    run.report(str(tmp_path / "run.html"))

    page = (tmp_path / "run.html").read_text()
    assert f"<title>Run {run.id}</title>" in page
    assert "COMPLETED" in page


def test_a_runs_balance_is_proven_by_reading_it_again(words, local, tmp_path):
    from batch_transform import BatchTransform, TransformError

    run = BatchTransform(words, **local).start().wait()

    proven = run.verify().require_holds()
    assert proven.holds
    assert "3 rows = 3 scored + 0 failed" in str(proven)
    assert proven.files().where("rows = scored + failed AND checksum_ok").count() > 0
    next(tmp_path.rglob("*.jsonl.out")).unlink()
    damaged = run.verify()
    assert not damaged.holds
    assert damaged.files().where("problem IS NOT NULL").count() == 1
    with pytest.raises(TransformError, match="failed verification"):
        damaged.require_holds()


def test_old_runs_are_shown_and_then_deleted(spark, words, local, tmp_path):
    from batch_transform import BatchTransform

    run = BatchTransform(words, **local).start().wait()

    assert BatchTransform.purge(spark, local["stagingPath"], timedelta(days=1)).runs().count() == 0
    purge = BatchTransform.purge(spark, local["stagingPath"], timedelta())
    assert [row.run_id for row in purge.runs().collect()] == [run.id]
    assert purge.kept().count() == 0
    assert "would be deleted" in repr(purge)
    assert purge.delete().deleted == (run.id,)
    assert list(tmp_path.rglob("_run.json")) == []


def test_an_age_that_is_no_timedelta_is_refused_in_words(spark, tmp_path):
    from batch_transform import BatchTransform

    for call in BatchTransform.purge, BatchTransform.reap:
        with pytest.raises(TypeError, match=r"timedelta\(days=90\), not str"):
            call(spark, str(tmp_path), "90 days")


def test_a_plan_says_what_would_happen(words):
    from batch_transform import BatchTransform

    call = BatchTransform(
        words,
        model="word-length",
        stagingPath="s3a://bucket/scoring",
        runId="nightly",
        region="eu-central-1",
        options={"env.MODE": "fast"},
    )
    plan = call.plan()

    assert (plan.run_id, plan.executor, plan.model) == ("nightly", "batch-transform", "word-length")
    assert plan.rows == 3
    assert plan.bytes > 0
    assert plan.location.startswith("s3a://bucket/scoring/dt=")
    request = json.loads(plan.request)
    assert request["ModelName"] == "word-length"
    assert request["Environment"] == {"MODE": "***"}
    assert plan.usd_per_hour > 0
    assert "word-length" in str(plan)
    assert "word-length" in plan._repr_html_()


def test_a_plan_of_a_local_run_pays_and_stages_nothing(words, local, tmp_path):
    from batch_transform import BatchTransform

    plan = BatchTransform(words, **local).plan()

    assert plan.request is None
    assert plan.usd_per_hour is None
    assert list(tmp_path.iterdir()) == []


def test_a_misspelt_option_is_refused_with_the_nearest_name(words, local, tmp_path):
    from batch_transform import BatchTransform, TransformError

    with pytest.raises(TransformError, match="instanceType") as refused:
        BatchTransform(words, **local, instanceTpe="ml.m5.large").score()

    assert "\n" not in str(refused.value)
    assert refused.value.spark_error is not None
    # Else Jupyter shows PySpark's exception first, and the message below sixty lines.
    assert refused.value.__suppress_context__
    assert list(tmp_path.iterdir()) == []


def test_a_run_that_does_not_exist_cannot_be_attached_to(spark, local):
    from batch_transform import BatchTransform, TransformError

    with pytest.raises(TransformError, match="no run 'lost'"):
        BatchTransform.attach(spark, local["stagingPath"], "lost")
    with pytest.raises(TransformError, match="'runId'"):
        BatchTransform.attach(spark, local["stagingPath"], "*")
    with pytest.raises(TransformError, match="'instanceType' to attach"):
        BatchTransform.attach(spark, local["stagingPath"], "lost", instanceType="ml.m5.large")


def test_a_model_that_does_not_answer_fails_the_run_with_its_address(words, local):
    from batch_transform import BatchTransform, TransformError

    with pytest.raises(TransformError, match=r"127\.0\.0\.1:9"):
        BatchTransform(words, **{**local, "localModel": "http://127.0.0.1:9"}).score()


def test_local_runs_leave_no_job_behind(spark, words, local):
    from batch_transform import BatchTransform, TransformError

    BatchTransform(words, **local).score()

    reaping = BatchTransform.reap(spark, local["stagingPath"], timedelta(0))

    assert reaping.jobs().count() == 0
    assert reaping.kept().count() == 0
    assert (reaping.stop().stopped, reaping.stop().failed) == ((), ())
    assert "0 jobs are left behind" in repr(reaping)
    with pytest.raises(TransformError, match="negative"):
        BatchTransform.reap(spark, local["stagingPath"], timedelta(seconds=-1))
