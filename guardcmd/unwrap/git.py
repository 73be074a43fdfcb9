"""Commands that git runs by its configuration: aliases, pagers, editors, ssh commands, filters."""

from __future__ import annotations

from guardcmd.shell.value import known, unknown
from guardcmd.unwrap.compose import certain_start, cut, join
from guardcmd.unwrap.grammar import Grammar, read_option
from guardcmd.unwrap.inner import code, command, enter
from guardcmd.unwrap.pathtext import seen_from
from guardcmd.unwrap.program import words
from guardcmd.unwrap.scripts import read_text
from guardcmd.unwrap.split import split_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.calls import Invocation
    from guardcmd.shell.value import Value
    from guardcmd.unwrap.openers import Inner
    from guardcmd.world import World

GLOBALS = Grammar(
    "getopt-exact",
    ("-C", "-c", "--git-dir", "--work-tree", "--namespace", "--super-prefix", "--config-env", "--attr-source"),
    ("--exec-path",),
    words(
        "-p -P --paginate --no-pager --bare --no-replace-objects --literal-pathspecs --glob-pathspecs "
        "--noglob-pathspecs --icase-pathspecs --no-optional-locks --no-lazy-fetch --html-path --man-path --info-path "
        "--version --help -v -h"
    ),
)
CODE_KEYS = words(
    "core.pager core.editor core.sshcommand core.fsmonitor core.askpass core.gitproxy core.alternaterefscommand "
    "sequence.editor diff.external gpg.program gpg.ssh.program interactive.difffilter uploadpack.packobjectshook "
    "web.browser.cmd sendemail.smtpserver"
)
CODE_ENDS = {  # section -> last part of its keys that hold code
    "diff": ("command", "textconv"),
    "merge": ("driver",),
    "filter": ("clean", "smudge", "process"),
    "difftool": ("cmd",),
    "mergetool": ("cmd",),
    "browser": ("cmd",),
    "man": ("cmd",),
    "gpg": ("program",),
    "trailer": ("command", "cmd"),
    "pager": (),
}
NOT_CODE = ("true", "false", "yes", "no", "on", "off", "0", "1", "cat", "less", "")
MARKED = ("alias.", "submodule.", "credential.")  # code only behind `!`
READERS = ("--get", "--get-all", "--get-regexp", "--list", "-l", "--unset", "--unset-all", "--remove-section", "-e")
# git's own commands: no alias can take their names
OWN = words(
    "add am annotate apply archive bisect blame branch bugreport bundle cat-file check-attr check-ignore "
    "check-mailmap checkout checkout-index check-ref-format cherry cherry-pick citool clean clone column commit "
    "commit-graph commit-tree config count-objects credential describe diagnose diff diff-files diff-index difftool "
    "diff-tree fast-export fast-import fetch fetch-pack filter-branch fmt-merge-msg for-each-ref for-each-repo "
    "format-patch fsck gc get-tar-commit-id grep gui hash-object help hook index-pack init instaweb "
    "interpret-trailers lfs log ls-files ls-remote ls-tree mailinfo mailsplit maintenance merge merge-base merge-file "
    "merge-index mergetool merge-tree mktag mktree multi-pack-index mv name-rev notes pack-objects pack-redundant "
    "pack-refs patch-id prune prune-packed pull push quiltimport range-diff read-tree rebase reflog remote repack "
    "replace request-pull rerere reset restore revert rev-list rev-parse rm send-email send-pack shortlog show "
    "show-branch show-index show-ref sparse-checkout stage stash status stripspace submodule svn switch symbolic-ref "
    "tag unpack-file unpack-objects update-index update-ref update-server-info var verify-commit verify-pack "
    "verify-tag version whatchanged worktree write-tree scalar replay"
)
MOST_PAIRS = 32  # GIT_CONFIG_COUNT


def open_git(invocation: Invocation, world: World) -> list[Inner]:
    """The code in `-c key=value`, in `git config key value`, and what an alias stands for."""
    place, settings, given = _globals(invocation)
    settings += _from_environment(invocation)
    found = [part for key, value in settings for part in _configured(invocation, key, value)]
    if not given:
        return found
    verb = given[0].text
    if verb == "config":
        found += _config(invocation, given[1:])
    elif verb in ("apply", "am"):
        from guardcmd.unwrap.patches import open_git_apply

        found += open_git_apply(invocation, given[1:], place, world)
    elif verb is not None and verb not in OWN:
        aliases = [value for key, value in settings if key.lower() == f"alias.{verb}".lower()]
        found += _alias(invocation, verb, aliases or _stored(verb, place, invocation, world), given[1:])
    return found


def _globals(invocation: Invocation) -> tuple[Value, list[tuple[str, Value]], tuple[Value, ...]]:
    """The directory, the `-c` settings, and the given from the subcommand on."""
    given = invocation.argv[1:]
    place = invocation.directory
    settings: list[tuple[str, Value]] = []
    position = 0
    while position < len(given) and certain_start(given[position])[:1] == "-":
        options, pending = read_option(given[position], GLOBALS)[0]
        position += 1
        if pending and position < len(given):
            options = [*options, (pending, given[position])]
            position += 1
        for name, value in options:
            if name == "-C" and value is not None:
                place = seen_from(place, value)
            elif name == "-c" and value is not None:
                settings.append(_setting(value))
            elif name == "--config-env" and value is not None:
                key, _, variable = (value.text or "").rpartition("=")
                settings.append((key, invocation.environment.get(variable, unknown(f"${variable}"))))
    return place, settings, given[position:]


