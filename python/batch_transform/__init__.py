"""Scores a whole DataFrame with a SageMaker model and joins the answers back on.

::

    from batch_transform import BatchTransform, configure_spark
    from pyspark.sql import SparkSession

    spark = configure_spark(SparkSession.builder).getOrCreate()
    scored = BatchTransform(df, model="catalog-embedder", stagingPath="s3a://bucket/scoring").score()

Every row of ``df`` comes back exactly once, followed by the columns ``prediction`` and
``prediction_error``. The work is done by the connector's jar. The wheel has it inside, and
:func:`configure_spark` gives it to Spark. The package lies in the jar too, where it need not be
installed: give the jar to Spark twice, as a jar and as a Python file (``--jars x.jar --py-files
x.jar``).
"""

from batch_transform.errors import TransformError
from batch_transform.plan import IsolationForecast, RunPlan
from batch_transform.purge import Purge, PurgeResult
from batch_transform.reap import Reaping, ReapResult
from batch_transform.run import RunCost, RunStatus, TransformRun
from batch_transform.session import configure_spark, jar_path
from batch_transform.transform import BatchTransform
from batch_transform.verification import Verification
from batch_transform.version import __version__

__all__ = [
    "BatchTransform",
    "IsolationForecast",
    "Purge",
    "PurgeResult",
    "ReapResult",
    "Reaping",
    "RunCost",
    "RunPlan",
    "RunStatus",
    "TransformError",
    "TransformRun",
    "Verification",
    "__version__",
    "configure_spark",
    "jar_path",
]
