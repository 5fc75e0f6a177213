"""Lints, checks the format and checks the types of all Python here, as the build does.

``python check.py [--fix]`` fixes what can be fixed without thought when it is told to.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
CODE = [str(HERE), str(HERE.parent / "notebooks")]
RUFF = ["--no-cache", "--config", str(HERE / "pyproject.toml"), *CODE]
# Below target/, where the environment of the build lies.
TYPES = ["--cache-dir", str(Path(sys.prefix) / "mypy-cache")]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fix", action="store_true")
    fix = parser.parse_args().fix
    results = [
        _run("ruff", "format", *([] if fix else ["--diff"]), *RUFF),
        _run("ruff", "check", *(["--fix"] if fix else []), *RUFF),
        _run("mypy", *TYPES),
    ]
    return int(any(results))


def _run(*command: str) -> int:
    return subprocess.run([sys.executable, "-m", *command], cwd=HERE, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
