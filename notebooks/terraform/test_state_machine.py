"""The state machine runs as Terraform has rendered it: the emulator has its jobs, moto the rest."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import interpreter
import pytest
from applied import Applied, actions
from conftest import RECORD
from interpreter import ended, make
from statelint.linter import Linter

JOB_NAME = re.compile(r"[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}")
SCHEDULERS_NAME = "8d7c0e7e-41b2-4d0c-9a3f-2f5e3a1b6c7d_0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"


@dataclass(frozen=True)
class Machine:
    """A state machine in moto, with what it reaches."""

    arn: str
    definition: str
    queue: str
    sagemaker: Any
    endpoint: str

    def run(self, name: str, **given: Any) -> dict[str, Any]:
        """Waits for the end of an execution with that input."""
        client = boto3.client("stepfunctions")
        execution = client.start_execution(
            stateMachineArn=self.arn, name=name, input=json.dumps(given)
        )
        return ended(execution["executionArn"])

    def messages(self) -> list[dict[str, Any]]:
        """Takes all that the queue has."""
        client = boto3.client("sqs")
        answer = client.receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10)
        taken = answer.get("Messages", [])
        for message in taken:
            client.delete_message(QueueUrl=self.queue, ReceiptHandle=message["ReceiptHandle"])
        return [json.loads(message["Body"]) for message in taken]

    def fault(self, **fault: Any) -> None:
        faults = json.dumps([fault]).encode()
        urllib.request.urlopen(f"{self.endpoint}/_emulator/faults", faults).close()

    def jobs(self, beginning: str) -> dict[str, str]:
        """State by name, oldest first."""
        answer = self.sagemaker.list_transform_jobs(SortOrder="Ascending", MaxResults=100)
        jobs = answer["TransformJobSummaries"]
        return {
            job["TransformJobName"]: job["TransformJobStatus"]
            for job in jobs
            if job["TransformJobName"].startswith(beginning)
        }


@pytest.fixture(scope="module")
def machine(example: Applied, sagemaker: str, container: str, bucket: Path) -> Iterator[Machine]:
    """The example's, whose pauses take a second."""
    with interpreter.running(sagemaker) as client:
        make(example, client, container, quick)
        yield Machine(
            example.only("aws_sfn_state_machine")["arn"],
            quick(example.only("aws_sfn_state_machine")["definition"]),
            example.only("aws_sqs_queue")["url"],
            client,
            sagemaker,
        )


def quick(definition: str) -> str:
    return re.sub(r'"(IntervalSeconds|MaxDelaySeconds|Seconds)": \d+', r'"\1": 1', definition)


@pytest.fixture
def request_(example: Applied) -> dict[str, Any]:
    """That of the schedule."""
    return dict(scheduled(example)["request"])


def scheduled(example: Applied) -> dict[str, Any]:
    """What the schedule gives to an execution, with the scheduler's placeholder filled in."""
    target = example.only("aws_scheduler_schedule")["target"][0]
    assert "<aws.scheduler.execution-id>" in target["input"]
    return dict(json.loads(target["input"].replace("<aws.scheduler.execution-id>", "d3b0-7384")))


def test_the_definition_is_of_the_states_language(example: Applied) -> None:
    definition = example.only("aws_sfn_state_machine")["definition"]

    assert problems(definition) == []
    assert problems(definition.replace('"Default": "Queue"', '"Default": "Queues"')) != []


def problems(definition: str) -> list[str]:
    return [str(problem) for problem in Linter().validate(json.loads(definition))]


def test_the_schedules_input_runs_a_job(machine: Machine, example: Applied, bucket: Path) -> None:
    told = machine.run(SCHEDULERS_NAME, **scheduled(example))

    assert told["status"] == "SUCCEEDED", told
    output = json.loads(told["output"])
    assert machine.jobs(output["job"]) == {output["job"]: "Completed"}
    assert output["output"] == f"s3://{bucket.name}/output/d3b0-7384/"
    assert (bucket / "output/d3b0-7384/part-0.jsonl.out").read_text() == RECORD
    tags = machine.sagemaker.list_tags(
        ResourceArn=f"arn:aws:sagemaker:us-east-1:123456789012:transform-job/{output['job']}"
    )
    assert tags["Tags"] == [{"Key": "team", "Value": "search"}]


