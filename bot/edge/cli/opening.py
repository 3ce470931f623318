"""From the files a user names to an engine that answers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from bot.base.errors import KnowledgeError
from bot.edge.cli.progress import Progress
from bot.input.knowledge import load_knowledge
from bot.input.settings import Settings, load_settings
from bot.search.engine import Engine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.base.model import Knowledge, Problem
    from bot.edge.cli.places import Places
    from bot.input.changes import Change
    from bot.input.settings import KnowledgeSettings

_SHOWN = 10


def open_settings(places: Places) -> Settings:
    """Read the settings.

    Raises:
        SettingsError: they cannot be used.
    """
    settings = load_settings(places.config)
    if places.knowledge is None:
        return settings
    return replace(settings, knowledge=replace(settings.knowledge, folder=places.knowledge))


def open_engine(settings: Settings) -> Engine:
    """Load the knowledge and build the engine; articles with problems are left out, and named.

    Raises:
        KnowledgeError: no article is left.
    """
    with Progress() as progress:
        loaded = load_knowledge(
            settings.knowledge.folder,
            progress.counter("正在读取知识库"),
            cache=settings.knowledge.index,
        )
        if loaded.problems and loaded.knowledge.is_empty:
            raise KnowledgeError(loaded.problems)
        engine = Engine.build(
            loaded.knowledge,
            settings.answers.thresholds,
            progress=progress.counter("正在建立索引"),
            cache=settings.knowledge.index,
        )
    _warn_of(loaded.problems)
    return engine


def read_again(settings: KnowledgeSettings, changes: Sequence[Change] = ()) -> Knowledge:
    """Load the knowledge again: all of it or nothing.

    Args:
        settings: Where it is, and where what was read is kept.
        changes: Load it as it would be after these, which are not made.

    Raises:
        KnowledgeError: there are problems; it carries all of them.
    """
    loaded = load_knowledge(settings.folder, changes=changes, cache=settings.index)
    if loaded.problems:
        raise KnowledgeError(loaded.problems)
    return loaded.knowledge


def _warn_of(problems: Sequence[Problem]) -> None:
    """Tell on standard error which parts of the knowledge are left out."""
    if not problems:
        return
    click.echo("知识库有问题，出问题的文件没有用上：", err=True)
    for problem in problems[:_SHOWN]:
        click.echo(f"  {problem}", err=True)
    if len(problems) > _SHOWN:
        click.echo(f"  ……共 {len(problems)} 处，用 wenju check 看全部。", err=True)
