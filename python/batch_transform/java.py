"""The way to the connector's Java class, which does the work."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Optional

from pyspark.sql import SparkSession

from batch_transform.errors import TransformError
from batch_transform.messages import no_connector
from batch_transform.version import __version__, jar_version


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
    if not is_connector_there(jvm):
        raise missing_connector()
    _compare_versions(jvm)
    return jvm.dev.batchtransform.spark.BatchTransform


def is_connector_there(jvm: Any) -> bool:
    """Whether the connector's jar is on the class path of Spark's driver."""
    # Only here, because Spark Connect's thin client comes without Py4J.
    from py4j.java_gateway import JavaPackage

    return not isinstance(jvm.dev.batchtransform.spark.BatchTransform, JavaPackage)


def missing_connector() -> TransformError:
    """What a call without the jar is answered with."""
    return TransformError(no_connector())


def _compare_versions(jvm: Any) -> None:
    version = jvm.dev.batchtransform.spark.internal.version.ConnectorVersion.current()
    if version != jar_version():
        warnings.warn(
            f"The Python package batch_transform is of version {__version__}, the connector's jar "
            f"on Spark's class path of version {version}; calls may fail. Take both of one "
            "version: install the package of the jar's version, or take that jar off the cluster.",
            stacklevel=4,
        )


def java_map(session: SparkSession, values: Mapping[str, str]) -> Any:
    """A ``java.util.Map`` with these entries."""
    jvm: Any = session._jvm
    entries = jvm.java.util.HashMap()
    for name, value in values.items():
        entries.put(name, value)
    return entries


def java_duration(session: SparkSession, value: timedelta) -> Any:
    """A ``java.time.Duration`` of whole milliseconds.

    Raises:
        TypeError: it is no ``timedelta``.
    """
    if not isinstance(value, timedelta):
        raise TypeError(
            "older_than is a datetime.timedelta, such as timedelta(days=90), "
            f"not {type(value).__name__}."
        )
    jvm: Any = session._jvm
    return jvm.java.time.Duration.ofMillis(value // timedelta(milliseconds=1))


def optional(value: Any) -> Any:
    """The value of a ``java.util.Optional``, or ``None``."""
    return value.get() if value.isPresent() else None
