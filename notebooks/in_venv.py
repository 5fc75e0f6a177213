"""Runs Python in an environment that has what a requirements file names, and makes it if need be.

``python3 in_venv.py <venv> <requirements> <arguments of python>...``
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import venv
from pathlib import Path


def main() -> int:
    directory, requirements, *arguments = sys.argv[1:]
    return subprocess.call([_environment(Path(directory), Path(requirements)), *arguments])


def _environment(directory: Path, requirements: Path) -> str:
    """The environment's Python. An environment made from other requirements is made anew."""
    python = directory / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    made_from = directory / "made-from.txt"
    wanted = _fingerprint(requirements)
    if not made_from.is_file() or made_from.read_text() != wanted:
        print(f"Making {directory}", flush=True)
        venv.create(directory, clear=True, with_pip=True)
        install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([python, *install, "--requirement", requirements], check=True)
        made_from.write_text(wanted)
    return str(python)


def _fingerprint(requirements: Path) -> str:
    """Of the Python and of all that the file asks for, files that it includes among it."""
    digest = hashlib.sha256(sys.version.encode())
    files = [requirements]
    while files:
        file = files.pop()
        text = file.read_text()
        digest.update(text.encode())
        included = re.findall(r"^-r\s+(\S+)", text, re.MULTILINE)
        files += [file.parent / name for name in included]
    return digest.hexdigest()


if __name__ == "__main__":
    sys.exit(main())
