"""What npm, yarn, pnpm and bun run: the scripts of package.json, with those before and after them."""

from __future__ import annotations

from guardcmd.calls import Opaque
from guardcmd.jsontext import JsonError, loads
from guardcmd.shell.value import known
from guardcmd.unwrap.compose import certain_start, cut, join
from guardcmd.unwrap.fed import quoted
from guardcmd.unwrap.inner import code, command, enter, opaque
from guardcmd.unwrap.pathtext import seen_from
from guardcmd.unwrap.program import words
from guardcmd.unwrap.scripts import file_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.calls import Invocation
    from guardcmd.shell.value import Value
    from guardcmd.unwrap.openers import Inner
    from guardcmd.world import World

NODE_VALUES = words(
    "--prefix -C --dir --cwd -w --workspace --filter -F --registry --userconfig --cache --loglevel --tag --env-file "
    "--config -c"
)
NODE_DIRECTORIES = ("--prefix", "-C", "--dir", "--cwd")
FILES = ("js", "mjs", "cjs", "ts", "mts", "tsx", "jsx")
CODE = ("-e", "--eval", "-p", "--print")
BUNDLER = ("test", "build")
RUN_WORDS = ("run", "run-script", "rum", "urn")
DIRECT = {"test": "test", "t": "test", "tst": "test", "start": "start", "stop": "stop", "restart": "restart"}
LIFE = {
    "install": ("preinstall", "install", "postinstall", "prepublish", "preprepare", "prepare", "postprepare"),
    "publish": ("prepublishOnly", "prepack", "prepare", "postpack", "publish", "postpublish"),
    "pack": ("prepack", "prepare", "postpack"),
    "version": ("preversion", "version", "postversion"),
}
LIFE_WORDS = {"i": "install", "ci": "install", "add": "install", "install-test": "install", "it": "install"}
SETTING = ("config", "c", "set", "pkg", "set-script")
OWN_WORDS = words(  # words of yarn, pnpm and bun that name no script
    "add remove rm upgrade up update outdated list ls info why link unlink pack publish config init create dlx exec "
    "workspace workspaces version versions cache set plugin plugins import audit login logout whoami store env patch "
    "fetch rebuild prune dedupe install i ci upgrade-interactive global node bin x pm generate-lock-entry npm "
    "help owner tag team licenses policies autoclean check root server setup deploy self-update"
)


def open_node(invocation: Invocation, world: World) -> list[Inner]:
    """`npm run x`, `npm test`, `yarn x`, `bun run x`: the script of package.json, and those before and after it."""
    program = (invocation.argv[0].text or "npm").rpartition("/")[2]
    if program == "bun" and any(certain_start(word) in CODE for word in invocation.argv[1:3]):
        return []  # bun -e CODE: read as an interpreter
    words, directories = _node_words(invocation.argv[1:])
    within = invocation
    for directory in directories:
        within = within.replace(directory=seen_from(within.directory, directory))
    verb = words[0].text if words else ("install" if program == "yarn" else None)
    several = _in_workspaces(within, program, words, world)
    if several is not None:
        return several
    if any(word.text == "--ignore-scripts" for word in invocation.argv[1:]) and verb not in RUN_WORDS:
        return []
    if verb in SETTING and program in ("npm", "pnpm", "yarn"):
        return _set(within, words, world)
    if verb in RUN_WORDS:
        return _run(within, program, words[1:], world, True)
    if verb in DIRECT and not (program == "bun" and verb == "test"):
        return _run(within, program, (known(DIRECT[verb]), *words[1:]), world, False)
    life = LIFE_WORDS.get(verb or "", verb or "")
    if life in LIFE and within.origin.remote:
        return []  # whether the package has such scripts is not known
    if life in LIFE:
        return _scripts(within, program, LIFE[life], (), world)
    if program != "npm" and words and not (program == "bun" and verb in BUNDLER):
        return _run(within, program, words, world, verb not in OWN_WORDS)
    return []


def _set(within: Invocation, words: tuple[Value, ...], world: World) -> list[Inner]:
    """`npm config set script-shell x`, `npm pkg set scripts.x=…`, `npm set-script x …`: what later scripts will run."""
    from guardcmd.unwrap.environment import shell_of_npm

    found: list[Inner] = []
    verb, rest = words[0].text, [word for word in words[1:] if word.text != "set"]
    step = enter(within, f"npm {verb}")
    if verb == "set-script" and len(rest) > 1:
        return [code(step, rest[1], "shell", "posix")]
    for place, word in enumerate(rest):
        key = certain_start(word).partition("=")[0]
        value = cut(word, len(key) + 1) if "=" in certain_start(word) else None
        if verb == "pkg" and key.startswith("scripts.") and value is not None:
            found.append(code(step, value, "shell", "posix"))
        elif key in ("script-shell", "script_shell") and "set" in [each.text for each in words[:2]]:
            value = value if value is not None else rest[place + 1] if place + 1 < len(rest) else None
            if value is not None:
                found += shell_of_npm(value, step, world)
    return found


