"""AWS as the pages speak of it: an S3 server, and a SageMaker that runs jobs and endpoints."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from local_stand_ins import CREDENTIALS, REGION, call_sagemaker, create_bucket, hadoop_conf
from pyspark.sql import SparkSession
from stand_in_servers import Servers

BUCKET = "bucket"


class Aws:
    """Starts both, in processes that end with ``servers``."""

    def __init__(self, servers: Servers, folder: Path) -> None:
        s3 = servers.endpoint(servers.start("s3.LocalS3Command", "--data", str(folder / "s3")))
        self._hadoop_conf = hadoop_conf(s3)
        confs = [f"{key}={value}" for key, value in self._hadoop_conf.items()]
        arguments = [word for conf in confs for word in ("--conf", conf)]
        emulator = servers.start("emulator.EmulatorCommand", "--port", "0", *arguments)
        self.sagemaker = servers.endpoint(emulator)
        create_bucket(s3, BUCKET)

    def create_model(self, name: str, image: str) -> None:
        self._call(
            "CreateModel",
            ModelName=name,
            ExecutionRoleArn="arn:aws:iam::111122223333:role/pages",
            PrimaryContainer={"Image": image},
        )

    def create_endpoint(self, name: str, model: str, **config: Any) -> None:
        """An endpoint of one instance; ``config`` is what CreateEndpointConfig takes besides."""
        variant = {
            "VariantName": "only",
            "ModelName": model,
            "InstanceType": "ml.m5.xlarge",
            "InitialInstanceCount": 1,
        }
        self._call(
            "CreateEndpointConfig", EndpointConfigName=name, ProductionVariants=[variant], **config
        )
        self._call("CreateEndpoint", EndpointName=name, EndpointConfigName=name)

    def create_async_endpoint(self, name: str, model: str) -> None:
        """The same, with a queue and with places for answers and failures."""
        paths = {
            "S3OutputPath": f"s3://{BUCKET}/{name}/answers",
            "S3FailurePath": f"s3://{BUCKET}/{name}/failures",
        }
        self.create_endpoint(name, model, AsyncInferenceConfig={"OutputConfig": paths})

    def create_state_machine(self, name: str) -> None:
        """The emulator's run transform jobs, whatever their definition."""
        request = {"name": name, "definition": "{}", "roleArn": "arn:aws:iam::1:role/pages"}
        call_sagemaker(self.sagemaker, "CreateStateMachine", request, "AWSStepFunctions")

    @contextmanager
    def reached_by(self, spark: SparkSession) -> Iterator[None]:
        """Sends what the session calls S3 and SageMaker to these."""
        defaults = {
            **self._hadoop_conf,
            # As on EMR and Databricks
            "fs.s3.impl": "org.apache.hadoop.fs.s3a.S3AFileSystem",
            "fs.s3.impl.disable.cache": "true",
            "spark.datasource.sagemaker.endpointUrl": self.sagemaker,
            "spark.datasource.sagemaker.region": REGION,
            "spark.datasource.sagemaker.pollInterval": "100ms",
        }
        system = spark.sparkContext._jvm.java.lang.System
        credentials = {
            "aws.accessKeyId": CREDENTIALS["AWS_ACCESS_KEY_ID"],
            "aws.secretAccessKey": CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
        }
        for name, value in defaults.items():
            spark.conf.set(name, value)
        for name, value in credentials.items():
            system.setProperty(name, value)
        try:
            yield
        finally:
            for name in defaults:
                spark.conf.unset(name)
            for name in credentials:
                system.clearProperty(name)

    def _call(self, operation: str, **request: Any) -> None:
        call_sagemaker(self.sagemaker, operation, request)
