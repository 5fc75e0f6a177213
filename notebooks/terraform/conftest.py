"""What the tests share: a provider, an applied example, an emulator of SageMaker."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import aws_provider
import pytest
from applied import MODULES, PROVIDERS, Applied, initialised

EMULATOR = Path(__file__).resolve().parents[2] / "emulator" / "target"
RECORD = '{"title": "cat"}\n'
READY = "listening on "
EXAMPLE = f"""{PROVIDERS}
module "embedder" {{
  source   = "{MODULES}/batch-transform"
  name     = "catalog-embedder"
  image    = "123456789012.dkr.ecr.us-east-1.amazonaws.com/catalog-embedder:3"
  tags     = {{ team = "search" }}
  schedule = {{ expression = "cron(0 3 * * ? *)" }}
}}

module "endpoint" {{
  source              = "{MODULES}/async-endpoint"
  name                = "catalog-embedder"
  model_name          = module.embedder.model_name
  execution_role_name = module.embedder.execution_role_name
  bucket              = module.embedder.bucket
  error_topic_arn     = module.embedder.topic_arn
}}
"""


class Echo(BaseHTTPRequestHandler):
    """A container that answers each record with itself, unless it is to refuse it."""

    def do_GET(self) -> None:
        self._answer(200 if self.path == "/ping" else 404, b"")

    def do_POST(self) -> None:
        record = self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(400 if b'"refuse":true' in record else 200, record)

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


@pytest.fixture(scope="session", autouse=True)
def provider() -> Iterator[None]:
    """Terraform takes the stand-in for hashicorp/aws, and has no settings of the machine's."""
    with aws_provider.running() as environment, pytest.MonkeyPatch.context() as patch:
        patch.setenv("TF_CLI_CONFIG_FILE", os.devnull)
        patch.setenv("CHECKPOINT_DISABLE", "true")
        for name, value in environment.items():
            patch.setenv(name, value)
        yield


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Applied:
    """Both modules, applied."""
    return Applied(initialised(tmp_path_factory.mktemp("example"), EXAMPLE))


@pytest.fixture(scope="session")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the emulator finds its buckets."""
    return tmp_path_factory.mktemp("s3")


@pytest.fixture(scope="session")
def sagemaker(s3: Path) -> Iterator[str]:
    """The address of an emulator."""
    libraries = (EMULATOR / "run-emulator.classpath").read_text()
    home = os.environ.get("JAVA_HOME")
    command = [
        str(Path(home) / "bin" / "java") if home else "java",
        "-cp",
        os.pathsep.join([str(EMULATOR / "classes"), libraries]),
        "dev.batchtransform.emulator.EmulatorCommand",
        *("--port", "0", "--conf", f"emulator.s3Root={s3.as_uri()}"),
    ]
    log = s3.parent / "emulator.log"
    with log.open("w") as errors:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True)
    try:
        assert process.stdout is not None
        ready = next((line for line in process.stdout if line.startswith(READY)), None)
        assert ready, f"The emulator did not start: {log.read_text()[-2000:]}"
        yield ready[len(READY) :].strip()
    finally:
        process.terminate()
        process.wait()


@pytest.fixture(scope="session")
def container() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Echo) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def bucket(example: Applied, s3: Path) -> Path:
    """The example's, with a record in its input."""
    folder = s3 / str(example.only("aws_s3_bucket")["bucket"])
    (folder / "input").mkdir(parents=True)
    (folder / "input" / "part-0.jsonl").write_text(RECORD)
    return folder
