"""Builtins whose arguments are code or another command: eval, source, trap, alias, exec, command, hash, complete."""

from __future__ import annotations

from guardcmd.shell.value import Value, known
from guardcmd.unwrap.builtin_call import BuiltinCall, flags_of, named
from guardcmd.unwrap.choices import NOTHING, Choice, concat, texts_of
from guardcmd.unwrap.code import run_code, run_file
from guardcmd.unwrap.leftovers import spring
from guardcmd.unwrap.printing import echoed, joined
from guardcmd.unwrap.walker import DONE, UNSURE, Outcome
from guardcmd.unwrap.writers import which

TYPE_CHECKING = False
if TYPE_CHECKING:
    Fields = tuple[Value, ...]


def evaluate_code(call: BuiltinCall) -> Outcome:
    """eval WORD...: joined by blanks and read again."""
    words = call.words[1:] if call.words and call.words[0].text == "--" else call.words
    return run_code(joined(words, " "), call.state, call.walker, "eval", call.span) if words else DONE


def source(call: BuiltinCall) -> Outcome:
    """source FILE ARGUMENT..., `. FILE`."""
    words = call.words[1:] if call.words and call.words[0].text == "--" else call.words
    if not words:
        return DONE
    state = call.state
    before = state.positional
    if len(words) > 1:
        state.positional = (words[1:],)
    outcome = run_file(words[0], state, call.walker, f"source {words[0].shown()}", call.span)
    if len(words) > 1:
        state.positional = before
    return outcome


def trap(call: BuiltinCall) -> Outcome:
    """trap CODE SIGNAL...: the code runs when this shell ends, with what is known then; for DEBUG also from now on."""
    flags, operands = flags_of(call.words)
    if flags or len(operands) < 2 or operands[0].text in ("", "-") or (operands[0].text or "").isdigit():
        return DONE
    signals = " ".join([word.shown() for word in operands[1:]])
    call.walker.found.traps.append((signals, (operands[0],), call.span))
    if any(word.text in ("DEBUG", "ERR", "RETURN", "ZERR") for word in operands[1:]):
        walker = call.walker.replace(repeating=True)
        run_code((operands[0],), call.state.fork(), walker, f"trap {signals}", call.span)
    return DONE


def leave(call: BuiltinCall) -> Outcome:
    """exit, logout: what is trapped runs here; what follows is not reached."""
    spring(call.state, call.walker)
    call.state.ended = True
    return DONE


def alias(call: BuiltinCall) -> Outcome:
    """alias NAME=CODE; zsh's -g and -s take code that stands anywhere."""
    flags, operands = flags_of(call.words)
    for word in operands:
        name, choice, _ = named(word)
        if choice is None or not name:
            continue
        if "g" in flags or "s" in flags:
            run_code(choice_without_bars(choice), call.state.fork(), call.walker, f"alias {name}", call.span)
            continue
        call.state.alias(name, choice)
        call.walker.found.aliases[name] = choice
    return DONE


def choice_without_bars(choice: Choice) -> Choice:
    """`alias -g X='| rm'`: the command behind the bar."""
    return tuple([value.replace(texts=tuple([t.lstrip(" |&;") for t in value.texts])) for value in choice])


def unalias(call: BuiltinCall) -> Outcome:
    flags, operands = flags_of(call.words)
    names = list(call.state.aliases) if "a" in flags else [text for word in operands for text in word.texts]
    for name in names:
        call.state.unalias(name)
    return DONE


def execute(call: BuiltinCall) -> Outcome:
    """exec [-cl] [-a NAME] COMMAND."""
    _, operands = flags_of(call.words, "a")
    if not operands:
        return DONE
    from guardcmd.unwrap.simple import run_fields

    outcome = run_fields(operands, call, functions=False)
    call.state.ended = not call.walker.interactive
    return outcome


def command(call: BuiltinCall) -> Outcome:
    """command COMMAND; command -v NAME only looks it up."""
    flags, operands = flags_of(call.words)
    if "v" in flags or "V" in flags:
        return Outcome(None, which(operands, call.state, call.walker) or NOTHING)
    if not operands:
        return DONE
    from guardcmd.unwrap.simple import run_fields

    return run_fields(operands, call, functions=False)


def builtin(call: BuiltinCall) -> Outcome:
    """builtin NAME ARGUMENT...; zsh's `-`, noglob, nocorrect; `time` where it is no reserved word."""
    operands = flags_of(call.words)[1] if call.name == "time" else call.words
    if operands and operands[0].text == "--":
        operands = operands[1:]
    if not operands:
        return DONE
    from guardcmd.unwrap.simple import run_fields

    return run_fields(operands, call, functions=call.name not in ("builtin", "-"))


def repeat(call: BuiltinCall) -> Outcome:
    """zsh: repeat N COMMAND."""
    from guardcmd.unwrap.simple import run_fields

    return run_fields(call.words[1:], call, functions=True) if len(call.words) > 1 else DONE


def type_of(call: BuiltinCall) -> Outcome:
    """type -p NAME, type -P NAME."""
    flags, operands = flags_of(call.words)
    found = which(operands, call.state, call.walker) if "p" in flags or "P" in flags else None
    return Outcome(None, found or NOTHING)


def remember(call: BuiltinCall) -> Outcome:
    """hash -p PATH NAME; zsh: hash NAME=PATH."""
    flags, operands = flags_of(call.words, "pt")
    path = flags.get("p")
    for word in operands:
        name, choice, _ = named(word)
        if path is not None:
            call.state.hash(name, (path,))
        elif choice is not None:
            call.state.hash(name, choice)
    return DONE


def complete(call: BuiltinCall) -> Outcome:
    """complete, compgen -C CODE, -F FUNCTION, -W WORDS (expanded again)."""
    flags, _ = flags_of(call.words, "oAGWFCXPS")
    for letter in "CF":
        code = flags.get(letter)
        if code is not None:
            run_code((code,), call.state.fork(), call.walker, f"{call.name} -{letter}", call.span)
    words = flags.get("W")
    if words is not None:
        call.expander.quoted((words,))
    return UNSURE


def bind(call: BuiltinCall) -> Outcome:
    """bind -x '"KEY": CODE'."""
    flags, _ = flags_of(call.words, "mfqurx")
    code = flags.get("x")
    for text in texts_of((code,)) if code is not None else ():
        run_code((known(text.partition(":")[2].strip().strip("\"'")),), call.state.fork(), call.walker, "bind -x",
                 call.span)  # fmt: skip
    return DONE


def emulate(call: BuiltinCall) -> Outcome:
    """zsh: emulate SHELL -c CODE."""
    for i, word in enumerate(call.words[:-1]):
        if word.text == "-c":
            return run_code((call.words[i + 1],), call.state, call.walker, "emulate -c", call.span)
    return DONE


def schedule(call: BuiltinCall) -> Outcome:
    """zsh: sched TIME CODE."""
    if len(call.words) > 1:
        run_code(joined(call.words[1:], " "), call.state.fork(), call.walker, "sched", call.span)
    return DONE


def print_words(call: BuiltinCall) -> Outcome:
    """zsh: print; -P expands its arguments as a prompt."""
    flags, operands = flags_of(call.words, "fuxvC")
    text = joined(operands, " ")
    if "P" in flags:
        text = call.expander.quoted(text)
    if "z" in flags or "s" in flags:
        run_code(text, call.state.fork(), call.walker, "print -z", call.span)
    if "r" not in flags:
        text = echoed([known("-e"), known("-n"), *text], "bash")
    return Outcome(True, text if "n" in flags else concat(text, (known("\n"),)))
