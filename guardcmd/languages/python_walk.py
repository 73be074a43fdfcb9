"""Walks the statements of a Python tree in order: what names stand for, branch by branch."""

from __future__ import annotations

from guardcmd.languages import python_fold
from guardcmd.languages.python_values import DEEPEST_CALLS, MOST_RUNS, Scope, Values
from guardcmd.languages.reading import HOLE
from guardcmd.languages.things import UNKNOWN, Code, Constant, Many, Ref, Table, Text, element, merged

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from guardcmd.languages.things import Thing


class Walk(Values):
    """One text from its first statement to its last."""

    # --- entries ---------------------------------------------------------------------------

    def module(self, tree: Any) -> None:
        self.block(tree.body)
        self.uncalled = True
        for code in self.functions:
            if id(code.node) not in self.runs:
                self.run(code, [], {})

    def run(self, code: Code, args: list[Thing], named: dict[str, Thing]) -> Thing:
        """Walk a function's body with these arguments; what it returns."""
        runs = self.runs.get(id(code.node), 0)
        self.runs[id(code.node)] = runs + 1
        if runs >= MOST_RUNS or self.calls >= DEEPEST_CALLS:
            return UNKNOWN
        node: Any = code.node
        made, folders = self.made[:], self.folders[:]
        kept, self.scope = self.scope, Scope(code.scope if isinstance(code.scope, Scope) else self.scope)
        self.calls += 1
        self.returned.append([])
        self._bind(node.args, args, named)
        if type(node).__name__ == "Lambda":
            self.returned[-1].append(self.value(node.body))
        else:
            self.block(node.body)
        self.calls -= 1
        self.scope = kept
        self.made, self.folders = _still(made, self.made), _still(folders, self.folders)
        return merged(self.returned.pop())

    def _bind(self, arguments: Any, args: list[Thing], named: dict[str, Thing]) -> None:
        names = [argument.arg for argument in (*arguments.posonlyargs, *arguments.args)]
        if names[:1] in (["self"], ["cls"]):
            self.scope.names[names[0]] = Ref("self")
            names = names[1:]
        defaults = [self.value(default) for default in arguments.defaults]
        for name, default in zip(reversed(names), reversed(defaults)):
            self.scope.names[name] = default
        for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults):
            self.scope.names[argument.arg] = self.value(default) if default is not None else Ref("?")
            names.append(argument.arg)
        for name in names:
            if name not in self.scope.names or self.uncalled:
                self.scope.names[name] = Ref("?")
        self.scope.names.update(zip(names, args))
        self.scope.names.update({name: thing for name, thing in named.items() if name in names})
        if arguments.vararg is not None:
            rest = args[len(arguments.posonlyargs) + len(arguments.args) :]
            self.scope.names[arguments.vararg.arg] = Many(rest, not rest)
        if arguments.kwarg is not None:
            self.scope.names[arguments.kwarg.arg] = Table({})

    # --- statements ------------------------------------------------------------------------

    def block(self, body: Iterable[Any]) -> None:
        for node in body:
            self.step()
            handler = getattr(self, "_" + type(node).__name__, None)
            if handler is not None:
                handler(node)
            else:
                self._children(node)

    def _Expr(self, node: Any) -> None:
        if type(node.value).__name__ == "Name" and HOLE in node.value.id:
            self.reading.opaque(self.reading.hole_source(), "a Python statement is not known")
        else:
            self.value(node.value)

    def _Import(self, node: Any) -> None:
        for alias in node.names:
            self.imports.add(alias.name.partition(".")[0])
            name = alias.asname or alias.name.partition(".")[0]
            self.scope.names[name] = Ref(alias.name if alias.asname else name)

    def _ImportFrom(self, node: Any) -> None:
        module = node.module or ""
        self.imports.add(module.partition(".")[0])
        for alias in node.names:
            if alias.name == "*":
                self.scope.names.update(python_fold.starred(module))
            else:
                self.scope.names[alias.asname or alias.name] = Ref(f"{module}.{alias.name}" if module else alias.name)

    def _FunctionDef(self, node: Any) -> None:
        for decorator in node.decorator_list:
            self.value(decorator)
        code = Code(node.name, node, self.scope)
        self.scope.names[node.name] = code
        self.functions.append(code)

    _AsyncFunctionDef = _FunctionDef

    def _ClassDef(self, node: Any) -> None:
        for decorator in node.decorator_list:
            self.value(decorator)
        kept, self.scope = self.scope, Scope(self.scope)
        self.block(node.body)
        inside, self.scope = self.scope, kept
        for name, thing in inside.names.items():
            if isinstance(thing, Code):
                self.methods.setdefault(name, []).append(thing)
                thing.scope = kept
            else:
                self.attributes[f"self.{name}"] = thing
        self.scope.names[node.name] = Ref(node.name)

    def _Return(self, node: Any) -> None:
        thing = self.value(node.value) if node.value is not None else Constant(None)
        if self.returned:
            self.returned[-1].append(thing)

    def _Assign(self, node: Any) -> None:
        thing = self.value(node.value)
        for target in node.targets:
            self.assign(target, thing)

    def _AnnAssign(self, node: Any) -> None:
        if node.value is not None:
            self.assign(node.target, self.value(node.value))

    def _AugAssign(self, node: Any) -> None:
        before, added = self.value(node.target), self.value(node.value)
        if isinstance(before, Many):
            items = added.items if isinstance(added, Many) else [UNKNOWN]
            self.assign(node.target, Many([*before.items, *items], before.open or not isinstance(added, Many)))
        else:
            operator = type(node.op).__name__
            self.assign(node.target, python_fold.binary(operator, before, added))

    def _Delete(self, node: Any) -> None:
        return None

    def _If(self, node: Any) -> None:
        self.value(node.test)
        self._ways([node.body, node.orelse])

    def _ways(self, bodies: list[Any]) -> None:
        """Each way starts from the same names; what they leave is merged."""
        before = self.scope
        made, folders = self.made, self.folders
        left: list[tuple[list[Thing], list[Thing]]] = []
        ends: list[dict[str, Thing]] = []
        for body in bodies:
            self.scope = Scope(before)
            self.made, self.folders = made[:], folders[:]
            self.block(body)
            ends.append(self.scope.names)
            left.append((self.made, self.folders))
        for own, own_folders in left:
            made, folders = _still(made, own), _still(folders, own_folders)
        self.made, self.folders = made, folders
        self.scope = before
        for name in dict.fromkeys([name for names in ends for name in names]):
            possible = [names.get(name) or before.get(name) for names in ends]
            before.names[name] = merged([thing for thing in possible if thing is not None])

    def _Match(self, node: Any) -> None:
        self.value(node.subject)
        self._ways([case.body for case in node.cases] or [[]])

    def _For(self, node: Any) -> None:
        items = self.value(node.iter)
        self.assign(node.target, element(items))
        self.looping += not (isinstance(items, Many) and not items.open and self._short(items))
        self._body(node.body)
        self.looping -= not (isinstance(items, Many) and not items.open and self._short(items))
        self.block(node.orelse)

    _AsyncFor = _For

    def _short(self, items: Many) -> bool:
        """A loop over names that are written out."""
        return all(not (isinstance(item, Text) and item.value.glob) for item in items.items)

    def _body(self, body: Any) -> None:
        """The body of a loop, which may not run at all: what it makes counts only inside."""
        made, folders = self.made[:], self.folders[:]
        self.block(body)
        self.made, self.folders = _still(made, self.made), _still(folders, self.folders)

    def _While(self, node: Any) -> None:
        self.value(node.test)
        self.looping += 1
        self._body(node.body)
        self.looping -= 1
        self.block(node.orelse)

    def _Try(self, node: Any) -> None:
        folders = self.folders[:]
        self.block(node.body)
        self.folders = _still(folders, self.folders)  # making one may be what failed
        self._ways([[], *[handler.body for handler in node.handlers]])
        self.block(node.orelse)
        self.block(node.finalbody)

    _TryStar = _Try

    def _With(self, node: Any) -> None:
        for item in node.items:
            thing = self.value(item.context_expr)
            if item.optional_vars is not None:
                self.assign(item.optional_vars, thing)
        self.block(node.body)

    _AsyncWith = _With


def _still(before: list[Thing], after: list[Thing]) -> list[Thing]:
    """What was made before and was not forgotten since."""
    return [one for one in before if any(one is other for other in after)]
