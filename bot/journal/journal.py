"""The journal as everything above it sees it.

Recording (`asked`, `feedback`, `set_language`) is on the way of an answer: it returns at once and
never raises, and what is recorded is written behind. Everything else is awaited, knows all that
was recorded before, and raises `JournalError` while the database cannot be used.
"""

from __future__ import annotations

import contextlib
import datetime
from typing import TYPE_CHECKING, Any, Final, Self

from bot.base.errors import JournalError
from bot.journal import (
    admin_queries,
    miss_queries,
    privacy_queries,
    question_queries,
    stats_queries,
)
from bot.journal.database import Database
from bot.journal.entries import Chosen, Judged, local_day
from bot.journal.records import AskedRow
from bot.journal.writer import Writer

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Collection
    from types import TracebackType

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.input.settings import JournalSettings, Secrets
    from bot.journal.keys import Keys
    from bot.journal.records import (
        Asked,
        Draft,
        FullVersion,
        Miss,
        Settlement,
        Stats,
        Verdict,
        Version,
        VersionRow,
        VersionState,
        Wish,
    )

_MOST_MISSES: Final = 10_000
"""Different questions: more than an admin pages through, few enough to be grouped at once."""


class Journal:
    """A running journal: `async with Journal(settings.journal, secrets) as journal`.

    To be used from the event loop that it was opened in. Where the database cannot be opened, that
    is tried again in the background, for as long as the journal is open.
    """

    def __init__(self, settings: JournalSettings, secrets: Secrets) -> None:
        self._keep_days = settings.keep_days
        self._database = Database(settings, secrets)
        self._writer = Writer(self._database, self._load_languages)
        self._languages: dict[str, str] = {}
        """As they were when the database was opened, by what stands for the person."""
        self._chosen: dict[int, str] = {}
        """What was chosen since."""

    async def __aenter__(self) -> Self:
        await self._writer.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._writer.stop()

    @property
    def trouble(self) -> str | None:
        """What is wrong with the database, for an admin; None where all is well."""
        return self._writer.trouble

    # Recording: at once, never raising.

    def asked(self, asked: Asked) -> None:
        """Record a question and what came of it."""
        self._writer.put(asked)

    def feedback(self, asked_id: str, user_id: int, verdict: Verdict) -> None:
        """Record what somebody thinks of an answer, in place of what they thought before."""
        self._writer.put(Judged(asked_id, user_id, verdict, _now()))

    def set_language(self, user_id: int, tag: str) -> None:
        """Remember the language somebody chose."""
        self._chosen[user_id] = tag
        self._writer.put(Chosen(user_id, tag))

    def language(self, user_id: int) -> str | None:
        """Give the language somebody chose; None where they chose none, or it is not known yet."""
        if (chosen := self._chosen.get(user_id)) is not None:
            return chosen
        keys = self._database.keys
        if keys is None or not self._languages:
            return None
        forms = keys.all_forms(user_id)
        return next((self._languages[form] for form in forms if form in self._languages), None)

    # Questions.

    async def question(self, asked_id: str) -> AskedRow | None:
        """Look up a question; None where there is none. One just asked is known in any case."""
        asked = self._writer.find(asked_id)
        if asked is not None:
            return AskedRow(
                asked.id,
                asked.at.astimezone(datetime.UTC),
                asked.question,
                asked.outcome,
                asked.article_id,
                asked.position,
            )
        async with self._reading() as (connection, _):
            return await question_queries.find_question(connection, asked_id)

    async def stats(self, days: int) -> Stats:
        """Count what happened on the last `days` days, today among them."""
        async with self._reading() as (connection, _):
            return await stats_queries.count(connection, days, local_day(_now()))

    # Misses and those who wait for an answer.

    async def misses(self, since: datetime.datetime, limit: int = _MOST_MISSES) -> tuple[Miss, ...]:
        """Find questions that found nothing or got a 👎, most asked first and then latest first.

        Leaves out what was dealt with, and what was asked inline.
        """
        async with self._reading() as (connection, _):
            return await miss_queries.find_misses(connection, since, limit)

    async def settle_miss(
        self, ids: Collection[str], settlement: Settlement, *, texts: Collection[str] = ()
    ) -> int:
        """Take questions off the misses, with all that differ in nothing; gives their number.

        What was taught is missed anew if it is refused again; what is ignored stays ignored.

        Args:
            ids: Ids of askings, such as those of misses.
            settlement: What was done about them.
            texts: Questions to be settled besides, by their wording.
        """
        async with self._writing() as (connection, keys):
            alike = await question_queries.alike(connection, keys, ids, texts)
            return await miss_queries.settle(connection, alike, settlement, _now())

    async def wish(self, asked_id: str, chat_id: int) -> bool:
        """Note that a chat wants to be told when there is an answer.

        The chat's id is kept in the clear until then. False where the question is not known.
        """
        async with self._writing() as (connection, _):
            return await question_queries.add_wish(connection, asked_id, chat_id, _now())

    async def wishes(self) -> tuple[Wish, ...]:
        """Find every wish to be told; of a chat, those that differ in nothing are one."""
        async with self._reading() as (connection, _):
            return await question_queries.every_wish(connection)

    async def told(self, wish: Wish) -> bool:
        """Forget a wish: called before telling, so that nobody is told twice.

        False where somebody else has seen to it meanwhile: then there is nothing to tell.
        """
        async with self._writing() as (connection, _):
            return await question_queries.drop_wish(connection, wish)

    # Versions of the knowledge's files.

    async def add_version(self, version: Version) -> int:
        """Record, as pending, a change that is about to be made; gives its number."""
        async with self._writing() as (connection, keys):
            person = keys.person(version.admin_id)
            return await admin_queries.add_version(connection, version, person, _now())

    async def versions(self, offset: int = 0, limit: int = 10) -> tuple[VersionRow, ...]:
        """List changes that were made, latest first: those done, and those taken back since."""
        async with self._reading() as (connection, _):
            return await admin_queries.list_versions(connection, offset, limit)

    async def version(self, number: int) -> FullVersion | None:
        """Look up a change with its texts."""
        async with self._reading() as (connection, _):
            return await admin_queries.find_version(connection, number)

    async def pending_versions(self) -> tuple[FullVersion, ...]:
        """Find changes that were recorded and neither made nor dropped, oldest first."""
        async with self._reading() as (connection, _):
            return await admin_queries.pending_versions(connection)

    async def mark(self, number: int, state: VersionState) -> bool:
        """Say what became of a change: pending to done or dropped, done to undone.

        False, with nothing changed, where it is not in the state that comes before.
        """
        async with self._writing() as (connection, _):
            return await admin_queries.mark_version(connection, number, state)

    def person_key(self, user_id: int) -> str:
        """Give what stands for somebody in `VersionRow.admin`.

        Raises:
            JournalError: The journal was never open: there is no key yet.
        """
        if self._database.keys is None:
            raise JournalError("记录库还没有打开")
        return self._database.keys.person(user_id)

    # Dialogues of admins that are not finished.

    async def save_draft(self, owner_id: int, kind: str, payload: dict[str, Any]) -> str:
        """Keep a dialogue over a restart; gives its id. `payload` is plain JSON."""
        async with self._writing() as (connection, keys):
            person = keys.person(owner_id)
            return await admin_queries.save_draft(connection, person, kind, payload, _now())

    async def draft(self, draft_id: str, owner_id: int) -> Draft | None:
        """Look up a dialogue; None where there is none, or it is another admin's."""
        async with self._reading() as (connection, keys):
            return await admin_queries.find_draft(connection, draft_id, keys.all_forms(owner_id))

    async def last_draft(self, owner_id: int, kind: str, since: datetime.datetime) -> Draft | None:
        """Look up the dialogue of a kind that an admin changed last; None where all are older."""
        async with self._reading() as (connection, keys):
            persons = keys.all_forms(owner_id)
            return await admin_queries.last_draft(connection, kind, persons, since)

    async def change_draft(self, draft_id: str, payload: dict[str, Any]) -> bool:
        """Keep what became of a dialogue; False where it is no longer there."""
        async with self._writing() as (connection, _):
            return await admin_queries.change_draft(connection, draft_id, payload, _now())

    async def drop_draft(self, draft_id: str) -> bool:
        """Forget a dialogue; tells whether it was still there: of two taps, one."""
        async with self._writing() as (connection, _):
            return await admin_queries.drop_draft(connection, draft_id)

    # What must not be kept.

    async def forget(self, user_id: int) -> int:
        """Delete all that somebody asked, said and chose; gives the number of rows."""
        async with self._writing() as (connection, keys):
            forms = keys.all_forms(user_id)
            number = await privacy_queries.forget(connection, user_id, forms)
        self._chosen.pop(user_id, None)
        for form in forms:
            self._languages.pop(form, None)
        return number

    async def prune(self, now: datetime.datetime | None = None) -> int:
        """Blank the texts whose days are over; to be called once a day; gives their number."""
        async with self._writing() as (connection, _):
            return await privacy_queries.prune(connection, now or _now(), self._keep_days)

    async def _load_languages(self) -> None:
        async with self._database.reading() as (connection, _):
            self._languages = await question_queries.all_languages(connection)

    @contextlib.asynccontextmanager
    async def _reading(self) -> AsyncGenerator[tuple[AsyncConnection, Keys]]:
        async with self._usable(), self._database.reading() as found:
            yield found

    @contextlib.asynccontextmanager
    async def _writing(self) -> AsyncGenerator[tuple[AsyncConnection, Keys]]:
        async with self._usable(), self._database.writing() as found:
            yield found

    @contextlib.asynccontextmanager
    async def _usable(self) -> AsyncGenerator[None]:
        """Wait for what was recorded before; where the database is lost, have it looked after."""
        await self._writer.settle()
        try:
            yield
        except JournalError:
            self._writer.doubt()
            raise


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)
