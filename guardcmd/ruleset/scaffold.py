"""The text of a new rule, for `guardcmd rules new ID`: everything that a rule needs, with what to put there."""

from __future__ import annotations

FILL_IN = "FILL IN"  # lint complains about what still begins with it
TOOL = """[tool]
programs = ["{tool}"]
style = "getopt"                  # how it reads options: getopt, pflag, goflag, argparse, click, commander ...
value_options = []                # options with a separate value: "-n/--namespace" are two spellings of one
previews = ["--help"]             # options with which it does nothing: "--dry-run", "--help"

"""
RULE = """[[rule]]
id = "{id}"
{of_tool}title = "FILL IN: what it does, as in `deletes a customer with all orders`"
why = "FILL IN: what is lost, and why it does not come back"
instead = "FILL IN: a safer way; commands in `backticks` must themselves pass the guard"
# preview = "{tool} ..."          # a command that shows what would be lost
effect = "data"                   # data, outage, access, exposure, recovery, commitment
reversibility = "irreversible"    # reversible, recoverable, irreversible
blast_radius = "resource"         # resource: a row, a file; collection: a table, a bucket; environment; account
any_of = [{{ subcommand = "{pattern}" }}]
# unless = {{ option = "--simulate" }}   # what excuses it
# worse = ["--purge"]             # options that take the way back
# unasked = ["--yes"]             # options that only skip the tool's own question
target = {{ operands = "resource" }}  # the words behind are what is lost: resource, database, volume, user ...
must_match = [
  "{program} {words} NAME",
  "sudo {program} {words} NAME",
]
must_not_match = [                # near neighbours: each clause above must be needed to tell them apart
  "{program} {neighbour}",
  "echo {program} {words} NAME",
]
"""


def scaffold(rule_id: str, tool: str = "", program: str = "", lead: str = "") -> str:
    """A rule file for `name.what`, about a program of its own, or about the known `tool` that `program` belongs to.

    `lead` are the words that this program's name stands for (Tool.program_words).
    """
    name, _, what = rule_id.partition(".")
    words = what.replace(".", " ").replace("-", " ")
    first, _, more = words.rpartition(" ")
    neighbour = f"{first} list".strip() if more != "list" else f"{first} show".strip()
    of_tool = f'tool = "{tool}"\n' if tool else ""
    head = "" if tool else TOOL.format(tool=name)
    return head + RULE.format(
        id=rule_id,
        of_tool=of_tool,
        tool=name,
        program=program or name,
        words=words,
        neighbour=neighbour,
        pattern=f"{lead} {words}".strip(),
    )
