"""What must not be kept: texts after their time, and all of somebody who asks for it."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select, update

from bot.journal.tables import drafts, feedback, languages, questions, versions, wishes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.ext.asyncio import AsyncConnection

_KEPT_VERSIONS: Final = 500
"""Each holds a file twice; nobody takes back what was done so long ago."""
_DRAFT_DAYS: Final = 7
"""A dialogue left alone for a week is not taken up again."""


async def forget(connection: AsyncConnection, user_id: int, persons: Sequence[str]) -> int:
    """Delete all that somebody asked, said and chose; gives the number of rows.

    With a question goes all that hangs on it. What an admin changed stays, without a name.
    """
    # The id of a private chat is that of the user.
    gone = await connection.execute(delete(wishes).where(wishes.c.chat_id == user_id))
    number = gone.rowcount
    for table in (feedback, questions, languages, drafts):
        gone = await connection.execute(delete(table).where(table.c.person.in_(persons)))
        number += gone.rowcount
    await connection.execute(
        update(versions).where(versions.c.person.in_(persons)).values(person=None)
    )
    return number


async def prune(connection: AsyncConnection, now: datetime.datetime, keep_days: int) -> int:
    """Blank texts whose time is over, and drop what nobody needs; gives the number of texts."""
    end = now - datetime.timedelta(days=keep_days)
    blanked = await connection.execute(
        update(questions)
        .where(questions.c.at < end, questions.c.text.is_not(None))
        .values(text=None, text_key=None)
    )
    # Without the text nobody could be told what it was about.
    await connection.execute(delete(wishes).where(wishes.c.at < end))
    old = now - datetime.timedelta(days=min(_DRAFT_DAYS, keep_days))
    await connection.execute(delete(drafts).where(drafts.c.at < old))
    last_kept = (
        select(versions.c.id)
        .order_by(versions.c.id.desc())
        .offset(_KEPT_VERSIONS)
        .limit(1)
        .scalar_subquery()
    )
    await connection.execute(
        delete(versions).where(versions.c.id <= last_kept, versions.c.state != "pending")
    )
    return blanked.rowcount
