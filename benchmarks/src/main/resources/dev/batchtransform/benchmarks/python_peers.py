"""Times the connector against what is written in PySpark today, in the JVM that has started it.

``python_peers.py <what to do, as JSON>``: see ``PythonPeers.java``, which reads what this writes.
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import requests
from batch_transform import BatchTransform
from pyspark import SparkConf, SparkContext
from pyspark.java_gateway import launch_gateway
from pyspark.sql import DataFrame, Row, SparkSession
from pyspark.sql.functions import col, pandas_udf, struct, to_json

# Rounds of what is over within a second, for one of the others
SHORT = 4
HEADERS = {"Content-Type": "application/jsonlines"}


@dataclass
class Work:
    """What ``PythonPeers.java`` asks for."""

    server: str
    schema: str
    staging: str
    warm_ups: int
    rounds: int

    @property
    def url(self) -> str:
        return self.server + "/invocations"

    def score(self, df: DataFrame) -> DataFrame:
        """Ours: the rows with their answers, staged on the local disk."""
        return BatchTransform(
            df,
            stagingPath=self.staging,
            executor="local",
            localModel=self.server,
            localConcurrency=32,
            resultSchema=self.schema,
        ).score()

    def compare(self, name: str, data: DataFrame, ours: Side, theirs: Side) -> dict[str, Any]:
        """Both sides in alternating rounds, after both have given the same rows."""
        if ours.rows() != theirs.rows():
            raise SystemExit(f"Cannot compare {name}: the sides have other rows.")
        sides = [ours, theirs]
        for number in range(-self.warm_ups, self.rounds):
            for side in sides if number % 2 == 0 else reversed(sides):
                seconds = _seconds(side.work)
                if number >= 0:
                    side.seconds.append(seconds)
            shutil.rmtree(Path(self.staging), ignore_errors=True)
        records = data.toJSON().collect()
        return {
            "name": name,
            "rows": len(records),
            "megabytes": sum(map(len, records)) / 1e6,
            "ours": {"name": ours.name, "seconds": ours.seconds},
            "theirs": {"name": theirs.name, "seconds": theirs.seconds},
        }


class Side:
    """One way to do the work."""

    def __init__(self, name: str, work: Callable[[], Any], rows: Callable[[], list[Any]]) -> None:
        self.name = name
        self.work = work
        self.rows = rows
        self.seconds: list[float] = []


def posted(url: str) -> Callable[[Iterator[Row]], Iterator[tuple[Any, ...]]]:
    """For ``mapPartitions``: each row with the answer to its record, one after another."""

    def post(rows: Iterator[Row]) -> Iterator[tuple[Any, ...]]:
        with requests.Session() as session:
            for row in rows:
                record = json.dumps(row.asDict())
                answer = session.post(url, data=record.encode(), headers=HEADERS).json()
                yield *row, answer["id"], answer["score"]

    return post


def pandas_scores(url: str, schema: str) -> Callable[..., Any]:
    """A pandas UDF that posts the records of its batch, one after another."""

    @pandas_udf(schema)  # type: ignore[call-overload]
    def scores(records: pd.Series) -> pd.DataFrame:
        with requests.Session() as session:
            return pd.DataFrame(
                session.post(url, data=record.encode(), headers=HEADERS).json()
                for record in records
            )

    return scores


def blocking(work: Work, df: DataFrame) -> list[dict[str, Any]]:
    """The two ways in which a Python user calls a server today."""
    name = "score and read in PySpark, answers after 5 ms"
    scores = pandas_scores(work.url, work.schema)

    def with_pandas() -> DataFrame:
        return df.withColumn("prediction", scores(to_json(struct(*map(col, df.columns)))))

    def scored() -> Side:
        return Side("score()", lambda: _consume(work.score(df)), lambda: _rows(work.score(df)))

    def mapped() -> list[Any]:
        return sorted(df.rdd.mapPartitions(posted(work.url)).collect())

    return [
        work.compare(
            name,
            df,
            scored(),
            Side(
                "pandas UDF, requests",
                lambda: _consume(with_pandas()),
                lambda: _rows(with_pandas()),
            ),
        ),
        work.compare(
            name,
            df,
            scored(),
            Side(
                "mapPartitions, requests",
                lambda: df.rdd.mapPartitions(posted(work.url)).count(),
                mapped,
            ),
        ),
    ]


def small(work: Work, answers: str, df: DataFrame) -> dict[str, Any]:
    """As few rows as somebody looks at."""
    return work.compare(
        f"score() and collect() in PySpark, answers {answers}",
        df,
        Side("score().collect()", lambda: work.score(df).collect(), lambda: _rows(work.score(df))),
        Side(
            "mapPartitions, requests",
            lambda: df.rdd.mapPartitions(posted(work.url)).collect(),
            lambda: sorted(df.rdd.mapPartitions(posted(work.url)).collect()),
        ),
    )


def _rows(scored: DataFrame) -> list[Any]:
    plain = scored.select("*", "prediction.id", "prediction.score").drop(
        "prediction", "prediction_error"
    )
    return sorted(tuple(row) for row in plain.collect())


def _consume(df: DataFrame) -> None:
    df.write.format("noop").mode("overwrite").save()


def _seconds(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _session() -> SparkSession:
    """The session that is there already."""
    gateway = launch_gateway()
    jvm = gateway.jvm
    java_context = jvm.org.apache.spark.api.java.JavaSparkContext.fromSparkContext(
        jvm.org.apache.spark.SparkContext.getOrCreate()
    )
    conf = SparkConf(_jvm=jvm, _jconf=java_context.getConf())
    context = SparkContext(conf=conf, gateway=gateway, jsc=java_context)
    return SparkSession(context, jvm.org.apache.spark.sql.SparkSession.active())


def main() -> None:
    asked = json.loads(sys.argv[1])
    spark = _session()
    rows = spark.read.parquet(asked["rows"])
    few = spark.read.parquet(asked["fewRows"])
    found = [
        *blocking(_work(asked, "slowServer"), rows),
        small(_work(asked, "slowServer", SHORT), "after 5 ms", few),
        small(_work(asked, "fastServer", SHORT), "at once", few),
    ]
    Path(asked["found"]).write_text(json.dumps(found))


def _work(asked: dict[str, Any], server: str, more: int = 1) -> Work:
    return Work(
        asked[server],
        asked["schema"],
        asked["staging"],
        more * asked["warmUps"],
        more * asked["rounds"],
    )


main()
