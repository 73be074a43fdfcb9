"""guardcmd stands between a proposed shell command and its execution."""

__version__ = "0.1.0"
