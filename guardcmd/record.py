"""The base of all value types: fields from annotations, in slots. Dataclasses would cost three bare interpreters."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar, Self, dataclass_transform
else:

    def dataclass_transform(**_: object):  # the type checker's, without importing typing
        return lambda cls: cls


@dataclass_transform(eq_default=True, frozen_default=True, kw_only_default=False)
class RecordType(type):
    """Turns the annotations of a class body into slots and an ordered tuple of fields."""

    def __new__(mcs, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> RecordType:
        own = tuple(body.get("__annotations__", ()))
        defaults = {field: body.pop(field) for field in own if field in body}
        body["__slots__"] = own
        cls = super().__new__(mcs, name, bases, body)
        inherited: tuple[str, ...] = getattr(cls, "_fields", ())
        cls._fields = inherited + own  # type: ignore[attr-defined]
        cls._defaults = {**getattr(cls, "_defaults", {}), **defaults}  # type: ignore[attr-defined]
        return cls


class Record(metaclass=RecordType):
    """An immutable value. Immutable for the type checker: at run time nothing is paid for it.

    Fields are given by position or by name, as in a frozen dataclass; equality, hash and
    repr are by fields.
    """

    if TYPE_CHECKING:
        _fields: ClassVar[tuple[str, ...]]
        _defaults: ClassVar[dict[str, Any]]
    else:

        def __init__(self, *values, **named):
            fields = self._fields
            if len(values) > len(fields):
                raise TypeError(f"{type(self).__name__} takes {len(fields)} fields, got {len(values)}")
            for field, value in zip(fields, values):
                setattr(self, field, value)
            defaults = self._defaults
            for field in fields[len(values) :]:
                if field in named:
                    setattr(self, field, named.pop(field))
                elif field in defaults:
                    setattr(self, field, defaults[field])
                else:
                    raise TypeError(f"{type(self).__name__} needs `{field}`")
            if named:
                raise TypeError(f"{type(self).__name__} has no field `{next(iter(named))}`")

    def _key(self) -> tuple[Any, ...]:
        return tuple([getattr(self, field) for field in self._fields])

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._key() == other._key()  # type: ignore[attr-defined]

    def __hash__(self) -> int:
        return hash(self._key())

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{f}={getattr(self, f)!r}' for f in self._fields)})"

    def replace(self, **changes: Any) -> Self:
        """The same record with some fields changed."""
        values = {field: getattr(self, field) for field in self._fields}
        values.update(changes)
        return type(self)(**values)
