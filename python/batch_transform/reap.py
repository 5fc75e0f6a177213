"""The jobs that runs have left behind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pyspark.sql import DataFrame, SparkSession

from batch_transform.errors import transform_errors
from batch_transform.fields import HtmlFields


@dataclass(frozen=True)
class ReapResult(HtmlFields):
    """What a reaping has done."""

    stopped: tuple[str, ...]
    """Names of the jobs that were told to stop."""
    failed: tuple[str, ...]
    """Names of the jobs that were not stopped; the driver's log has a warning for each."""


class Reaping:
    """A dry run: nothing is stopped until :meth:`stop`. From :meth:`BatchTransform.reap`."""

    def __init__(self, java_reaping: Any, session: SparkSession) -> None:
        self._java_reaping = java_reaping
        self._session = session

    def jobs(self) -> DataFrame:
        """What :meth:`stop` would stop, one row per job."""
        with transform_errors():
            return DataFrame(self._java_reaping.jobs(), self._session)

    def kept(self) -> DataFrame:
        """Runs whose job is left alone, one row per folder, and why."""
        with transform_errors():
            return DataFrame(self._java_reaping.kept(), self._session)

    def stop(self) -> ReapResult:
        """Stops the jobs. Their runs go on when they are written again or attached to."""
        with transform_errors():
            result = self._java_reaping.stop()
            return ReapResult(tuple(result.stopped()), tuple(result.failed()))

    def __repr__(self) -> str:
        text: str = self._java_reaping.toString()
        return text
