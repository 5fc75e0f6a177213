"""moto's Step Functions, run in this process, with the two parts that it lacks.

It runs state machines, SQS and SNS. It has no integration of SageMaker's transform jobs: here one
calls the emulator's API. And it leaves JSONata to a library that it does not bring: here a Python
one evaluates it.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import boto3
import pytest
from applied import Applied
from botocore.config import Config
from botocore.exceptions import ClientError
from jsonata import Jsonata
from moto import mock_aws
from moto.stepfunctions.parser.api import HistoryEventType, TaskFailedEventDetails
from moto.stepfunctions.parser.asl.component.common.error_name.custom_error_name import (
    CustomErrorName,
)
from moto.stepfunctions.parser.asl.component.common.error_name.error_name import ErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import (
    FailureEvent,
    FailureEventException,
)
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name import (
    StatesErrorName,
)
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import (
    StatesErrorNameType,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_task import state_task_factory
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import (
    resource,
    state_task_service,
    state_task_service_aws_sdk,
    state_task_service_callback,
)
from moto.stepfunctions.parser.asl.eval.event.event_detail import EventDetails
from moto.stepfunctions.parser.asl.jsonata import jsonata

ResourceCondition = resource.ResourceCondition
REGION = "us-east-1"
# Those of SageMaker's exceptions that CreateTransformJob has a type for; all others share one.
TYPED = {"ResourceInUse", "ResourceLimitExceeded", "ResourceNotFound"}


@contextmanager
def running(sagemaker: str) -> Iterator[Any]:
    """AWS's clients reach moto, and state machines reach SageMaker at that address.

    Gives a client of that SageMaker.
    """
    client = boto3.client(
        "sagemaker",
        region_name=REGION,
        endpoint_url=sagemaker,
        aws_access_key_id="any",
        aws_secret_access_key="any",
        # What is wrong with a request, SageMaker says.
        config=Config(parameter_validation=False),
    )
    usual_service = state_task_factory.state_task_service_for
    usual_client = state_task_service_aws_sdk.boto_client_for

    def service_for(service_name: str) -> state_task_service.StateTaskService:
        return TransformJobs(client) if service_name == "sagemaker" else usual_service(service_name)

    def client_for(service: str, **settings: Any) -> Any:
        return client if service == "sagemaker" else usual_client(service=service, **settings)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(state_task_factory, "state_task_service_for", service_for)
        patch.setattr(state_task_service_aws_sdk, "boto_client_for", client_for)
        patch.setattr(jsonata, "_eval_jsonata", lambda text: Jsonata(text).evaluate(None))
        patch.setenv("AWS_ACCESS_KEY_ID", "any")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "any")
        patch.setenv("AWS_DEFAULT_REGION", REGION)
        with mock_aws(config={"stepfunctions": {"execute_state_machine": True}}):
            yield client


def make(
    applied: Applied, sagemaker: Any, container: str, changed: Callable[[str], str] = str
) -> None:
    """What Terraform has asked for, as far as executions need it; models with that container."""
    known = {model["ModelName"] for model in sagemaker.list_models()["Models"]}
    for model in applied.resources("aws_sagemaker_model").values():
        if model["name"] not in known:
            sagemaker.create_model(
                ModelName=model["name"],
                ExecutionRoleArn=model["execution_role_arn"],
                PrimaryContainer={"Image": container},
            )
    for queue in applied.resources("aws_sqs_queue").values():
        made = boto3.client("sqs").create_queue(QueueName=queue["name"])
        assert made["QueueUrl"] == queue["url"]
    for topic in applied.resources("aws_sns_topic").values():
        made = boto3.client("sns").create_topic(Name=topic["name"])
        assert made["TopicArn"] == topic["arn"]
    for machine in applied.resources("aws_sfn_state_machine").values():
        made = boto3.client("stepfunctions").create_state_machine(
            name=machine["name"],
            definition=changed(machine["definition"]),
            roleArn=machine["role_arn"],
        )
        assert made["stateMachineArn"] == machine["arn"]


def ended(execution: str) -> dict[str, Any]:
    """An execution's description, when it has ended."""
    client = boto3.client("stepfunctions")
    while True:
        told: dict[str, Any] = client.describe_execution(executionArn=execution)
        if told["status"] != "RUNNING":
            return told
        time.sleep(0.05)


class TransformJobs(state_task_service_callback.StateTaskServiceCallback):
    """``sagemaker:createTransformJob.sync``: makes a job and waits; fails when the job has."""

    def __init__(self, client: Any) -> None:
        # Of the two, moto itself needs the second.
        super().__init__({ResourceCondition.Sync, ResourceCondition.WaitForTaskToken})
        self._client = client

    def _get_supported_parameters(self) -> set[str]:
        if self.resource.api_action != "createTransformJob":
            raise NotImplementedError(self.resource.resource_arn)
        return set(
            self._client.meta.service_model.operation_model(
                "CreateTransformJob"
            ).input_shape.members
        )

    def _eval_service_task(
        self,
        env: Any,
        resource_runtime_part: Any,
        normalised_parameters: dict[str, Any],
        state_credentials: Any,
    ) -> None:
        answer = self._client.create_transform_job(**normalised_parameters)
        env.stack.append({"TransformJobArn": answer["TransformJobArn"]})

    def _build_sync_resolver(
        self,
        env: Any,
        resource_runtime_part: Any,
        normalised_parameters: dict[str, Any],
        state_credentials: Any,
    ) -> Callable[[], Any]:
        env.stack.pop()
        name = normalised_parameters["TransformJobName"]

        def job_when_it_has_ended() -> Any:
            job = self._client.describe_transform_job(TransformJobName=name)
            job.pop("ResponseMetadata")
            described = json.loads(json.dumps(job, default=str))
            if job["TransformJobStatus"] == "Completed":
                return described
            if job["TransformJobStatus"] in ("Failed", "Stopped"):
                failed = StatesErrorName(StatesErrorNameType.StatesTaskFailed)
                raise FailureEventException(self._failure(env, failed, json.dumps(described)))
            return None

        return job_when_it_has_ended

    def _from_error(self, env: Any, ex: Exception) -> FailureEvent:
        if isinstance(ex, ClientError):
            code = ex.response["Error"]["Code"]
            name = code if code in TYPED else "AmazonSageMaker"
            error = CustomErrorName(f"SageMaker.{name}Exception")
            return self._failure(env, error, f"{code}: {ex.response['Error']['Message']}")
        return super()._from_error(env=env, ex=ex)

    def _failure(self, env: Any, error: ErrorName, cause: str) -> FailureEvent:
        details = TaskFailedEventDetails(
            error=error.error_name,
            cause=cause,
            resource=self._get_sfn_resource(),
            resourceType=self._get_sfn_resource_type(),
        )
        return FailureEvent(
            env=env,
            error_name=error,
            event_type=HistoryEventType.TaskFailed,
            event_details=EventDetails(taskFailedEventDetails=details),
        )
