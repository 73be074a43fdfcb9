from __future__ import annotations

import pytest

from guardcmd.calls import Input, Invocation, Payload
from guardcmd.ruleset.model import Carrier, Tool
from guardcmd.shell.value import known
from guardcmd.unwrap.carriers import open_carriers
from tests.unwrap.opening import invocation, opened, shown, world

FETCHED = Input("pipe", program="curl", fetched=True)
DECODED = Input("pipe", program="base64", decoded=True)
LOCAL = Input("pipe", program="generate")
FILES = {
    "/work/x.sh": "rm x\n",
    "/work/x.py": "import os\n",
    "/work/x.js": "require('fs')\n",
    "/work/x.sql": "drop table x;\n",
    "/work/tools/clean.py": "clean()\n",
    "/work/pkg/__main__.py": "main()\n",
    "/work/artisan": "<?php\n",
    "/work/rc": "rm rc\n",
}


@pytest.mark.parametrize(
    ("line", "inside"),
    [
        # nothing is run
        ("bash", []),
        ("bash --version", []),
        ("bash -n x.sh", []),
        ("sh -n -c 'rm x'", []),
        ("python", []),
        ("python --version", []),
        ("python -V -c x", []),
        ("node --version", []),
        ("node --check x.js", []),
        ("php -l x.php", []),
        ("bash missing.sh", []),
        ("python missing.py", []),
        # shells
        ("bash -c 'rm x'", ["shell: rm x"]),
        ("bash -lc 'rm x'", ["shell: rm x"]),
        ("bash -ec 'rm x' a b", ["shell: rm x"]),
        ("bash -c -e 'rm x'", ["shell: rm x"]),
        ("bash -ce -- 'rm x'", ["shell: rm x"]),
        ("bash -o pipefail -c 'rm x'", ["shell: rm x"]),
        ("bash -euo pipefail -c 'rm x'", ["shell: rm x"]),
        ("bash +B -O extglob -c 'rm x'", ["shell: rm x"]),
        ("bash -n +n -c 'rm x'", ["shell: rm x"]),
        ("bash --norc --noprofile -c 'rm x'", ["shell: rm x"]),
        ("bash --rcfile rc -c 'rm x'", ["shell: rm rc\n", "shell: rm x"]),
        ("/bin/sh -c 'rm x'", ["shell: rm x"]),
        ("dash -c 'rm x'", ["shell: rm x"]),
        ("zsh -fc 'rm x'", ["shell: rm x"]),
        ("ksh93 -c 'rm x'", ["shell: rm x"]),
        ("fish --command 'rm x'", ["shell: rm x"]),
        ("bash -c <?>", ["opaque: variable"]),
        ("bash -c 'rm <?>'", ["shell: rm …"]),
        ("bash -c", []),
        ("bash x.sh a", ["shell: rm x\n"]),
        ("bash -x ./x.sh", ["shell: rm x\n"]),
        ("bash -- x.sh", ["shell: rm x\n"]),
        ("sh < x", []),
        ("bash <?> -c 'rm x'", ["opaque: variable", "shell: rm x"]),
        # python
        ("python -c 'import os'", ["python: import os"]),
        ("python3.11 -u -W ignore -c 'import os' a", ["python: import os"]),
        ("python -Bc 'import os'", ["python: import os"]),
        ("python x.py a", ["python: import os\n"]),
        ("python -u ./x.py", ["python: import os\n"]),
        ("python manage.py flush", ["manage.py flush"]),
        ("php artisan down", ["artisan down", "php: <?php\n"]),
        ("python -m django flush", ["django-admin flush"]),
        ("python -m awscli s3 rb s3://x", ["aws s3 rb s3://x"]),
        ("python -m http.server 8000", ["http.server 8000"]),
        ("python -m tools.clean --all", ["tools.clean --all", "python: clean()\n"]),
        ("python -m pkg", ["pkg", "python: main()\n"]),
        ("python -m cProfile x.py", ["python x.py"]),
        ("coverage run -m tools.clean", ["tools.clean", "python: clean()\n"]),
        ("python -c <?>", ["opaque: variable"]),
        # others
        ("node -e 'x()'", ["javascript: x()"]),
        ("node --eval='x()'", ["javascript: x()"]),
        ("node -p 'x()'", ["javascript: x()"]),
        ("node -r dotenv/config x.js", ["javascript: require('fs')\n"]),
        ("tsx x.js", ["javascript: require('fs')\n"]),
        ("deno eval 'x()'", ["javascript: x()"]),
        ("deno run -A x.js", ["javascript: require('fs')\n"]),
        ("bun -e 'x()'", ["javascript: x()"]),
        ("bun x.js", ["javascript: require('fs')\n"]),
        ("ruby -rfileutils -e 'x'", ["ruby: x"]),
        ("ruby -e 'x' -e 'y'", ["ruby: x\ny"]),
        ("perl -e 'unlink 1'", ["perl: unlink 1"]),
        ("perl -lane 'print'", ["perl: print"]),
        ("perl -pi -e 's/a/b/' f", ["perl: s/a/b/"]),
        ("perl -i.bak -pe 's/a/b/' f", ["perl: s/a/b/"]),
        ("perl -MFile::Path -E 'rmtree(1)'", ["perl: rmtree(1)"]),
        ("php -r 'unlink(1);'", ["php: unlink(1);"]),
        ("php -d a=b -r 'unlink(1);'", ["php: unlink(1);"]),
        ("lua -e 'os.execute(\"rm x\")'", ["lua: os.execute(\"rm x\")"]),
        ("bun run build", ["build"]),  # a script or program, not a file
        ("julia -e 'run(1)'", ["julia: run(1)"]),
        ("Rscript -e 'system(\"rm x\")'", ['r: system("rm x")']),
        ("bin/rails runner 'User.delete_all'", ["ruby: User.delete_all"]),
    ],
)  # fmt: skip
def test_what_an_interpreter_runs(line: str, inside: list[str]) -> None:
    assert shown(opened(line, None, FILES)) == inside


