"""What ordinary programs leave on the disk that the same text may run later: `tee`, `cp`, `curl -o`, `tar`."""

from __future__ import annotations

from guardcmd.shell.value import Value, known, unknown
from guardcmd.unwrap.choices import NOTHING
from guardcmd.unwrap.inputs import stdin
from guardcmd.unwrap.pathtext import base_name, directory_name, seen_from
from guardcmd.unwrap.provenance import OF_A_DOWNLOAD, decoded_by, fetched_by, source_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from guardcmd.unwrap.choices import Choice
    from guardcmd.unwrap.state import State

    Words = Sequence[Value]
    Effect = Callable[[str, Words, State], None]


MOST_PLACES = 4  # of one operand
MOUNTED = "/media"  # what is mounted from elsewhere is seen as standing here
SOMEWHERE = f"{MOUNTED}/unknown"  # where a link leads that is not known
WRAPPERS = frozenset(("sudo", "doas", "env", "command", "time", "nohup", "nice", "timeout"))


def leave(argv: Words, state: State) -> None:
    """Note the files that this program makes or changes."""
    program = base_name(argv[0].text or "")
    effect = EFFECTS.get(program)
    if effect:
        effect(program, argv[1:], state)
    elif program in WRAPPERS:
        for i, word in enumerate(argv[1:6], 1):
            if base_name(word.text or "") in EFFECTS:
                leave(argv[i:], state)
                return


def operands(words: Words, taking: str = "") -> list[Value]:
    """The words that are no options; `taking` are the letters whose option takes the next word."""
    found = []
    skip = False
    for word in words:
        text = word.text or ""
        if skip:
            skip = False
        elif text.startswith("-") and text != "-":
            skip = not text.startswith("--") and text[-1] in taking
        else:
            found.append(word)
    return found


def option(words: Words, letter: str, name: str) -> Value | None:
    """The value of an option in any of its spellings; the last one."""
    found = None
    for i, word in enumerate(words):
        text = word.text if word.texts else (word.pieces[0] if word.pieces else "") or ""
        text = text or ""
        following = words[i + 1] if i + 1 < len(words) else None
        if name and text.startswith(name + "="):
            found = behind(word, len(name) + 1)
        elif text == name and name:
            found = following
        elif letter and text.startswith("-") and not text.startswith("--") and letter in text[1:]:
            place = text.index(letter, 1)
            found = behind(word, place + 1) if place + 1 < len(text) or len(word.pieces) > 1 else following
    return found


def behind(word: Value, length: int) -> Value:
    """A word without its first characters."""
    if word.texts:
        return word.replace(texts=tuple([text[length:] for text in word.texts]))
    rest = (word.pieces[0] or "")[length:]
    return word.replace(pieces=(*((rest,) if rest else ()), *word.pieces[1:]))


def tee(program: str, words: Words, state: State) -> None:
    append = any((word.text or "") in ("-a", "--append", "-ai", "-ia") for word in words)
    for path in operands(words):
        state.write(path, stdin(state), append)


def sponge(program: str, words: Words, state: State) -> None:
    for path in operands(words):
        state.write(path, stdin(state))


def copy(program: str, words: Words, state: State) -> None:
    """cp, mv, ln, install: known contents go along, also into a directory."""
    folder = option(words, "t", "--target-directory")
    paths = operands(words, "tgomS" if program != "cp" else "tS")
    if folder is None and len(paths) == 1 and program in ("ln", "gln") and paths[0].text:
        paths = [*paths, known(base_name(paths[0].text))]  # ln -s ../x
    if folder is None and len(paths) < 2:
        return
    sources, target = (paths, folder) if folder is not None else (paths[:-1], paths[-1])
    symbolic = program in ("ln", "gln") and any(is_flag(word.text or "", "s", ("--symbolic",)) for word in words)
    for source in sources:
        if target is None:
            continue
        content = state.written(source)
        if content is not None:
            state.write(target, content)
            for text in target.texts if source.text else ():
                state.write(known(f"{text.rstrip('/')}/{base_name(source.text or '')}"), content)
        stand(source, target, state, symbolic)


def stand(source: Value, target: Value, state: State, symbolic: bool) -> None:
    """Note that the target, or a name in it, now is what stands at the source."""
    for place in seen_from(state.directory, target).texts[:MOST_PLACES]:
        seen = known(directory_name(place)) if symbolic else state.directory
        found = seen_from(seen, source).texts or (SOMEWHERE,)
        for original in found[:MOST_PLACES]:
            for path in (place, f"{place}/{base_name(original)}"):
                (state.disk.link if symbolic else state.disk.copy)(path, original)


def mount(program: str, words: Words, state: State) -> None:
    """mount --bind A B, mount DEVICE B, sshfs HOST:/A B: below B stands what nobody calls scratch."""
    paths = operands(words, "otLU")
    if len(paths) < 2 and not (program == "mount" and any((word.text or "") == "-a" for word in words)):
        return
    options = " ".join([word.text or "" for word in words if word not in paths[-2:]])
    if "remount" in options or "tmpfs" in options:
        return
    bound = "bind" in options.replace(",", " ") or "-B" in options.split()
    sources = seen_from(state.directory, paths[0]).texts if bound else ()
    for place in seen_from(state.directory, paths[1]).texts[:MOST_PLACES]:
        for source in sources or (f"{MOUNTED}/{base_name(paths[0].text or 'unknown').replace(':', '-')}",):
            state.disk.link(place, source)


def curl(program: str, words: Words, state: State) -> None:
    content: Choice = (unknown(fetched_by("curl")),)
    path = option(words, "o", "--output")
    if path is not None:
        state.write(path, content)
    if any(is_flag(word.text or "", "O", ("--remote-name", "--remote-name-all")) for word in words):
        for url in addresses(words):
            state.write(known(url), content)


