"""The model of the pages, in a test's process or, as a program, in its own: ``--port <port>``."""

from __future__ import annotations

import argparse
from http.server import ThreadingHTTPServer

from model_handler import ModelHandler


class Embedder(ModelHandler):
    """Answers each record with the length of its title."""

    def do_POST(self) -> None:
        titles = [record["title"] for record in self.records()]
        if self.server.refused & set(titles):
            self.answer(400, b"a title is refused")
        else:
            self.answer(200, "".join(f'{{"length": {len(title)}}}\n' for title in titles).encode())


class EmbedderServer(ThreadingHTTPServer):
    """A server of :class:`Embedder`, with the titles that it refuses."""

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Embedder)
        self.refused: set[str] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int)
    EmbedderServer(parser.parse_args().port).serve_forever()
