"""A run of the connector whose jobs the module's state machine starts, as Terraform rendered it."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import boto3
import front
import interpreter
import pytest
from applied import Applied
from interpreter import make
from moto.server import ThreadedMotoServer
from test_state_machine import quick

HERE = Path(__file__).resolve().parent
ROWS = 20
OF_JOBS = ["DescribeTransformJob", "StopTransformJob", "DescribeModel", "FilterLogEvents"]
SPARK = HERE.parent / "spark-3.5" / "target" / "venv" / "bin" / "python"
BAD = 7


@pytest.mark.parametrize("denied", [[], OF_JOBS], ids=["", "without a right to see jobs"])
def test_a_run_goes_through_the_state_machine(
    example: Applied, container: str, denied: list[str]
) -> None:
    with Scoring() as scoring, interpreter.running(scoring.sagemaker) as client:
        make(example, client, container, quick)
        server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
        server.start()
        try:
            moto = "http://{}:{}".format(*server.get_host_and_port())
            with front.before(moto, scoring.sagemaker, denied) as endpoint:
                scored = scoring.run(
                    executor="step-functions",
                    stateMachineArn=example.only("aws_sfn_state_machine")["arn"],
                    model=example.only("aws_sagemaker_model")["name"],
                    endpointUrl=endpoint,
                )
            executions = boto3.client("stepfunctions").list_executions(
                stateMachineArn=example.only("aws_sfn_state_machine")["arn"]
            )["executions"]
        finally:
            server.stop()

    for row in scored["rows"]:
        bad = row["id"] == BAD
        assert row == {
            "id": row["id"],
            "answer": None if bad else row["id"],
            "error": "MODEL_ERROR" if bad else None,
        }
    assert len(scored["rows"]) == ROWS
    names = {execution["name"] for execution in executions}
    assert names == set(scored["jobs"]), "an execution has the name of the job that it starts"
    statuses = {execution["status"] for execution in executions}
    assert statuses <= {"SUCCEEDED", "FAILED"}
    assert "FAILED" in statuses, "the wave with the bad record"


class Scoring:
    """``score_through.py``, which has servers of its own."""

    def __enter__(self) -> Scoring:
        self._process = subprocess.Popen(
            [str(SPARK), str(HERE / "score_through.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "AWS_ACCESS_KEY_ID": "any", "AWS_SECRET_ACCESS_KEY": "any"},
        )
        self.sagemaker: str = self._read()["sagemaker"]
        return self

    def run(self, **options: str) -> dict[str, Any]:
        assert self._process.stdin is not None
        told = {"rows": ROWS, "bad": BAD, "options": options}
        self._process.stdin.write(json.dumps(told) + "\n")
        self._process.stdin.flush()
        return self._read()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        # Spark's log is there too.
        line = next((line for line in self._process.stdout if line.startswith("{")), None)
        assert line, "score_through.py has ended early"
        return dict(json.loads(line))

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()
