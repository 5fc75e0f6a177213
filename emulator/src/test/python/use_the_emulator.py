"""Uses every operation of the emulator through boto3, as a program for AWS would."""

import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError, WaiterError

endpoint, image = sys.argv[1:]
settings = dict(
    endpoint_url=endpoint,
    region_name="us-east-1",
    aws_access_key_id="any",
    aws_secret_access_key="secret",
    config=Config(retries={"mode": "standard", "max_attempts": 5}),
)
sagemaker = boto3.client("sagemaker", **settings)
logs = boto3.client("logs", **settings)


def refused(code, call, **request):
    try:
        call(**request)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error
        return error.response["Error"]["Message"]
    raise AssertionError(f"{code} expected")


def create(name, prefix="in/"):
    return sagemaker.create_transform_job(
        TransformJobName=name,
        ModelName="model",
        BatchStrategy="SingleRecord",
        TransformInput={
            "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": f"s3://bucket/{prefix}"}},
            "ContentType": "application/jsonlines",
            "SplitType": "Line",
        },
        TransformOutput={"S3OutputPath": "s3://bucket/out/", "AssembleWith": "Line"},
        TransformResources={"InstanceType": "ml.m5.large", "InstanceCount": 1},
        Tags=[{"Key": "team", "Value": "search"}],
    )


model = sagemaker.create_model(
    ModelName="model",
    PrimaryContainer={"Image": image, "Environment": {"A": "b"}},
    ExecutionRoleArn="arn:aws:iam::123456789012:role/anyone",
)
assert sagemaker.describe_model(ModelName="model")["ModelArn"] == model["ModelArn"]
assert [each["ModelName"] for each in sagemaker.list_models()["Models"]] == ["model"]

job = create("job")
waiter = sagemaker.get_waiter("transform_job_completed_or_stopped")
waiter.wait(TransformJobName="job", WaiterConfig={"Delay": 1, "MaxAttempts": 60})
described = sagemaker.describe_transform_job(TransformJobName="job")
assert described["TransformJobStatus"] == "Completed", described
assert described["TransformEndTime"] >= described["TransformStartTime"] >= described["CreationTime"]
assert described["DataProcessing"]["JoinSource"] == "None"
assert "already exists" in refused("ResourceInUse", create, name="job")
assert "failed to satisfy constraint" in refused("ValidationException", create, name="a_b")
refused("ValidationException", sagemaker.describe_transform_job, TransformJobName="absent")
refused("ValidationException", sagemaker.stop_transform_job, TransformJobName="job")

create("bad", prefix="bad/")
try:
    waiter.wait(TransformJobName="bad", WaiterConfig={"Delay": 1, "MaxAttempts": 60})
    raise AssertionError("the job is bad")
except WaiterError as error:
    assert error.last_response["FailureReason"] == "ClientError: See job logs for more information"

pages = sagemaker.get_paginator("list_transform_jobs").paginate(PaginationConfig={"PageSize": 1})
names = [each["TransformJobName"] for page in pages for each in page["TransformJobSummaries"]]
assert names == ["bad", "job"], names
failed = sagemaker.list_transform_jobs(StatusEquals="Failed")["TransformJobSummaries"]
assert [each["TransformJobName"] for each in failed] == ["bad"]

sagemaker.add_tags(ResourceArn=job["TransformJobArn"], Tags=[{"Key": "run", "Value": "1"}])
tags = sagemaker.list_tags(ResourceArn=job["TransformJobArn"])["Tags"]
assert tags == [{"Key": "team", "Value": "search"}, {"Key": "run", "Value": "1"}], tags

sagemaker.delete_tags(ResourceArn=job["TransformJobArn"], TagKeys=["run"])
assert sagemaker.list_tags(ResourceArn=job["TransformJobArn"])["Tags"] == [{"Key": "team", "Value": "search"}]
twice = [{"Key": "a", "Value": "1"}, {"Key": "a", "Value": "1"}]
refused("ValidationException", sagemaker.add_tags, ResourceArn=job["TransformJobArn"], Tags=twice)
assert "No S3 objects found" in refused("ValidationException", create, name="nothing", prefix="nothing/")

group = "/aws/sagemaker/TransformJobs"
events = logs.filter_log_events(logGroupName=group, logStreamNamePrefix="bad/", filterPattern='"ClientError: 400"')
assert events["events"][0]["message"].endswith("bucket/bad/a.jsonl: ClientError: 400"), events
streams = logs.describe_log_streams(logGroupName=group, logStreamNamePrefix="bad/")["logStreams"]
data_log = [each["logStreamName"] for each in streams if each["logStreamName"].endswith("/data-log")]
lines = logs.get_log_events(logGroupName=group, logStreamName=data_log[0], startFromHead=True)["events"]
assert lines[-1]["message"].endswith("cannot score this"), lines

sagemaker.delete_model(ModelName="model")
refused("ValidationException", sagemaker.describe_model, ModelName="model")
print("all is well")
