"""Scores a DataFrame through a state machine, in the Python that has PySpark.

Starts an S3 server and an emulator, prints their addresses as a line of JSON, reads what to
score and the options of the run from standard input, and prints the run's rows.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from pyspark.sql import SparkSession

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from local_stand_ins import LocalStandIns


def main() -> None:
    stand_ins = LocalStandIns()
    print(json.dumps({"sagemaker": stand_ins.sagemaker}), flush=True)
    told = json.loads(sys.stdin.readline())
    builder = SparkSession.builder.appName("state machine")
    for key, value in stand_ins.spark_conf.items():
        builder = builder.config(key, value)
    spark = builder.getOrCreate()

    from batch_transform import BatchTransform

    run = BatchTransform(
        spark.range(told["rows"]).selectExpr("id", f"id = {told['bad']} AS refuse"),
        stagingPath=stand_ins.staging_path,
        **{**stand_ins.options, **told["options"]},
    ).start()
    run.wait()
    scored = (
        run.result()
        .selectExpr("id", "prediction.id AS answer", "prediction_error.code AS error")
        .orderBy("id")
    )
    rows = [row.asDict() for row in scored.collect()]
    print(json.dumps({"rows": rows, "jobs": run.status().jobs}), flush=True)
    spark.stop()


if __name__ == "__main__":
    main()
