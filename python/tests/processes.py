"""Python programs in processes of their own, for tests that need another Spark."""

from __future__ import annotations

import os
import subprocess
import sys


def output_of(command: list[str], **environment: str) -> str:
    """What the program prints. Fails with its error output when it fails."""
    finished = subprocess.run(
        command,
        env={
            **os.environ,
            "PYSPARK_PYTHON": sys.executable,  # as in conftest.py
            "SPARK_LOCAL_IP": "127.0.0.1",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    return finished.stdout.strip()
