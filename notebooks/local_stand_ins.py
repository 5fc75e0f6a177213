"""What stands in for AWS on a laptop: an S3 server, a SageMaker that really runs jobs, a model.

A notebook starts them with ``LocalStandIns()``. They are processes of their own (see
``stand_in_servers.py``) and end with the notebook, however it ends. On AWS a notebook needs none
of this.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import pyspark

HERE = Path(__file__).resolve().parent
BUCKET = "catalog"
REGION = "us-east-1"
BUILD = "Build the project first, in its root: ./mvnw package -DskipTests"

# No part checks them; the AWS SDK and S3A want some.
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local-secret"}


class LocalStandIns:
    """Starts all parts; returns when they answer.

    ``staging_path``, ``options`` and ``spark_conf`` are all that differs from a call on AWS.
    """

    def __init__(self) -> None:
        self._processes = subprocess.Popen(
            [sys.executable, str(HERE / "stand_in_servers.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            # So that interrupting a cell does not reach them.
            start_new_session=True,
        )
        atexit.register(self.stop)
        assert self._processes.stdout is not None
        answer = json.loads(self._processes.stdout.readline())
        if "error" in answer:
            raise RuntimeError(answer["error"])
        self.s3: str = answer["s3"]
        self.sagemaker: str = answer["sagemaker"]
        self.model: str = answer["model"]
        self.catalog_file: str = answer["catalog"]
        self.staging_path = f"s3a://{BUCKET}/scoring"
        self._create_bucket()
        # Only for this notebook: real credentials have no business here.
        for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN"):
            os.environ.pop(name, None)
        os.environ.update(CREDENTIALS)
        # Spark else takes the python3 of the PATH, which may be of another version.
        os.environ["PYSPARK_PYTHON"] = sys.executable

    @property
    def options(self) -> dict[str, str]:
        """Where SageMaker is. A job here takes seconds, so that it is looked at more often."""
        return {"endpointUrl": self.sagemaker, "region": REGION, "pollInterval": "500ms"}

    @property
    def spark_conf(self) -> dict[str, str]:
        """A Spark on this machine, with the connector, that reaches the S3 server."""
        return {
            "spark.master": "local[*]",
            "spark.jars": ",".join(map(str, jars())),
            "spark.submit.pyFiles": str(connector_jar()),
            "spark.driver.host": "127.0.0.1",
            "spark.driver.extraJavaOptions": (
                f"-Dlog4j2.configurationFile={(HERE / 'log4j2.properties').as_uri()}"
            ),
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.sql.session.timeZone": "UTC",
            **{f"spark.hadoop.{key}": value for key, value in hadoop_conf(self.s3).items()},
        }

    def create_model(self, name: str) -> None:
        """Creates a SageMaker model of the container that runs here, as CreateModel does on AWS."""
        call_sagemaker(
            self.sagemaker,
            "CreateModel",
            {
                "ModelName": name,
                "ExecutionRoleArn": "arn:aws:iam::111122223333:role/notebook",
                "PrimaryContainer": {"Image": self.model},
            },
        )

    def stop(self) -> None:
        """Ends all parts and deletes what they stored."""
        assert self._processes.stdin is not None
        self._processes.stdin.close()
        self._processes.wait()

    def _create_bucket(self) -> None:
        create_bucket(self.s3, BUCKET)


def hadoop_conf(s3: str) -> dict[str, str]:
    """The Hadoop settings with which ``s3a://`` reaches the S3 server."""
    return {
        "fs.s3a.endpoint": s3,
        "fs.s3a.endpoint.region": REGION,
        "fs.s3a.path.style.access": "true",
        "fs.s3a.connection.ssl.enabled": "false",
        "fs.s3a.access.key": CREDENTIALS["AWS_ACCESS_KEY_ID"],
        "fs.s3a.secret.key": CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
        "fs.s3a.aws.credentials.provider": "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider",
        # A rename by multipart copy fails with it: the copy's entity tag is not the source's.
        "fs.s3a.change.detection.mode": "none",
    }


def jars() -> list[Path]:
    """What this PySpark needs besides its own jars: the connector, and S3A for its Hadoop."""
    spark = ".".join(pyspark.__version__.split(".")[:2])
    module = HERE / f"spark-{spark}"
    if not module.is_dir():
        built = " and ".join(sorted(path.name[6:] for path in HERE.glob("spark-*")))
        raise RuntimeError(f"There is no S3A for PySpark {spark} here, only for {built}.")
    found = sorted((module / "target" / "jars").glob("*.jar"))
    if not found:
        raise RuntimeError(f"There are no jars in {module / 'target' / 'jars'}. {BUILD}")
    return found


def connector_jar() -> Path:
    """The connector's jar, which has the Python package inside."""
    return next(jar for jar in jars() if jar.name.startswith("spark-batch-transform-"))


def create_bucket(s3: str, bucket: str) -> None:
    """Creates a bucket of the S3 server."""
    _send(f"{s3}/{bucket}", "PUT", b"", {})


def call_sagemaker(
    sagemaker: str, operation: str, request: dict[str, Any], service: str = "SageMaker"
) -> dict[str, Any]:
    """Calls an API, as an AWS client would; nobody checks the signature."""
    access_key = CREDENTIALS["AWS_ACCESS_KEY_ID"]
    headers = {
        "Content-Type": "application/x-amz-json-1.1",
        "X-Amz-Target": f"{service}.{operation}",
        "X-Amz-Date": "20260101T000000Z",
        "Authorization": (
            f"AWS4-HMAC-SHA256 Credential={access_key}/20260101/{REGION}/sagemaker/aws4_request, "
            f"SignedHeaders=host;x-amz-date, Signature={'0' * 64}"
        ),
    }
    answer = _send(sagemaker + "/", "POST", json.dumps(request).encode(), headers)
    found: dict[str, Any] = json.loads(answer or b"{}")
    return found


def _send(url: str, method: str, body: bytes, headers: dict[str, str]) -> bytes:
    request = urllib.request.Request(url, data=body, headers=headers, method=method)
    with urllib.request.urlopen(request, timeout=30) as response:
        answer: bytes = response.read()
    return answer
