"""Whether a run's balance holds."""

from __future__ import annotations

from typing import Any

from pyspark.sql import DataFrame, SparkSession

from batch_transform.errors import transform_errors


class Verification:
    """What was found by reading all of a run again. ``str(verification)`` is for people."""

    def __init__(self, java_verification: Any, session: SparkSession) -> None:
        self._java_verification = java_verification
        self._session = session

    @property
    def holds(self) -> bool:
        """Whether everything holds."""
        answer: bool = self._java_verification.holds()
        return answer

    @property
    def summary(self) -> str:
        """One line for people."""
        line: str = self._java_verification.summary()
        return line

    def files(self) -> DataFrame:
        """One row per staged file: ``file``, ``rows`` and ``records`` as staged, ``scored`` and
        ``failed`` rows as counted now, ``checksum_ok`` and ``problem``."""
        with transform_errors():
            return DataFrame(self._java_verification.files(), self._session)

    def require_holds(self) -> Verification:
        """Raises when something does not hold, for a job that must not go on then.

        :return: this
        :raises TransformError: with the summary
        """
        with transform_errors():
            self._java_verification.requireHolds()
        return self

    def __str__(self) -> str:
        return self.summary

    def __repr__(self) -> str:
        return self.summary
