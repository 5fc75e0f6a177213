"""Exits with 0 where this Python can make the notebooks' environments."""

import ensurepip  # noqa: F401  (Debian's python3 without python3-venv lacks it)
import sys
import venv  # noqa: F401

sys.exit(sys.version_info < (3, 10))
