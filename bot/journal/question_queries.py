"""Questions, who wishes to hear of an answer, and which language they chose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, or_, select

from bot.journal.records import AskedRow, Wish
from bot.journal.tables import languages, questions, wishes
from bot.journal.upserts import insert_into

if TYPE_CHECKING:
    import datetime
    from collections.abc import Collection

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.journal.keys import Keys


async def find_question(connection: AsyncConnection, asked_id: str) -> AskedRow | None:
    """Look up a question."""
    found = await connection.execute(
        select(
            questions.c.id,
            questions.c.at,
            questions.c.text,
            questions.c.outcome,
            questions.c.article_id,
            questions.c.position,
        ).where(questions.c.id == asked_id)
    )
    row = found.one_or_none()
    return None if row is None else AskedRow(*row)


async def alike(
    connection: AsyncConnection, keys: Keys, ids: Collection[str], texts: Collection[str]
) -> ColumnElement[bool]:
    """Give the condition of all askings that differ in nothing from those of `ids` and `texts`."""
    found = await connection.scalars(
        select(questions.c.text_key)
        .where(questions.c.id.in_(ids), questions.c.text_key.is_not(None))
        .distinct()
    )
    text_keys = {*found, *map(keys.text, texts)}
    return or_(questions.c.text_key.in_(text_keys), questions.c.id.in_(ids))


async def add_wish(
    connection: AsyncConnection, asked_id: str, chat_id: int, now: datetime.datetime
) -> bool:
    """Note that a chat wants to be told; tells whether the question is still known."""
    known = await connection.scalar(
        select(questions.c.id).where(questions.c.id == asked_id, questions.c.text.is_not(None))
    )
    if known is None:
        return False
    await connection.execute(
        insert_into(wishes, connection)
        .values(question_id=asked_id, chat_id=chat_id, at=now)
        .on_conflict_do_nothing()
    )
    return True


async def every_wish(connection: AsyncConnection) -> tuple[Wish, ...]:
    """Find every wish; of a chat, those for questions that differ in nothing are one."""
    found = await connection.execute(
        select(
            wishes.c.chat_id,
            questions.c.text_key,
            questions.c.text,
            questions.c.id,
            questions.c.language,
        )
        .join(questions, questions.c.id == wishes.c.question_id)
        .where(questions.c.text.is_not(None))
        .order_by(questions.c.at, questions.c.id)
    )
    alike: dict[tuple[int, str], Wish] = {}
    for chat_id, text_key, text, asked_id, language in found:
        before = alike.get((chat_id, text_key))
        asked_ids = (*(before.asked_ids if before else ()), asked_id)
        alike[chat_id, text_key] = Wish(chat_id, text, asked_ids, language)
    return tuple(alike.values())


async def drop_wish(connection: AsyncConnection, wish: Wish) -> bool:
    """Forget a wish; tells whether it was still there."""
    gone = await connection.execute(
        delete(wishes).where(
            wishes.c.chat_id == wish.chat_id, wishes.c.question_id.in_(wish.asked_ids)
        )
    )
    return gone.rowcount > 0


async def all_languages(connection: AsyncConnection) -> dict[str, str]:
    """Read every choice of a language, by what stands for the person."""
    found = await connection.execute(select(languages.c.person, languages.c.tag))
    return {person: tag for person, tag in found}  # noqa: C416 - rows are no pairs to the types
