"""Runs the stand-ins for AWS until standard input ends, which it does however a notebook ends.

Prints one line of JSON when all of them answer: their addresses, or the error.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from local_stand_ins import BUILD, hadoop_conf

EXAMPLES = Path(__file__).resolve().parent.parent / "examples" / "target"
ITEMS = 1200
READY = "listening on "


class Servers(ExitStack):
    """Java programs with the class path of the examples, in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._started: dict[subprocess.Popen[str], str] = {}
        class_path = EXAMPLES / "run-example.classpath"
        if not class_path.is_file():
            raise RuntimeError(f"There is no {class_path}. {BUILD}")
        classes = [str(EXAMPLES / "classes"), class_path.read_text()]
        self._environment = {**os.environ, "CLASSPATH": os.pathsep.join(classes)}

    def start(self, main_class: str, *arguments: str) -> subprocess.Popen[str]:
        log = self.enter_context(self._log(main_class).open("w", encoding="utf-8"))
        process = subprocess.Popen(
            [_java(), "-Xmx1g", f"dev.batchtransform.{main_class}", *arguments],
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        self._started[process] = main_class
        self.callback(process.wait)
        self.callback(process.terminate)
        return process

    def endpoint(self, process: subprocess.Popen[str]) -> str:
        """The address that a server prints when it answers."""
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith(READY):
                return line[len(READY) :].strip()
        raise self._failed(process)

    def finish(self, process: subprocess.Popen[str]) -> None:
        """Waits for a program that ends by itself."""
        if process.wait() != 0:
            raise self._failed(process)

    def _log(self, main_class: str) -> Path:
        return self._folder / f"{main_class}.log"

    def _failed(self, process: subprocess.Popen[str]) -> RuntimeError:
        main_class = self._started[process]
        log = self._log(main_class).read_text(encoding="utf-8")
        return RuntimeError(f"Cannot run {main_class}. Its log:\n{log[-4000:]}")


def main() -> None:
    # Raises SystemExit, so that the servers end before this process does.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    folder = Path(tempfile.mkdtemp(prefix="stand-ins-"))
    try:
        with Servers(folder) as servers:
            print(json.dumps(_start(servers, folder)), flush=True)
            sys.stdin.read()
    except Exception as failure:
        print(json.dumps({"error": str(failure)}), flush=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _start(servers: Servers, folder: Path) -> dict[str, str]:
    catalog = folder / "catalog.jsonl"
    s3 = servers.start("s3.LocalS3Command", "--data", str(folder / "s3"))
    model = servers.start("examples.container.EmbeddingContainer", "--port", "0")
    export = servers.start("examples.catalog.CatalogExport", str(catalog), "--items", str(ITEMS))
    s3_endpoint = servers.endpoint(s3)
    settings = hadoop_conf(s3_endpoint).items()
    confs = [text for key, value in settings for text in ("--conf", f"{key}={value}")]
    sagemaker = servers.start("emulator.EmulatorCommand", "--port", "0", *confs)
    servers.finish(export)
    return {
        "s3": s3_endpoint,
        "sagemaker": servers.endpoint(sagemaker),
        "model": servers.endpoint(model),
        "catalog": str(catalog),
    }


def _java() -> str:
    home = os.environ.get("JAVA_HOME")
    return str(Path(home) / "bin" / "java") if home else "java"


if __name__ == "__main__":
    main()
