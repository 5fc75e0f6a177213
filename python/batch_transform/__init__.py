"""Scores a whole DataFrame with a SageMaker model and joins the answers back on.

::

    from batch_transform import BatchTransform

    scored = BatchTransform(df, model="catalog-embedder", stagingPath="s3a://bucket/scoring").score()

Every row of ``df`` comes back exactly once, followed by the columns ``prediction`` and
``prediction_error``. The work is done by the connector's jar, which Spark needs in any case
(``--jars x.jar``). The package lies in the jar too, where it need not be installed: give the jar to
Spark as a Python file as well (``--py-files x.jar``).
"""

from batch_transform.errors import TransformError
from batch_transform.plan import IsolationForecast, RunPlan
from batch_transform.purge import Purge, PurgeResult
from batch_transform.reap import Reaping, ReapResult
from batch_transform.run import RunCost, RunStatus, TransformRun
from batch_transform.transform import BatchTransform
from batch_transform.verification import Verification

# Maven's version, as PEP 440 writes it
__version__ = "0.1.0.dev0"

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
]
