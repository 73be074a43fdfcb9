from __future__ import annotations

import pytest

from tests.unwrap.shown import Walked, removals


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("python3 -c 'print(\"rm x\")' | sh", ["x"]),
        ("python3 -uc 'print(\"rm x\")' | sh", ["x"]),
        ("perl -e 'print \"rm x\\n\"' | sh", ["x"]),
        ("ruby -e 'puts \"rm x\"' | sh", ["x"]),
        ("node -e 'console.log(\"rm x\")' | sh", ["x"]),
        ("php -r 'echo \"rm x\";' | sh", ["x"]),
        ("awk 'BEGIN{print \"rm x\"}' | sh", ["x"]),
        ("ls | awk '{print \"rm \" $1}' | sh", ["…"]),
        ("ls | awk '{print $1}' | sh", ["unread: decode"]),
        ("ls | sed 's/^/rm /' | sh", ["…"]),
        ("ls | sed 's/.*/rm \"&\"/' | sh", ["…"]),
        ("ls | sed 's/^/echo /' | sh", []),
        ("echo 'ls x' | sed s/ls/rm/ | sh", ["x"]),
        ("echo x | sed 's/^/rm /' | sh", ["x"]),
        ("echo x | sed 's/[a-z]/rm x/' | sh", ["unread: decode"]),
        ("python3 -c 'import base64; print(base64.b64decode(\"cm0=\"))' | sh", ["unread: decode"]),
        ("python3 -c 'import urllib.request as u; print(u.urlopen(\"x\").read())' | sh", ["unread: network"]),
        ("python3 -c 'print(1 + 1)' | sh", ["unread: decode"]),
        ("python3 gen.py | sh", ["unread: local"]),
        ("eval \"$(python3 -c 'print(x)')\"", ["unread: local"]),
    ],
)
def test_what_inline_programs_print(text: str, found: list[str]) -> None:
    assert [each.replace("[…]", "…") for each in removals(text)] == found


def test_a_print_is_no_command() -> None:
    assert Walked("x=$(awk 'BEGIN{print \"a b\"}')").value("x") == "a b"
