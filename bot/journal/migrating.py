"""Bring a database to the tables of this version: at every opening, by whoever comes first."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import text

from bot.base.errors import JournalError

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.engine import Connection
    from sqlalchemy.ext.asyncio import AsyncEngine

MIGRATIONS: Final = Path(__file__).parent / "migrations"

# Any number will do that no other program locks in the same database.
_ADVISORY_LOCK: Final = 0x77656E6A75
# Alembic keeps what it works on in globals of its modules.
_one_at_a_time: Final = threading.Lock()


async def migrate(make_engine: Callable[[], AsyncEngine]) -> None:
    """Run the migrations that a database lacks, all of them or none.

    Works in a thread with an event loop of its own: neither importing migrations nor changing
    tables holds up an answer. Another process that does the same at the same time is waited for.

    Args:
        make_engine: Makes the engine to work with, in that thread. SQLite must not enforce
            foreign keys on it: a table that is copied to change it would take along, when its
            old form is dropped, what refers to it.

    Raises:
        JournalError: The database was written by a later version of this program.
        Exception: Whatever the driver raises when the database cannot be reached.
    """
    await asyncio.to_thread(_migrate, make_engine)


def _migrate(make_engine: Callable[[], AsyncEngine]) -> None:
    with _one_at_a_time:
        asyncio.run(_upgrade(make_engine()))


async def _upgrade(engine: AsyncEngine) -> None:
    try:
        async with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                # SQLite was locked when the transaction began.
                await connection.execute(
                    text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK}
                )
            await connection.run_sync(_run_alembic)
    finally:
        await engine.dispose()


def _run_alembic(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise JournalError("数据库是更新的版本写的；请用新版程序打开") from error
