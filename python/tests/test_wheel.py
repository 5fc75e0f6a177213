"""The package as pip installs it."""

from __future__ import annotations

import email
import os
import re
import subprocess
import sys
import sysconfig
import venv
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from zipfile import ZipFile

import pytest
from conftest import ROOT
from packaging.requirements import Requirement
from packaging.version import Version
from processes import output_of

PROJECT = ROOT / "python"
FIRST_BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PROGRAM = """
from importlib.metadata import version

import batch_transform
from batch_transform import BatchTransform, TransformError
from pyspark.sql import SparkSession

print(batch_transform.__file__)
print(version("spark-batch-transform") == batch_transform.__version__)
spark = (
    SparkSession.builder.master("local[2]")
    .config("spark.jars", {jars!r})
    .config("spark.ui.enabled", False)
    .getOrCreate()
)
words = spark.createDataFrame([(1, "cat"), (2, "horse")], "id BIGINT, word STRING")
options = {{"executor": "local", "localModel": {model!r}, "inputColumns": ["word"]}}
try:
    scored = BatchTransform(words, stagingPath={staging!r}, options=options).score()
    print(sorted((row.id, row.prediction.length) for row in scored.collect()))
except TransformError as refused:
    print(refused)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from the source with the pinned build backend, without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    _pip(sys.executable, "wheel", "--no-build-isolation", "--wheel-dir", str(folder), str(PROJECT))
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment that has the wheel, and PySpark as a cluster has it."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    _pip(str(python), "install", str(wheel))
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = Path(output_of([str(python), "-I", "-c", ask]))
    (packages / "pyspark-of-the-cluster.pth").write_text(sysconfig.get_path("purelib"))
    return python


def test_the_wheel_holds_the_package_the_jar_and_the_pages(wheel, jar):
    sources = {
        file.relative_to(PROJECT).as_posix()
        for file in (PROJECT / "batch_transform").rglob("*")
        if file.suffix == ".py" or file.name == "py.typed"
    }

    with ZipFile(wheel) as archive:
        files = {name for name in archive.namelist() if ".dist-info/" not in name}
        (licence,) = (name for name in archive.namelist() if name.endswith("/LICENSE"))
        assert archive.read(licence) == (ROOT / "LICENSE").read_bytes()
        assert archive.read(f"batch_transform/jars/{jar.name}") == jar.read_bytes()

    pages = {f"batch_transform/docs/{page.name}" for page in (ROOT / "docs").glob("*.md")}
    assert "batch_transform/py.typed" in files
    assert "batch_transform/docs/options.md" in pages
    assert files == sources | pages | {f"batch_transform/jars/{jar.name}"}


def test_the_wheel_and_the_jar_hold_the_same_package(wheel, jar):
    def package(file: Path) -> dict[str, bytes]:
        with ZipFile(file) as archive:
            names = (name for name in archive.namelist() if name.startswith("batch_transform/"))
            return {
                name: archive.read(name) for name in names if name.endswith((".py", "py.typed"))
            }

    assert package(wheel) == package(jar)


def test_the_wheels_version_is_mavens(wheel):
    pom = ElementTree.parse(ROOT / "pom.xml")
    maven = pom.findtext("{http://maven.apache.org/POM/4.0.0}version")

    assert _metadata(wheel)["Version"] == str(Version(maven.replace("-SNAPSHOT", ".dev0")))


def test_the_wheel_asks_for_nothing_that_is_not_wanted(wheel):
    requirements = [Requirement(text) for text in _metadata(wheel).get_all("Requires-Dist")]

    assert [each.name for each in requirements if not each.marker] == []
    assert [(each.name, str(each.marker)) for each in requirements] == [
        ("tqdm", 'extra == "progress"'),
        ("pyspark", 'extra == "pyspark"'),
    ]


def test_the_installed_wheel_scores_with_the_connectors_jar(installed, jar, model_url, tmp_path):
    origin, same_version, scored = _run(installed, str(jar), model_url, tmp_path)

    assert Path(origin).is_relative_to(installed.parent.parent)
    assert same_version == "True"
    assert scored == "[(1, 3), (2, 5)]"


def test_the_installed_wheel_says_how_to_add_the_jar(installed, model_url, tmp_path):
    *_, refused = _run(installed, "", model_url, tmp_path)

    assert refused.startswith("The data source 'sagemaker' is not on the class path")
    assert "configure_spark(SparkSession.builder)" in refused
    named = re.search(r"--jars (\S+),", refused).group(1)
    assert Path(named).is_relative_to(installed.parent.parent)
    assert Path(named).is_file()
    assert Path(re.search(r"(\S+platforms\.md) has", refused).group(1)).is_file()


def test_the_first_block_of_the_readme_needs_nothing_but_the_wheel(installed, tmp_path):
    block = FIRST_BLOCK.search((ROOT / "README.md").read_text(encoding="utf-8")).group(1)
    code = block.replace("/tmp/scoring", (tmp_path / "scoring").as_posix())
    program = tmp_path / "first.py"
    program.write_text(f"{code}\nprint([tuple(row) for row in scored.orderBy('id').collect()])")

    printed = output_of([str(installed), "-I", str(program)], PYSPARK_PYTHON=str(installed))

    *_, rows = printed.splitlines()
    assert rows.startswith("[(1, 'cat', Row(length=3), None), (2, 'horse', Row(length=5), None), ")
    assert "(3, '', None, Row(code='MODEL_ERROR', message=" in rows
    assert "a title is empty" in rows


def _run(python: Path, jars: str, model: str, folder: Path) -> list[str]:
    program = folder / "program.py"
    staging = (folder / "scoring").as_uri()
    program.write_text(PROGRAM.format(jars=jars, model=model, staging=staging))
    # Isolated, so that neither this folder nor an outer PYTHONPATH is looked at.
    return output_of([str(python), "-I", str(program)], PYSPARK_PYTHON=str(python)).splitlines()


def _metadata(wheel: Path) -> email.message.Message:
    with ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return email.message_from_bytes(archive.read(name))


def _pip(python: str, *arguments: str) -> None:
    command, *others = arguments
    offline = ["--no-index", "--no-deps", "--disable-pip-version-check", "--quiet"]
    finished = subprocess.run(
        [python, "-m", "pip", command, *offline, *others], capture_output=True, text=True
    )
    assert finished.returncode == 0, finished.stderr
