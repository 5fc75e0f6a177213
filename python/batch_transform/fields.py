"""How a notebook shows one of our data classes."""

from __future__ import annotations

from dataclasses import fields
from html import escape
from typing import Any


class HtmlFields:
    """A data class that a notebook shows as a table of its fields."""

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th style='text-align:left'>{field.name}</th>"
            f"<td style='text-align:left'><pre style='margin:0'>"
            f"{escape(_shown(getattr(self, field.name)))}</pre></td></tr>"
            for field in fields(self)  # type: ignore[arg-type]
            if field.repr
        )
        return f"<table>{rows}</table>"


def _shown(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, dict):
        value = tuple(f"{name} {each:,}" for name, each in value.items())
    if isinstance(value, tuple):
        return "\n".join(map(str, value)) or "-"
    return str(value)
