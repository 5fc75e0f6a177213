"""A provider for Terraform that knows what the AWS provider's resources look like, and makes none.

Terraform itself then refuses what the AWS provider's schema would refuse, and ``apply`` shows all
that AWS would be asked for. What only AWS can tell, such as an ARN, is made up.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from concurrent import futures
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import grpc
from tf.gen import tfplugin_pb2 as wire
from tf.gen import tfplugin_pb2_grpc as protocol
from tf.types import Unknown
from tf.utils import read_dynamic_value, to_dynamic_value

SCHEMA = json.loads((Path(__file__).resolve().parent / "aws-schema.json").read_text())
REGION = "us-east-1"
ACCOUNT = "123456789012"
ARNS = {
    "aws_appautoscaling_policy": f"arn:aws:autoscaling:{REGION}:{ACCOUNT}:scalingPolicy:{{name}}",
    "aws_cloudwatch_log_group": f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{{name}}",
    "aws_iam_role": f"arn:aws:iam::{ACCOUNT}:role/{{name}}",
    "aws_s3_bucket": "arn:aws:s3:::{name}",
    "aws_sfn_state_machine": f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:{{name}}",
    "aws_sns_topic": f"arn:aws:sns:{REGION}:{ACCOUNT}:{{name}}",
    "aws_sqs_queue": f"arn:aws:sqs:{REGION}:{ACCOUNT}:{{name}}",
}
DATA = {
    "aws_caller_identity": {"account_id": ACCOUNT},
    "aws_partition": {"partition": "aws", "dns_suffix": "amazonaws.com"},
    "aws_region": {"region": REGION},
}


@contextmanager
def running() -> Iterator[dict[str, str]]:
    """Serves the provider; gives the environment in which Terraform takes it for hashicorp/aws."""
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=4))
    protocol.add_ProviderServicer_to_server(StandInProvider(), server)
    address = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
    server.start()
    where = {
        "Protocol": "grpc",
        "ProtocolVersion": 6,
        "Pid": os.getpid(),
        "Test": True,
        "Addr": {"Network": "tcp", "String": address},
    }
    try:
        yield {"TF_REATTACH_PROVIDERS": json.dumps({"registry.terraform.io/hashicorp/aws": where})}
    finally:
        server.stop(grace=None).wait()


class StandInProvider(protocol.ProviderServicer):
    """Plans and applies what it is given."""

    def GetMetadata(self, request: Any, context: Any) -> Any:  # noqa: N802
        return wire.GetMetadata.Response(
            resources=[
                wire.GetMetadata.ResourceMetadata(type_name=name) for name in SCHEMA["resources"]
            ],
            data_sources=[
                wire.GetMetadata.DataSourceMetadata(type_name=name) for name in SCHEMA["data"]
            ],
        )

    def GetProviderSchema(self, request: Any, context: Any) -> Any:  # noqa: N802
        region = {"attributes": {"region": "string optional"}, "blocks": {}}
        return wire.GetProviderSchema.Response(
            provider=_schema(region),
            resource_schemas={name: _schema(block) for name, block in SCHEMA["resources"].items()},
            data_source_schemas={name: _schema(block) for name, block in SCHEMA["data"].items()},
        )

    def ValidateProviderConfig(self, request: Any, context: Any) -> Any:  # noqa: N802
        return wire.ValidateProviderConfig.Response()

    def ValidateResourceConfig(self, request: Any, context: Any) -> Any:  # noqa: N802
        return wire.ValidateResourceConfig.Response()

    def ValidateDataResourceConfig(self, request: Any, context: Any) -> Any:  # noqa: N802
        return wire.ValidateDataResourceConfig.Response()

    def ConfigureProvider(self, request: Any, context: Any) -> Any:  # noqa: N802
        return wire.ConfigureProvider.Response()

    def UpgradeResourceState(self, request: Any, context: Any) -> Any:  # noqa: N802
        state = json.loads(request.raw_state.json)
        return wire.UpgradeResourceState.Response(upgraded_state=to_dynamic_value(state))

    def ReadResource(self, request: Any, context: Any) -> Any:  # noqa: N802
        return wire.ReadResource.Response(new_state=request.current_state)

    def ReadDataSource(self, request: Any, context: Any) -> Any:  # noqa: N802
        state = {**read_dynamic_value(request.config), **DATA[request.type_name]}
        return wire.ReadDataSource.Response(state=to_dynamic_value(state))

    def PlanResourceChange(self, request: Any, context: Any) -> Any:  # noqa: N802
        state = read_dynamic_value(request.proposed_new_state)
        if state is not None:
            for name, kind in SCHEMA["resources"][request.type_name]["attributes"].items():
                if state[name] is None and "computed" in kind.split():
                    state[name] = Unknown
        return wire.PlanResourceChange.Response(planned_state=to_dynamic_value(state))

    def ApplyResourceChange(self, request: Any, context: Any) -> Any:  # noqa: N802
        state = read_dynamic_value(request.planned_state)
        if state is not None:
            for name, value in state.items():
                if value is Unknown:
                    state[name] = _made_up(request.type_name, name, state)
        return wire.ApplyResourceChange.Response(new_state=to_dynamic_value(state))

    def StopProvider(self, request: Any, context: Any) -> Any:  # noqa: N802
        return wire.StopProvider.Response()


def _made_up(resource: str, attribute: str, state: dict[str, Any]) -> Any:
    """What AWS would answer; null where it need not."""
    kind, *presence = SCHEMA["resources"][resource]["attributes"][attribute].split()
    named = (state[key] for key in ("name", "bucket", "resource_id", "name_prefix") if key in state)
    name = next((value for value in named if isinstance(value, str)), "any")
    if attribute == "arn" and resource in ARNS:
        return ARNS[resource].format(name=name)
    if attribute == "url":
        return f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/{name}"
    if attribute in ("id", "name"):
        return name
    if presence != ["computed"]:
        return None
    return f"{attribute}-of-{name}" if kind == "string" else None


def _schema(block: dict[str, Any]) -> Any:
    return wire.Schema(version=0, block=_block(block))


def _block(block: dict[str, Any]) -> Any:
    return wire.Schema.Block(
        attributes=[_attribute(name, kind.split()) for name, kind in block["attributes"].items()],
        block_types=[_nested(name, nested) for name, nested in block["blocks"].items()],
    )


def _attribute(name: str, kind: list[str]) -> Any:
    collection, _, element = kind[0].rstrip(")").partition("(")
    return wire.Schema.Attribute(
        name=name,
        type=json.dumps([collection, element] if element else collection).encode(),
        **dict.fromkeys(kind[1:], True),
    )


def _nested(name: str, nested: dict[str, Any]) -> Any:
    single = nested["nesting"] == "single"
    return wire.Schema.NestedBlock(
        type_name=name,
        block=_block(nested),
        nesting=wire.Schema.NestedBlock.NestingMode.Value(nested["nesting"].upper()),
        # Of a single one, Terraform counts nothing.
        min_items=0 if single else nested.get("min", 0),
        max_items=0 if single else nested.get("max", 0),
    )
