"""Whether a WHERE clause holds for every row: `1=1`, `TRUE`, `'' = ''`, `id = id`, `x > 3 OR 1`."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from guardcmd.languages.sql_tokens import Token

EVERYTHING = (".*", "^.*$", "^.*", ".*$", "", "^")  # regular expressions that match every text
DEEPEST = 12  # parentheses that are looked into; deeper counts as constant
COMPARISONS = ("=", "<>", "!=", "<", ">", "<=", ">=", "==")
CONSTANT_WORDS = {"TRUE", "FALSE", "NULL", "NOT", "IS", "IN", "LIKE", "BETWEEN", "AND", "OR", "UNKNOWN", "ANY", "ALL"}


IDENTITIES = ("ID", "_ID", "ROWID", "CTID", "UUID", "PK", "OID", "_ROWID_", "GUID", "PRIMARY_KEY")


def where_fact(condition: Sequence[Token] | None, table: str = "") -> str:
    """`missing` without a clause, `constant` where every row matches, `never` where none does, else `present`."""
    if condition is None:
        return "missing"
    if not condition or _of_itself(condition, table):
        return "constant"
    holds = _truth(list(condition), 0)
    return "present" if holds is None else "constant" if holds else "never"


def _truth(tokens: list[Token], depth: int) -> bool | None:
    """True and False where the row does not matter, None where it does."""
    while _wrapped(tokens):
        tokens = tokens[1:-1]
        depth += 1
        if depth > DEEPEST:
            return True
    if depth > DEEPEST:
        return True
    parts = _split(tokens, ("OR",))
    if len(parts) > 1:
        return _any([_truth(part, depth + 1) for part in parts], parts[:64])
    parts = _split(tokens, ("AND",))
    if len(parts) > 1:
        return _all([_truth(part, depth + 1) for part in parts])
    if tokens and tokens[0][4] in ("NOT", "!"):
        inner = _truth(tokens[1:], depth + 1)
        return None if inner is None else not inner
    return _predicate(tokens)


def _of_itself(tokens: Sequence[Token], table: str) -> bool:
    """`id IN (SELECT id FROM t)` of the same table, without a condition of its own."""
    keys = [token[4] or token[1].upper() for token in tokens]
    if len(keys) < 8 or keys[1] != "IN" or keys[2:4] != ["(", "SELECT"] or keys[-1] != ")":
        return False
    return keys[4:-1] == [keys[0], "FROM", *_name_keys(table)]


def _name_keys(name: str) -> list[str]:
    parts = name.upper().split(".")
    return [key for place, part in enumerate(parts) for key in ([".", part] if place else [part])]


def _any(values: list[bool | None], parts: list[list[Token]] | None = None) -> bool | None:
    if parts and any(_complements(one, other) for one in parts for other in parts if one is not other):
        return True
    return True if True in values else None if None in values else False


def _all(values: list[bool | None]) -> bool | None:
    return False if False in values else None if None in values else True


def _wrapped(tokens: list[Token]) -> bool:
    """One pair of parentheses around everything."""
    if len(tokens) < 2 or tokens[0][4] != "(" or tokens[-1][4] != ")":
        return False
    depth = 0
    for place, token in enumerate(tokens):
        depth += (token[4] == "(") - (token[4] == ")")
        if depth == 0:
            return place == len(tokens) - 1
    return False


def _split(tokens: list[Token], operators: tuple[str, ...]) -> list[list[Token]]:
    """The parts between operators outside parentheses; the AND of BETWEEN and what CASE holds do not split."""
    parts: list[list[Token]] = [[]]
    depth = cases = 0
    between = False
    for token in tokens:
        key = token[4]
        depth += (key == "(") - (key == ")")
        cases += (key == "CASE") - (key == "END" and cases > 0)
        if key in operators and not depth and not cases and not between:
            parts.append([])
        else:
            parts[-1].append(token)
        between = (between or key == "BETWEEN") and key != "AND"
    return parts


def _complements(one: list[Token], other: list[Token]) -> bool:
    """`a IS NULL` beside `a IS NOT NULL`, `a = a` beside `a IS NULL`, `p` beside `NOT p`."""
    keys, others = [[token[4] or token[1] for token in part] for part in (one, other)]
    if keys[-3:] == ["IS", "NOT", "NULL"] and others[-2:] == ["IS", "NULL"]:
        return keys[:-3] == others[:-2]
    return keys[:1] == ["NOT"] and keys[1:] == others


def _predicate(tokens: list[Token]) -> bool | None:
    if not tokens:
        return None
    if len(tokens) == 1:
        return _literal_truth(tokens[0])
    if _every_identity(tokens):
        return True
    for place, token in enumerate(tokens):
        if token[4] in COMPARISONS and place:
            return _compare(tokens[:place], token[4], tokens[place + 1 :])
    if tokens[-1][0] == "string" and tokens[-2][4] in ("LIKE", "ILIKE") and tokens[-1][1].strip("%") == "":
        if len(tokens) > 2 and tokens[-3][4] == "NOT":
            return None
        return tokens[-1][1] != "" or None
    if tokens[-1][0] == "string" and tokens[-2][4] in ("~", "REGEXP", "RLIKE") and tokens[-1][1] in EVERYTHING:
        return True
    return True if _constant(tokens) else None


def _every_identity(tokens: list[Token]) -> bool:
    """A primary key by its name, compared with what every key fulfils: `id IS NOT NULL`, `id > 0`, `t.id <> -1`."""
    keys = [token[4] or token[1].upper() for token in tokens]
    keys = keys[2:] if len(keys) > 3 and keys[1] == "." else keys
    if keys[0] not in IDENTITIES:
        return False
    if keys[1:] in (["IS", "NOT", "NULL"], ["IS", "DISTINCT", "FROM", "NULL"]):
        return True
    return "".join(keys[1:]) in (">0", ">=0", ">=1", ">-1", "<>0", "!=0", "<>-1", "!=-1", "<>", "!=", ">=-1")


def _literal_truth(token: Token) -> bool | None:
    kind, text, key = token[0], token[1], token[4]
    if key == "TRUE":
        return True
    if key in ("FALSE", "NULL"):
        return False
    if kind == "number":
        return text.strip("0._") != ""
    if kind == "string":
        return text not in ("", "0")
    return None


def _compare(left: list[Token], operator: str, right: list[Token]) -> bool | None:
    if _same(left, right):
        return operator in ("=", "==", "<=", ">=")
    if len(left) == len(right) == 1 and left[0][0] == right[0][0] and left[0][0] in ("number", "string"):
        return _compare_literals(left[0], operator, right[0])
    return True if _constant(left + right) else None


def _compare_literals(left: Token, operator: str, right: Token) -> bool:
    one: float | str = left[1]
    other: float | str = right[1]
    if left[0] == "number":
        try:
            one, other = float(left[1]), float(right[1])
        except ValueError:
            return True
    order = (one > other) - (one < other)  # type: ignore[operator]
    return {"=": order == 0, "==": order == 0, "<": order < 0, ">": order > 0, "<=": order <= 0, ">=": order >= 0}.get(
        operator, order != 0
    )


def _same(left: list[Token], right: list[Token]) -> bool:
    """The same expression twice. A subquery or a call may differ from itself."""
    if len(left) != len(right) or any(token[4] == "(" for token in left):
        return False
    return [(token[0], token[4] or token[1]) for token in left] == [(token[0], token[4] or token[1]) for token in right]


def _constant(tokens: list[Token]) -> bool:
    """No column takes part: literals, and calls such as NOW(). A subquery over a table takes part."""
    for place, token in enumerate(tokens):
        if token[4] == "FROM" or token[0] in ("name", "param"):
            return False
        if token[0] == "word" and token[4] not in CONSTANT_WORDS:
            call = place + 1 < len(tokens) and tokens[place + 1][4] == "("
            if not call and token[4] not in ("SELECT", "EXISTS", "INTERVAL", "CURRENT_DATE", "CURRENT_TIMESTAMP"):
                return False
    return True
