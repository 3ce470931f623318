"""`wenju import`: documents become articles, each shown before it is written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from bot.base.errors import DocumentError, KnowledgeError, ProblemsError
from bot.base.model import Problem
from bot.edge.cli.opening import open_settings
from bot.edge.cli.streams import is_interactive, standard_input
from bot.input.changes import apply
from bot.input.documents.conversion import convert
from bot.input.files import reason
from bot.input.importing import choose_id, plan_import
from bot.input.knowledge import load_knowledge
from bot.presentation.importing import preview

if TYPE_CHECKING:
    from bot.base.model import Article, Knowledge
    from bot.edge.cli.places import Places
    from bot.input.importing import Import
    from bot.input.settings import Settings

_STANDARD_INPUT: Final = "-"
_NAMELESS: Final = "-.txt"
"""What standard input is taken for: a text whose name says nothing."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How the user wants it done."""

    article_id: str | None = None
    dry_run: bool = False
    yes: bool = False
    replacing: bool = False


def import_files(places: Places, files: tuple[str, ...], manner: Manner) -> bool:
    """Import the files one by one; one that cannot be imported does not hold up the others.

    Returns:
        Whether all of them were imported, or declined by the user.

    Raises:
        ProblemsError: The settings cannot be used, or there is no knowledge folder.
    """
    settings = open_settings(places)
    folder = settings.knowledge.folder
    if not folder.is_dir():
        raise KnowledgeError([Problem(str(folder), 0, 0, "文件夹不存在；可以先用 wenju init 新建")])
    knowledge = load_knowledge(folder).knowledge
    everything_fine = True
    for number, file in enumerate(files):
        if number:
            click.echo()
        try:
            article = _import(file, settings, knowledge, manner)
        except ProblemsError as error:
            click.echo(str(error), err=True)
            everything_fine = False
            continue
        if article is not None:
            others = (one for one in knowledge.articles if one.id != article.id)
            knowledge = replace(knowledge, articles=(*others, article))
    return everything_fine


def _import(file: str, settings: Settings, knowledge: Knowledge, manner: Manner) -> Article | None:
    """Import one file; returns the article unless it was not to be written."""
    folder = settings.knowledge.folder
    article = _convert(file, settings.limits.upload_megabytes)
    article_id = manner.article_id or article.id or choose_id(article, _name(file))
    plan = plan_import(folder, knowledge, replace(article, id=article_id))
    click.echo(preview(plan))
    if plan.replaces:
        _check_replacement(plan, folder, manner)
    if manner.dry_run:
        click.echo("只是预览，没有写入。")
    elif is_interactive() and not manner.yes and not click.confirm("写入吗？"):
        click.echo("没有写入。")
    else:
        apply(folder, plan.change)
        click.echo(f"已写入 {folder / plan.change.path}")
        return plan.article
    return None


def _check_replacement(plan: Import, folder: Path, manner: Manner) -> None:
    """Refuse to overwrite without being told to, or what golden questions rest on."""
    name = plan.change.path
    if not manner.replacing:
        message = "已经有编号相同的文章，没有写入；要替换它请加 --replace，要另存请用 --id"
        raise KnowledgeError([Problem(name, 0, 0, message)])
    before = load_knowledge(folder).problems
    after = load_knowledge(folder, changes=[plan.change]).problems
    if new := [problem for problem in after if problem not in before]:
        raise KnowledgeError([*new, Problem(name, 0, 0, "替换后会有以上问题，没有写入")])


def _convert(file: str, megabytes: int) -> Article:
    """Read a file and convert it.

    Raises:
        DocumentError: It cannot be read, or no article can be made of it.
    """
    limit = megabytes * 2**20 + 1
    try:
        if file == _STANDARD_INPUT:
            data = standard_input().read(limit)
        else:
            with Path(file).open("rb") as stream:
                data = stream.read(limit)
    except OSError as error:
        raise DocumentError([Problem(file, 0, 0, f"读不了：{reason(error)}")]) from error
    return convert(_name(file), data, megabytes=megabytes)


def _name(file: str) -> str:
    return _NAMELESS if file == _STANDARD_INPUT else Path(file).name