def test_a_job_that_fails_is_tried_again_under_another_name(
    machine: Machine, request_: dict[str, Any]
) -> None:
    machine.fault(kind="failJob", reason="AlgorithmError: out of memory", count=1)

    told = machine.run("once", request=request_)

    assert told["status"] == "SUCCEEDED", told
    jobs = machine.jobs("catalog-embedder-once-")
    assert list(jobs.values()) == ["Failed", "Completed"]
    first, second = jobs
    assert second == f"{first}-2"
    assert json.loads(told["output"])["job"] == second
    assert machine.messages() == []


def test_a_job_that_fails_again_ends_in_the_queue(
    machine: Machine, request_: dict[str, Any], example: Applied
) -> None:
    machine.fault(kind="failJob", reason='AlgorithmError: "out" of memory', count=2)
    secret = {**request_, "Environment": {"PASSWORD": "a secret"}}

    told = machine.run("twice", request=secret, manifest="s3://bucket/manifests/0.json")

    assert (told["status"], told["error"]) == ("FAILED", "TransformJobFailed")
    jobs = machine.jobs("catalog-embedder-twice-")
    assert list(jobs.values()) == ["Failed", "Failed"]
    (message,) = machine.messages()
    assert message == {
        "execution": told["executionArn"],
        "job": list(jobs)[-1],
        "attempt": 2,
        "model": example.only("aws_sagemaker_model")["name"],
        "manifest": "s3://bucket/manifests/0.json",
        "output": request_["TransformOutput"]["S3OutputPath"],
        "error": "States.TaskFailed",
        "reason": 'AlgorithmError: "out" of memory',
    }
    assert "a secret" not in json.dumps([message, told["cause"]])


def test_records_at_fault_are_not_paid_for_twice(
    machine: Machine, request_: dict[str, Any]
) -> None:
    machine.fault(kind="failJob", reason="ClientError: See job logs", count=1)

    told = machine.run("records", request=request_)

    assert (told["status"], told["cause"]) == ("FAILED", "ClientError: See job logs")
    assert list(machine.jobs("catalog-embedder-records-").values()) == ["Failed"]
    assert [message["attempt"] for message in machine.messages()] == [1]


def test_a_caller_may_want_one_attempt(machine: Machine, request_: dict[str, Any]) -> None:
    machine.fault(kind="capacityError")

    told = machine.run("one", request=request_, attempts=1)

    assert told["status"] == "FAILED"
    assert list(machine.jobs("catalog-embedder-one-").values()) == ["Failed"]
    assert len(machine.messages()) == 1


def test_a_throttled_call_is_made_again_for_the_same_job(
    machine: Machine, request_: dict[str, Any]
) -> None:
    machine.fault(
        kind="refuse",
        operation="CreateTransformJob",
        code="InternalFailure",
        status=400,
        message="again",
    )

    told = machine.run("throttled", request=request_)

    assert told["status"] == "SUCCEEDED", told
    assert list(machine.jobs("catalog-embedder-throttled-").values()) == ["Completed"]


def test_a_job_whose_answer_got_lost_is_not_paid_for_twice(
    machine: Machine, request_: dict[str, Any]
) -> None:
    machine.fault(kind="lostAnswer", operation="CreateTransformJob")

    told = machine.run("lost", request=request_)

    assert told["status"] == "SUCCEEDED", told
    assert list(machine.jobs("catalog-embedder-lost-").values()) == ["Completed"]


