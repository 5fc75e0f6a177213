"""What is shown while a run is waited for."""

from __future__ import annotations

import io
import re
import sys
import threading
import time
from http.server import ThreadingHTTPServer
from types import SimpleNamespace

import pytest
from conftest import WordLength


class Terminal(io.StringIO):
    """Says that somebody looks at it."""

    def isatty(self) -> bool:
        return True


class Held(WordLength):
    """Answers once the test says so."""

    answers = threading.Event()

    def do_POST(self) -> None:
        self.answers.wait()
        super().do_POST()


@pytest.fixture
def held_model() -> str:
    Held.answers.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Held) as server:
        server.refuses_empty_words = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        Held.answers.set()
        server.shutdown()


@pytest.fixture
def terminal(spark, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    shown = Terminal()
    # Not sys.stderr itself, which pytest sets anew between a fixture and its test.
    streams = SimpleNamespace(stderr=shown, stdout=io.StringIO(), modules=sys.modules)
    monkeypatch.setattr("batch_transform.views.sys", streams)
    return shown


@pytest.fixture
def without_tqdm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tqdm", None)
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)


def glimpse(**changed):
    from batch_transform.glimpse import Glimpse

    known = {"wave": 0, "parts_done": 0, "parts": 8, "rows_done": 0, "rows": 1200}
    return Glimpse(**{**known, "seconds": 65.0, "state": "InProgress", **changed})


@pytest.mark.parametrize(
    ("seen", "said"),
    [
        (None, "waiting, 3 s"),
        (
            {"wave": -1, "parts_done": 3, "rows_done": 1, "rows": 0, "seconds": 2},
            "staging, 1 row, 3 of 8 partitions, 2 s",
        ),
        (
            {"wave": -1, "parts_done": 8, "rows_done": 1200, "rows": 0},
            "1,200 rows staged, starting the model, 1 min 5 s",
        ),
        (
            {},
            "InProgress, waiting for instances (usually 3 to 5 minutes) and for the first of "
            "8 files, 1,200 rows, 1 min 5 s",
        ),
        ({"state": "Running"}, "waiting for the first of 8 files, 1,200 rows, 1 min 5 s"),
        (
            {"parts_done": 5, "rows_done": 750, "seconds": 7384},
            "5 of 8 files, 750 of 1,200 rows, 2 h 3 min",
        ),
        ({"state": "Completed", "parts_done": 8}, "counting the answers, 3 s"),
        (
            {"wave": 1, "parts_done": 1, "parts": 2, "rows_done": 1, "rows": 2},
            "wave 1 (what failed is sent again, narrowed down): 1 of 2 files, 1 of 2 rows, "
            "1 min 5 s",
        ),
    ],
)
def test_each_step_of_a_run_is_said_in_words(spark, seen, said):
    from batch_transform.glimpse import sentence

    now = None if seen is None else glimpse(**seen)

    assert sentence(now, 3.2, None) == said


def test_a_bar_grows_within_each_step(spark):
    staging = {"wave": -1, "rows": 0, "rows_done": 9}
    assert glimpse(**staging, parts_done=2).share == 0.25
    assert glimpse(parts_done=4, rows_done=300).share == 0.25
    assert glimpse(parts=0, rows=0).share == 0
    # What failed has no answer and is done with all the same.
    assert glimpse(parts_done=4, rows_done=300, state="Failed").share == 1


def test_the_time_left_is_judged_from_the_first_answers_on(spark):
    from batch_transform.glimpse import Pace

    pace = Pace()
    # Five minutes in which instances start tell nothing of the rest.
    assert pace.left(glimpse(seconds=300)) is None
    assert pace.left(glimpse(seconds=310, rows_done=200)) is None
    assert pace.left(glimpse(seconds=330, rows_done=600)) == pytest.approx(30)
    assert pace.left(glimpse(wave=1, seconds=10, rows_done=600)) is None
    assert pace.left(glimpse(seconds=400, rows_done=1200)) is None


def until_it_waits(terminal):
    for _ in range(6000):
        if "waiting for the first of" in terminal.getvalue():
            break
        time.sleep(0.01)


