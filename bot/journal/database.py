"""The connection to the database, and every way in which it may be lost."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import sqlite3
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import URL, event, make_url, text
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, SQLAlchemyError, StatementError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from bot.base.errors import JournalError
from bot.input.files import reason
from bot.journal.keys import Keys, load_key
from bot.journal.migrating import migrate

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path

    from sqlalchemy.engine import Connection
    from sqlalchemy.engine.interfaces import DBAPIConnection

    from bot.input.settings import JournalSettings, Secrets

logger = logging.getLogger(__name__)

_BUSY_SECONDS: Final = 5
"""How long SQLite waits for another process that writes."""
_LOOK_AGAIN: Final = 0.05
_CONNECT_SECONDS: Final = 5
_STATEMENT_SECONDS: Final = 20
_SERVER: Final = "postgresql+asyncpg"
_FILE: Final = "sqlite+aiosqlite"
_SQLITE: Final = {
    sqlite3.SQLITE_BUSY: "正被另一个进程占用",
    sqlite3.SQLITE_LOCKED: "正被另一个进程占用",
    sqlite3.SQLITE_READONLY: "只读，写不进去",
    sqlite3.SQLITE_IOERR: "磁盘读写出错",
    sqlite3.SQLITE_CORRUPT: "数据库文件已损坏",
    sqlite3.SQLITE_FULL: "磁盘已满",
    sqlite3.SQLITE_CANTOPEN: "打不开数据库文件",
    sqlite3.SQLITE_NOTADB: "这个文件不是数据库",
}
_PRIMARY: Final = 0xFF
"""Of an error's number: the rest tells details."""
# SQLSTATE classes: data exceptions and broken constraints.
_FAULTS_OF_THE_DATA: Final = ("22", "23")


class RefusedError(JournalError):
    """The database is there, but does not take this: trying again would change nothing."""


@dataclass(frozen=True, slots=True)
class _Open:
    engine: AsyncEngine
    file_id: tuple[int, int] | None
    """Device and inode of SQLite's file; None for a server."""


class Database:
    """A database that may come and go."""

    def __init__(self, settings: JournalSettings, secrets: Secrets) -> None:
        self._settings = settings
        self._key = secrets.journal_key
        self._file = settings.file
        self._url = _url(settings, secrets)
        self._on_server = self._url.drivername == _SERVER
        self._open: _Open | None = None
        self._turn: contextlib.AbstractAsyncContextManager[object] = (
            contextlib.nullcontext() if self._on_server else asyncio.Lock()
        )
        """Who writes to SQLite: its own waiting is by trying again, so that one who writes without a
        pause, as in a flood, would keep others out until they give up."""
        self.keys: Keys | None = None
        """What makes the hashes; None until it was opened once."""

    def __str__(self) -> str:
        """Say where it is, without a password."""
        return self._url.render_as_string() if self._on_server else str(self._file)

    @property
    def is_open(self) -> bool:
        """Whether it was there when last used."""
        return self._open is not None

    async def open(self) -> None:
        """Connect, and bring the tables up to date.

        Raises:
            JournalError: It cannot be used now.
        """
        try:
            self.keys = await asyncio.to_thread(self._prepare)
            await migrate(lambda: self._make_engine(migrating=True))
            file_id = await asyncio.to_thread(self._identify)
        except JournalError:
            raise
        except Exception as error:  # connecting, drivers raise all kinds
            raise _explain(error) from error
        self._open = _Open(self._make_engine(), file_id)

    async def close(self) -> None:
        """Let go of every connection."""
        was, self._open = self._open, None
        if was is None:
            return
        try:
            await was.engine.dispose()
        except Exception:  # it is lost already
            logger.debug("closing connections failed", exc_info=True)

    @contextlib.asynccontextmanager
    async def reading(self) -> AsyncGenerator[tuple[AsyncConnection, Keys]]:
        """Give a connection to read from, and what makes the hashes.

        Raises:
            JournalError: The database cannot be used now.
        """
        async with self._transaction(writing=False) as found:
            yield found

    @contextlib.asynccontextmanager
    async def writing(self) -> AsyncGenerator[tuple[AsyncConnection, Keys]]:
        """Give a connection to write to, all or nothing, and what makes the hashes.

        Raises:
            RefusedError: What was to be written cannot be.
            JournalError: The database cannot be used now.
        """
        async with self._turn, self._transaction(writing=True) as found:
            yield found

    @contextlib.asynccontextmanager
    async def _transaction(self, *, writing: bool) -> AsyncGenerator[tuple[AsyncConnection, Keys]]:
        if self._open is None or self.keys is None:
            raise JournalError("还没有打开")
        try:
            if self._open.file_id != self._identify():
                raise JournalError("文件被换掉了")
            engine = self._open.engine.execution_options(wenju_writing=writing)
            async with engine.begin() as connection:
                yield connection, self.keys
        except (SQLAlchemyError, OSError) as error:
            raise _explain(error) from error

    def _prepare(self) -> Keys:
        """Find the key and see to it that others cannot read the file."""
        secret = self._key or load_key(self._file.with_suffix(".key"))
        if not self._on_server:
            # SQLite gives the files beside it the same rights.
            os.close(os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600))
            _keep_a_log(self._file)
        return Keys(secret, self._settings.store_user_ids)

    def _identify(self) -> tuple[int, int] | None:
        """Tell one file from another of the same name: SQLite would go on writing to a lost one.

        Raises:
            OSError: There is no file, or it cannot be looked at.
        """
        if self._on_server:
            return None
        found = self._file.stat()
        return found.st_dev, found.st_ino

    def _make_engine(self, *, migrating: bool = False) -> AsyncEngine:
        options: dict[str, Any] = {"poolclass": NullPool} if migrating else {}
        if self._on_server:
            options |= {
                # A connection that a restarted server has closed is replaced without a word.
                "pool_pre_ping": not migrating,
                "connect_args": {
                    "timeout": _CONNECT_SECONDS,
                    "command_timeout": _STATEMENT_SECONDS,
                },
            }
        else:
            options["connect_args"] = {"timeout": _BUSY_SECONDS}
        # An error's message must not show what readers typed.
        engine = create_async_engine(self._url, hide_parameters=True, **options)
        if not self._on_server:
            _set_up_sqlite(engine, migrating=migrating)
        return engine