@pytest.mark.parametrize("line", ["bash", "sh -s", "bash -s -- a", "bash -", "bash /dev/stdin", "sudo -s"])
@pytest.mark.parametrize(
    ("given", "inside"),
    [
        (Input(), []),
        ("rm x\n", ["shell: rm x\n"]),
        ("rm <?>", ["shell: rm …"]),
        (FETCHED, ["opaque: network"]),
        (DECODED, ["opaque: decode"]),
        (LOCAL, ["opaque: local"]),
        (Input("file", None, known("x.sh")), ["shell: rm x\n"]),
        (Input("file", None, known("missing.sh")), []),
    ],
)
def test_a_shell_runs_its_standard_input(line: str, given: Input | str, inside: list[str]) -> None:
    assert shown(opened(line, given, FILES)) == inside


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("python", "python"),
        ("python3 -", "python"),
        ("python -u - a b", "python"),
        ("node", "javascript"),
        ("node -", "javascript"),
        ("ruby", "ruby"),
        ("perl", "perl"),
        ("php", "php"),
    ],
)
def test_interpreters_run_their_standard_input(line: str, language: str) -> None:
    assert shown(opened(line, "x")) == [f"{language}: x"]
    assert shown(opened(line, FETCHED)) == ["opaque: network"]


@pytest.mark.parametrize("line", ["bash -c 'rm x'", "python -c x", "bash x.sh", "node -e x"])
def test_with_code_given_standard_input_is_data(line: str) -> None:
    (part,) = opened(line, "data", FILES)
    assert isinstance(part, Payload)
    assert part.client is not None
    assert part.client.input.text == known("data")


def test_the_words_behind_the_code_are_its_positional_parameters() -> None:
    (code,) = opened("bash -c 'rm $1' name x")
    assert isinstance(code, Payload)
    assert [each.text for each in code.positional] == ["name", "x"]
    (script,) = opened("bash x.sh a", None, FILES)
    assert isinstance(script, Payload)
    assert [each.text for each in script.positional] == ["x.sh", "a"]
    (given,) = opened("bash -s a", "rm $1")
    assert isinstance(given, Payload)
    assert [each.text for each in given.positional] == ["bash", "a"]


def test_a_nested_shell_inherits_the_state() -> None:
    start = invocation("bash -c 'rm x'")
    (code,) = opened("bash -c 'rm x'", state=start.state)  # type: ignore[arg-type]
    assert isinstance(code, Payload)
    assert code.state is start.state
    assert code.dialect == "bash"
    assert code.origin.via == ("bash -c",)


def test_files_that_a_shell_reads_first() -> None:
    found = opened("bash -c true", None, FILES, {"BASH_ENV": "rc"})
    assert shown(found) == ["shell: rm rc\n", "shell: true"]


