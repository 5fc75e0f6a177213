"""The modules are what the AWS provider takes, and make what their page says."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from applied import MODULES, PROVIDERS, Applied, RefusedError, actions, initialised, terraform
from aws_provider import SCHEMA

NAMES = ["batch-transform", "async-endpoint"]
# Actions that AWS grants on everything or not at all.
WITHOUT_RESOURCE = {"SignInToTheRegistry", "WriteMetrics", "ReadTags", "DeliverLogs"}


def copy(module: str, folder: Path) -> Path:
    """A module to spoil."""
    target = folder / module
    shutil.copytree(MODULES / module, target, ignore=shutil.ignore_patterns(".terraform*"))
    return target


def complaints(module: Path) -> list[str]:
    """All that Terraform has to say against a module."""
    terraform(module, "init", "-input=false", "-backend=false")
    try:
        printed = terraform(module, "validate", "-json")
    except RefusedError as refused:
        printed = str(refused)
    said = json.JSONDecoder().raw_decode(printed)[0]["diagnostics"]
    return [f"{each['summary']}: {each['detail']}" for each in said]


def embedder(folder: Path, **settings: str) -> Path:
    """A configuration of batch-transform with some arguments in HCL."""
    arguments = {
        "name": '"catalog-embedder"',
        "image": '"123456789012.dkr.ecr.us-east-1.amazonaws.com/embedder:3"',
        **settings,
    }
    lines = "".join(f"  {name} = {value}\n" for name, value in arguments.items())
    source = f'  source = "{MODULES}/batch-transform"\n'
    return initialised(folder, f'{PROVIDERS}\nmodule "m" {{\n{source}{lines}}}\n')


def test_the_modules_are_formatted() -> None:
    terraform(MODULES, "fmt", "-check", "-diff", "-recursive")


@pytest.mark.parametrize("module", NAMES)
def test_a_module_is_valid(module: str, tmp_path: Path) -> None:
    assert complaints(copy(module, tmp_path)) == []


@pytest.mark.parametrize(
    ("file", "right", "wrong", "complaint"),
    [
        ("batch-transform/main.tf", "image          = local", "photo = local", '"photo"'),
        ("batch-transform/main.tf", ".failed.arn", ".failed.arm", '"arm"'),
        ("batch-transform/bucket.tf", "expiration {", "expire {", '"expire"'),
        ("batch-transform/schedule.tf", "retry_policy {", "retries {", '"retries"'),
        ("async-endpoint/main.tf", "name_prefix ", "prefix ", '"prefix"'),
        ("async-endpoint/main.tf", "endpoint_config_name", "# ", '"endpoint_config_name"'),
        ("async-endpoint/main.tf", "async_inference_config", "async", '"async"'),
        (
            "async-endpoint/autoscaling.tf",
            "aws_appautoscaling_target",
            "aws_target",
            '"aws_target"',
        ),
        ("async-endpoint/autoscaling.tf", "step_adjustment {", "step {", '"step"'),
        ("async-endpoint/autoscaling.tf", "= 60", "= [60]", "number required"),
    ],
)
def test_what_the_provider_does_not_know_or_misses_is_refused(
    file: str, right: str, wrong: str, complaint: str, tmp_path: Path
) -> None:
    module, name = file.split("/")
    spoilt = copy(module, tmp_path)
    text = (spoilt / name).read_text()
    assert right in text
    (spoilt / name).write_text(text.replace(right, wrong, 1))

    assert any(complaint in each for each in complaints(spoilt))


def test_the_schema_has_every_resource_that_the_modules_use_and_no_other() -> None:
    used = {
        kind
        for file in MODULES.glob("*/*.tf")
        for kind in re.findall(r'^resource "(\w+)"', file.read_text(), re.MULTILINE)
    }
    assert used == set(SCHEMA["resources"])


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("name", '"Catalog"'),
        ("name", '"a-name-of-25-characters-xx"'),
        ("image", '"catalog-embedder:3"'),
        ("model_data_url", '"https://models/embedder.tar.gz"'),
        ("attempts", "0"),
        ("schedule", '{ timezone = "UTC" }'),
    ],
)
def test_a_wrong_input_is_refused(setting: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match=setting):
        terraform(embedder(tmp_path / "m", **{setting: value}), "plan", "-input=false")


def test_nothing_is_scheduled_unless_asked_for(tmp_path: Path) -> None:
    made = Applied(embedder(tmp_path / "m"))

    assert made.resources("aws_scheduler_schedule") == {}
    assert len(made.resources("aws_iam_role")) == 2


def test_another_image_is_another_model(tmp_path: Path, example: Applied) -> None:
    image = '"123456789012.dkr.ecr.us-east-1.amazonaws.com/catalog-embedder:4"'
    newer = Applied(embedder(tmp_path / "m", image=image)).only("aws_sagemaker_model")
    older = example.only("aws_sagemaker_model")

    assert newer["name"] != older["name"]
    configuration = example.only("aws_sagemaker_endpoint_configuration")
    assert configuration["production_variants"][0]["model_name"] == older["name"]
    assert older["name"] in example.only("aws_sfn_state_machine")["definition"]


def test_a_key_of_ones_own_encrypts_bucket_queue_and_topic(tmp_path: Path) -> None:
    key = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
    made = Applied(
        embedder(tmp_path / "m", kms_key_arn=f'"{key}"', schedule='{ expression = "rate(1 day)" }')
    )

    rule = made.only("aws_s3_bucket_server_side_encryption_configuration")["rule"][0]
    assert rule["apply_server_side_encryption_by_default"][0]["kms_master_key_id"] == key
    assert made.only("aws_sqs_queue")["kms_master_key_id"] == key
    assert made.only("aws_sns_topic")["kms_master_key_id"] == key
    users = [
        each for each in made.statements("aws_iam_role_policy") if "kms:Decrypt" in each["Action"]
    ]
    assert [each["Resource"] for each in users] == [key] * 3


def test_a_bucket_is_encrypted_closed_and_cleans_up(example: Applied) -> None:
    rule = example.only("aws_s3_bucket_server_side_encryption_configuration")["rule"][0]
    assert rule["apply_server_side_encryption_by_default"][0]["sse_algorithm"] == "AES256"
    doors = example.only("aws_s3_bucket_public_access_block")
    assert all(
        doors[f"{verb}_public_{what}"]
        for verb, what in [("block", "acls"), ("block", "policy"), ("ignore", "acls")]
    )
    assert doors["restrict_public_buckets"]
    rules = {
        rule["id"]: rule for rule in example.only("aws_s3_bucket_lifecycle_configuration")["rule"]
    }
    assert set(rules) == {"abort-multipart-uploads", "expire-input"}
    assert rules["expire-input"]["filter"][0]["prefix"] == "input/"
    assert rules["expire-input"]["expiration"][0]["days"] == 30


def test_whole_runs_expire_only_when_asked_for(tmp_path: Path) -> None:
    made = Applied(embedder(tmp_path / "m", keep_runs_days="90", keep_input_days="null"))

    rules = {
        rule["id"]: rule for rule in made.only("aws_s3_bucket_lifecycle_configuration")["rule"]
    }
    assert set(rules) == {"abort-multipart-uploads", "expire-scoring"}
    assert rules["expire-scoring"]["filter"][0]["prefix"] == "scoring/"


def test_no_role_may_do_more_than_it_has_to(example: Applied) -> None:
    statements = example.statements("aws_iam_role_policy")

    assert len(statements) > 15
    for statement in statements:
        assert not any("*" in action for action in actions(statement)), statement["Sid"]
        if statement["Sid"] not in WITHOUT_RESOURCE:
            resources = statement["Resource"]
            named = [resources] if isinstance(resources, str) else resources
            assert all(":::" in each or ":123456789012:" in each for each in named), statement[
                "Sid"
            ]


def test_each_role_is_taken_by_its_service_alone(example: Applied) -> None:
    trusted = example.statements("aws_iam_role", "assume_role_policy")

    assert sorted(each["Principal"]["Service"] for each in trusted) == [
        "sagemaker.amazonaws.com",
        "scheduler.amazonaws.com",
        "states.amazonaws.com",
    ]
    assert all(
        each["Condition"] == {"StringEquals": {"aws:SourceAccount": "123456789012"}}
        for each in trusted
    )


def test_an_endpoint_scales_to_zero_and_is_woken_from_it(example: Applied) -> None:
    target = example.only("aws_appautoscaling_target")
    assert (target["min_capacity"], target["resource_id"]) == (
        0,
        "endpoint/catalog-embedder/variant/all",
    )
    policies = {
        each["policy_type"]: each
        for each in example.resources("aws_appautoscaling_policy").values()
    }
    tracking = policies["TargetTrackingScaling"]["target_tracking_scaling_policy_configuration"][0]
    metric = tracking["customized_metric_specification"][0]
    assert metric["metric_name"] == "ApproximateBacklogSizePerInstance"
    assert metric["dimensions"] == [{"name": "EndpointName", "value": "catalog-embedder"}]
    alarm = next(
        each
        for each in example.resources("aws_cloudwatch_metric_alarm").values()
        if each["metric_name"] == "HasBacklogWithoutCapacity"
    )
    assert alarm["alarm_actions"] == [policies["StepScaling"]["arn"]]
    assert alarm["dimensions"] == {"EndpointName": "catalog-embedder"}


def test_a_failed_request_leaves_a_trace(example: Applied) -> None:
    output = example.only("aws_sagemaker_endpoint_configuration")["async_inference_config"][0][
        "output_config"
    ][0]

    assert output["s3_failure_path"].endswith("/async/failures/")
    assert output["notification_config"][0]["error_topic"] == example.only("aws_sns_topic")["arn"]


def test_nothing_is_left_after_destroy(tmp_path: Path) -> None:
    made = Applied(embedder(tmp_path / "m"))
    assert made.resources() != {}

    terraform(made.folder, "destroy", "-auto-approve")

    assert made.resources() == {}
