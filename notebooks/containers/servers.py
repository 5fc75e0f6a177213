"""Real servers of models, as they are in containers, each on a port of its own.

``python servers.py`` starts them all, writes their addresses as a line of JSON, and stops them
when its standard input ends. It runs in an environment with what requirements.txt names; so do
the servers.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

HUGGING_FACE_TOOLKIT = "sagemaker-huggingface-inference-toolkit==2.6.0"
TOOLKIT_HANDLER = "sagemaker_inference.default_handler_service"
SECONDS_TO_START = 300


def main() -> None:
    # So that a terminated process stops its servers too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    _install_hugging_face()
    folder = Path(tempfile.mkdtemp(prefix="containers-"))
    processes: list[subprocess.Popen[bytes]] = []
    try:
        addresses = {
            "scikit-learn": _serve_with_toolkit(processes, folder, "sklearn", TOOLKIT_HANDLER),
            "XGBoost": _serve_with_toolkit(processes, folder, "xgboost", TOOLKIT_HANDLER),
            "Hugging Face": _serve_with_toolkit(processes, folder, "huggingface", "on_cpu:handle"),
            "MLflow": _serve_mlflow(processes, folder),
        }
        for name, address in addresses.items():
            _await(name, address, folder, processes)
        print(json.dumps(addresses), flush=True)
        sys.stdin.read()
    finally:
        for process in processes:
            os.killpg(process.pid, signal.SIGTERM)
        for process in processes:
            process.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def _install_hugging_face() -> None:
    """Without PyTorch, librosa and what else it asks for and a pipeline of our own does not."""
    install = ["pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    subprocess.run([sys.executable, "-m", *install, HUGGING_FACE_TOOLKIT], check=True)


def _serve_with_toolkit(
    processes: list[subprocess.Popen[bytes]], folder: Path, name: str, handler: str
) -> str:
    """Multi Model Server with one model, as SageMaker's toolkits start it."""
    model = folder / name
    shutil.copytree(Path(__file__).parent / name, model)
    train = model / "train.py"
    if train.exists():
        subprocess.run([sys.executable, str(train)], cwd=model, check=True)
    port, management = _free_port(), _free_port()
    (model / "server.properties").write_text(
        "enable_envvars_config=true\n"
        "decode_input_request=false\n"
        "load_models=ALL\n"
        "default_workers_per_model=1\n"
        f"inference_address=http://127.0.0.1:{port}\n"
        f"management_address=http://127.0.0.1:{management}\n"
        f"default_service_handler={handler}\n"
    )
    command = ["multi-model-server", "--start", "--foreground", "--model-store", "/"]
    command += ["--models", f"model={model}", "--mms-config", str(model / "server.properties")]
    # Its process id, and its sockets, which all servers would give the same names.
    temporary = {"TMPDIR": str(model), "TEMP": str(model)}
    environment = {"PYTHONPATH": str(model / "code"), **temporary}
    processes.append(_start(command, model, environment))
    return f"http://127.0.0.1:{port}"


def _serve_mlflow(processes: list[subprocess.Popen[bytes]], folder: Path) -> str:
    model = folder / "mlflow"
    shutil.copytree(Path(__file__).parent / "mlflow", model)
    environment = {"MLFLOW_TRACKING_URI": (model / "runs").as_uri(), "MLFLOW_ALLOW_FILE_STORE": "1"}
    subprocess.run(
        [sys.executable, "train.py"], cwd=model, check=True, env={**os.environ, **environment}
    )
    port = _free_port()
    command = ["mlflow", "models", "serve", "--model-uri", str(model / "model")]
    command += ["--env-manager", "local", "--port", str(port)]
    processes.append(_start(command, model, environment))
    return f"http://127.0.0.1:{port}"


def _start(command: list[str], folder: Path, more: dict[str, str]) -> subprocess.Popen[bytes]:
    environment = {**os.environ, **more}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    with (folder / "server.log").open("wb") as log:
        # A group of its own, so that the processes that it starts end with it.
        return subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _await(name: str, address: str, folder: Path, processes: list[subprocess.Popen[bytes]]) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and all(process.poll() is None for process in processes):
        try:
            with urllib.request.urlopen(f"{address}/ping", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    logs = "\n".join(log.read_text(errors="replace")[-2000:] for log in folder.glob("*/server.log"))
    raise SystemExit(f"{name} does not answer its ping. What the servers say:\n{logs}")


def _free_port() -> int:
    """One up to 32767, beyond which Multi Model Server takes none; systems give away those."""
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port


if __name__ == "__main__":
    main()
