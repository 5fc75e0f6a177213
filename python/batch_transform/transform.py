"""The one call."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any, Optional

from pyspark.sql import DataFrame, SparkSession

from batch_transform import datasource
from batch_transform.errors import transform_errors
from batch_transform.java import java_batch_transform, java_duration, java_map, jvm_of
from batch_transform.options import option_texts
from batch_transform.plan import RunPlan
from batch_transform.progress import Progress, progress_of
from batch_transform.purge import Purge
from batch_transform.reap import Reaping
from batch_transform.run import TransformRun
from batch_transform.spelling import in_either_spelling, option_names, typed_names


class BatchTransform:
    """Scores the rows of a DataFrame with a model. Nothing happens before :meth:`score`,
    :meth:`start` or :meth:`plan`.

    Options have the names of the data source ``sagemaker``, such as ``instanceType``; a keyword
    argument ``instance_type`` means the same. Besides strings, numbers and booleans they
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
        if not hasattr(df, "sparkSession"):
            raise TypeError(
                f"Cannot score a {type(df).__module__}.{type(df).__name__}: it takes a "
                "DataFrame of Spark, such as spark.createDataFrame(...) makes of a pandas one."
            )
        named = {"model": model, "stagingPath": stagingPath, **more}
        self._df = df
        self._options = {**option_texts(options or {}), **option_texts(option_names(named))}
        self._spelled = typed_names(named)
        self._java: Optional[Any] = None

    def option(self, name: str, value: Any) -> BatchTransform:
        """This call with one more option."""
        more = BatchTransform(self._df, options={**self._options, name: value})
        more._spelled = self._spelled
        return more

    def score(self, *, progress: Optional[bool] = None) -> DataFrame:
        """Stages the rows, runs the model over them, waits, and returns every row once with its
        prediction or its error.

        A ``KeyboardInterrupt`` (Ctrl-C, a notebook's stop button) while it waits stops the run's
        job, unless the option ``stopOnCancel`` is false.

        :param progress: whether to show how far it is; by default in a terminal and a notebook.
            ``True`` writes a line per minute where there is neither
        :raises TransformError: when an option or the DataFrame's schema is refused (nothing was
            staged then), and when the run has failed or was stopped
        """
        if jvm_of(self._df.sparkSession) is None:
            with progress_of(self._df.sparkSession, "sagemaker", progress) as shown:
                scored = datasource.score(self._df, self._options, self._spelled)
                if shown is not None:
                    shown.ended("done")
            return scored
        with self._progress("score()", progress) as shown:
            run = self.start(progress=False)
            try:
                scored = run.result(progress=False)
            except KeyboardInterrupt:
                # Python waits no longer, but the JVM does not notice.
                run._cancel()
                raise
            run._sum_up(shown)
            return scored

    def start(self, *, progress: Optional[bool] = None) -> TransformRun:
        """Stages the rows and starts the run, and returns without waiting for its end.

        :param progress: whether to show how far staging is; by default in a terminal and a
            notebook
        :raises TransformError: when an option or the DataFrame's schema is refused; nothing was
            staged then
        """
        with self._progress("start()", progress) as shown, transform_errors(self._spelled):
            run = TransformRun(self._java_call("start()").start(), self._df.sparkSession)
            if shown is not None:
                shown.ended("started")
            return run

    def plan(self) -> RunPlan:
        """What :meth:`start` would do: stages nothing, submits nothing. Counts the rows, which
        runs the DataFrame's own plan once.

        :raises TransformError: when an option or the DataFrame's schema is refused
        """
        with transform_errors(self._spelled):
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
        _require_session(spark, "attach")
        connector = java_batch_transform(spark, "attach()")
        given = java_map(spark, option_texts(option_names(options)))
        with transform_errors(typed_names(options)):
            run = connector.attach(spark._jsparkSession, staging_path, run_id, given)
            return TransformRun(run, spark)

    @staticmethod
    @in_either_spelling
    def purge(spark: SparkSession, staging_path: str, older_than: timedelta) -> Purge:
        """Finds the runs below a staging path that have ended and are old. Deletes nothing by
        itself: look at :meth:`Purge.runs`, then call :meth:`Purge.delete`.

        :param older_than: how long ago a run must have changed last
        :raises TransformError: when ``older_than`` is negative, or the path cannot be read
        """
        _require_session(spark, "purge")
        connector = java_batch_transform(spark, "purge()")
        with transform_errors():
            duration = java_duration(spark, older_than)
            return Purge(connector.purge(spark._jsparkSession, staging_path, duration), spark)

    @staticmethod
    @in_either_spelling
    def reap(spark: SparkSession, staging_path: str, older_than: timedelta) -> Reaping:
        """Finds the transform jobs that runs below a staging path have left behind. Stops nothing
        by itself: look at :meth:`Reaping.jobs`, then call :meth:`Reaping.stop`.

        :param older_than: age from which a job started with ``wait=False`` counts as abandoned
            (``wait=False``, :meth:`start`); one whose waiting driver has died counts at once
        :raises TransformError: when ``older_than`` is negative, or the path cannot be read
        """
        _require_session(spark, "reap")
        connector = java_batch_transform(spark, "reap()")
        with transform_errors():
            duration = java_duration(spark, older_than)
            return Reaping(connector.reap(spark._jsparkSession, staging_path, duration), spark)

    def _progress(
        self, call: str, wanted: Optional[bool]
    ) -> AbstractContextManager[Optional[Progress]]:
        with transform_errors(self._spelled):
            return progress_of(self._df.sparkSession, self._java_call(call).runId(), wanted)

    def _java_call(self, call: str) -> Any:
        """Java's call, of which there is one: it gives its run the one name that it has."""
        if self._java is None:
            session = self._df.sparkSession
            connector = java_batch_transform(session, call)
            options = java_map(session, self._options)
            self._java = connector.on(self._df._jdf).options(options)
        return self._java


def _require_session(spark: Any, call: str) -> None:
    if not hasattr(spark, "createDataFrame"):
        raise TypeError(
            f"Cannot call {call}(...) with a {type(spark).__name__} first: it takes the Spark "
            "session, then the staging path."
        )
