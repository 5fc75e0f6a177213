"""The way to the connector's Java class, which does the work."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Optional

from pyspark.sql import SparkSession

from batch_transform.errors import TransformError


def jvm_of(session: SparkSession) -> Optional[Any]:
    """The session's Java side; ``None`` on Spark Connect, whose client has none."""
    # Spark Connect raises an AttributeError of its own.
    return getattr(session, "_jvm", None)


def java_batch_transform(session: SparkSession, call: str) -> Any:
    """The Java class ``BatchTransform``.

    :param call: what the caller wants of it, for the message
    :raises TransformError: on Spark Connect, and where the connector's jar is missing
    """
    jvm = jvm_of(session)
    if jvm is None:
        raise TransformError(
            f"Cannot call {call} on Spark Connect: it needs the driver's JVM, which a Connect "
            "client does not reach. score() works here. To start a run without waiting for it, "
            "write with df.write.format('sagemaker') and the option wait=false; read its state "
            "with spark.read.format('sagemaker') and the option table=runs."
        )
    # Only here, because Spark Connect's thin client comes without Py4J.
    from py4j.java_gateway import JavaPackage

    face = jvm.dev.batchtransform.spark.BatchTransform
    if isinstance(face, JavaPackage):
        raise TransformError(
            "Cannot find the connector: dev.batchtransform.spark.BatchTransform is not on the "
            "class path of Spark's driver, and the Python package alone does not bring it. Start "
            "Spark with --packages dev.batchtransform:spark-batch-transform:<version>, or with "
            "--jars spark-batch-transform.jar (and --py-files spark-batch-transform.jar, unless "
            "the package is installed with pip), or set spark.jars before the first SparkSession "
            "is made; a jar added later is not seen."
        )
    return face


def java_map(session: SparkSession, values: Mapping[str, str]) -> Any:
    """A ``java.util.Map`` with these entries."""
    jvm: Any = session._jvm
    entries = jvm.java.util.HashMap()
    for name, value in values.items():
        entries.put(name, value)
    return entries


def java_duration(session: SparkSession, value: timedelta) -> Any:
    """A ``java.time.Duration`` of whole milliseconds."""
    jvm: Any = session._jvm
    return jvm.java.time.Duration.ofMillis(value // timedelta(milliseconds=1))


def optional(value: Any) -> Any:
    """The value of a ``java.util.Optional``, or ``None``."""
    return value.get() if value.isPresent() else None
