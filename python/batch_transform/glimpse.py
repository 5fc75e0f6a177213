"""How far a run is, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

_ENDED = ("Completed", "Failed", "Stopped")


@dataclass(frozen=True)
class Glimpse:
    """How far a run was a moment ago."""

    wave: int
    """The wave that is at work; -1 while rows are staged."""
    parts_done: int
    """Partitions of the DataFrame that are staged, or files that are answered."""
    parts: int
    rows_done: int
    """Rows that are staged, or records that are answered."""
    rows: int
    """Records of the wave; 0 while rows are staged, since nobody has counted them."""
    seconds: float
    """Time since this step began."""
    state: str
    """The wave's state as SageMaker calls it."""

    @property
    def is_staging(self) -> bool:
        """Whether rows are staged still."""
        return self.wave < 0

    @property
    def is_answered(self) -> bool:
        """Whether the wave has ended, and its answers are counted."""
        return self.state in _ENDED

    @property
    def share(self) -> float:
        """How much of the step is done, 0 to 1."""
        if self.is_answered:
            return 1.0
        done, whole = (
            (self.parts_done, self.parts)
            if self.is_staging or not self.rows
            else (self.rows_done, self.rows)
        )
        return min(1.0, done / whole) if whole else 0.0


class Pace:
    """How long a wave will take yet, judged from what it did since its first answers: before
    them instances start, which tells nothing of the rest."""

    def __init__(self) -> None:
        self._first: Optional[Glimpse] = None

    def left(self, now: Optional[Glimpse]) -> Optional[float]:
        """Seconds; ``None`` while nothing tells."""
        if now is None or now.is_staging or now.rows_done == 0:
            self._first = None
            return None
        if self._first is None or self._first.wave != now.wave:
            self._first = now
        answered = now.rows_done - self._first.rows_done
        if answered <= 0 or now.rows_done >= now.rows:
            return None
        return (now.rows - now.rows_done) * (now.seconds - self._first.seconds) / answered


def sentence(seen: Optional[Glimpse], waited: float, left: Optional[float]) -> str:
    """Where the run stands.

    :param waited: seconds since the caller began to wait
    :param left: seconds that the step will take yet, when that can be told
    """
    if seen is None:
        return f"waiting, {duration(waited)}"
    if seen.is_staging:
        return _staging(seen)
    again = f"wave {seen.wave} (what failed is sent again, narrowed down): " if seen.wave else ""
    if seen.is_answered:
        return f"{again}counting the answers, {duration(waited)}"
    if seen.parts_done == 0:
        return (
            f"{again}{_waiting(seen.state)} for the first of {count(seen.parts, 'file')}, "
            f"{count(seen.rows, 'row')}, {duration(seen.seconds)}"
        )
    rest = f", about {duration(left)} left" if left is not None else ""
    return (
        f"{again}{seen.parts_done:,} of {count(seen.parts, 'file')}, "
        f"{seen.rows_done:,} of {count(seen.rows, 'row')}, {duration(seen.seconds)}{rest}"
    )


def _waiting(state: str) -> str:
    # What users of SageMaker report.
    usual = "waiting for instances (usually 3 to 5 minutes) and"
    return "waiting" if state == "Running" else f"{state}, {usual}"


def _staging(seen: Glimpse) -> str:
    rows = count(seen.rows_done, "row")
    if seen.parts_done >= seen.parts:
        return f"{rows} staged, starting the model, {duration(seen.seconds)}"
    return (
        f"staging, {rows}, {seen.parts_done:,} of {count(seen.parts, 'partition')}, "
        f"{duration(seen.seconds)}"
    )


def count(number: int, thing: str) -> str:
    """A number of things."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def duration(seconds: float) -> str:
    """A time that people can read."""
    whole = int(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"
