"""The fast path: whether a text is plain words of harmless programs and nothing else. Everything unclear is `no`.

The full analysis allows whatever this allows (a property test holds it to that); so no rule of the shell is read here
that could be read differently elsewhere.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST = 4000  # characters; longer texts are rare and deserve a full reading
PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./,:+@%=;|&<>~^'\" \t\n")
SECRETS = ("token", "passw", "bearer", "secret", "api_key", "apikey", "api-key", "authorization", "credential")
ARROWS = ("<", ">", "1>", "2>", "&>")
TO_NOWHERE = frozenset(("2>&1", "1>&2", ">&2", *(f"{arrow}/dev/null" for arrow in ARROWS)))
# the index begins with a table of numbers: where the part of each of these first letters begins (ruleset.index)
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
WIDTH = 8  # digits of a number
TABLE = 17  # where the table stands, behind the header
WORDS = TABLE + WIDTH * (len(LETTERS) + 2) + 1  # where the line of shell words stands
BREAKS = str.maketrans("/=:,;|&<>@+%'\"\t\n", " " * 16)


def allows(text: str, index: str) -> bool:
    """Whether the text may run without further analysis. `index` is ruleset.index's text."""
    if len(text) > LONGEST or not PLAIN.issuperset(text):
        return False
    lowered = text.lower()
    for marker in SECRETS:
        if marker in lowered:
            return False
    commands = split(text)
    if not commands or ("://" in text and "@" in text):
        return False
    shell_words = index[WORDS : index.find("\n", WORDS)]
    return all(harmless(command, index, shell_words) for command in commands)


def split(text: str) -> list[list[str]]:
    """The simple commands of the text, as words after quote removal; empty where it is more than that."""
    commands: list[list[str]] = []
    words: list[str] = []
    word = ""
    inside = raw = False  # inside a word; it has an operator character in it
    arrow = False  # behind `>`, where /dev/null must follow
    waiting = False  # behind && || |, where a command must follow
    at, end = 0, len(text)
    while at <= end:
        character = text[at] if at < end else "\n"
        at += 1
        if character in "'\"":
            close = text.find(character, at)
            if close < 0 or raw:
                return []
            word += text[at:close]
            inside = True
            at = close + 1
            continue
        following = text[at] if at < end else ""
        if character in "<>" or (character == "&" and (following == ">" or word[-1:] == ">")):
            if inside and not raw and word not in ("1", "2"):
                return []
            raw = inside = True
            word += character
            continue
        if character not in " \t\n;|&":
            if character in "~^" and word[-1:] in ("", ":", "="):  # HEAD~1, but not ~/x
                return []
            word += character
            inside = True
            continue
        if inside:
            if arrow:
                if word != "/dev/null" or raw:
                    return []
                arrow = False
            elif word in ARROWS and raw:
                arrow = True
            elif not raw:
                words.append(word)
            elif word not in TO_NOWHERE:
                return []
            word, inside, raw = "", False, False
        if character in " \t":
            continue
        if arrow:
            return []
        if character == "\n" and not words:
            if waiting:
                return []
            continue
        if not words:
            return []
        if character in "|&":
            doubled = following == character
            if character == "&" and not doubled:
                return []
            at += doubled
            if text[at : at + 1] in ("|", "&"):
                return []
        commands.append(words)
        words = []
        waiting = character in "|&"
    return [] if waiting else commands


def harmless(words: Sequence[str], index: str, shell_words: str) -> bool:
    """Whether a simple command is in a harmless form, and names no other listed program."""
    program = words[0]
    if not program.replace("-", "").replace("_", "").replace(".", "").isalnum() or f" {program} " in shell_words:
        return False
    behind = 1
    if names_listed(program, index):
        lines = part(index, program)
        start = lines.find(f"\n{program}\t")
        if start < 0:
            return False
        _, _, forms, options = lines[start + len(program) + 2 : lines.find("\n", start + 1)].split("\t")
        behind = 1 + form_length(words, forms)
        if behind == 1 and ",-," not in forms:
            return False
        if options and any(is_excepted(word, options) for word in words[behind:]):
            return False
    return not any(names_listed(word, index) for word in words[behind:])


def form_length(words: Sequence[str], forms: str) -> int:
    """How many words directly behind the program are a harmless form; 0 for none."""
    if not forms:
        return 0
    for count in (3, 2, 1):
        if len(words) > count and f",{' '.join(words[1 : count + 1])}," in forms:
            return count
    if "*" in forms:
        from guardcmd.glob import glob

        for form in forms.split(","):
            pattern = form.split(" ")
            if form and len(words) > len(pattern) and all(glob(each, word) for each, word in zip(pattern, words[1:])):
                return len(pattern)
    return 0


def names_listed(word: str, index: str) -> bool:
    """Whether the word, its last path component, or in quoted text any word of it may be a listed program."""
    if " " in word or "\n" in word or "\t" in word or ";" in word or "|" in word or "&" in word:
        return any(names_listed(each, index) for each in word.translate(BREAKS).split(" ") if each)
    word = word.lower()
    for piece in (word, word[word.rfind("=") + 1 :]) if "=" in word else (word,):
        name = piece.rstrip("/")
        name = name[name.rfind("/") + 1 :]
        if is_listed(name, index) or any(is_listed(stem, index) for stem in stems(name)):
            return True
    return False


def is_listed(name: str, index: str) -> bool:
    """Whether this very name is that of a listed program."""
    names = part(index, name)
    return names.find(f" {name} ", 0, names.find("\n")) >= 0


def part(index: str, name: str) -> str:
    """What the index says of names with this first letter: a line of the listed ones, and a line for each program."""
    at = TABLE + WIDTH * (LETTERS.find(name[:1].lower()) + 1)
    return index[int(index[at : at + WIDTH]) : int(index[at + WIDTH : at + 2 * WIDTH])]


def stems(name: str) -> list[str]:
    """What the name may be a version of: `python3.11` of python3 and python, `rm.exe` of rm."""
    found = [name.split(".", 1)[0]]
    while True:
        shorter = found[-1].rstrip("0123456789").rstrip("-_")
        if shorter == found[-1] or not shorter:
            return found
        found.append(shorter)
        if shorter.endswith("-v"):
            found.append(shorter[:-2])


def is_excepted(word: str, options: str) -> bool:
    """Whether an option word may be one of the options: itself, a prefix of it, or a letter within a group."""
    if word[:1] != "-" or len(word) < 2 or word == "--":
        return False
    name = word.split("=", 1)[0]
    long_name = name if name[1] == "-" else "-" + name
    if f",{long_name}" in options or f",{name}" in options:
        return True
    return name[1] != "-" and any(f",-{letter}," in options for letter in word[1:])
