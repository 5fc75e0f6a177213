"""Ctrl-C while a run is waited for."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from types import FrameType

import pytest
from conftest import WordLength

waiting = threading.Event()
interrupting = threading.Lock()
interrupted = threading.Event()
released = threading.Event()


class NeverAnswers(WordLength):
    """Sends Ctrl-C to this process once it waits for a result, and answers nothing.

    A signal that comes in the moment before a thread begins to read is seen when the read ends: who
    presses the keys then presses them again.
    """

    def do_POST(self) -> None:
        waiting.wait()
        if interrupting.acquire(blocking=False):
            os.kill(os.getpid(), signal.SIGINT)
            while not interrupted.wait(timeout=5):
                os.kill(os.getpid(), signal.SIGINT)
        released.wait()
        self.answer(500, b"too late")


@pytest.fixture
def endless_model() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), NeverAnswers) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        released.set()
        server.shutdown()


@pytest.fixture
def ctrl_c_reaches_python_alone() -> Iterator[None]:
    """PySpark's own handler cancels Spark's jobs, which would end the local executor's wave too."""

    def interrupt_once(number: int, frame: FrameType | None) -> None:
        if not interrupted.is_set():
            interrupted.set()
            raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, interrupt_once)
    yield
    signal.signal(signal.SIGINT, before)


def test_ctrl_c_stops_the_run(
    spark, words, local, endless_model, ctrl_c_reaches_python_alone, monkeypatch
) -> None:
    from batch_transform import BatchTransform, TransformRun

    result = TransformRun.result

    def tell_and_wait(run, **given):
        waiting.set()
        return result(run, **given)

    monkeypatch.setattr(TransformRun, "result", tell_and_wait)
    options = {**local, "localModel": endless_model, "runId": "cancelled"}

    with pytest.raises(KeyboardInterrupt):
        BatchTransform(words, **options).score()

    # The JVM's own thread writes down how the wave has ended.
    run = BatchTransform.attach(spark, local["stagingPath"], "cancelled")
    while run.status().state == "RUNNING":
        time.sleep(0.05)
    assert run.status().state == "STOPPED"
