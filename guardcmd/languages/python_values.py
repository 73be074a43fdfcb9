"""Python expressions: what they are, and every call in them with its arguments as far as they are known."""

from __future__ import annotations

from guardcmd.languages import python_effects, python_fold, python_functions
from guardcmd.languages.reading import HOLE, joined, value_of
from guardcmd.languages.things import UNKNOWN, Code, Constant, Many, Ref, Table, Text, element, merged, same, value_in
from guardcmd.shell.value import unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from guardcmd.languages.reading import Reading
    from guardcmd.languages.things import Thing

MOST_STEPS = 300_000
MOST_RUNS = 12  # how often the body of one function is walked
DEEPEST_CALLS = 12


class TooLong(Exception):
    """The text takes too many steps."""


class Scope:
    """Names of a module or function. Branches work on a fork and are merged."""

    __slots__ = ("names", "parent")

    def __init__(self, parent: Scope | None = None, names: dict[str, Thing] | None = None) -> None:
        self.parent = parent
        self.names = names if names is not None else {}

    def get(self, name: str) -> Thing | None:
        scope: Scope | None = self
        while scope is not None:
            found = scope.names.get(name)
            if found is not None:
                return found
            scope = scope.parent
        return None


class Values:
    """One text. `uncalled`: a function that nobody calls is walked, its parameters are nobody's."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.scope = Scope()
        self.attributes: dict[str, Thing] = {}
        self.methods: dict[str, list[Code]] = {}
        self.functions: list[Code] = []
        self.runs: dict[int, int] = {}
        self.imports: set[str] = set()
        self.steps = 0
        self.calls = 0  # functions of the text that are running
        self.uncalled = False
        self.looping = 0
        self.filled: list[Thing] = []  # opened files that something was already written to
        self.made: list[Thing] = []  # what the text itself certainly made before this statement
        self.folders: list[Thing] = []  # of them the folders, whose making fails where something stands
        self.returned: list[list[Thing]] = []

    def text(self, source: str) -> None:
        """Text that exec or eval runs in the same scope."""
        from guardcmd.languages.python import parsed

        tree = parsed(source)
        if isinstance(tree, str):
            self.reading.opaque("variable", f"the Python text that is executed cannot be read: {tree}")
        elif self.calls < DEEPEST_CALLS:
            self.calls += 1
            self.block(tree.body)
            self.calls -= 1
        else:
            self.reading.opaque("limit", "Python text inside Python text goes too deep to be read")

    def step(self) -> None:
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise TooLong

    def note_made(self, thing: Thing | None, folder: bool = False) -> None:
        """A file that was opened for writing, so that what it held is gone; or a folder where certainly none stood."""
        if isinstance(thing, Text | Ref) and not self.uncalled:
            (self.folders if folder else self.made).append(thing)

    def has_made(self, thing: Thing | None) -> bool:
        return thing is not None and any(same(thing, one) for one in (*self.made, *self.folders))

    def forget_made(self) -> None:
        self.made, self.folders = [], []

    def _children(self, node: Any) -> None:
        """A statement that has no meaning of its own here: its expressions are evaluated."""
        for field in node._fields:
            child = getattr(node, field)
            for one in child if isinstance(child, list) else (child,):
                if hasattr(one, "_fields"):
                    self.value(one)

    def assign(self, target: Any, thing: Thing) -> None:
        kind = type(target).__name__
        if kind == "Name":
            self.scope.names[target.id] = thing
        elif kind in ("Tuple", "List"):
            for place, one in enumerate(target.elts):
                item = element(thing)
                if isinstance(thing, Many) and place < len(thing.items) and type(one).__name__ != "Starred":
                    item = thing.items[place]
                self.assign(one.value if type(one).__name__ == "Starred" else one, item)
        elif kind == "Attribute":
            base = self.value(target.value)
            if isinstance(base, Ref):
                self.attributes[f"{base.path}.{target.attr}"] = thing
        elif kind == "Subscript":
            base, key = self.value(target.value), self.value(target.slice)
            name = value_in(key).text
            if isinstance(base, Table) and name is not None:
                base.items[name] = thing

    def block(self, body: Any) -> None:
        """The statements of a body (python_walk)."""
        raise NotImplementedError

    def run(self, code: Code, args: list[Thing], named: dict[str, Thing]) -> Thing:
        """Walk a function's body; what it returns (python_walk)."""
        raise NotImplementedError

    # --- expressions -----------------------------------------------------------------------

    def value(self, node: Any) -> Thing:
        """What an expression is. Every call in it is looked at once, in order."""
        self.step()
        handler = getattr(self, "_value_" + type(node).__name__, None)
        if handler is not None:
            found: Thing = handler(node)
            return found
        self._children(node)
        return UNKNOWN

    def _value_Constant(self, node: Any) -> Thing:
        value = node.value
        if isinstance(value, bytes):
            value = value.decode("latin-1")
        return Text(value_of(value)) if isinstance(value, str) else Constant(value)

    def _value_Name(self, node: Any) -> Thing:
        found = self.scope.get(node.id)
        if found is not None:
            return found
        if node.id == "__file__":
            return python_fold.own_file(self.reading)
        return Ref(node.id) if HOLE not in node.id else Text(value_of(HOLE))

    def _value_Attribute(self, node: Any) -> Thing:
        base = self.value(node.value)
        return self.attribute(base, node.attr)

    def attribute(self, base: Thing, name: str) -> Thing:
        if isinstance(base, Ref):
            path = f"{base.path}.{name}"
            return self.attributes.get(path) or python_fold.attribute(self.reading, path) or Ref(path, base)
        folded = python_fold.text_attribute(base, name)
        return folded or Ref(f"{python_fold.kind_of(base)}.{name}", base)

    def _value_Call(self, node: Any) -> Thing:
        if type(node.func).__name__ == "IfExp":  # (os.system if x else print)(y)
            self.value(node.func.test)
            return merged([self._called(self.value(way), node) for way in (node.func.body, node.func.orelse)])
        return self._called(self.value(node.func), node)

    def _called(self, function: Thing, node: Any) -> Thing:
        args: list[Thing] = []
        for argument in node.args:
            if type(argument).__name__ == "Starred":
                spread = self.value(argument.value)
                args += spread.items if isinstance(spread, Many) and not spread.open else [element(spread)]
            else:
                args.append(self.value(argument))
        named = {keyword.arg: self.value(keyword.value) for keyword in node.keywords if keyword.arg is not None}
        for keyword in node.keywords:
            if keyword.arg is None:
                spread = self.value(keyword.value)
                named.update(spread.items if isinstance(spread, Table) else {})
        return self.call(function, args, named)

    def call(self, function: Thing, args: list[Thing], named: dict[str, Thing]) -> Thing:
        """A call: of a function of the text, of one that is folded, or of one that does something."""
        if isinstance(function, Code):
            return self.run(function, args, named)
        if not isinstance(function, Ref):
            return UNKNOWN
        folded = python_functions.call(self, function, args, named)
        if folded is not None:
            return folded
        result = Ref(f"{function.path}()", function, args, named)
        effect = python_effects.call(self, function, args, named)
        name = function.path.rpartition(".")[2]
        for code in self.methods.get(name, ()) if "." in function.path else ():
            effect = self.run(code, args, named)
        self._callbacks(function, args, named)
        return effect if effect is not None else result

    def _callbacks(self, function: Ref, args: list[Thing], named: dict[str, Thing]) -> None:
        """map(os.remove, files), Thread(target=f, args=(x,)), pool.submit(shutil.rmtree, d)."""
        last = function.path.rpartition(".")[2]
        given = [*args, *([named["target"]] if "target" in named else [])]
        for place, one in enumerate(given):
            if isinstance(one, Code) or (isinstance(one, Ref) and python_effects.is_effect(one.path)):
                following = given[place + 1 :]
                if last in ("map", "filter", "imap", "imap_unordered", "starmap", "map_async"):
                    following = [element(following[0])] if following else []
                    self.looping += 1
                    self.call(one, following, {})
                    self.looping -= 1
                    return
                tuple_args = named.get("args")
                more = tuple_args.items if isinstance(tuple_args, Many) else following
                made, folders = self.made[:], self.folders[:]
                self.call(one, more if last in CALLING or isinstance(one, Ref) else [], {})
                self.made, self.folders = made, folders
                return

    def _value_JoinedStr(self, node: Any) -> Thing:
        parts = [self.value(part) for part in node.values]
        each = any(isinstance(part, Text) and part.each for part in parts)
        return Text(joined([value_in(part) for part in parts]), False, each, python_fold.written(node.values, parts))

    _value_TemplateStr = _value_JoinedStr

    def _value_FormattedValue(self, node: Any) -> Thing:
        return self.value(node.value)

    _value_Interpolation = _value_FormattedValue

    def _value_BinOp(self, node: Any) -> Thing:
        left, right = self.value(node.left), self.value(node.right)
        return python_fold.binary(type(node.op).__name__, left, right)

    def _value_UnaryOp(self, node: Any) -> Thing:
        thing = self.value(node.operand)
        number = thing.value if isinstance(thing, Constant) else None
        negative = type(node.op).__name__ == "USub" and isinstance(number, int)
        return Constant(-number) if negative and isinstance(number, int) else UNKNOWN

    def _value_BoolOp(self, node: Any) -> Thing:
        return merged([self.value(one) for one in node.values])

    def _value_IfExp(self, node: Any) -> Thing:
        self.value(node.test)
        return merged([self.value(node.body), self.value(node.orelse)])

    def _value_NamedExpr(self, node: Any) -> Thing:
        thing = self.value(node.value)
        self.assign(node.target, thing)
        return thing

    def _value_Await(self, node: Any) -> Thing:
        return self.value(node.value)

    def _value_Starred(self, node: Any) -> Thing:
        return self.value(node.value)

    def _value_List(self, node: Any) -> Thing:
        items: list[Thing] = []
        open = False
        for one in node.elts:
            thing = self.value(one)
            if type(one).__name__ != "Starred":
                items.append(thing)
            elif isinstance(thing, Many):
                items += thing.items
                open = open or thing.open
            else:
                items.append(Text(unknown("more items")))
                open = True
        return Many(items, open)

    _value_Tuple = _value_List
    _value_Set = _value_List

    def _value_Dict(self, node: Any) -> Thing:
        items: dict[str, Thing] = {}
        for key, value in zip(node.keys, node.values):
            thing = self.value(value)
            name = value_in(self.value(key)).text if key is not None else None
            if name is not None:
                items[name] = thing
            elif isinstance(thing, Table) and key is None:
                items.update(thing.items)
        return Table(items)

    def _value_Subscript(self, node: Any) -> Thing:
        return python_fold.subscript(self, self.value(node.value), self.value(node.slice))

    def _value_Slice(self, node: Any) -> Thing:
        ends = [self.value(end) if end is not None else Constant(None) for end in (node.lower, node.upper, node.step)]
        return Ref("slice", None, ends)

    def _value_Lambda(self, node: Any) -> Thing:
        code = Code("lambda", node, self.scope)
        self.functions.append(code)
        return code

    def _value_ListComp(self, node: Any) -> Thing:
        kept, self.scope = self.scope, Scope(self.scope)
        self.looping += 1
        for generator in node.generators:
            self.assign(generator.target, element(self.value(generator.iter)))
            for condition in generator.ifs:
                self.value(condition)
        if type(node).__name__ == "DictComp":
            self.value(node.key)
            item = self.value(node.value)
        else:
            item = self.value(node.elt)
        self.looping -= 1
        self.scope = kept
        return Many([item], not (isinstance(item, Text) and (item.value.known or item.value.glob)))

    _value_SetComp = _value_ListComp
    _value_GeneratorExp = _value_ListComp
    _value_DictComp = _value_ListComp


CALLING = (
    "submit", "Thread", "Process", "apply", "apply_async", "register", "partial", "run_in_executor", "call_soon",
    "Timer",
    "run", "create_task", "gather", "to_thread", "call_later", "reduce", "run_sync", "main", "wrapper", "finalize",
)  # fmt: skip
