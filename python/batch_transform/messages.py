"""The connector's messages in Python's words: its names, and pages that can be opened from here."""

from __future__ import annotations

import re
from collections.abc import Mapping

from batch_transform.places import connector_jar, page

# What the Java API calls a thing, and what it is called here
_NAMES = {
    r"\bretryDeadLetters\(\)": "retry_dead_letters()",
    r"\bdeadLetters\(\)": "dead_letters()",
    r"\.await\(\)": ".wait()",
    r"\bawait\(\)": "wait()",
    r"\bdf\.write\(\)": "df.write",
    r"\bspark\.read\(\)": "spark.read",
}
_PAGE = re.compile(r"(?:\bhttps?://[\w./-]*/)?\bdocs/([a-z-]+\.md)\b")
# Spark Connect puts the server's stack trace behind a message, and the exception's class before it.
_STACK_TRACE = re.compile(r"\s*\n+JVM stacktrace:.*", re.DOTALL)
_CLASS = re.compile(r"^\((?:[\w$]+\.)+[\w$]+\)\s*")
_BUCKET = re.compile(r"\bs3[an]?://([a-z0-9.-]+)")
_NO_S3A = "S3AFileSystem not found"
_NO_S3 = 'No FileSystem for scheme "s3"'


def in_python(message: str, spelled: Mapping[str, str]) -> str:
    """The message as somebody who has typed Python needs it.

    :param spelled: options by name, as they were typed where that is not their name
    """
    text = _CLASS.sub("", _STACK_TRACE.sub("", message)).strip()
    if "DATA_SOURCE_NOT_FOUND" in text and "sagemaker" in text:
        return no_connector()
    bucket = _BUCKET.search(text)
    if "NoSuchBucket" in text and bucket:
        return f"There is no bucket '{bucket.group(1)}'. Create it, or name another in stagingPath."
    for java, ours in _NAMES.items():
        text = re.sub(java, ours, text)
    text = _PAGE.sub(lambda found: str(page(found.group(1)) or found.group()), text)
    for name, typed in spelled.items():
        text = text.replace(f"'{name}'", f"'{typed}'")
    return text + _cure(text)


def no_connector() -> str:
    """What to do where Spark has no jar of ours."""
    jar = connector_jar()
    named = str(jar) if jar else "spark-batch-transform.jar"
    ours = (
        "build the session with configure_spark(SparkSession.builder).getOrCreate(), before any "
        "other session of this process, or "
        if jar
        else ""
    )
    return (
        "The data source 'sagemaker' is not on the class path of Spark's driver: "
        f"{ours}start Spark with --jars {named}, or set spark.jars. Where a session runs already, "
        "as in a notebook of Databricks, EMR or AWS Glue, add the jar to the cluster or to the "
        "notebook's configuration and start it again; a jar added later is not seen. "
        f"{page('platforms.md') or 'docs/platforms.md'} has the lines for each."
    )


def _cure(text: str) -> str:
    if _NO_S3A in text:
        return (
            ". This Spark has no s3a://. Build the session with configure_spark(SparkSession."
            "builder, s3=True), or start Spark with --packages org.apache.hadoop:hadoop-aws:"
            "<version of its Hadoop>."
        )
    if _NO_S3 in text:
        return ". Apache Spark reaches S3 by s3a://: write s3a:// in place of s3://."
    return ""