def _setting(value: Value) -> tuple[str, Value]:
    key = certain_start(value).partition("=")[0]
    return key, cut(value, len(key) + 1) if "=" in certain_start(value) else known("true")


def _from_environment(invocation: Invocation) -> list[tuple[str, Value]]:
    """GIT_CONFIG_KEY_0=alias.x GIT_CONFIG_VALUE_0=!cmd"""
    settings: list[tuple[str, Value]] = []
    for number in range(MOST_PAIRS):
        key = invocation.environment.get(f"GIT_CONFIG_KEY_{number}")
        value = invocation.environment.get(f"GIT_CONFIG_VALUE_{number}")
        if key is None or value is None:
            break
        settings.append((certain_start(key), value))
    given = invocation.environment.get("GIT_CONFIG_PARAMETERS")  # 'alias.x=!cmd' 'core.pager'='cmd'
    return settings + [_setting(word) for word in (split_words(given) if given is not None else ())]


def holds_code(key: str) -> bool:
    """Whether git runs the value of this key (git-config(1)). Section and last part ignore letter case."""
    lower = key.lower()
    section, _, rest = lower.partition(".")
    last = rest.rpartition(".")[2]
    return lower in CODE_KEYS or section == "pager" or last in CODE_ENDS.get(section, ())


def _configured(invocation: Invocation, key: str, value: Value) -> list[Inner]:
    start = certain_start(value)
    step = enter(invocation, f"git {key}")
    if key.lower().startswith(MARKED):
        return [code(step, cut(value, 1))] if start[:1] == "!" else []
    if holds_code(key) and value.text not in NOT_CODE:
        return [code(step, value)]
    return []


def _config(invocation: Invocation, given: tuple[Value, ...]) -> list[Inner]:
    """`git config alias.x '!cmd'`: what is stored counts as run, as a function's body does."""
    if any(word.text in READERS for word in given):
        return []
    operands = [word for word in given if certain_start(word)[:1] != "-" or certain_start(word)[:2] == "--!"]
    if operands and operands[0].text in ("set", "get", "unset", "list"):
        operands = operands[1:]
    place = next((at for at, word in enumerate(operands) if "." in certain_start(word)), -1)
    if place < 0 or place + 1 >= len(operands):
        return []
    key, value = certain_start(operands[place]), operands[place + 1]
    if key.lower().startswith("alias.") and certain_start(value)[:1] != "!":
        return _alias(invocation, key[6:], [value], ())
    return _configured(invocation, key, value)


def _alias(invocation: Invocation, name: str, values: list[Value], rest: tuple[Value, ...]) -> list[Inner]:
    found: list[Inner] = []
    step = enter(invocation, f"git {name}")
    for value in values:
        if certain_start(value)[:1] == "!":  # the given are appended to the line
            found.append(code(step, join((cut(value, 1), *rest)), "shell", "posix"))
        else:
            found.append(command(step, (invocation.argv[0], *split_words(value), *rest)))
    return found


def _stored(verb: str, place: Value, invocation: Invocation, world: World) -> list[Value]:
    """The alias in the repository's and the user's configuration."""
    if invocation.origin.remote:
        return []
    folders = dict.fromkeys((*place.texts[:1], world.project or ""))
    files = [f"{folder}/.git/config" for folder in folders if folder]
    files += [f"{world.home}/.gitconfig", f"{world.home}/.config/git/config"]
    for file in files:
        text = read_text(file, world)
        if isinstance(text, str):
            found = [value for name, value in aliases(text) if name.lower() == verb.lower()]
            if found:
                return [known(found[-1])]
    return []


def aliases(text: str) -> list[tuple[str, str]]:
    """The entries of `[alias]` in a git configuration file."""
    found: list[tuple[str, str]] = []
    section = ""
    for line in text.replace("\\\n", "").split("\n"):
        line = line.strip()
        if line[:1] == "[":
            section = line[1:].partition("]")[0].strip().lower()
            line = line.partition("]")[2].strip()
        name, equals, value = line.partition("=")
        if section == "alias" and equals and line[0] not in "#;":
            found.append((name.strip(), _value(value.strip())))
        elif section.startswith("alias ") and equals and name.strip().lower() == "command":
            found.append((section[6:].strip('" '), _value(value.strip())))
    return found


def _value(text: str) -> str:
    """Without quotes, escapes and comment."""
    parts: list[str] = []
    position, quoted = 0, False
    while position < len(text):
        character = text[position]
        if character == '"':
            quoted = not quoted
        elif character == "\\" and position + 1 < len(text):
            position += 1
            parts.append({"n": "\n", "t": "\t"}.get(text[position], text[position]))
        elif character in "#;" and not quoted:
            break
        else:
            parts.append(character)
        position += 1
    return "".join(parts).strip()
