"""Codex's requirements.toml, the administrator's file: nobody needs to trust its hooks, and no option stops them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from guardcmd.agents.ours import is_ours
from guardcmd.agents.wiring import codex_trust, toml_edit
from guardcmd.agents.wiring.change import Change, read
from guardcmd.agents.wiring.codex_settings import OFF, entries
from guardcmd.agents.wiring.command_line import SH
from guardcmd.agents.wiring.place import Place
from guardcmd.errors import InputError, UsageError

MANAGED = "/etc/codex/requirements.toml"
BEGIN, END = "# guardcmd's hooks, until the line that ends them", "# end of guardcmd's hooks"
HINT = "write `[features]` and `[[hooks.PreToolUse]]` as tables of their own"


def is_pinned() -> bool:
    """Whether the administrator keeps hooks on, whatever other files and options say."""
    try:
        return _pins(toml_edit.data_of(read(MANAGED), MANAGED))
    except InputError:
        return False


def _pins(said: Mapping[str, object]) -> bool:
    features = said.get("features")
    return isinstance(features, dict) and features.get("hooks") is True


def managed_changes(argv: Sequence[str]) -> list[Change]:
    """Our hooks in requirements.toml, and that hooks stay on."""
    before = read(MANAGED)
    text = _without(before or "")
    said = toml_edit.data_of(text, MANAGED)
    features = said.get("features")
    if isinstance(features, dict) and features.get("hooks") is False:
        raise UsageError(f"`{MANAGED}`: {OFF}", "take that out first, the guard would not run")
    if isinstance(features, dict) and "hooks" not in features:
        text = toml_edit.put(text, ("features",), "hooks", True)
    text = toml_edit.append(text, _block(argv, pin=features is None))
    return [Change(MANAGED, before, toml_edit.proved(text, _guards, MANAGED, HINT))]


def _guards(said: Mapping[str, object]) -> bool:
    return _our_hook(said) is not None and _pins(said)


def managed_removals() -> list[Change]:
    """Only what `install` wrote between its marks goes. No file stays where nothing else was in it."""
    before = read(MANAGED)
    after = _without(before or "")
    return [Change(MANAGED, before, before if after == (before or "") else after if after.strip() else None)]


def managed_place() -> Place | None:
    try:
        said = toml_edit.data_of(read(MANAGED), MANAGED)
    except InputError as error:
        return Place(MANAGED, "broken", f"Codex does not start: {error}")
    hook = _our_hook(said)
    if hook is None:
        only = said.get("allow_managed_hooks_only") is True
        return (
            Place(MANAGED, "off", "allow_managed_hooks_only is true, and guardcmd is not among them") if only else None
        )
    wrong = "" if _pins(said) else "`features.hooks` is not kept true, so others can switch hooks off"
    return Place(MANAGED, "broken" if wrong else "guarded", wrong, (*SH, str(hook["command"])))


def _our_hook(said: Mapping[str, object]) -> Mapping[str, object] | None:
    found = codex_trust.places(said, MANAGED)
    return next((hook for hook, event, _ in found.values() if event == "PreToolUse" and is_ours(hook)), None)


def _block(argv: Sequence[str], pin: bool) -> str:
    lines = [BEGIN, "[features]", "hooks = true"] if pin else [BEGIN]
    for keys, group in entries(argv):
        name = ".".join(keys)
        lines.append(f"[[{name}]]")
        if "matcher" in group:
            lines.append(f"matcher = {json.dumps(group['matcher'])}")
        lines.append(f"[[{name}.hooks]]")
        for hook in group["hooks"]:  # type: ignore[attr-defined]
            lines += [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in hook.items()]
    return "\n".join([*lines, END, ""])


def _without(text: str) -> str:
    """The text without our block and the blank line before it."""
    start, end = text.find(BEGIN), text.find(END)
    if start < 0 or end < start:
        return text
    before = text[:start]
    return (before[:-1] if before.endswith("\n\n") else before) + text[end + len(END) :].removeprefix("\n")
