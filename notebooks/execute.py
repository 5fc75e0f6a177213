"""Executes the notebooks from top to bottom. A cell that fails ends it.

``python execute.py [--refresh=true] <folder>`` writes the executed notebooks into the folder and,
if it is to refresh, their outputs into the notebooks beside this file.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

HERE = Path(__file__).resolve().parent
SECONDS_A_CELL = 600


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--refresh", choices=["true", "false"], default="false")
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    for source in sorted(HERE.glob("*.ipynb")):
        executed = arguments.folder / source.name
        _execute(source, executed)
        if arguments.refresh == "true":
            source.write_bytes(executed.read_bytes())


def _execute(source: Path, executed: Path) -> None:
    print(f"Executing {source.name}", flush=True)
    notebook = nbformat.read(source, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=SECONDS_A_CELL,
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(HERE)}},
    )
    try:
        client.execute()
    except CellExecutionError as failure:
        sys.exit(f"{source.name}: a cell failed; all outputs so far are in {executed}\n{failure}")
    finally:
        # Which Python and Jupyter it was is no part of the notebook.
        notebook.metadata.language_info = {"name": "python"}
        nbformat.write(notebook, executed)


if __name__ == "__main__":
    main()
