"""`/article` and `/remove`: an article's file, and the end of it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from bot.base.errors import KnowledgeError
from bot.edge.telegram.admin.changing import Proposal, alone, prepare
from bot.edge.telegram.admin.guard import admin_command
from bot.edge.telegram.admin.proposing import Preview, propose
from bot.edge.telegram.admin.telling import send_file, told_in
from bot.edge.telegram.outbox import reply
from bot.input.editing import current_file, drop_golden, remove_article
from bot.input.names import is_reserved
from bot.presentation.card import notice
from bot.presentation.changes import account

if TYPE_CHECKING:
    from pathlib import Path

    from telegram import Message, Update
    from telegram.ext import BaseHandler

    from bot.edge.telegram.context import Context
    from bot.input.changes import Change


def handlers() -> list[BaseHandler[Update, Context, Any]]:
    """Give the handlers of the commands."""
    return [admin_command("article", send_article), admin_command("remove", remove)]


async def send_article(message: Message, context: Context) -> None:
    """Send the file of an article, or of what belongs to the whole base."""
    texts, article_id = context.texts, _named(context)
    if not article_id:
        await reply(message, notice(texts.admin.article_usage), texts)
        return
    folder = context.state.settings.knowledge.folder
    try:
        name, content = await asyncio.to_thread(current_file, folder, article_id)
    except KnowledgeError as error:
        known = {one.id for one in context.state.library.engine.knowledge.articles}
        # Of a file that is there, or that no article can have, it is the file that is told.
        there = article_id in known or is_reserved(article_id)
        said = "\n".join(map(str, error.problems)) if there else texts.admin.no_article(article_id)
        await reply(message, notice(said), texts)
        return
    await send_file(message, name, content)


async def remove(message: Message, context: Context) -> None:
    """Show what removing an article would bring about, and ask."""
    texts, state, article_id = context.texts, context.state, _named(context)
    if not article_id or message.from_user is None:
        await reply(message, notice(texts.admin.remove_usage), texts)
        return
    folder, knowledge = state.settings.knowledge.folder, state.library.engine.knowledge
    known = [one for one in knowledge.articles if one.id == article_id]
    if known and len(knowledge.articles) == 1:
        await reply(message, notice(texts.admin.only_article), texts)
        return
    title = known[0].title if known else ""
    shown = await reply(message, notice(texts.admin.rehearsing), texts)
    async with told_in(shown, context):
        changes = await asyncio.to_thread(_removal, folder, article_id)
        with alone(state):
            prepared = await prepare(state, changes)
        lines = [texts.admin.remove_question(article_id, title)]
        golden = sum(one.article == article_id for one in knowledge.golden)
        lines += [texts.admin.drops_golden(golden)] * bool(golden)
        lines += account(texts, prepared.effect)
        proposal = Proposal("remove", title or article_id, changes)
        await propose(shown, context, message.from_user.id, proposal, Preview(lines))


def _removal(folder: Path, article_id: str) -> tuple[Change, ...]:
    removal = remove_article(folder, article_id)
    # Together, so that no golden question is ever about an article that is gone.
    golden = drop_golden(folder, article_id)
    return (removal,) if golden is None else (golden, removal)


def _named(context: Context) -> str:
    """Give the id behind a command."""
    return next(iter(context.args or []), "").removesuffix(".yaml")
