"""What all models of the tests have in common."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler
from typing import Any


class ModelHandler(BaseHTTPRequestHandler):
    """Speaks the container contract; ``do_POST`` is the model."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.answer(200 if self.path == "/ping" else 404, b"")

    def records(self) -> list[Any]:
        """The records of the request."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        return [json.loads(line) for line in body.splitlines()]

    def answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/jsonlines")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """A test's output is about the test."""
