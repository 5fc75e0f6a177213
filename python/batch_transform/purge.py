"""The runs that are old enough to go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pyspark.sql import DataFrame, SparkSession

from batch_transform.errors import transform_errors
from batch_transform.fields import HtmlFields


@dataclass(frozen=True)
class PurgeResult(HtmlFields):
    """What a purge has done."""

    deleted: tuple[str, ...]
    """Ids of the runs that are gone."""
    failed: tuple[str, ...]
    """Ids of the runs that were not deleted completely; the driver's log has a warning for each."""


class Purge:
    """A dry run: nothing is deleted until :meth:`delete`. From :meth:`BatchTransform.purge`."""

    def __init__(self, java_purge: Any, session: SparkSession) -> None:
        self._java_purge = java_purge
        self._session = session

    def runs(self) -> DataFrame:
        """What :meth:`delete` would delete, one row per run."""
        with transform_errors():
            return DataFrame(self._java_purge.runs(), self._session)

    def kept(self) -> DataFrame:
        """What stays although it may be old, one row per folder, and why."""
        with transform_errors():
            return DataFrame(self._java_purge.kept(), self._session)

    def delete(self) -> PurgeResult:
        """Deletes the runs. What cannot be deleted is a warning and does not stop the others."""
        with transform_errors():
            result = self._java_purge.delete()
            return PurgeResult(tuple(result.deleted()), tuple(result.failed()))

    def __repr__(self) -> str:
        text: str = self._java_purge.toString()
        return text
