"""Copies the repository's pages for the site: in their places, README.md as its first page.

What is no page of the site, such as a source file, is named and not linked.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

FENCE = re.compile(r"^(```\w+) [^`\n]*$", re.MULTILINE)
LINK = re.compile(r"\[([^\]]*)\]\(([^)#:\s]+)((?:#[^)]*)?)\)")


def copy(root: Path, pages: Path) -> None:
    """Copies all pages of ``root`` to ``pages``."""
    shutil.rmtree(pages, ignore_errors=True)
    for page in sorted([*root.glob("*.md"), *root.glob("docs/*.md")]):
        target = pages / moved(page.relative_to(root))
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(rewritten(page, root))
    if (root / "docs/images").is_dir():
        shutil.copytree(root / "docs/images", pages / "docs/images")


def moved(page: Path) -> Path:
    """Where a page lies in the site."""
    return Path("index.md") if page == Path("README.md") else page


def rewritten(page: Path, root: Path) -> str:
    """A page's text with links as they work in the site."""

    def link(found: re.Match[str]) -> str:
        text, place, anchor = found.groups()
        target = (page.parent / place).resolve().relative_to(root)
        if target == Path("README.md"):
            return f"[{text}]({'../' if page.parent != root else ''}index.md{anchor})"
        of_site = target.suffix == ".md" and target.parent in (Path("."), Path("docs"))
        return found[0] if of_site or target.parts[:2] == ("docs", "images") else text

    # What a test is told of a block, behind its language, is nothing for readers.
    return LINK.sub(link, FENCE.sub(r"\1", page.read_text()))


if __name__ == "__main__":
    copy(Path(sys.argv[1]).resolve(), Path(sys.argv[2]))
