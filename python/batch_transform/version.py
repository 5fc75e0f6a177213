"""The version of package and jar, which are made together."""

# Maven's version, as PEP 440 writes it
__version__ = "0.1.0.dev0"


def jar_version() -> str:
    """The version of the jar that belongs to this package, as Maven writes it."""
    return __version__.replace(".dev0", "-SNAPSHOT")
