"""`--knowledge` and `--config`, which go with every command, before it or after it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable

F = TypeVar("F", bound="Callable[..., object]")


@dataclass(slots=True)
class Places:
    """Where the user said things are; filled in while the command line is read."""

    knowledge: Path | None = None
    config: Path | None = None


def place_options(function: F) -> F:
    """Add the two options to a command."""
    for name, metavar, explanation in (
        ("--config", "FILE", "设置文件；默认是当前文件夹里的 config.yaml。"),
        ("--knowledge", "DIR", "知识库文件夹；默认是设置里写的那个。"),
    ):
        add = click.option(
            name,
            type=click.Path(path_type=Path),
            metavar=metavar,
            help=explanation,
            expose_value=False,
            callback=_remember,
        )
        function = add(function)
    return function


def _remember(context: click.Context, parameter: click.Parameter, value: Path | None) -> None:
    """Keep what was given; after the command it counts more than before it."""
    places = context.ensure_object(Places)
    if value is None:
        return
    if parameter.name == "config":
        places.config = value
    else:
        places.knowledge = value
