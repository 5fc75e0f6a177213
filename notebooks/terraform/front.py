"""One address for several services, as the connector's ``endpointUrl`` is one."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

STEP_FUNCTIONS = "AWSStepFunctions."


@contextmanager
def before(step_functions: str, others: str, denied: Sequence[str] = ()) -> Iterator[str]:
    """Gives an address that passes calls of Step Functions to the one, all others to the other.

    :param denied: actions that the caller has no right to, such as ``DescribeTransformJob``
    """

    class Front(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            target = self.headers.get("X-Amz-Target", "")
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            action = target.rpartition(".")[2]
            if action in denied:
                error = {"__type": "AccessDeniedException", "message": f"not allowed: {action}"}
                self._pass_on(400, [], json.dumps(error).encode())
                return
            service = step_functions if target.startswith(STEP_FUNCTIONS) else others
            connection = http.client.HTTPConnection(str(urlsplit(service).netloc), timeout=60)
            try:
                connection.request("POST", self.path, body, dict(self.headers))
                answer = connection.getresponse()
                self._pass_on(answer.status, answer.getheaders(), answer.read())
            finally:
                connection.close()

        def _pass_on(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
            self.send_response_only(status)
            for name, value in headers:
                if name.lower() not in ("connection", "content-length", "transfer-encoding"):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Front) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
