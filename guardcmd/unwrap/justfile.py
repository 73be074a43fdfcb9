"""What `just` runs: the recipes of a justfile."""

from __future__ import annotations

from guardcmd.calls import Opaque
from guardcmd.record import Record
from guardcmd.shell.value import Value, known, unknown
from guardcmd.unwrap.compose import certain_start, concat, join
from guardcmd.unwrap.grammar import Grammar, read_option
from guardcmd.unwrap.inner import code, enter, opaque
from guardcmd.unwrap.pathtext import directory_name, seen_from
from guardcmd.unwrap.program import words
from guardcmd.unwrap.scripts import file_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.calls import Invocation
    from guardcmd.unwrap.openers import Inner
    from guardcmd.world import World

FILES = ("justfile", "Justfile", ".justfile")
OPTIONS = Grammar(
    "pflag",
    words("-f/--justfile -d/--working-directory --shell --shell-arg --set -c/--command --color --dotenv-path"),
    (),
    words("-n/--dry-run -l/--list -q/--quiet -v/--verbose -s/--show --summary --evaluate --yes -u"),
)
PREVIEWS = ("--dry-run", "--list", "--show", "--summary", "--evaluate")
MOST = 200


class Recipe(Record):
    """`name first second='x' *rest: need` with its lines."""

    name: str
    parameters: tuple[str, ...]
    needs: tuple[str, ...]
    lines: tuple[str, ...]
    number: int


def open_just(invocation: Invocation, world: World) -> list[Inner]:
    """The lines of the recipes that are named and of those that they need."""
    named, options = _options(invocation.argv[1:])
    within = enter(invocation, " ".join(["just", *[word.shown() for word in named[:1]]]))
    if any(name in PREVIEWS for name, _ in options):
        return []
    given = {name: value for name, value in options if value is not None}
    file = given["--justfile"].text if "--justfile" in given else None
    place = given.get("--working-directory") or (known(directory_name(file)) if file else None)
    near = within
    if place is not None:
        within = within.replace(directory=seen_from(within.directory, place))
    for name in (file,) if file else FILES:
        text = file_text(name, near if file else within, world)
        if isinstance(text, Opaque):
            return [text]
        if text is not None:
            return _opened(within, text.text or "", name, named)
    return []


def _options(given_words: tuple[Value, ...]) -> tuple[list[Value], list[tuple[str, Value | None]]]:
    operands: list[Value] = []
    options: list[tuple[str, Value | None]] = []
    position = 0
    while position < len(given_words):
        word = given_words[position]
        position += 1
        if certain_start(word)[:1] != "-" or operands:
            operands.append(word)
            continue
        given, pending = read_option(word, OPTIONS)[0]
        options += given
        if pending:
            options.append((pending, given_words[position] if position < len(given_words) else None))
            position += 1
    return operands, options


def _opened(within: Invocation, text: str, file: str, named: list[Value]) -> list[Inner]:
    recipes, variables = parse(text)
    while named and "=" in certain_start(named[0]):
        name, _, value = certain_start(named.pop(0)).partition("=")
        variables[name] = known(value)
    pending: list[tuple[str, list[Value]]] = []
    if not named and recipes:
        pending.append((next(iter(recipes)), []))
    while named:
        name = named.pop(0).text or ""
        recipe = recipes.get(name)
        count = len(recipe.parameters) if recipe else 0
        if recipe and recipe.parameters and recipe.parameters[-1][:1] in ("*", "+"):
            count = len(named)
        pending.append((name, named[:count]))
        named = named[count:]
    found: list[Inner] = []
    seen: set[str] = set()
    while pending:
        name, arguments = pending.pop(0)
        recipe = recipes.get(name)
        if recipe is None or name in seen:
            continue
        if len(found) + len(recipe.lines) > MOST:
            return [*found, opaque(within, "limit", "its recipes have too many lines")]
        seen.add(name)
        pending += [(need, []) for need in recipe.needs]
        found += _lines(within, recipe, {**variables, **_bound(recipe, arguments)}, file)
    return found


def _bound(recipe: Recipe, arguments: list[Value]) -> dict[str, Value]:
    bound: dict[str, Value] = {}
    for place, parameter in enumerate(recipe.parameters):
        name, equals, default = parameter.lstrip("*+$").partition("=")
        if parameter[:1] in ("*", "+") and arguments[place:]:
            bound[name] = join(arguments[place:])
        elif place < len(arguments):
            bound[name] = arguments[place]
        else:
            bound[name] = _text(default) if equals else known("")
    return bound


def _lines(within: Invocation, recipe: Recipe, values: dict[str, Value], file: str) -> list[Inner]:
    found: list[Inner] = []
    whole = recipe.lines[:1] and recipe.lines[0].startswith("#!")
    texts = ["\n".join(recipe.lines)] if whole else list(recipe.lines)
    for place, line in enumerate(texts):
        origin = within.origin.replace(file=file, line=recipe.number + 1 + place)
        text = _interpolated(line if whole else line.lstrip("@-"), values)
        language, dialect = _language(line) if whole else ("shell", "posix")
        found.append(code(within.replace(origin=origin), text, language, dialect))
    return found


def _language(text: str) -> tuple[str, str]:
    interpreter = text.split("\n", 1)[0]
    for name in ("python", "node", "ruby", "perl"):
        if name in interpreter:
            return ("javascript" if name == "node" else name), ""
    return "shell", "zsh" if "zsh" in interpreter else "bash"


def _interpolated(line: str, values: dict[str, Value]) -> Value:
    parts: list[Value] = []
    for place, piece in enumerate(line.split("{{")):
        if not place:
            parts.append(known(piece))
            continue
        inner, _, after = piece.partition("}}")
        parts += [values.get(inner.strip(), unknown("{{" + inner + "}}")), known(after)]
    return concat(parts)


def parse(text: str) -> tuple[dict[str, Recipe], dict[str, Value]]:
    """Recipes by name (aliases too) in the order of the file, and the variables that are plain text."""
    recipes: dict[str, Recipe] = {}
    variables: dict[str, Value] = {}
    aliases: dict[str, str] = {}
    bodies: dict[str, list[str]] = {}
    current = ""
    lines = text.replace("\\\n", "").split("\n")
    for number, line in enumerate(lines, 1):
        if line[:1] in (" ", "\t"):
            if current and line.strip():
                bodies[current].append(line.strip())
            continue
        current = ""
        name, assigned, value = line.partition(":=")
        head, colon, needs = line.partition(":")
        words = name.split()
        if not words or line[0] in "#[" or words[0] in ("set", "import", "mod"):
            continue
        if assigned and words[0] == "alias":
            aliases[words[-1]] = value.strip()
        elif assigned:
            variables[words[-1]] = _text(value)
        elif colon:
            recipe = _header(head, needs, number)
            current = recipe.name
            recipes[current], bodies[current] = recipe, []
    recipes = {name: recipe.replace(lines=tuple(bodies[name])) for name, recipe in recipes.items()}
    recipes.update({name: recipes[target] for name, target in aliases.items() if target in recipes})
    return recipes, variables


def _header(head: str, needs: str, number: int) -> Recipe:
    words = head.lstrip("@").split()
    wanted = [word.strip("()") for word in needs.replace("&&", " ").split() if word[0] not in "'\"#"]
    return Recipe(words[0] if words else "", tuple(words[1:]), tuple(wanted), (), number)


def _text(expression: str) -> Value:
    """A quoted text; any other expression is not computed."""
    expression = expression.strip()
    if len(expression) > 1 and expression[0] in "'\"" and expression[-1] == expression[0]:
        return known(expression[1:-1])
    return unknown(expression)
