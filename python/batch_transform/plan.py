"""What a run would do."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Optional

from batch_transform.fields import HtmlFields
from batch_transform.java import optional


@dataclass(frozen=True)
class IsolationForecast:
    """What it would take to narrow a run down to its bad records, were so many of them bad."""

    bad_share: float
    """Share of bad records."""
    records_sent: int
    """Records that all waves together would send."""
    not_isolated: int
    """Records that would come back as ``NOT_ISOLATED`` when the waves are used up."""


@dataclass(frozen=True)
class RunPlan(HtmlFields):
    """What a run would do. Nothing has been staged or submitted. ``str(plan)`` is for people."""

    run_id: str
    """The name the run would have."""
    executor: str
    """Who would send the files."""
    executor_reason: Optional[str]
    """Why ``executor=auto`` would choose that one; ``None`` where it was given."""
    model: str
    """Who would answer."""
    location: str
    """Where the run would lie."""
    rows: int
    """Rows that would be staged."""
    bytes: int
    """What the model would read, about, in bytes."""
    files: int
    """Staged files, about."""
    usd_per_hour: Optional[Decimal]
    """What the instances would cost per hour while they work; ``None`` where nothing is paid or
    the price is unknown."""
    fed_instances: Optional[int]
    """How many instances the rows can feed, where that is fewer than ``instanceCount`` asks for;
    ``None`` where it is not, or where no SageMaker is called."""
    request: Optional[str]
    """The CreateTransformJob request of the first wave, as JSON; ``None`` where no SageMaker is
    called."""
    isolation: list[IsolationForecast]
    """What bad records would cost, for some shares of them; empty where failing files are not
    narrowed down, or where the executor says itself which records have failed."""
    text: str = field(repr=False)
    """The plan for people."""

    @staticmethod
    def _of(java_plan: Any) -> RunPlan:
        return RunPlan(
            run_id=java_plan.runId(),
            executor=java_plan.executor(),
            executor_reason=optional(java_plan.executorReason()),
            model=java_plan.model(),
            location=java_plan.location(),
            rows=java_plan.rows(),
            bytes=java_plan.bytes(),
            files=java_plan.files(),
            usd_per_hour=optional(java_plan.usdPerHour()),
            fed_instances=optional(java_plan.fedInstances()),
            request=optional(java_plan.request()),
            isolation=[
                IsolationForecast(each.badShare(), each.recordsSent(), each.notIsolated())
                for each in java_plan.isolation()
            ],
            text=java_plan.toString(),
        )

    def __str__(self) -> str:
        return self.text