# --- tools ---------------------------------------------------------------------------------

PSQL = Tool(
    "psql",
    ("psql",),
    value_options=("-h/--host", "-c/--command", "-f/--file"),
    flags=("-q/--quiet",),
    carriers=(
        Carrier("sql", "option", ("-c/--command",), dialect="postgresql"),
        Carrier("sql", "option", ("-f/--file",), file=True, dialect="postgresql"),
        Carrier("sql", "stdin", dialect="postgresql"),
    ),
)
SQLITE = Tool(
    "sqlite3",
    ("sqlite3",),
    style="single-dash",
    value_options=("-cmd",),
    carriers=(
        Carrier("sql", "option", ("-cmd",), dialect="sqlite"),
        Carrier("sql", "operand", operand=1, dialect="sqlite"),
        Carrier("sql", "stdin", dialect="sqlite"),
    ),
)
WRANGLER = Tool(
    "wrangler",
    ("wrangler",),
    style="commander",
    carriers=(Carrier("sql", "option", ("--command",), dialect="sqlite", subcommand=("d1", "execute")),),
)
JOINED = Tool(
    "redis-cli", ("redis-cli",), operands_end_options=True, carriers=(Carrier("redis", "operand", operand=-1),)
)
SQLPLUS = Tool(
    "sqlplus",
    ("sqlplus",),
    style="getopt-exact",
    carriers=(Carrier("sql", "operand", operand=1, dialect="oracle", prefix="@"), Carrier("sql", "stdin")),
)
BQ = Tool(
    "bq",
    ("bq",),
    flags=("--dry_run",),
    carriers=(Carrier("sql", "operand", subcommand=("query",), previews=("--dry_run",)),),
)


@pytest.mark.parametrize(
    ("tool", "line", "given", "inside"),
    [
        (PSQL, "psql -h db", None, []),
        (PSQL, "psql -c 'drop table x'", None, ["sql: drop table x"]),
        (PSQL, "psql --command='drop table x' db", None, ["sql: drop table x"]),
        (PSQL, "psql -qc 'drop table x' -c 'select 1'", None, ["sql: drop table x", "sql: select 1"]),
        (PSQL, "psql -f x.sql", None, ["sql: drop table x;\n"]),
        (PSQL, "psql -f missing.sql", None, []),
        (PSQL, "psql -f -", "drop table x", ["sql: drop table x"]),
        (PSQL, "psql -h db", "drop table x", ["sql: drop table x"]),
        (PSQL, "psql -c 'select 1'", "drop table x", ["sql: select 1"]),  # then standard input is not read
        (PSQL, "psql", LOCAL, ["opaque: local"]),
        (PSQL, "psql", FETCHED, ["opaque: network"]),
        (PSQL, "psql -c <?>", None, ["opaque: variable"]),
        (SQLITE, "sqlite3 a.db 'drop table x'", None, ["sql: drop table x"]),
        (SQLITE, "sqlite3 -cmd 'drop table x' a.db", None, ["sql: drop table x"]),
        (SQLITE, "sqlite3 a.db", "drop table x", ["sql: drop table x"]),
        (WRANGLER, "wrangler d1 execute db --command 'drop table x'", None, ["sql: drop table x"]),
        (WRANGLER, "wrangler r2 execute db --command 'drop table x'", None, []),
        (JOINED, "redis-cli flushall async", None, ["redis: flushall async"]),
        (SQLPLUS, "sqlplus app/pw @x.sql", None, ["sql: @x.sql"]),
        (BQ, "bq query 'drop table x'", None, ["sql: drop table x"]),
        (BQ, "bq query --dry_run 'drop table x'", None, []),
        (BQ, "bq query --dry_run=false 'drop table x'", None, ["sql: drop table x"]),
        (SQLPLUS, "sqlplus / as sysdba", "drop table x", ["sql: drop table x"]),
    ],
)
def test_text_that_a_tool_carries(tool: Tool, line: str, given: Input | str | None, inside: list[str]) -> None:
    assert shown(open_carriers(invocation(line, given), tool, world(FILES))) == inside


def test_the_client_names_the_database() -> None:
    start = invocation("psql -h db -c 'drop table x'")
    (payload,) = open_carriers(start, PSQL, world())
    assert isinstance(payload, Payload)
    assert payload.client is start
    assert (payload.dialect, payload.origin.via) == ("postgresql", ("psql -c",))
    assert isinstance(start, Invocation)
