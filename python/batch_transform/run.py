"""A run that has been staged."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Optional

from pyspark.sql import DataFrame, SparkSession

from batch_transform.errors import TransformError, transform_errors
from batch_transform.fields import HtmlFields
from batch_transform.java import optional
from batch_transform.progress import Progress, progress_of
from batch_transform.summary import html_of, line_of
from batch_transform.verification import Verification


@dataclass(frozen=True)
class RunStatus(HtmlFields):
    """Where a run stands."""

    state: str
    """``STAGED``, ``RUNNING``, ``COMPLETED``, ``FAILED`` or ``STOPPED``."""
    rows: int
    """Rows that came in."""
    failed_rows: int
    """Rows that have an error instead of a prediction, as far as it is decided."""
    failures_by_code: dict[str, int]
    """The same by error code. What the run's ledger does not tell apart has both codes, as in
    ``MISSING or UNPARSEABLE``."""
    files: int
    """Staged files."""
    files_done: int
    """Files whose answers exist."""
    jobs: tuple[str, ...]
    """SageMaker's transform jobs, one per wave; none where no SageMaker is called."""
    region: Optional[str]
    """Where those jobs live; ``None`` where there are none."""

    @property
    def is_decided(self) -> bool:
        """Whether each row has a prediction or an error; those of a stopped run may be sent yet."""
        return self.state in ("COMPLETED", "FAILED", "STOPPED")


@dataclass(frozen=True)
class RunCost(HtmlFields):
    """What a run's instances cost, as far as its waves have ended."""

    instance_seconds: int
    """Seconds from ``TransformStartTime`` to ``TransformEndTime``, times instances."""
    usd: Optional[Decimal]
    """The same in USD; ``None`` when the price is unknown. Storage, requests and logs come on
    top."""


class TransformRun:
    """A run that has been staged, by this application or by another.

    From :meth:`BatchTransform.start` or :meth:`BatchTransform.attach`. Several callers share one.
    """

    def __init__(self, java_run: Any, session: SparkSession) -> None:
        self._java_run = java_run
        self._session = session

    @property
    def id(self) -> str:
        """The run's name: the option ``runId``, or the one it was given."""
        run_id: str = self._java_run.id()
        return run_id

    def status(self) -> RunStatus:
        """Where the run stands now."""
        with transform_errors():
            status = self._java_run.status()
            return RunStatus(
                state=status.state(),
                rows=status.rows(),
                failed_rows=status.failedRows(),
                failures_by_code=dict(status.failuresByCode()),
                files=status.files(),
                files_done=status.filesDone(),
                jobs=tuple(status.jobs()),
                region=optional(status.region()),
            )

    def wait(self, *, progress: Optional[bool] = None) -> TransformRun:
        """Waits until every row is decided. An interrupt ends the wait; the run goes on.

        :param progress: whether to show how far it is; by default in a terminal and a notebook
        :return: this run
        :raises TransformError: when the run has failed or was stopped
        """
        with progress_of(self._session, self.id, progress) as shown, transform_errors():
            # Java's name for it is a keyword here.
            getattr(self._java_run, "await")()
            self._sum_up(shown)
        return self

    def result(self, *, progress: Optional[bool] = None) -> DataFrame:
        """Waits, and returns every row once with its prediction or its error.

        :param progress: whether to show how far it is; by default in a terminal and a notebook
        :raises TransformError: when the run has failed or was stopped
        """
        with progress_of(self._session, self.id, progress) as shown, transform_errors():
            joined = DataFrame(self._java_run.result(), self._session)
            self._sum_up(shown)
        return joined

    def dead_letters(self) -> DataFrame:
        """Waits, and returns the rows that failed.

        ``code``, ``message``, ``file``, ``line`` and ``attempts`` as in the result's
        ``prediction_error``, the last ``wave`` that had the row, and its ``record`` exactly as it
        was sent; these two are ``None`` for a row that was never sent. Empty when no row has
        failed. A run that has failed as a whole has them too.

        :raises TransformError: when the run was stopped
        """
        with transform_errors():
            return DataFrame(self._java_run.deadLetters(), self._session)

    def retry_dead_letters(self) -> TransformRun:
        """Sends the failed rows again, once the cause is fixed.

        The same records go to the same model, in new waves of this run, of which there may be
        ``maxAttempts`` again. What was scored is kept and not sent. :meth:`result` then shows the
        new answers, and :meth:`dead_letters` what is failed still. Rows that were never sent (too
        large, or no record) stay failed. Does nothing when no row can be sent again.

        :return: this run, which is at work as after :meth:`BatchTransform.start`
        :raises TransformError: when the run has not ended, or was stopped
        """
        with transform_errors():
            self._java_run.retryDeadLetters()
        return self

    def cost(self) -> RunCost:
        """What its instances cost, as far as its waves have ended."""
        with transform_errors():
            cost = self._java_run.cost()
            return RunCost(cost.instanceSeconds(), optional(cost.usd()))

    def verify(self) -> Verification:
        """Reads every row log, input and output again, and compares them with the run's ledger. A
        file that was changed, cut short or lost is a finding, not an exception.

        :raises TransformError: when rows of the run are not decided yet
        """
        with transform_errors():
            return Verification(self._java_run.verify(), self._session)

    def report(self, path: str) -> None:
        """Writes what is known of the run as a page for a browser: when its waves waited and
        worked, what failed, what it cost. One file that needs no other; no record is in it.

        :param path: where to, on any file system that Spark can write; what is there is replaced
        """
        with transform_errors():
            self._java_run.report(path)

    def stop(self) -> None:
        """Stops the run: its job, and whoever works on it.

        What is finished stays, and the same call with the same ``runId`` goes on from there.
        """
        with transform_errors():
            self._java_run.stop()

    def _cancel(self) -> None:
        """What the option ``stopOnCancel`` says for a caller that was cancelled."""
        with transform_errors():
            self._java_run.cancel()

    def _sum_up(self, shown: Optional[Progress]) -> None:
        if shown is None:
            return
        try:
            shown.ended(line_of(self.status()))
        except TransformError:
            # The run is over all the same.
            shown.ended("done")

    def __repr__(self) -> str:
        name: str = self._java_run.toString()
        try:
            return f"{name}: {line_of(self.status(), self.cost())}"
        except TransformError:
            # What cannot be read now has a name still.
            return name

    def _repr_html_(self) -> str:
        return html_of(self._java_run.toString(), self.status(), self.cost())
