"""The rules in force: built-in, the user's and the projects', each opened only when a program of theirs occurs."""

from __future__ import annotations

from guardcmd.ruleset.model import Wrapper

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from guardcmd.ruleset.model import Rule, Table, Tool


class Layer:
    """The port of one source of rules. Names are of tools; a program has at most one tool."""

    def tool_of(self, program: str) -> str:
        """The name of the tool that reads this program's command line, or empty."""
        raise NotImplementedError

    def listed(self, word: str) -> bool:
        """Whether a tool, wrapper, carrier or interpreter of this layer has the word as a program."""
        raise NotImplementedError

    def programs(self) -> Sequence[str]:
        """Every listed program."""
        raise NotImplementedError

    def tool(self, name: str) -> Tool | None:
        raise NotImplementedError

    def rules(self, name: str, word: str | None = None) -> tuple[Rule, ...]:
        """The tool's rules. With the first word of a call, those that certainly want another one may be left out."""
        raise NotImplementedError

    def wrappers(self, program: str) -> tuple[Wrapper, ...]:
        raise NotImplementedError

    def table(self, name: str) -> Table | None:
        raise NotImplementedError


class Ruleset:
    """Layers from the built-in outwards. Later ones add tools and rules; they replace nothing.

    `wrappers` are more programs whose operands are another command (the user's policy).
    """

    def __init__(self, layers: Sequence[Layer], wrappers: Sequence[str] = ()) -> None:
        self.layers, self.own_wrappers = tuple(layers), tuple(wrappers)
        self._tools: dict[str, Tool | None] = {}
        self._rules: dict[tuple[str, str | None], tuple[Rule, ...]] = {}
        self._tables: dict[str, Table | None] = {}

    def tool_for(self, program: str) -> Tool | None:
        """The tool that reads the command line of this program."""
        for layer in self.layers:
            name = layer.tool_of(program)
            if name:
                return self.tool_named(name)
        return None

    def tool_named(self, name: str) -> Tool | None:
        if name not in self._tools:
            self._tools[name] = deepened([tool for tool in (layer.tool(name) for layer in self.layers) if tool])
        return self._tools[name]

    def rules_for(self, tool: str, word: str | None = None) -> tuple[Rule, ...]:
        """Every rule of the tool, the built-in ones first; with `word` those that a call led by it may match."""
        if (tool, word) not in self._rules:
            self._rules[tool, word] = tuple(rule for layer in self.layers for rule in layer.rules(tool, word))
        return self._rules[tool, word]

    def wrappers_for(self, program: str) -> tuple[Wrapper, ...]:
        own = (Wrapper((program,)),) if program in self.own_wrappers else ()
        return (*(wrapper for layer in self.layers for wrapper in layer.wrappers(program)), *own)

    def table_for(self, tool: str) -> Table | None:
        if tool not in self._tables:
            found = (layer.table(tool) for layer in self.layers)
            self._tables[tool] = next((table for table in found if table is not None), None)
        return self._tables[tool]

    def listed(self, word: str) -> bool:
        """Whether the word names a program that any layer knows."""
        return word in self.own_wrappers or any(layer.listed(word) for layer in self.layers)

    def programs(self) -> tuple[str, ...]:
        """Every listed program, each once."""
        listed = [program for layer in self.layers for program in layer.programs()]
        return tuple(dict.fromkeys([*listed, *self.own_wrappers]))


def deepened(tools: Sequence[Tool]) -> Tool | None:
    """The first of them that has programs, with words as deep as the rules of any layer ask for.

    Nothing else: an option that nobody declared is read with and without a value, and a layer above must not be able
    to take away one of these readings by naming it.
    """
    if len(tools) < 2:
        return tools[0] if tools else None
    first = min(tools, key=lambda tool: not tool.programs)
    return first.replace(depth=max(tool.depth for tool in tools))


def merged(tools: Sequence[Tool]) -> Tool | None:
    """The same for files of one layer, whose rules may also add options, perhaps with an attached value."""
    tool = deepened(tools)
    if tool is None:
        return None
    for other in sorted(tools, key=lambda tool: not tool.programs)[1:]:
        known = " ".join((*tool.value_options, *tool.optional_value_options, *tool.flags)).replace("/", " ")
        more = (*other.flags, *other.optional_value_options, *other.value_options)
        new = tuple(option for option in more if f" {option} " not in f" {known} ")
        tool = tool.replace(optional_value_options=(*tool.optional_value_options, *new))
    return tool
