"""The text of a new rule, for `guardcmd rules new ID`: everything that a rule needs, with what to put there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

TOOL = """[tool]
programs = ["{tool}"]
style = "getopt"                  # getopt, pflag, goflag, argparse, click, commander ... (docs/rules.md)
value_options = []                # options with a separate value: "-n/--namespace"
previews = ["--help"]

"""
RULE = """[[rule]]
id = "{id}"
title = "{what}"
why = "what is lost, and why it does not come back"
instead = ""                      # a safer way; commands in `backticks` must themselves pass the guard
effect = "data"                   # data, outage, access, exposure, recovery, commitment
reversibility = "irreversible"    # reversible, recoverable, irreversible
blast_radius = "resource"         # resource, collection, environment, account
any_of = [{{ subcommand = "{words}" }}]
target = {{ operands = "resource" }}
must_match = [
  "{tool} {words} NAME",
  "sudo {tool} {words} NAME",
]
must_not_match = [
  "{tool} --help",
  "echo {tool} {words} NAME",
]
"""


def scaffold(rule_id: str, tools: Sequence[str]) -> str:
    """A rule file for `tool.what`. Without `[tool]` where one of `tools`, those that exist, has that name."""
    tool, _, what = rule_id.partition(".")
    words = what.replace(".", " ").replace("-", " ")
    head = "" if tool in tools else TOOL.format(tool=tool)
    return head + RULE.format(id=rule_id, tool=tool, words=words, what=f"{words}s NAME" if " " not in words else words)
