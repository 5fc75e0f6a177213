"""docs/terraform.md does what it says, from top to bottom."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import interpreter
import pytest
from applied import MODULES, PROVIDERS, Applied, RefusedError, initialised, terraform
from aws_provider import SCHEMA
from botocore import xform_name
from conftest import RECORD
from interpreter import ended, make

PAGE = (MODULES.parents[1] / "docs" / "terraform.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+) ?([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INPUT_ROW = re.compile(r"^\| `(\w+)` \| (\S+) \| ", re.MULTILINE)
OUTPUT_ROW = re.compile(r"^\| ((?:`\w+`(?:, )?)+) \| ", re.MULTILINE)
OURS = "../spark-batch-transform/examples/terraform"


@pytest.fixture
def shell(tmp_path: Path, sagemaker: str, container: str) -> Iterator[Shell]:
    with interpreter.running(sagemaker) as client:
        yield Shell(tmp_path, client, container)


class Shell:
    """Runs the commands of the page in a folder of its own."""

    def __init__(self, folder: Path, sagemaker: Any, container: str) -> None:
        self._folder = folder
        self._sagemaker = sagemaker
        self._container = container
        self.answers: list[dict[str, Any]] = []

    def run(self, line: str) -> None:
        program, *words = shlex.split(re.sub(r"\$\((.*?)\)", self._substituted, line))
        if program == "terraform":
            self._terraform(*words)
        else:
            assert program == "aws"
            self._aws(*words)

    def _terraform(self, command: str, *words: str) -> str:
        if command in ("apply", "destroy"):
            words = (*words, "-auto-approve")
        printed = terraform(self._folder, command, *words)
        if command == "apply":
            make(Applied(self._folder), self._sagemaker, self._container)
        return printed

    def _aws(self, service: str, operation: str, *options: str) -> None:
        client = boto3.client(service)
        pairs = zip(options[::2], options[1::2])
        model = client.meta.service_model
        names = {xform_name(name, "-"): name for name in model.operation_names}
        members = model.operation_model(names[operation]).input_shape.members
        spelt = {f"--{xform_name(name, '-')}": name for name in members}
        values = {spelt[option]: self._value(text) for option, text in pairs}
        self.answers.append(getattr(client, xform_name(names[operation]))(**values))

    def _value(self, text: str) -> str:
        file = text.removeprefix("file://")
        return text if file == text else (self._folder / file).read_text()

    def _substituted(self, found: re.Match[str]) -> str:
        program, *words = shlex.split(found[1])
        assert program == "terraform"
        return self._terraform(*words).strip()


def test_the_page_runs_from_top_to_bottom(tmp_path: Path, shell: Shell, bucket: Path) -> None:
    commands = 0

    for language, hint, code in BLOCK.findall(PAGE):
        if hint.endswith((".tf", ".json")):
            (tmp_path / hint).write_text(code.replace(OURS, str(MODULES)))
        elif language == "bash":
            for line in code.splitlines():
                shell.run(line)
                commands += 1
        else:
            # Python runs where Spark is.
            assert hint == "refused" or language in ("python", "mermaid")

    assert commands >= 7
    assert json.loads(terraform(tmp_path, "show", "-json")).get("values") is None
    execution = ended(shell.answers[0]["executionArn"])
    assert execution["status"] == "SUCCEEDED", execution
    assert json.loads(execution["output"])["job"].startswith("catalog-embedder-by-hand-")
    assert (bucket / "output/by-hand/part-0.jsonl.out").read_text() == RECORD


def test_what_the_page_calls_absent_is(tmp_path: Path) -> None:
    (resource,) = [code for _, hint, code in BLOCK.findall(PAGE) if hint == "refused"]
    kind = re.findall(r'resource "(\w+)"', resource)[0]

    assert kind not in SCHEMA["sagemaker"]
    assert "aws_sagemaker_model" in SCHEMA["sagemaker"]
    folder = initialised(tmp_path / "m", PROVIDERS + resource)
    with pytest.raises(RefusedError, match=f'does not support\\s+resource type\\s+"{kind}"'):
        terraform(folder, "validate")


@pytest.mark.parametrize(
    ("module", "inputs", "outputs"),
    [
        ("batch-transform", "## Inputs and outputs of", "## An endpoint that sleeps"),
        ("async-endpoint", "## An endpoint that sleeps", "## What it costs"),
    ],
)
def test_the_page_has_every_input_and_output(module: str, inputs: str, outputs: str) -> None:
    section = PAGE[PAGE.index(inputs) : PAGE.index(outputs)]
    listed, returned = section.split("\n| output |")
    variables = declared(MODULES / module / "variables.tf", "variable")

    assert dict(INPUT_ROW.findall(listed)) == {
        name: default(body) for name, body in variables.items()
    }
    named = [name for row in OUTPUT_ROW.findall(returned) for name in re.findall(r"\w+", row)]
    assert named == list(declared(MODULES / module / "outputs.tf", "output"))


def declared(file: Path, kind: str) -> dict[str, str]:
    """What a file of a module declares, by name."""
    found = re.findall(rf'^{kind} "(\w+)" {{\n(.*?)^}}', file.read_text(), re.M | re.S)
    return dict(found)


def default(body: str) -> str:
    value = re.findall(r"^  default\s+= (.*)$", body, re.MULTILINE)
    return str(value[0]).strip('"') if value else "required"