def _url(settings: JournalSettings, secrets: Secrets) -> URL:
    address = secrets.journal_url or settings.url
    if address is None:
        return URL.create(_FILE, database=str(settings.file.absolute()))
    return make_url(address).set(drivername=_SERVER)


def _keep_a_log(file: Path) -> None:
    """Let SQLite write ahead, so that readers and a writer do not wait for each other.

    Where two processes do so to a new file at once, SQLite does not wait, but says that it is busy.
    """
    until = time.monotonic() + _BUSY_SECONDS
    with contextlib.closing(sqlite3.connect(file, timeout=_BUSY_SECONDS)) as connection:
        while True:
            try:
                connection.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as error:
                is_busy = error.sqlite_errorcode & _PRIMARY == sqlite3.SQLITE_BUSY
                if not is_busy or time.monotonic() > until:
                    raise
                time.sleep(_LOOK_AGAIN)
            else:
                return


def _set_up_sqlite(engine: AsyncEngine, *, migrating: bool) -> None:
    """Make SQLite safe for several at once, and its transactions real ones."""

    @event.listens_for(engine.sync_engine, "connect")
    def connect(connection: DBAPIConnection, _record: object) -> None:
        # Python's driver would begin transactions late and commit before changing a table.
        connection.isolation_level = None
        if migrating:
            return
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys = ON")
        # What is deleted is overwritten.
        cursor.execute("PRAGMA secure_delete = ON")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        # One that reads first and writes later could not wait for another writer: it would fail.
        writing = migrating or connection.get_execution_options().get("wenju_writing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _explain(error: Exception) -> JournalError:
    """Say in a line why it failed, without a word that a reader typed."""
    if isinstance(error, StatementError) and _is_refusal(error):
        return RefusedError(f"数据库不接受（{type(error.orig or error).__name__}）")
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    if isinstance(cause, OSError) and not isinstance(cause, TimeoutError):
        return JournalError(reason(cause))
    if isinstance(cause, TimeoutError):
        return JournalError("没有回应")
    code = getattr(cause, "sqlite_errorcode", None)
    if isinstance(code, int) and (known := _SQLITE.get(code & _PRIMARY)):
        return JournalError(known)
    said = str(cause).strip().partition("\n")[0].rpartition(">: ")[2]
    return JournalError(said or type(cause).__name__)


def _is_refusal(error: StatementError) -> bool:
    if not isinstance(error, DBAPIError) or isinstance(error, IntegrityError | DataError):
        return True
    state = getattr(error.orig, "sqlstate", None) or ""
    # What PostgreSQL's driver cannot encode never reaches the server.
    unfit = isinstance(getattr(error.orig, "__cause__", None), ValueError | TypeError)
    return unfit or state.startswith(_FAULTS_OF_THE_DATA)


async def ping(database: Database) -> None:
    """See whether the database is there.

    Raises:
        JournalError: It is not.
    """
    async with database.reading() as (connection, _):
        await connection.execute(text("SELECT 1"))
