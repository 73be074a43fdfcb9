"""Which module may import what: purity, the hook's path, the only importer of bashlex."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "guardcmd"
PURE = ("shell", "unwrap", "languages", "tools", "targets", "ruleset", "policy", "control")
PURE_FILES = ("quick.py", "guard.py", "actions.py", "expand.py", "world.py", "proposal.py", "calls.py", "record.py")
OFF_THE_HOOK = ("cli/", "terminal/", "web/", "agents/e2e/", "agents/wiring/")
# modules that only the command line, tests and the build import
OFFLINE = {
    "ruleset/read.py", "ruleset/keys.py", "ruleset/compile.py", "ruleset/lint.py", "ruleset/mutate.py",
    "ruleset/shown.py", "ruleset/covers.py", "ruleset/reach.py", "ruleset/scaffold.py",
    "ruleset/schema.py", "store/installed.py", "shells/install.py", "shells/doctor.py", "shells/off.py",
}  # fmt: skip
IMPURE = {
    "os", "io", "sys", "posix", "pathlib", "subprocess", "socket", "time", "datetime", "random", "secrets", "uuid",
    "tempfile", "shutil", "glob", "getpass", "pwd", "platform", "select", "signal", "threading", "asyncio", "urllib",
    "http", "ctypes", "multiprocessing", "logging",
}  # fmt: skip
COSTLY = {
    "re", "typing", "dataclasses", "enum", "pathlib", "json", "inspect", "collections", "abc", "contextlib", "fnmatch",
    "tomllib", "subprocess", "functools", "click", "rich", "platformdirs", "importlib", "ast", "logging", "datetime",
}  # fmt: skip
IMPURE_CALLS = {"open", "input", "print", "exec", "__import__"}


def sources() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if "_compiled" not in path.parts)


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def is_pure(path: Path) -> bool:
    return name_of(path).split("/")[0] in PURE or name_of(path) in PURE_FILES


def run_time_imports(tree: ast.Module) -> set[str]:
    """Modules imported when the code runs: those under `if TYPE_CHECKING` are not."""
    found: set[str] = set()

    def visit(node: ast.AST) -> None:
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            for child in node.orelse:
                visit(child)
            return
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
        for child in ast.iter_child_nodes(node):
            visit(child)

    visit(tree)
    return found


def imports(path: Path) -> set[str]:
    return run_time_imports(ast.parse(path.read_text()))


@pytest.mark.parametrize("path", [path for path in sources() if is_pure(path)], ids=name_of)
def test_pure_code_does_not_touch_the_world(path: Path) -> None:
    allowed = {
        "shell/second_reader.py": {"sys", "posix"},  # finds bashlex beside its package
        "languages/python.py": {"sys"},  # keeps compile() from printing warnings about the payload
        "languages/python_effects.py": {"sys"},  # the names of the standard library
    }.get(name_of(path), set())
    roots = {module.split(".")[0] for module in imports(path)}
    assert roots & IMPURE <= allowed
    calls = {
        node.func.id
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    registries = ("shell/second_reader.py", "languages/__init__.py")  # load modules of their own by name
    assert calls & IMPURE_CALLS <= ({"__import__"} if name_of(path) in registries else set())


@pytest.mark.parametrize("path", [path for path in sources() if is_pure(path)], ids=name_of)
def test_pure_code_imports_no_edge(path: Path) -> None:
    edges = ("audit.log", "store", "agents", "terminal", "cli", "web", "context", "edge")
    assert not [module for module in imports(path) if module.startswith(tuple(f"guardcmd.{edge}" for edge in edges))]


@pytest.mark.parametrize(
    "path",
    [p for p in sources() if not name_of(p).startswith(OFF_THE_HOOK) and name_of(p) not in OFFLINE],
    ids=name_of,
)
def test_the_hooks_path_imports_nothing_costly(path: Path) -> None:
    """Imports at the top of a module are paid at every command; later ones only where they are needed."""
    tree = ast.parse(path.read_text())
    top = ast.Module([node for node in tree.body if not isinstance(node, ast.FunctionDef | ast.ClassDef)], [])
    assert not {module.split(".")[0] for module in run_time_imports(top)} & COSTLY


def test_one_module_imports_bashlex() -> None:
    assert [name_of(path) for path in sources() if any(m.split(".")[0] == "bashlex" for m in imports(path))] == [
        "shell/second_reader.py"
    ]


@pytest.mark.parametrize(("folder", "other"), [("unwrap", "languages"), ("languages", "unwrap")])
def test_openers_and_languages_stay_apart(folder: str, other: str) -> None:
    for path in (PACKAGE / folder).glob("*.py"):
        assert not [module for module in imports(path) if module.startswith(f"guardcmd.{other}")], path


def test_bashlex_parse_is_never_called() -> None:
    for path in sources():
        assert "bashlex.parse(" not in path.read_text().replace("`bashlex.parse`", ""), path


@pytest.mark.parametrize("start", ["start.py", "shells/start.py"])
def test_the_installed_hooks_start_in_ten_lines(start: str) -> None:
    assert len((PACKAGE / start).read_text().splitlines()) <= 10
