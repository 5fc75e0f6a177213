"""Writes AWS's own API models into the emulator's resources, reduced to what the emulator serves.

To serve one more operation, add its name to OPERATIONS and run, in the project's root:

    python3 -m venv emulator/target/models
    emulator/target/models/bin/pip install botocore==1.44.8
    emulator/target/models/bin/python emulator/extract_api_models.py

With --check nothing is written, and the exit code is 1 when what is checked in is something else.
"""

import gzip
import json
import sys
from pathlib import Path

import botocore

VERSION = "1.44.8"
PUBLISHED = "2026-11-20"

# By the model's folder in botocore.
OPERATIONS = {
    "sagemaker/2017-07-24": [
        "AddTags",
        "CreateEndpoint",
        "CreateEndpointConfig",
        "CreateModel",
        "CreateTransformJob",
        "DeleteEndpoint",
        "DeleteEndpointConfig",
        "DeleteModel",
        "DeleteTags",
        "DescribeEndpoint",
        "DescribeEndpointConfig",
        "DescribeModel",
        "DescribeTransformJob",
        "ListEndpoints",
        "ListModels",
        "ListTags",
        "ListTransformJobs",
        "StopTransformJob",
        "UpdateEndpoint",
    ],
    "sagemaker-runtime/2017-05-13": [
        "InvokeEndpoint",
        "InvokeEndpointAsync",
    ],
    "stepfunctions/2016-11-23": [
        "CreateStateMachine",
        "DescribeExecution",
        "DescribeStateMachine",
        "StartExecution",
        "StopExecution",
    ],
    "logs/2014-03-28": [
        "DescribeLogStreams",
        "FilterLogEvents",
        "GetLogEvents",
    ],
}

RESOURCES = Path(__file__).parent / "src/main/resources/dev/batchtransform/emulator/shape"


def without_documentation(value):
    if isinstance(value, list):
        return [without_documentation(each) for each in value]
    if not isinstance(value, dict):
        return value
    # A member may be called "documentation"; it is an object then.
    return {
        key: without_documentation(each)
        for key, each in value.items()
        if key != "documentation" or isinstance(each, dict)
    }


def references(value):
    """The names of the shapes that an operation or a shape refers to."""
    if isinstance(value, list):
        return [name for each in value for name in references(each)]
    if not isinstance(value, dict):
        return []
    if isinstance(value.get("shape"), str):
        return [value["shape"]]
    return [name for each in value.values() for name in references(each)]


def extract(folder):
    file = f"data/{folder}/service-2.json.gz"
    model = json.loads(gzip.decompress((Path(botocore.__file__).parent / file).read_bytes()))
    model = without_documentation(model)
    operations = {name: model["operations"][name] for name in OPERATIONS[folder]}
    shapes = {}
    wanted = references(operations)
    while wanted:
        name = wanted.pop()
        if name not in shapes:
            shapes[name] = model["shapes"][name]
            wanted += references(shapes[name])
    source = {
        "file": f"botocore/{file}",
        "package": "botocore",
        "version": VERSION,
        "published": PUBLISHED,
        "copyright": "Amazon.com, Inc. or its affiliates",
        "license": "Apache-2.0",
        "changes": "Only the operations below and their shapes, without documentation",
    }
    return {
        "source": source,
        "metadata": model["metadata"],
        "operations": operations,
        "shapes": dict(sorted(shapes.items())),
    }


def text(model):
    """One operation or shape per line, so that a change of AWS's is a line in a diff."""
    parts = []
    for part, entries in model.items():
        lines = [f"    {json.dumps(key)}: {json.dumps(entry)}" for key, entry in entries.items()]
        parts.append(f"  {json.dumps(part)}: {{\n" + ",\n".join(lines) + "\n  }")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def main(arguments):
    if botocore.__version__ != VERSION:
        sys.exit(f"This is botocore {botocore.__version__}. Install botocore=={VERSION}.")
    for folder in OPERATIONS:
        resource = RESOURCES / f"{folder.split('/')[0]}.json"
        extracted = text(extract(folder))
        if arguments != ["--check"]:
            resource.write_text(extracted, encoding="utf-8")
        elif not resource.is_file() or resource.read_text(encoding="utf-8") != extracted:
            sys.exit(f"{resource} is not what botocore {VERSION} holds. Run without --check.")


if __name__ == "__main__":
    main(sys.argv[1:])
