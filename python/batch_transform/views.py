"""Where progress is shown: a bar of tqdm where that is installed, else a line."""

from __future__ import annotations

import shutil
import sys
import time
import warnings
from typing import Any, Optional, Protocol, TextIO

from batch_transform.glimpse import Glimpse

_SECONDS_BETWEEN_LINES = 60


class View(Protocol):
    """Somebody who is told now and then."""

    def show(self, text: str, seen: Optional[Glimpse]) -> None:
        """Where the run stands."""

    def close(self, text: str, whole: bool) -> None:
        """How it ended.

        :param whole: whether all that was waited for is there
        """


def view(wanted: Optional[bool]) -> Optional[View]:
    """Where to show progress; ``None`` for nowhere.

    :param wanted: ``None`` for a terminal and a notebook only; ``True`` for a job's log as well
    """
    if wanted is False:
        return None
    notebook = in_notebook()
    if not notebook and not sys.stderr.isatty():
        return LogView(sys.stderr) if wanted else None
    bar = _tqdm()
    # A notebook shows what goes to stderr on red, and is as wide as it likes.
    if notebook:
        return BarView(bar, sys.stdout, None) if bar else LineView(sys.stdout)
    return BarView(bar, sys.stderr, _width()) if bar else LineView(sys.stderr, _width)


def in_notebook() -> bool:
    """Whether a notebook's kernel runs this."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return getattr(shell, "kernel", None) is not None


class LineView:
    """One line that is written anew."""

    def __init__(self, stream: TextIO, width: Any = lambda: None) -> None:
        self._stream = stream
        self._width = width
        self._last = 0

    def show(self, text: str, seen: Optional[Glimpse]) -> None:
        """Where the run stands."""
        self._write(text, "")

    def close(self, text: str, whole: bool = True) -> None:
        """How it ended."""
        self._write(text, "\n")

    def _write(self, text: str, end: str) -> None:
        width = self._width()
        line = text if width is None else text[: width - 1]
        self._stream.write("\r" + line + " " * (self._last - len(line)) + end)
        self._stream.flush()
        self._last = len(line)


class LogView:
    """A line per minute, and one for each wave."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._wave: Optional[int] = None
        self._at = float("-inf")

    def show(self, text: str, seen: Optional[Glimpse]) -> None:
        """Where the run stands."""
        wave = seen.wave if seen else None
        now = time.monotonic()
        if wave == self._wave and now - self._at < _SECONDS_BETWEEN_LINES:
            return
        self._wave, self._at = wave, now
        self.close(text)

    def close(self, text: str, whole: bool = True) -> None:
        """How it ended."""
        self._stream.write(text + "\n")
        self._stream.flush()


class BarView:
    """A bar of tqdm, which a notebook shows as one of its own."""

    def __init__(self, tqdm: Any, stream: TextIO, width: Optional[int]) -> None:
        shape = "{percentage:3.0f}%|{bar:20}| {desc}"
        self._bar = tqdm(total=100, bar_format=shape, file=stream, ncols=width)

    def show(self, text: str, seen: Optional[Glimpse]) -> None:
        """Where the run stands."""
        self._bar.n = round(100 * seen.share) if seen else 0
        self._bar.set_description_str(text)

    def close(self, text: str, whole: bool = True) -> None:
        """How it ended."""
        if whole:
            self._bar.n = 100
        self._bar.set_description_str(text)
        self._bar.close()


def _tqdm() -> Optional[Any]:
    try:
        with warnings.catch_warnings():
            # Without ipywidgets it says that it is the terminal's bar, which will do.
            warnings.simplefilter("ignore")
            from tqdm.auto import tqdm
    except ImportError:
        return None
    return tqdm


def _width() -> int:
    return shutil.get_terminal_size().columns
