"""The scratch world of every test of the command line."""

from tests.cli.world import world

__all__ = ["world"]
