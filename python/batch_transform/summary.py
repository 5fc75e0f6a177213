"""What a run shows of itself at a prompt and in a notebook."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Optional

if TYPE_CHECKING:
    from batch_transform.run import RunCost, RunStatus

_LOG_GROUP = "/aws/sagemaker/TransformJobs"


def line_of(status: RunStatus, cost: Optional[RunCost] = None) -> str:
    """Where the run stands, in one line."""
    parts = [status.state, _rows(status)]
    if not status.is_decided:
        parts.append(f"{status.files_done:,} of {status.files:,} files done")
    if cost is not None and cost.usd is not None and cost.instance_seconds:
        parts.append(f"{cost.usd} USD")
    parts += [f"job {job}" for job in status.jobs[-1:]]
    return ", ".join(parts)


def html_of(name: str, status: RunStatus, cost: RunCost) -> str:
    """Where the run stands, as a table."""
    codes = ", ".join(f"{code} {rows:,}" for code, rows in status.failures_by_code.items())
    rows = [
        ("state", escape(status.state)),
        ("rows", f"{status.rows:,}"),
        ("scored", f"{status.rows - status.failed_rows:,}" if status.is_decided else "-"),
        ("failed", f"{status.failed_rows:,}" + (f": {escape(codes)}" if codes else "")),
        ("files", f"{status.files_done:,} of {status.files:,}"),
        ("cost", escape(_cost(cost))),
    ]
    rows += [("job", _job(job, status.region)) for job in status.jobs]
    lines = "".join(
        f"<tr><th style='text-align:left'>{head}</th><td style='text-align:left'>{cell}</td></tr>"
        for head, cell in rows
    )
    return (
        "<table><caption style='text-align:left;caption-side:top'>"
        f"<b>{escape(name)}</b></caption>{lines}</table>"
    )


def _rows(status: RunStatus) -> str:
    if not status.is_decided:
        return f"{status.rows:,} rows"
    codes = ", ".join(f"{code} {rows:,}" for code, rows in status.failures_by_code.items())
    return (
        f"{status.rows:,} rows = {status.rows - status.failed_rows:,} scored + "
        f"{status.failed_rows:,} failed" + (f" ({codes})" if codes else "")
    )


def _cost(cost: RunCost) -> str:
    if not cost.instance_seconds:
        return "-"
    usd = "price unknown" if cost.usd is None else f"{cost.usd} USD"
    return f"{usd}, {cost.instance_seconds:,} instance seconds"


def _job(job: str, region: Optional[str]) -> str:
    if region is None:
        return escape(job)
    console = f"https://{region}.{_console(region)}"
    log = "$252F".join(_LOG_GROUP.split("/"))
    return (
        _link(f"{console}/sagemaker/home?region={region}#/transform-jobs/{job}", job)
        + " "
        + _link(
            f"{console}/cloudwatch/home?region={region}#logsV2:log-groups/log-group/{log}"
            f"$3FlogStreamNameFilter$3D{job}",
            "log",
        )
    )


def _link(address: str, text: str) -> str:
    return f"<a href='{escape(address)}' target='_blank'>{escape(text)}</a>"


def _console(region: str) -> str:
    if region.startswith("cn-"):
        return "console.amazonaws.cn"
    if region.startswith("us-gov-"):
        return "console.amazonaws-us-gov.com"
    return "console.aws.amazon.com"
