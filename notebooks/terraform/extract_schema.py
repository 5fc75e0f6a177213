"""Writes aws-schema.json: what the AWS provider knows of the resources that the modules use.

``python extract_schema.py [wheel]``. The wheel of the provider's bindings, 60 MB, is downloaded if
none is given. It was generated from the provider's own schema. Names, types, nesting, and what is
required are kept; no text is.
"""

from __future__ import annotations

import base64
import io
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SCHEMA = HERE / "aws-schema.json"
BINDINGS = "cdktf-cdktf-provider-aws==21.22.1"
RESOURCES = [
    "appautoscaling_policy",
    "appautoscaling_target",
    "cloudwatch_log_group",
    "cloudwatch_metric_alarm",
    "iam_role",
    "iam_role_policy",
    "s3_bucket",
    "s3_bucket_lifecycle_configuration",
    "s3_bucket_policy",
    "s3_bucket_public_access_block",
    "s3_bucket_server_side_encryption_configuration",
    "sagemaker_endpoint",
    "sagemaker_endpoint_configuration",
    "sagemaker_model",
    "scheduler_schedule",
    "sfn_state_machine",
    "sns_topic",
    "sns_topic_policy",
    "sqs_queue",
]
DATA_SOURCES = ["caller_identity", "partition", "region"]

SOURCE_MAP = re.compile(r"sourceMappingURL=data:application/json;base64,(\S+)")
PACKAGE = "package/package.json"
OF_SAGEMAKER = re.compile(r"package/lib/(sagemaker-[\w-]+)/index\.js")
CLASS = re.compile(
    r"^export class (\w+?)(?:OutputReference)? extends cdktf"
    r"\.(?:ComplexObject|TerraformResource|TerraformDataSource) {\n(.*?)^}",
    re.MULTILINE | re.DOTALL,
)
FUNCTION = re.compile(r"^export function (\w+)ToHclTerraform\(.*?^}", re.MULTILINE | re.DOTALL)
MEMBER = re.compile(
    r"^ +(\w+): {\s*value: (.*?),\s*isBlock: (true|false),"
    r"\s*type: \"(\w+)\",\s*storageClassType: \"(\w+)\"",
    re.MULTILINE,
)
PRESENCE = re.compile(
    r"// (\w+) - computed: (true|false), optional: (true|false), required: (true|false)"
)
COMPUTED = re.compile(r"return (?:cdktf\.Fn\.tolist\()?this\.get(\w+)Attribute\('(\w+)'\)")
NESTED = re.compile(r"(\w+)ToHclTerraform")
COMPUTED_TYPES = {
    "String": "string",
    "Number": "number",
    "Boolean": "bool",
    "List": "list(string)",
    "StringMap": "map(string)",
}
TYPES = {
    "string": "string",
    "number": "number",
    "boolean": "bool",
    "stringList": "{}(string)",
    "numberList": "{}(number)",
    "stringMap": "map(string)",
}


class Bindings:
    """What one resource's source in the bindings says of it."""

    def __init__(self, source: str) -> None:
        self._classes = dict(CLASS.findall(source))
        self._functions = {found[1]: found[0] for found in FUNCTION.finditer(source)}

    def schema(self) -> dict[str, Any]:
        """Of a whole resource or data source: the class that comes last."""
        whole = list(self._classes.values())[-1]
        return self._block(whole, whole)

    def _block(self, described: str, listed: str) -> dict[str, Any]:
        presence = {
            name: [
                word
                for word, flag in zip(("computed", "optional", "required"), flags)
                if flag == "true"
            ]
            for name, *flags in PRESENCE.findall(described)
        }
        attributes: dict[str, str] = {}
        blocks: dict[str, Any] = {}
        for kind, name in COMPUTED.findall(described):
            if kind in COMPUTED_TYPES and presence.get(name) == ["computed"]:
                attributes[name] = f"{COMPUTED_TYPES[kind]} computed"
        for name, value, is_block, collection, storage in self._members(listed):
            flags = " ".join(presence[name])
            if storage in TYPES:
                attributes[name] = f"{TYPES[storage].format(collection)} {flags}"
            elif is_block == "true":
                blocks[name] = {
                    "nesting": "single" if collection == "struct" else collection,
                    **({} if "listMapperHcl" in value else {"max": 1}),
                    **({"min": 1} if flags == "required" else {}),
                    **self._nested(value),
                }
            else:
                raise ValueError(f"{name} is a {storage}, which is new.")
        return {
            "attributes": dict(sorted(attributes.items())),
            "blocks": dict(sorted(blocks.items())),
        }

    def _nested(self, value: str) -> dict[str, Any]:
        function = NESTED.findall(value)[0]
        return self._block(
            self._classes[function[0].upper() + function[1:]], self._functions[function]
        )

    @staticmethod
    def _members(listed: str) -> list[tuple[str, str, str, str, str]]:
        start = listed.find("const attrs = {")
        return MEMBER.findall(listed[start:])


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        wheel = Path(sys.argv[1]) if len(sys.argv) > 1 else _download(folder)
        with zipfile.ZipFile(wheel) as packed:
            inner = next(name for name in packed.namelist() if name.endswith(".jsii.tgz"))
            bindings = io.BytesIO(packed.read(inner))
        with tarfile.open(fileobj=bindings, mode="r:gz") as package:
            names = package.getnames()
            sources = {
                name: package.extractfile(name).read().decode()  # type: ignore[union-attr]
                for name in names
                if name in _wanted()
            }
    provider = json.loads(sources[PACKAGE])["cdktf"]["provider"]
    schema = {
        "provider": provider["name"],
        "version": provider["version"],
        "source": f"{BINDINGS}, MPL-2.0; names and types only, by extract_schema.py",
        "resources": {f"aws_{name}": _schema(sources, name) for name in RESOURCES},
        "sagemaker": sorted(
            "aws_" + found[1].replace("-", "_")
            for found in (OF_SAGEMAKER.fullmatch(name) for name in names)
            if found
        ),
        "data": {f"aws_{name}": _schema(sources, f"data_aws_{name}") for name in DATA_SOURCES},
    }
    SCHEMA.write_text(json.dumps(schema, indent=1) + "\n")


def _wanted() -> set[str]:
    folders = [*RESOURCES, *(f"data_aws_{name}" for name in DATA_SOURCES)]
    return {PACKAGE, *(_source(folder) for folder in folders)}


def _source(folder: str) -> str:
    return f"package/lib/{folder.replace('_', '-')}/index.js"


def _schema(sources: dict[str, str], folder: str) -> dict[str, Any]:
    script = sources[_source(folder)]
    # The comments that say what is required are only in the source before it was compiled.
    source_map = json.loads(base64.b64decode(SOURCE_MAP.findall(script)[0]))
    return Bindings(source_map["sourcesContent"][0]).schema()


def _download(folder: str) -> Path:
    command = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--dest",
        folder,
        BINDINGS,
    ]
    subprocess.run(command, check=True)
    return next(Path(folder).glob("*.whl"))


if __name__ == "__main__":
    main()
