"""Puts the connector's jar, and the pages that its messages name, into the wheel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ConnectorHook(BuildHookInterface):
    """The jar comes from Maven's build, or from the source distribution that brought it along."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        here = Path(self.root)
        folder = "batch_transform" if self.target_name == "wheel" else "connector"
        included = {self._jar(here): "jars"}
        for page in sorted(_first(here / "connector" / "docs", here.parent / "docs").glob("*.md")):
            included[page] = "docs"
        for file, kind in included.items():
            build_data["force_include"][str(file)] = f"{folder}/{kind}/{file.name}"

    def _jar(self, here: Path) -> Path:
        maven = self.metadata.version.replace(".dev0", "-SNAPSHOT")
        name = f"spark-batch-transform-{maven}.jar"
        jar = _first(
            here / "connector" / "jars" / name, here.parent / "connector" / "target" / name
        )
        if not jar.is_file():
            raise FileNotFoundError(
                f"There is no {jar}, which the wheel carries. Build it first, in the project's "
                "root: ./mvnw -pl connector -am package -DskipTests"
            )
        return jar


def _first(*places: Path) -> Path:
    """The first of these that is there, else the last."""
    return next((place for place in places if place.exists()), places[-1])
