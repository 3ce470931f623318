"""Opening a database: new, of an earlier or a later version, by two at once, or not one at all."""

from __future__ import annotations

import asyncio
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from bot.base.errors import JournalError
from bot.input.settings import Secrets
from bot.journal.database import Database, _keep_a_log
from bot.journal.migrating import MIGRATIONS
from bot.journal.tables import metadata
from tests.journal.conftest import asked

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from tests.journal.conftest import Place

ROOT = Path(__file__).parents[2]


async def open_and_close(place: Place) -> None:
    database = Database(place.settings, place.secrets)
    await database.open()
    await database.close()


async def test_the_migrations_make_the_tables(place: Place) -> None:
    await open_and_close(place)

    def differences(connection: Connection) -> list[Any]:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        found: list[Any] = compare_metadata(context, metadata)
        return found

    engine = create_async_engine(place.url, poolclass=NullPool)
    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []


def test_the_migrations_are_one_line() -> None:
    scripts = ScriptDirectory.from_config(Config(toml_file=ROOT / "pyproject.toml"))
    assert Path(scripts.dir) == MIGRATIONS
    (head,) = scripts.get_heads()
    ids = [script.revision for script in scripts.walk_revisions()]
    assert ids == [f"{number:04}" for number in range(int(head), 0, -1)]


async def test_opening_again_changes_nothing(place: Place) -> None:
    async with place.journal() as journal:
        journal.asked(asked())
    await open_and_close(place)
    assert len(await place.rows("questions")) == 1


async def test_many_open_a_new_database_at_once(place: Place) -> None:
    await asyncio.gather(*(open_and_close(place) for _ in range(8)))
    assert await place.rows("questions") == []


_OPEN = """
import asyncio, sys
from pathlib import Path
from bot.input.settings import JournalSettings, Secrets
from bot.journal.database import Database

database = Database(JournalSettings(Path(sys.argv[1]), sys.argv[2] or None), Secrets())
sys.stdin.read(1)
asyncio.run(database.open())
print(database.keys.person(5))
"""


def test_two_processes_open_a_new_database_at_once(place: Place) -> None:
    arguments = [str(place.settings.file), place.settings.url or ""]
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", _OPEN, *arguments],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("x")
        process.stdin.flush()
    outputs = [process.communicate(timeout=60)[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    # And they have agreed on a key.
    assert len(set(outputs)) == 1


async def test_a_new_file_that_others_set_up_too_is_waited_for(tmp_path: Path) -> None:
    # SQLite alone failed in one of twenty rounds.
    for number in range(40):
        file = tmp_path / f"{number}.db"
        await asyncio.gather(*(asyncio.to_thread(_keep_a_log, file) for _ in range(8)))


async def test_a_failed_migration_leaves_nothing_behind(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "no space")

    with monkeypatch.context() as patched:
        # One of the last things that the first migration does.
        patched.setattr("alembic.operations.ops.CreateTableOp.create_table", _until("drafts", fail))
        with pytest.raises(JournalError, match=r"^磁盘已满$"):
            await open_and_close(place)
    await open_and_close(place)


def _until(name: str, fail: Any) -> Any:  # noqa: ANN401 - stands in for an untyped method
    from alembic.operations import ops  # noqa: PLC0415 - the original, before it is replaced

    original = ops.CreateTableOp.create_table

    def create_table(operations: Any, table: str, *columns: Any, **options: Any) -> Any:  # noqa: ANN401
        return (fail if table == name else original)(operations, table, *columns, **options)

    return create_table


async def test_a_database_of_a_later_version(place: Place) -> None:
    await open_and_close(place)
    await place.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(JournalError, match=r"^数据库是更新的版本写的；请用新版程序打开$"):
        await open_and_close(place)


@pytest.mark.skipif(os.name != "posix", reason="rights are POSIX")
async def test_the_file_is_for_its_owner_only(sqlite_place: Place) -> None:
    async with sqlite_place.journal() as journal:
        journal.asked(asked())
        await journal.stats(1)
        files = sorted(sqlite_place.settings.file.parent.iterdir())
        assert [file.name for file in files] == ["journal.db", "journal.db-shm", "journal.db-wal"]
        assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"not a database at all" * 100, "^这个文件不是数据库$"),
        (None, "^这是文件夹，不是文件$"),
    ],
)
async def test_what_is_no_database(
    content: bytes | None, message: str, sqlite_place: Place
) -> None:
    file = sqlite_place.settings.file
    if content is None:
        file.mkdir()
    else:
        file.write_bytes(content)
    with pytest.raises(JournalError, match=message):
        await open_and_close(sqlite_place)
    assert content is None or file.read_bytes() == content


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("postgresql://wenju@127.0.0.1:1/wenju", "连接被拒绝"),
        ("postgresql://wenju@/wenju?host=/nowhere", "文件不存在"),
        ("postgresql://wenju@no-such-host.invalid/wenju", "."),
    ],
)
async def test_a_server_that_is_not_there(url: str, message: str, sqlite_place: Place) -> None:
    database = Database(sqlite_place.settings, Secrets(journal_url=url))
    with pytest.raises(JournalError, match=message):
        await database.open()


async def test_a_database_the_server_does_not_have(server_url: str, sqlite_place: Place) -> None:
    url = make_url(server_url).set(database="nowhere").render_as_string(hide_password=False)
    database = Database(sqlite_place.settings, Secrets(journal_url=url))
    with pytest.raises(JournalError, match=r'^database "nowhere" does not exist$'):
        await database.open()


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://me:pass@db/wenju", "postgresql+asyncpg://me:***@db/wenju"),
        ("postgres://me@db:5433/wenju", "postgresql+asyncpg://me@db:5433/wenju"),
    ],
)
def test_where_it_is_is_told_without_a_password(url: str, shown: str, sqlite_place: Place) -> None:
    secrets = Secrets(journal_url=url)
    assert str(Database(sqlite_place.settings, secrets)) == shown
    assert str(Database(sqlite_place.settings, sqlite_place.secrets)) == str(
        sqlite_place.settings.file
    )


async def test_who_writes_at_once_waits_for_a_turn(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.journal.database._BUSY_SECONDS", 0)
    database = Database(place.settings, place.secrets)
    await database.open()
    written: list[int] = []

    async def write(number: int) -> None:
        async with database.writing() as (connection, _):
            await connection.execute(text("DELETE FROM wishes"))
            await asyncio.sleep(0.01)
            written.append(number)

    await asyncio.gather(*map(write, range(5)))
    await database.close()
    assert sorted(written) == list(range(5))
