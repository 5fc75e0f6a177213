"""What lies beside this package: in a wheel the jar and the pages, in the jar the jar itself."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

from batch_transform.version import jar_version

HERE = Path(__file__).parent


def connector_jar() -> Optional[Path]:
    """The connector's jar; ``None`` where the package lies alone."""
    if HERE.parent.suffix == ".jar" and HERE.parent.is_file():
        return HERE.parent
    jar = HERE / "jars" / f"spark-batch-transform-{jar_version()}.jar"
    return jar if jar.is_file() else None


def page(name: str) -> Optional[Path]:
    """A page of the documentation; ``None`` where it is not at hand."""
    file = HERE / "docs" / name
    return file if file.is_file() else None