def wget(program: str, words: Words, state: State) -> None:
    content: Choice = (unknown(fetched_by(program)),)
    path = option(words, "O", "--output-document") if program != "aria2c" else option(words, "o", "--out")
    if path is not None:
        state.write(path, content)
        return
    folder = option(words, "P", "--directory-prefix")
    for name in addresses(words):
        state.write(known(f"{folder.text}/{name}" if folder is not None and folder.text else name), content)


def is_flag(text: str, letter: str, names: tuple[str, ...]) -> bool:
    return text in names or (text.startswith("-") and not text.startswith("--") and letter in text)


def addresses(words: Words) -> list[str]:
    """The file names at the end of addresses."""
    found = []
    for word in words:
        for text in word.texts:
            if "/" in text and not text.startswith(("-", "/", "./", "../")):
                name = text.partition("?")[0].partition("#")[0].rstrip("/").rsplit("/", 1)[-1]
                if name:
                    found.append(name)
    return found


def fetched(program: str, words: Words, state: State) -> None:
    """scp, rsync, ftp: the last operand holds what came from elsewhere."""
    paths = operands(words, "ePiFoclS")
    if len(paths) >= 2 and not any(":" in (path.text or "") for path in paths):
        for source in paths[:-1]:
            made = state.written(source)
            if made is not None:
                state.write(paths[-1], made)
            stand(source, paths[-1], state, False)
        return
    if len(paths) < 2 or not any(":" in (path.text or "") for path in paths[:-1]):
        return
    content: Choice = (unknown(fetched_by(program)),)
    target = paths[-1]
    state.write(target, content)
    for path in paths[:-1]:
        name = base_name((path.text or "").rpartition(":")[2])
        for folder in target.texts:
            state.write(known(f"{folder.rstrip('/')}/{name}"), content)


def unpack(program: str, words: Words, state: State) -> None:
    """Files of unknown names come into being; `curl … | tar x` brings them from the network."""
    fetched = any(source_of(value.why) == "network" for value in stdin(state))
    state.disk.unpackers.append(f"{program}{OF_A_DOWNLOAD}" if fetched else program)


def clone(program: str, words: Words, state: State) -> None:
    verbs = [word.text for word in operands(words, "Cc")[:2]]
    if verbs and verbs[0] in ("clone", "pull", "fetch", "checkout", "switch", "submodule", "apply", "am"):
        state.disk.unpackers.append(f"git {verbs[0]}")


def make_directory(program: str, words: Words, state: State) -> None:
    for path in operands(words, "m"):
        place = seen_from(state.directory, path)
        if len(place.texts) == 1:
            state.made |= {place.texts[0]}


def disk_dump(program: str, words: Words, state: State) -> None:
    given = [known(text[3:]) for word in words for text in word.texts if text.startswith("if=")]
    for word in words:
        for text in word.texts:
            if text.startswith("of="):
                content = state.written(given[0]) if given else stdin(state)
                if content is not None:
                    state.write(known(text[3:]), content)
                else:
                    stand(given[0], known(text[3:]), state, False)


def edit(program: str, words: Words, state: State) -> None:
    """sed -i, perl -pi, patch, ed: a text that this text made is no longer what it was."""
    flags = [word.text or "" for word in words if (word.text or "").startswith("-")]
    if program in ("sed", "gsed", "perl", "ruby", "awk", "gawk") and not any("i" in flag for flag in flags):
        return
    for path in words:
        if path.texts and state.written(path) is not None:
            state.write(path, (unknown(decoded_by(program)),))


def decode(program: str, words: Words, state: State) -> None:
    """openssl -out, gpg -o, xxd -r IN OUT, base64 -o."""
    for path in (option(words, "o", "--output"), option(words, "", "-out")):
        if path is not None:
            state.write(path, (unknown(decoded_by(program)),))
    if program == "xxd" and len(operands(words, "clsg")) > 1:
        state.write(operands(words, "clsg")[-1], (unknown(decoded_by(program)),))


def expand_archive(program: str, words: Words, state: State) -> None:
    """gunzip x.sh.gz leaves x.sh."""
    for path in operands(words):
        for text in path.texts:
            if "." in base_name(text):
                state.write(known(text.rpartition(".")[0]), (unknown(decoded_by(program)),))


def touch(program: str, words: Words, state: State) -> None:
    for path in operands(words, "drt"):
        if state.written(path) is None:
            state.write(path, NOTHING)


EFFECTS: dict[str, Effect] = {
    "tee": tee,
    "sponge": sponge,
    **dict.fromkeys(("cp", "mv", "ln", "install", "gcp", "gmv", "gln", "ginstall", "ditto"), copy),
    "curl": curl,
    **dict.fromkeys(("wget", "wget2", "aria2c"), wget),
    **dict.fromkeys(("scp", "rsync", "sftp", "rcp"), fetched),
    **dict.fromkeys(("tar", "bsdtar", "unzip", "7z", "cpio", "pax", "unsquashfs", "dpkg-deb", "ar"), unpack),
    "git": clone,
    "mkdir": make_directory,
    "dd": disk_dump,
    **dict.fromkeys(("sed", "gsed", "perl", "ruby", "patch", "ed", "ex", "vim", "vi", "awk", "gawk"), edit),
    **dict.fromkeys(("openssl", "gpg", "gpg2", "age", "base64", "xxd", "sops"), decode),
    **dict.fromkeys(("gunzip", "gzip", "bunzip2", "xz", "unxz", "zstd", "unzstd"), expand_archive),
    "touch": touch,
    **dict.fromkeys(("mount", "sshfs", "bindfs", "mount.nfs", "mount_nfs", "mount_smbfs", "gcsfuse", "s3fs"), mount),
}
