"""A Spark session that has the connector, whose jar lies in this package."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any, Optional

import pyspark
from pyspark.sql import SparkSession

from batch_transform.errors import TransformError
from batch_transform.java import is_connector_there, missing_connector
from batch_transform.places import HERE, connector_jar

_JARS = "spark.jars"
_PACKAGES = "spark.jars.packages"
_HADOOP_AWS = "org.apache.hadoop:hadoop-aws"
# A vendor's own, such as 3.4.1-amzn-2, is in no public repository.
_HADOOP_JAR = re.compile(r"hadoop-(?:client-api|common)-(\d+\.\d+\.\d+)\.jar")


def jar_path() -> str:
    """Where the connector's jar of this package lies, for ``spark.jars`` or ``--jars``.

    :raises TransformError: when this package was installed without it
    """
    jar = connector_jar()
    if jar is None:
        raise TransformError(
            f"There is no jar with the package in {HERE}, which is not one of a wheel. "
            "Install the wheel, or give Spark the jar of the same version with --jars."
        )
    return str(jar)


def configure_spark(builder: SparkSession.Builder, *, s3: bool = False) -> SparkSession.Builder:
    """The builder with the connector's jar added to ``spark.jars``.

    ::

        spark = configure_spark(SparkSession.builder.appName("scoring")).getOrCreate()

    What the builder has there stays, and calling it twice is calling it once. Where Spark runs
    already and has the connector, the builder is returned as it is.

    :param s3: adds ``hadoop-aws`` of the version of this Spark's Hadoop to
        ``spark.jars.packages``, so that ``s3a://`` works; Spark downloads it from Maven Central,
        with an AWS SDK of some hundred megabytes, when it starts for the first time. Adds nothing
        where Spark has it already. Amazon EMR, AWS Glue and Databricks have ways to S3 of their own
    :raises TransformError: when Spark runs already and lacks the connector, since a jar that is
        added now is not seen
    """
    jvm = _running_jvm()
    if jvm is not None:
        if not is_connector_there(jvm):
            raise missing_connector()
        return builder
    _append(builder, _JARS, jar_path())
    if s3:
        package = _hadoop_aws()
        if package is not None:
            _append(builder, _PACKAGES, package)
    return builder


def _running_jvm() -> Optional[Any]:
    try:
        from pyspark import SparkContext
    except ImportError:
        # Spark Connect's thin client has none.
        return None
    return SparkContext._jvm


def _append(builder: SparkSession.Builder, name: str, item: str) -> None:
    # PySpark has no other way to ask a builder.
    given = [each for each in str(builder._options.get(name, "")).split(",") if each.strip()]
    if item not in given:
        builder.config(name, ",".join([*given, item]))


def _hadoop_aws() -> Optional[str]:
    """What ``s3a://`` needs besides this Spark; ``None`` where it has that, or its Hadoop is not
    Apache's."""
    jars = _hadoop_jars()
    if any(jar.name.startswith("hadoop-aws-") for jar in jars):
        return None
    for jar in jars:
        version = _HADOOP_JAR.fullmatch(jar.name)
        if version:
            return f"{_HADOOP_AWS}:{version.group(1)}"
    return None


def _hadoop_jars() -> list[Path]:
    """Of the Spark that a builder of this process starts."""
    home = os.environ.get("SPARK_HOME") or Path(pyspark.__file__).parent
    return sorted((Path(home) / "jars").glob("hadoop-*.jar"))