def test_a_request_that_names_its_job_runs_once_however_often_it_is_started(
    machine: Machine, request_: dict[str, Any]
) -> None:
    named = {**request_, "TransformJobName": "nightly-w0-0123456789"}

    first = machine.run("named-1", request=named)
    again = machine.run("named-2", request=named)
    output = {**request_["TransformOutput"], "S3OutputPath": "s3://bucket/elsewhere/"}
    other = machine.run("named-3", request={**named, "TransformOutput": output})

    assert json.loads(first["output"])["job"] == "nightly-w0-0123456789"
    assert again["output"] == first["output"]
    assert (other["status"], other["error"]) == ("FAILED", "NameTaken")
    assert machine.jobs("nightly") == {"nightly-w0-0123456789": "Completed"}
    assert [message["error"] for message in machine.messages()] == ["NameTaken"]


def test_a_job_that_takes_too_long_is_stopped(machine: Machine, request_: dict[str, Any]) -> None:
    impatient = re.sub(r'"TimeoutSeconds": \d+', '"TimeoutSeconds": 2', machine.definition)
    arn = boto3.client("stepfunctions").create_state_machine(
        name="impatient", definition=impatient, roleArn="arn:aws:iam::123456789012:role/any"
    )["stateMachineArn"]
    machine.fault(kind="slowStart", seconds=60)

    told = Machine(arn, impatient, machine.queue, machine.sagemaker, machine.endpoint).run(
        "slow", request=request_
    )

    assert (told["status"], told["error"]) == ("FAILED", "TransformJobTimedOut")
    assert [message["error"] for message in machine.messages()] == ["States.Timeout"]
    (state,) = machine.jobs("catalog-embedder-slow-").values()
    assert state in ("Stopping", "Stopped")


def test_a_request_that_sagemaker_refuses_ends_in_the_queue_with_its_words(
    machine: Machine,
) -> None:
    told = machine.run("refused", request={"BatchStrategy": "SingleRecord"})

    assert (told["status"], told["error"]) == ("FAILED", "SageMaker.AmazonSageMakerException")
    (message,) = machine.messages()
    assert "ValidationException" in message["reason"]
    assert (message["manifest"], message["output"]) == ("", "")


@pytest.mark.parametrize("given", [{}, {"request": "s3://bucket/request.json"}])
def test_an_input_without_a_request_is_refused_with_the_cure(
    machine: Machine, given: dict[str, Any]
) -> None:
    told = machine.run(f"none-{len(given)}", **given)

    assert (told["status"], told["error"]) == ("FAILED", "NoRequest")
    assert "Give the CreateTransformJob request" in told["cause"]


def test_the_longest_names_make_names_of_jobs(machine: Machine, request_: dict[str, Any]) -> None:
    machine.fault(kind="failJob", reason="AlgorithmError", count=1)
    assert machine.run("x" * 80, request=request_)["status"] == "SUCCEEDED"
    machine.fault(kind="failJob", reason="AlgorithmError", count=1)
    assert (
        machine.run("long", request={**request_, "TransformJobName": "y" * 63})["status"]
        == "SUCCEEDED"
    )

    names = [*machine.jobs("catalog-embedder-xxx"), *machine.jobs("yyy")]
    assert len(names) == 4
    assert all(JOB_NAME.fullmatch(name) for name in names)


def test_its_role_allows_what_it_has_called(machine: Machine, example: Applied) -> None:
    with urllib.request.urlopen(f"{machine.endpoint}/_emulator/actions") as answer:
        called = {each["action"] for each in json.load(answer)}
    # Of the tests themselves.
    called -= {"sagemaker:CreateModel", "sagemaker:ListModels", "sagemaker:ListTransformJobs"}
    (policy,) = [
        json.loads(each["policy"])
        for address, each in example.resources("aws_iam_role_policy").items()
        if address.endswith(".state_machine")
    ]
    allowed = {action for statement in policy["Statement"] for action in actions(statement)}

    assert {"sagemaker:CreateTransformJob", "sagemaker:StopTransformJob"} <= called <= allowed
    assert {"sqs:SendMessage", "sns:Publish"} <= allowed