def _in_workspaces(within: Invocation, program: str, words: tuple[Value, ...], world: World) -> list[Inner] | None:
    """`npm run x -w api`, `pnpm -r x`, `yarn workspace api x`: scripts of other packages; None where none is meant."""
    wanted: list[str] | None = []
    own = [word for word in words if program != "pnpm" or word.text not in ("recursive", "multi")]
    flags = [certain_start(word) for word in within.argv[1:]]
    for place, flag in enumerate(flags):
        name, equals, value = flag.partition("=")
        if name == "--":
            break
        if (
            name in ("-w", "--workspace", "--filter", "-F")
            and wanted is not None
            and (program != "pnpm" or name != "-w")
        ):
            wanted.append(value if equals else flags[place + 1] if place + 1 < len(flags) else "")
        elif flag in ("--workspaces", "-ws", "-r", "--recursive") or (
            program == "pnpm" and flag in ("recursive", "multi")
        ):
            wanted = None
    if program in ("yarn", "yarnpkg") and own and own[0].text == "workspace":
        wanted, own = [own[1].text or "" if len(own) > 1 else ""], own[2:]
    elif program in ("yarn", "yarnpkg") and own and own[0].text == "workspaces":
        wanted, own = (
            None,
            [word for word in own[1:] if word.text not in ("foreach", "run") and certain_start(word)[:1] != "-"],
        )
    if wanted == []:
        return None
    if own and own[0].text in RUN_WORDS:
        own = own[1:]
    own = [word for word in own if certain_start(word)[:1] != "-"]
    if not own or not own[0].text or (own[0].text in OWN_WORDS and own[0].text not in DIRECT):
        return None
    from guardcmd.unwrap.node_workspaces import in_packages

    return in_packages(within, program, own[0].text, own[1:], wanted, world) or None


def open_node_run(invocation: Invocation, world: World) -> list[Inner]:
    """`node --run build`"""
    for place, word in enumerate(invocation.argv[1:], 1):
        start = certain_start(word)
        name = cut(word, 6) if start[:6] == "--run=" else None
        if start == "--run" and place + 1 < len(invocation.argv):
            name = invocation.argv[place + 1]
        if name is not None:
            return _run(invocation, "node", (name,), world, False)
    return []


def open_deno(invocation: Invocation, world: World) -> list[Inner]:
    """`deno task build`: of deno.json, else of package.json."""
    words, directories = _node_words(invocation.argv[1:])
    within = invocation
    for directory in directories:
        within = within.replace(directory=seen_from(within.directory, directory))
    if [word.text for word in words[:1]] != ["task"] or len(words) < 2:
        return []
    found: list[Inner] = []
    for name in words[1].texts:
        for file in ("deno.json", "deno.jsonc", "package.json"):
            found += _scripts(within, "deno", (name,), words[2:], world, name, file)
    return found


def _node_words(words: tuple[Value, ...]) -> tuple[tuple[Value, ...], list[Value]]:
    """Operands, with everything behind the script's name, and the directories that options name."""
    found: list[Value] = []
    directories: list[Value] = []
    position = 0
    while position < len(words):
        word, start = words[position], certain_start(words[position])
        position += 1
        name = start.partition("=")[0]
        if start[:1] != "-" or word.text == "--":
            found.append(word)
            if word.text == "--":
                return tuple(found) + words[position:], directories
        elif "=" in start and name in NODE_DIRECTORIES:
            directories.append(cut(word, len(name) + 1))
        elif name in NODE_VALUES and "=" not in start and position < len(words):
            if name in NODE_DIRECTORIES:
                directories.append(words[position])
            position += 1
        elif len(found) > (found[:1] != [] and found[0].text in RUN_WORDS):
            found.append(word)  # an option of the script (yarn, pnpm, bun)
    return tuple(found), directories


def _run(within: Invocation, program: str, words: tuple[Value, ...], world: World, programs_too: bool) -> list[Inner]:
    """A script by name; else, for all but npm, the program of that name in node_modules/.bin."""
    if not words:
        return []
    rest = tuple([word for word in words[1:] if word.text != "--"])
    found: list[Inner] = []
    for name in words[0].texts:
        found += _scripts(within, program, (f"pre{name}", name, f"post{name}"), rest, world, name)
    if not words[0].texts:
        step = enter(within, f"{program} run")
        return [opaque(step, "variable", f"runs a script whose name is not known: `{words[0].shown()}`")]
    if not found and programs_too and program != "npm":
        ending = words[0].texts[0].rpartition(".")[2]
        if ending not in FILES:
            return [command(enter(within, f"{program} run"), (words[0], *rest))]
        if program != "bun":  # bun x.ts: read as an interpreter
            return [command(enter(within, f"{program} run"), (known("node"), words[0], *rest))]
    return found


def _scripts(
    within: Invocation,
    program: str,
    names: tuple[str, ...],
    rest: tuple[Value, ...],
    world: World,
    main: str = "",
    file: str = "package.json",
) -> list[Inner]:
    text = file_text(file, within, world)
    if text is None:
        return []
    step = enter(within, f"{program} run {main}" if main else f"{program} {names[0]}")
    if isinstance(text, Opaque):
        return [text]
    try:
        package = loads(text.text or "")
    except JsonError as error:
        return [opaque(step, "file", f"`{file}` cannot be read: {error}")]
    scripts = package.get("tasks" if file.startswith("deno") else "scripts") if isinstance(package, dict) else None
    found: list[Inner] = []
    for name in names:
        script = scripts.get(name) if isinstance(scripts, dict) else None
        if isinstance(script, dict):
            script = script.get("command")  # deno
        if isinstance(script, str):
            line = known(script)
            if name == main and rest:
                words = [known(quoted(word.text)) if word.text is not None else word for word in rest]
                line = join((line, *words))
            origin = step.origin.replace(file=file, line=_line_of(text.text or "", name))
            found.append(code(step.replace(origin=origin), line, "shell", "posix"))
    return found


def _line_of(text: str, name: str) -> int:
    place = text.find(f'"{name}"')
    return text.count("\n", 0, place) + 1 if place >= 0 else 1
