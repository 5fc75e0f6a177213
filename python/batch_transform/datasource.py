"""The one call through the data source alone, for Spark Connect, whose client has no JVM."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timezone

from pyspark.sql import DataFrame, SparkSession

from batch_transform.errors import transform_errors

_FORMAT = "sagemaker"
_PLACE = ("stagingpath", "path")


def score(df: DataFrame, options: Mapping[str, str], spelled: Mapping[str, str]) -> DataFrame:
    """Writes ``df`` as a run that is waited for, and reads the run's result."""
    session = df.sparkSession
    run_id = _run_id(session, options)
    write = {name: text for name, text in options.items() if name.lower() not in ("runid", "wait")}
    read = {name: text for name, text in options.items() if name.lower() in _PLACE}
    with transform_errors(spelled):
        df.write.format(_FORMAT).options(**write, runId=run_id, wait="true").mode("append").save()
        return session.read.format(_FORMAT).options(**read, runId=run_id).load()


def _run_id(session: SparkSession, options: Mapping[str, str]) -> str:
    """The run needs a name before it starts, so that its result can be found again."""
    for name, text in options.items():
        if name.lower() == "runid":
            return text
    default = session.conf.get("spark.datasource.sagemaker.runId", None)
    return default or f"{datetime.now(timezone.utc):%Y%m%d-%H%M%S}-{uuid.uuid4().hex[:8]}"
