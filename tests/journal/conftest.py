from __future__ import annotations

import asyncio
import datetime
import os
import uuid
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import make_url, select, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from bot.input.settings import JournalSettings, Secrets
from bot.journal.journal import Journal
from bot.journal.records import Asked, new_id
from bot.journal.tables import metadata
from tests.journal.server import Server, find_binaries

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

    from sqlalchemy import URL

SECRETS = Secrets(journal_key="a key that only tests know")
NOON = datetime.datetime.now(datetime.UTC).astimezone().replace(hour=12, minute=0)


@dataclass(frozen=True)
class Place:
    """A database for one test, of either kind."""

    settings: JournalSettings
    secrets: Secrets

    def journal(self, **settings: Any) -> Journal:  # noqa: ANN401 - any setting
        """Make a journal, to be opened by the test."""
        return Journal(replace(self.settings, **settings), self.secrets)

    @property
    def url(self) -> URL:
        if self.settings.url is None:
            return make_url(f"sqlite+aiosqlite:///{self.settings.file}")
        return make_url(self.settings.url).set(drivername="postgresql+asyncpg")

    async def execute(self, statement: str) -> None:
        """Do something behind the journal's back."""
        await execute(self.url, statement)

    async def rows(self, table: str) -> list[dict[str, Any]]:
        """Read a whole table behind the journal's back."""
        engine = create_async_engine(self.url, poolclass=NullPool)
        async with engine.connect() as connection:
            found = await connection.execute(select(metadata.tables[table]))
            return [dict(row) for row in found.mappings()]


async def execute(url: URL, *statements: str) -> None:
    engine = create_async_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        for statement in statements:
            await connection.execute(text(statement))


def asked(question: str = "火星在哪里？", **values: Any) -> Asked:  # noqa: ANN401 - any field
    """A question that was refused to user 5 today."""
    usual: dict[str, Any] = {
        "id": new_id(),
        "at": NOON,
        "user_id": 5,
        "chat_kind": "private",
        "question": question,
        "outcome": "refusal",
        "confidence": 3,
        "latency_ms": 1.5,
    }
    return Asked(**usual | values)


async def until(condition: Callable[[], bool]) -> None:
    """Wait until something has become true."""
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110 - nothing there to wait for sets an event
            await asyncio.sleep(0.005)


@pytest.fixture(scope="session")
def own_server() -> Iterator[Server]:
    """A server that tests may stop and start."""
    binaries = find_binaries()
    if binaries is None:
        pytest.skip("no PostgreSQL here: its programs (Debian's postgresql) are not installed")
    with Server(binaries) as server:
        yield server


@pytest.fixture(scope="session")
def server_url(request: pytest.FixtureRequest) -> str:
    """A server: the one that WENJU_TEST_POSTGRES names, or the tests' own."""
    named = os.environ.get("WENJU_TEST_POSTGRES")
    if named:
        return named
    server: Server = request.getfixturevalue("own_server")
    return server.url()


@pytest.fixture
def sqlite_place(tmp_path: Path) -> Place:
    return Place(JournalSettings(tmp_path / "journal.db"), SECRETS)


@pytest.fixture(scope="session")
def server_database(server_url: str) -> Iterator[URL]:
    """A database on the server that only these tests use."""
    name = f"wenju_test_{uuid.uuid4().hex}"
    server = make_url(server_url).set(drivername="postgresql+asyncpg")
    asyncio.run(execute(server, f"CREATE DATABASE {name}"))
    yield server.set(database=name)
    asyncio.run(execute(server, f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
async def postgres_place(server_database: URL, tmp_path: Path) -> Place:
    """The tests' database on the server, emptied."""
    await execute(server_database, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
    url = server_database.set(drivername="postgresql").render_as_string(hide_password=False)
    return Place(JournalSettings(tmp_path / "journal.db", url), SECRETS)


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest) -> Place:
    """A database of each kind in turn."""
    found: Place = request.getfixturevalue(f"{request.param}_place")
    return found


@pytest.fixture
async def journal(place: Place) -> AsyncIterator[Journal]:
    """An open journal."""
    async with place.journal() as journal:
        assert journal.trouble is None
        yield journal
