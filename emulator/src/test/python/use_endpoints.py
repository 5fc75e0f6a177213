"""Creates, calls, updates and deletes endpoints of the emulator through boto3, as a program for AWS would."""

import json
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

endpoint_url, image = sys.argv[1:]
settings = dict(
    endpoint_url=endpoint_url,
    region_name="us-east-1",
    aws_access_key_id="any",
    aws_secret_access_key="secret",
    config=Config(retries={"mode": "standard", "max_attempts": 1}),
)
sagemaker = boto3.client("sagemaker", **settings)
runtime = boto3.client("sagemaker-runtime", **settings)
OFTEN = {"Delay": 1, "MaxAttempts": 60}


def refused(code, call, **request):
    try:
        call(**request)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error
        return error.response
    raise AssertionError(f"{code} expected")


def config(name, **more):
    variant = dict(VariantName="all", ModelName="model", InstanceType="ml.m5.large", InitialInstanceCount=1)
    return sagemaker.create_endpoint_config(EndpointConfigName=name, ProductionVariants=[variant], **more)


sagemaker.create_model(
    ModelName="model",
    PrimaryContainer={"Image": image},
    ExecutionRoleArn="arn:aws:iam::123456789012:role/anyone",
)

config("now")
created = sagemaker.create_endpoint(EndpointName="now", EndpointConfigName="now")
sagemaker.get_waiter("endpoint_in_service").wait(EndpointName="now", WaiterConfig=OFTEN)
described = sagemaker.describe_endpoint(EndpointName="now")
assert described["EndpointArn"] == created["EndpointArn"]
assert described["ProductionVariants"][0]["CurrentInstanceCount"] == 1, described
assert [each["EndpointName"] for each in sagemaker.list_endpoints()["Endpoints"]] == ["now"]

answer = runtime.invoke_endpoint(EndpointName="now", ContentType="application/jsonlines", Body=b"1\n22\n")
assert answer["Body"].read() == b'{"length":1}\n{"length":2}', answer
assert answer["InvokedProductionVariant"] == "all", answer
error = refused("ModelError", runtime.invoke_endpoint, EndpointName="now", Body=b"bad")
assert error["ResponseMetadata"]["HTTPStatusCode"] == 424, error
assert (error["OriginalStatusCode"], error["OriginalMessage"]) == (400, "cannot score this"), error
assert error["LogStreamArn"].endswith(":log-group:/aws/sagemaker/Endpoints/now"), error
error = refused("ValidationError", runtime.invoke_endpoint, EndpointName="never", Body=b"")
assert error["Error"]["Message"] == "Endpoint never of account 123456789012 not found.", error

config("next")
sagemaker.update_endpoint(EndpointName="now", EndpointConfigName="next")
sagemaker.get_waiter("endpoint_in_service").wait(EndpointName="now", WaiterConfig=OFTEN)
assert sagemaker.describe_endpoint(EndpointName="now")["EndpointConfigName"] == "next"
assert json.loads(runtime.invoke_endpoint(EndpointName="now", Body=b"333")["Body"].read()) == {"length": 3}
sagemaker.delete_endpoint(EndpointName="now")
sagemaker.get_waiter("endpoint_deleted").wait(EndpointName="now", WaiterConfig=OFTEN)
sagemaker.delete_endpoint_config(EndpointConfigName="now")
refused("ValidationException", sagemaker.describe_endpoint_config, EndpointConfigName="now")

# The answers are objects, which the test reads.
queue = dict(
    ClientConfig={"MaxConcurrentInvocationsPerInstance": 2},
    OutputConfig={"S3OutputPath": "s3://bucket/out/", "S3FailurePath": "s3://bucket/failed"},
)
config("later", AsyncInferenceConfig=queue)
sagemaker.create_endpoint(EndpointName="later", EndpointConfigName="later")
sagemaker.get_waiter("endpoint_in_service").wait(EndpointName="later", WaiterConfig=OFTEN)
assert sagemaker.describe_endpoint(EndpointName="later")["AsyncInferenceConfig"] == queue
send = runtime.invoke_endpoint_async
accepted = send(EndpointName="later", InputLocation="s3://bucket/in/a.jsonl", InferenceId="a 1")
assert accepted["ResponseMetadata"]["HTTPStatusCode"] == 202, accepted
assert accepted["InferenceId"] == "a 1", accepted
assert accepted["OutputLocation"] == "s3://bucket/out/a 1.out", accepted
assert accepted["FailureLocation"] == "s3://bucket/failed/a 1-error.out", accepted
named = send(EndpointName="later", Body=b"22", S3OutputPathExtension="more/", Filename="b.json")
assert named["OutputLocation"] == "s3://bucket/out/more/b.json", named
assert named["FailureLocation"] == "s3://bucket/failed/more/b-error.out", named
nameless = send(EndpointName="later", InputLocation="s3://bucket/bad/a.jsonl")
assert nameless["OutputLocation"] == f"s3://bucket/out/{nameless['InferenceId']}.out", nameless
refused("ValidationError", send, EndpointName="later")
refused("ValidationError", send, EndpointName="later", Body=b"1", InputLocation="s3://bucket/in/a.jsonl")
refused("ValidationError", send, EndpointName="later", Body=b"1" * 128_001)
refused("ValidationError", runtime.invoke_endpoint, EndpointName="later", Body=b"1")

print("all is well")
