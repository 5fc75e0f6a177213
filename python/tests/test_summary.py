"""What a run shows of itself at a prompt and in a notebook."""

from __future__ import annotations

from decimal import Decimal

import pytest


def status(**changed):
    from batch_transform import RunStatus

    known = {
        "state": "COMPLETED",
        "rows": 1200,
        "failed_rows": 2,
        "failures_by_code": {"MODEL_ERROR": 2},
        "files": 8,
        "files_done": 8,
        "jobs": ("nightly-w0", "nightly-w1"),
        "region": "eu-central-1",
    }
    return RunStatus(**{**known, **changed})


def cost(usd="1.25"):
    from batch_transform import RunCost

    return RunCost(2400, None if usd is None else Decimal(usd))


def test_a_run_at_a_prompt_tells_what_became_of_it(spark, local):
    from batch_transform import BatchTransform

    words = spark.createDataFrame([(1, "cat"), (2, "")], "id BIGINT, word STRING")
    run = BatchTransform(words, **local, runId="nightly").start().wait()

    assert repr(run) == (
        f"TransformRun nightly in {local['stagingPath']}: COMPLETED, "
        "2 rows = 1 scored + 1 failed (MODEL_ERROR 1)"
    )
    html = run._repr_html_()
    assert "nightly" in html
    assert "1: MODEL_ERROR 1" in html
    assert run.status().failures_by_code == {"MODEL_ERROR": 1}
    assert run.status().region is None


def test_one_line_has_state_rows_codes_cost_and_job(spark):
    from batch_transform.summary import line_of

    assert line_of(status(), cost()) == (
        "COMPLETED, 1,200 rows = 1,198 scored + 2 failed (MODEL_ERROR 2), 1.25 USD, job nightly-w1"
    )
    assert line_of(status(state="RUNNING", files_done=5), cost()) == (
        "RUNNING, 1,200 rows, 5 of 8 files done, 1.25 USD, job nightly-w1"
    )


@pytest.mark.parametrize(
    ("region", "console"),
    [
        ("eu-central-1", "https://eu-central-1.console.aws.amazon.com"),
        ("cn-north-1", "https://cn-north-1.console.amazonaws.cn"),
        ("us-gov-west-1", "https://us-gov-west-1.console.amazonaws-us-gov.com"),
    ],
)
def test_each_job_leads_to_the_console_and_to_its_log(spark, region, console):
    from batch_transform.summary import html_of

    html = html_of("TransformRun nightly", status(region=region), cost())

    assert f"{console}/sagemaker/home?region={region}#/transform-jobs/nightly-w0'" in html
    assert (
        f"{console}/cloudwatch/home?region={region}#logsV2:log-groups/log-group/"
        "$252Faws$252Fsagemaker$252FTransformJobs$3FlogStreamNameFilter$3Dnightly-w1'"
    ) in html
    assert "1.25 USD, 2,400 instance seconds" in html


def test_what_a_run_is_called_is_text_and_never_markup(spark):
    from batch_transform.summary import html_of

    html = html_of(
        "run <b> in s3a://a&b",
        status(jobs=("'><script>",), failures_by_code={"<i>": 2}),
        cost(None),
    )

    assert "<script>" not in html
    assert "run &lt;b&gt; in s3a://a&amp;b" in html
    assert "&lt;i&gt; 2" in html
    assert "price unknown" in html