def test_a_terminal_sees_the_run_from_its_first_second_to_its_end(
    words, local, held_model, terminal, without_tqdm
):
    from batch_transform import BatchTransform

    call = BatchTransform(words, **{**local, "localModel": held_model}, runId="nightly")
    scoring = threading.Thread(target=call.score)

    scoring.start()
    until_it_waits(terminal)
    Held.answers.set()
    scoring.join()

    assert "waiting for the first of" in terminal.getvalue()
    lines = [line.rstrip() for line in terminal.getvalue().split("\r")]
    assert lines[1] == "nightly: waiting, 0 s"
    assert re.fullmatch(r"nightly: COMPLETED, 3 rows = 3 scored \+ 0 failed", lines[-1])
    assert terminal.getvalue().endswith("\n")


def test_the_log_is_quiet_about_a_run_that_is_shown_and_only_so_long(
    words, local, held_model, terminal, without_tqdm
):
    from batch_transform import BatchTransform
    from batch_transform.java import jvm_of

    live = jvm_of(words.sparkSession).dev.batchtransform.spark.internal.run.LiveRuns
    call = BatchTransform(words, **{**local, "localModel": held_model}, runId="shown")
    scoring = threading.Thread(target=call.score)

    scoring.start()
    until_it_waits(terminal)
    during = live.isShown("shown")
    Held.answers.set()
    scoring.join()

    assert during
    assert not live.isShown("shown")


def test_a_job_is_shown_nothing_unless_it_asks(words, local, monkeypatch):
    from batch_transform import BatchTransform

    log = io.StringIO()
    monkeypatch.setattr(sys, "stderr", log)

    BatchTransform(words, **local, runId="quiet").score()
    assert "quiet" not in log.getvalue()
    BatchTransform(words, **local, runId="asked").score(progress=True)

    lines = [line for line in log.getvalue().splitlines() if line.startswith("asked: ")]
    assert lines[0] == "asked: waiting, 0 s"
    assert lines[-1] == "asked: COMPLETED, 3 rows = 3 scored + 0 failed"


def test_a_terminal_is_shown_nothing_where_that_is_asked_for(words, local, terminal):
    from batch_transform import BatchTransform

    run = BatchTransform(words, **local, runId="quiet").start(progress=False)
    run.wait(progress=False).result(progress=False)

    assert "quiet" not in terminal.getvalue()


def test_a_run_that_fails_ends_its_line_and_still_raises(words, local, terminal, without_tqdm):
    from batch_transform import BatchTransform, TransformError

    call = BatchTransform(words, **{**local, "localModel": "http://127.0.0.1:9"}, runId="broken")

    with pytest.raises(TransformError):
        call.score()

    assert "broken: failed" in terminal.getvalue()


def test_a_bar_is_shown_where_tqdm_is_installed(words, local, terminal):
    pytest.importorskip("tqdm")
    from batch_transform import BatchTransform

    run = BatchTransform(words, **local, runId="nightly").start(progress=False)
    run.wait()

    first, *_, last = terminal.getvalue().rstrip().split("\r")[1:]
    assert first.startswith("  0%|")
    assert last.startswith("100%|")
    assert "nightly: COMPLETED, 3 rows = 3 scored + 0 failed" in terminal.getvalue()


def test_progress_that_cannot_be_seen_leaves_the_run_alone(
    words, local, terminal, without_tqdm, monkeypatch
):
    from batch_transform import BatchTransform

    def broken(session, run_id):
        raise ValueError("nothing to see")

    monkeypatch.setattr("batch_transform.progress._look", broken)

    assert BatchTransform(words, **local).score().count() == 3


def test_a_terminal_that_is_gone_leaves_the_run_alone(words, local, terminal, without_tqdm):
    from batch_transform import BatchTransform

    terminal.write = None

    assert BatchTransform(words, **local).score().count() == 3


def test_a_line_that_is_longer_than_the_terminal_is_cut(spark):
    from batch_transform.views import LineView

    shown = io.StringIO()
    line = LineView(shown, lambda: 11)

    line.show("nightly: 5 of 8 files", None)
    line.close("done")

    assert shown.getvalue() == "\rnightly: 5\rdone      \n"
