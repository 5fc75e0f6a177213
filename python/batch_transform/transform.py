"""The one call."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Optional

from pyspark.sql import DataFrame, SparkSession

from batch_transform import datasource
from batch_transform.errors import transform_errors
from batch_transform.java import java_batch_transform, java_duration, java_map, jvm_of
from batch_transform.options import option_texts
from batch_transform.plan import RunPlan
from batch_transform.purge import Purge
from batch_transform.reap import Reaping
from batch_transform.run import TransformRun
from batch_transform.spelling import in_either_spelling, option_names


class BatchTransform:
    """Scores the rows of a DataFrame with a model. Nothing happens before :meth:`score`,
    :meth:`start` or :meth:`plan`.

    Options have the names of the data source ``sagemaker``, such as ``instanceType``; a keyword
    argument ``instance_type`` is taken for the same. Besides strings, numbers and booleans they
    take a list of column names (``inputColumns``, ``carryColumns``), a pyspark ``DataType``
    (``resultSchema``), a ``date`` (``dt``), a ``timedelta`` (``jobTimeout``) and a ``dict``
    (``transformJob.<Field>``). ``None`` stands for an option that is not given.

    :param df: the rows to score
    :param model: name of the SageMaker model
    :param stagingPath: folder below which runs are staged and answered, on any Hadoop file system
    :param options: options by name, for names with a dot: ``options={"env.MODE": "fast"}``
    :param more: options by name
    """

    def __init__(
        self,
        df: DataFrame,
        model: Optional[str] = None,
        stagingPath: Optional[str] = None,  # noqa: N803
        *,
        options: Optional[Mapping[str, Any]] = None,
        **more: Any,
    ) -> None:
        self._df = df
        self._options = {
            **option_texts(options or {}),
            **option_texts(option_names({"model": model, "stagingPath": stagingPath, **more})),
        }

    def option(self, name: str, value: Any) -> BatchTransform:
        """This call with one more option."""
        return BatchTransform(self._df, options={**self._options, name: value})

    def score(self) -> DataFrame:
        """Stages the rows, runs the model over them, waits, and returns every row once with its
        prediction or its error.

        A ``KeyboardInterrupt`` (Ctrl-C, a notebook's stop button) while it waits stops the run's
        job, unless the option ``stopOnCancel`` is false.

        :raises TransformError: when an option or the DataFrame's schema is refused (nothing was
            staged then), and when the run has failed or was stopped
        """
        if jvm_of(self._df.sparkSession) is None:
            return datasource.score(self._df, self._options)
        run = self.start()
        try:
            return run.result()
        except KeyboardInterrupt:
            # Python waits no longer, but the JVM does not notice.
            run._cancel()
            raise

    def start(self) -> TransformRun:
        """Stages the rows and starts the run, and returns without waiting for its end.

        :raises TransformError: when an option or the DataFrame's schema is refused; nothing was
            staged then
        """
        with transform_errors():
            return TransformRun(self._java_call("start()").start(), self._df.sparkSession)

    def plan(self) -> RunPlan:
        """What :meth:`start` would do: stages nothing, submits nothing. Counts the rows, which
        runs the DataFrame's own plan once.

        :raises TransformError: when an option or the DataFrame's schema is refused
        """
        with transform_errors():
            return RunPlan._of(self._java_call("plan()").plan())

    @staticmethod
    @in_either_spelling
    def attach(spark: SparkSession, staging_path: str, run_id: str, **options: Any) -> TransformRun:
        """A run that has been staged before, by this application or by another.

        :param options: what holds in place of the run's own options or this machine's defaults:
            where and as whom SageMaker is called (``region``, ``endpointUrl``, ``roleArn``,
            ``externalId``, and ``pollInterval``), and how answers are read (``resultSchema``,
            ``resultFormat``). They hold for the returned object; the run keeps them only when it
            goes on with them
        :raises TransformError: when there is no such run, or an option is wrong
        """
        face = java_batch_transform(spark, "attach()")
        given = java_map(spark, option_texts(option_names(options)))
        with transform_errors():
            run = face.attach(spark._jsparkSession, staging_path, run_id, given)
            return TransformRun(run, spark)

    @staticmethod
    @in_either_spelling
    def purge(spark: SparkSession, staging_path: str, older_than: timedelta) -> Purge:
        """Finds the runs below a staging path that have ended and are old. Deletes nothing by
        itself: look at :meth:`Purge.runs`, then call :meth:`Purge.delete`.

        :param older_than: how long ago a run must have changed last
        :raises TransformError: when ``older_than`` is negative, or the path cannot be read
        """
        face = java_batch_transform(spark, "purge()")
        with transform_errors():
            duration = java_duration(spark, older_than)
            return Purge(face.purge(spark._jsparkSession, staging_path, duration), spark)

    @staticmethod
    @in_either_spelling
    def reap(spark: SparkSession, staging_path: str, older_than: timedelta) -> Reaping:
        """Finds the transform jobs that runs below a staging path have left behind. Stops nothing
        by itself: look at :meth:`Reaping.jobs`, then call :meth:`Reaping.stop`.

        :param older_than: age from which a job started with ``wait=False`` counts as abandoned
            (``wait=False``, :meth:`start`); one whose waiting driver has died counts at once
        :raises TransformError: when ``older_than`` is negative, or the path cannot be read
        """
        face = java_batch_transform(spark, "reap()")
        with transform_errors():
            duration = java_duration(spark, older_than)
            return Reaping(face.reap(spark._jsparkSession, staging_path, duration), spark)

    def _java_call(self, call: str) -> Any:
        session = self._df.sparkSession
        face = java_batch_transform(session, call)
        options = java_map(session, self._options)
        return face.on(self._df._jdf).options(options)
