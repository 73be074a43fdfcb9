"""The entry of the command line."""

from __future__ import annotations

import sys


def main() -> int:
    """`guardcmd ...` and `python -m guardcmd ...`. The hook is started without the command line's own imports."""
    if sys.argv[1:2] == ["hook"] and not {"-h", "--help"} & set(sys.argv):
        from guardcmd.agents.hook import main as hook

        hook(sys.argv[1:])
    from guardcmd.cli.main import main as command_line

    return command_line()


if __name__ == "__main__":
    sys.exit(main())
