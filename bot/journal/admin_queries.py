"""What admins change: versions of the knowledge's files, and dialogues not finished."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import delete, insert, select, update

from bot.journal.records import Draft, FullVersion, VersionRow, new_id
from bot.journal.tables import drafts, versions

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping, Sequence

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.journal.records import Version, VersionState

_BEFORE: Final[Mapping[VersionState, VersionState]] = {
    "done": "pending",
    "dropped": "pending",
    "undone": "done",
}
"""The state that a version must be in to come into another."""
_ROW: Final = (
    versions.c.id,
    versions.c.at,
    versions.c.action,
    versions.c.path,
    versions.c.person,
    versions.c.note,
    versions.c.state,
)
_FULL: Final = select(*_ROW, versions.c.before, versions.c.after)


async def add_version(
    connection: AsyncConnection, version: Version, person: str, now: datetime.datetime
) -> int:
    """Record a change that is about to be made; gives its number."""
    number: int = (
        await connection.execute(
            insert(versions)
            .values(
                at=now,
                action=version.action,
                path=version.path,
                before=version.before,
                after=version.after,
                person=person,
                note=version.note,
                state="pending",
            )
            .returning(versions.c.id)
        )
    ).scalar_one()
    return number


async def list_versions(
    connection: AsyncConnection, offset: int, limit: int
) -> tuple[VersionRow, ...]:
    """List changes that were made, latest first."""
    found = await connection.execute(
        select(*_ROW)
        .where(versions.c.state.in_(("done", "undone")))
        .order_by(versions.c.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return tuple(VersionRow(*row) for row in found)


async def find_version(connection: AsyncConnection, number: int) -> FullVersion | None:
    """Look up a change with its texts."""
    found = await connection.execute(_FULL.where(versions.c.id == number))
    row = found.one_or_none()
    return None if row is None else _full(row)


async def pending_versions(connection: AsyncConnection) -> tuple[FullVersion, ...]:
    """Find changes of which it is not known whether they were made, oldest first."""
    found = await connection.execute(
        _FULL.where(versions.c.state == "pending").order_by(versions.c.id)
    )
    return tuple(_full(row) for row in found)


def _full(row: Sequence[Any]) -> FullVersion:
    *head, before, after = row
    return FullVersion(VersionRow(*head), before, after)


async def mark_version(connection: AsyncConnection, number: int, state: VersionState) -> bool:
    """Bring a change into another state, if it is in the one before."""
    done = await connection.execute(
        update(versions)
        .where(versions.c.id == number, versions.c.state == _BEFORE.get(state))
        .values(state=state)
    )
    return done.rowcount == 1


async def save_draft(
    connection: AsyncConnection,
    person: str,
    kind: str,
    payload: dict[str, Any],
    now: datetime.datetime,
) -> str:
    """Keep a dialogue; gives its id."""
    draft_id = new_id()
    await connection.execute(
        insert(drafts).values(id=draft_id, at=now, person=person, kind=kind, payload=payload)
    )
    return draft_id


async def find_draft(
    connection: AsyncConnection, draft_id: str, persons: Sequence[str]
) -> Draft | None:
    """Look up a dialogue of somebody's own."""
    found = await connection.execute(
        select(drafts.c.id, drafts.c.kind, drafts.c.payload).where(
            drafts.c.id == draft_id, drafts.c.person.in_(persons)
        )
    )
    row = found.one_or_none()
    return None if row is None else Draft(*row)


async def last_draft(
    connection: AsyncConnection, kind: str, persons: Sequence[str], since: datetime.datetime
) -> Draft | None:
    """Look up somebody's own dialogue of a kind that was changed last."""
    found = await connection.execute(
        select(drafts.c.id, drafts.c.kind, drafts.c.payload)
        .where(drafts.c.kind == kind, drafts.c.person.in_(persons), drafts.c.at >= since)
        .order_by(drafts.c.at.desc(), drafts.c.id)
        .limit(1)
    )
    row = found.one_or_none()
    return None if row is None else Draft(*row)


async def change_draft(
    connection: AsyncConnection, draft_id: str, payload: dict[str, Any], now: datetime.datetime
) -> bool:
    """Keep what became of a dialogue; tells whether it was still there."""
    done = await connection.execute(
        update(drafts).where(drafts.c.id == draft_id).values(payload=payload, at=now)
    )
    return done.rowcount == 1


async def drop_draft(connection: AsyncConnection, draft_id: str) -> bool:
    """Forget a dialogue; tells whether it was still there."""
    gone = await connection.execute(delete(drafts).where(drafts.c.id == draft_id))
    return gone.rowcount == 1
