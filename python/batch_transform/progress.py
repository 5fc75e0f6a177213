"""Shows a run's progress while Python waits for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Optional

from pyspark.sql import SparkSession

from batch_transform.glimpse import Glimpse, Pace, sentence
from batch_transform.java import jvm_of, optional
from batch_transform.views import View, view

_SECONDS_BETWEEN_LOOKS = 0.5


class Progress:
    """What is shown of one run; it changes nothing of the run, whatever goes wrong here."""

    def __init__(self, session: SparkSession, run_id: str, shown: View) -> None:
        self._session = session
        self._run_id = run_id
        self._view = shown
        self._began = time.monotonic()
        self._pace = Pace()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._end = "interrupted"
        self._whole = False

    def ended(self, summary: str) -> None:
        """What the last line says."""
        self._end = summary
        self._whole = True

    def failed(self) -> None:
        """Says so in the last line; the exception says why."""
        self._end = "failed"

    def start(self) -> None:
        """Shows the first line at once."""
        with suppress(Exception):
            self._show(None)
        self._live("beginShowing")
        self._thread.start()

    def close(self) -> None:
        """Shows the last line."""
        self._over.set()
        self._thread.join()
        self._live("endShowing")
        with suppress(Exception):
            self._view.close(f"{self._run_id}: {self._end}", self._whole)

    def _live(self, call: str) -> None:
        # Where this is shown, the log's own line a minute would be one too many.
        with suppress(Exception):
            jvm = jvm_of(self._session)
            if jvm is not None:
                live = jvm.dev.batchtransform.spark.internal.run.LiveRuns
                getattr(live, call)(self._run_id)

    def _watch(self) -> None:
        # It is only to be looked at: the run's own call says what has happened.
        with suppress(Exception):
            while not self._over.wait(_SECONDS_BETWEEN_LOOKS):
                self._show(_look(self._session, self._run_id))

    def _show(self, seen: Optional[Glimpse]) -> None:
        waited = time.monotonic() - self._began
        text = sentence(seen, waited, self._pace.left(seen))
        self._view.show(f"{self._run_id}: {text}", seen)


@contextmanager
def progress_of(
    session: SparkSession, run_id: str, wanted: Optional[bool]
) -> Iterator[Optional[Progress]]:
    """Shows the run's progress while the block runs, where somebody looks.

    :param wanted: ``None`` for a terminal and a notebook only
    """
    shown: Optional[View] = None
    with suppress(Exception):
        shown = view(wanted)
    if shown is None:
        yield None
        return
    progress = Progress(session, run_id, shown)
    progress.start()
    try:
        yield progress
    except Exception:
        progress.failed()
        raise
    finally:
        progress.close()


def _look(session: SparkSession, run_id: str) -> Optional[Glimpse]:
    jvm = jvm_of(session)
    if jvm is None:
        return None
    seen: Any = optional(jvm.dev.batchtransform.spark.internal.run.LiveRuns.find(run_id))
    if seen is None:
        return None
    return Glimpse(
        wave=seen.wave(),
        parts_done=seen.partsDone(),
        parts=seen.parts(),
        rows_done=seen.rowsDone(),
        rows=seen.rows(),
        seconds=seen.elapsedMillis() / 1000,
        state=seen.state(),
    )
