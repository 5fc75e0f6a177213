"""What goes wrong, said in one line instead of a Java stack trace."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Optional

from pyspark.errors import PySparkException

from batch_transform.messages import in_python

try:
    from py4j.protocol import Py4JJavaError

    _SPARK_FAILURES: tuple[type[Exception], ...] = (Py4JJavaError, PySparkException)
except ImportError:
    # Spark Connect's thin client comes without Py4J.
    _SPARK_FAILURES = (PySparkException,)

_OURS = "dev.batchtransform."


class TransformError(RuntimeError):
    """A call was refused or a run has failed.

    The message says what happened and what to do next.
    """

    spark_error: Optional[Exception] = None
    """PySpark's own exception, with the Java stack trace, where there is one."""


@contextmanager
def transform_errors(spelled: Optional[Mapping[str, str]] = None) -> Iterator[None]:
    """Raises what Spark raises inside the block as :class:`TransformError`.

    :param spelled: options by name, as they were typed where that is not their name
    """
    try:
        yield
    except _SPARK_FAILURES as failure:
        error = TransformError(in_python(_message(failure), spelled or {}))
        error.spark_error = failure
        # As a cause it would be shown in full, and before the message.
        raise error from None


def _message(failure: Exception) -> str:
    # Py4J names the Java exception java_exception; PySpark's translations keep it as _origin.
    thrown = getattr(failure, "java_exception", None) or getattr(failure, "_origin", None)
    if thrown is None:
        return str(failure)
    return _message_of_ours(thrown) or thrown.getMessage() or thrown.toString()


def _message_of_ours(thrown: Any) -> Optional[str]:
    """The connector's own words, which Spark may have wrapped in an exception that says less."""
    while thrown is not None:
        if thrown.getClass().getName().startswith(_OURS):
            message: Optional[str] = thrown.getMessage()
            return message
        thrown = thrown.getCause()
    return None
