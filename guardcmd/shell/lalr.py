"""Runs an LALR grammar over a tokenizer and keeps one meaning: the words of simple commands."""

from __future__ import annotations

from guardcmd.shell.raw import Refusal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any


class Grammar:
    """An LALR grammar: per state the steps (shift, or minus the production to reduce) and where a reduction leads.

    `productions` are (text, name, length), as bashlex's tables have them.
    """

    def __init__(self, tables: Any) -> None:
        self.action: dict[int, dict[str, int]] = tables._lr_action
        self.goto: dict[int, dict[str, int]] = tables._lr_goto
        self.productions = [(entry[0], entry[1], entry[2]) for entry in tables._lr_productions]
        self.reductions = {
            state: next(iter(row.values()))
            for state, row in self.action.items()
            if len(set(row.values())) == 1 and next(iter(row.values())) < 0
        }

    def commands(self, tokenizer: Any) -> Iterator[list[tuple[int, int]]]:
        """The words of each simple command at the level of this tokenizer, statement by statement."""
        found: list[list[tuple[int, int]]] = []
        while self._statement(tokenizer, found):
            yield from found
            found.clear()
        yield from found

    def _statement(self, tokenizer: Any, found: list[list[tuple[int, int]]]) -> bool:
        """Reads up to the end of one complete command (LALR, as in the dragon book); False at the end of the text."""
        action, goto, productions, reductions = self.action, self.goto, self.productions, self.reductions
        states: list[int] = [0]
        values: list[Any] = [None]
        lookahead = None
        while True:
            state = states[-1]
            step = reductions.get(state)
            if step is None:
                if lookahead is None:
                    lookahead = tokenizer.token()
                kind = lookahead.type
                if state == 0 and kind == "NEWLINE":
                    lookahead = None
                    continue
                if state == 0 and kind == "$end":
                    return False
                step = action[state].get(kind)
                if step is None:
                    raise Refusal(f"unexpected {lookahead.value!r}")
            if step > 0:
                states.append(step)
                values.append(lookahead)
                lookahead = None
                continue
            if step == 0:
                return False
            text, name, length = productions[-step]
            if name == "inputunit":
                return True
            parts = values[len(values) - length :] if length else []
            del states[len(states) - length :], values[len(values) - length :]
            states.append(goto[states[-1]][name])
            values.append(_meaning(text, name, parts, found))


def _meaning(text: str, name: str, parts: list[Any], found: list[list[tuple[int, int]]]) -> Any:
    """The value of a reduced production. Only simple commands have one: the spans of their words."""
    if name == "simple_command_element":
        token = parts[0]
        if text != "simple_command_element -> WORD":
            return []
        return [(token.lexpos, getattr(token, "name_end", None) or token.endlexpos)]
    if name == "simple_command":
        return parts[0] if len(parts) == 1 else parts[0] + parts[1]
    if text in ("command -> simple_command", "coproc -> COPROC simple_command"):
        found.append(parts[-1])
    return None
