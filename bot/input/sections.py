"""Dataclasses as sections of a commented YAML file.

Each field is declared once: its type and default, the comment that explains it to operators and
the reader that checks it. Reading and writing the file follow from the declarations.
"""

from __future__ import annotations

import dataclasses
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, ClassVar, Final, Protocol, TypeVar

from bot.input.values import Reader, Value, entries
from bot.input.writing import scalar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from dataclasses import Field


class Section(Protocol):
    """A dataclass whose fields all have a default and were declared with `about`."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


S = TypeVar("S", bound=Section)

_STEP: Final = "  "


def about(comment: str, read: Reader[Any]) -> Mapping[str, Any]:
    """Describe a field, for its `metadata`; the comment may have several lines."""
    return {"comment": comment, "read": read}


def section(kind: type[S]) -> Reader[S]:
    """Read a section into its dataclass; what is missing, blank or wrong keeps its default."""

    def read(value: Value) -> S | None:
        fields = dataclasses.fields(kind)
        found = entries(value, [field.name for field in fields])
        if found is None:
            return None
        defaults = kind()
        return kind(
            **{
                field.name: found.optional(
                    field.name, field.metadata["read"], getattr(defaults, field.name)
                )
                for field in fields
            }
        )

    return read


def render(values: Section) -> Iterator[str]:
    """Write a file of sections, line by line: a blank one and a comment before each section."""
    for field in dataclasses.fields(values):
        yield ""
        yield from _render_field(field, getattr(values, field.name), "")


def _render_field(field: Field[Any], value: object, indent: str) -> Iterator[str]:
    yield from (f"{indent}# {line}" for line in field.metadata["comment"].splitlines())
    if dataclasses.is_dataclass(value):
        yield f"{indent}{field.name}:"
        for inner in dataclasses.fields(value):
            yield from _render_field(inner, getattr(value, inner.name), indent + _STEP)
    else:
        yield f"{indent}{field.name}: {_render_value(value)}".rstrip()


def _render_value(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case tuple():
            return f"[{', '.join(_render_value(item) for item in value)}]"
        case PurePath():
            return scalar(value.as_posix())
        case str():
            return scalar(value)
        case _:
            return str(value)
