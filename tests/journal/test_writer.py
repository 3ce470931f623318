"""The database goes and comes back; nobody waits, nothing is lost, and the operator is told."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import shutil
import sqlite3
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.base.errors import JournalError
from tests.journal.conftest import asked, until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.journal.journal import Journal
    from tests.journal.conftest import Place
    from tests.journal.server import Server

SECRET = "没人该在日志里看到这句话"


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.journal.writer._FIRST_PAUSE", 0.01)
    monkeypatch.setattr("bot.journal.writer._LONGEST_PAUSE", 0.1)
    monkeypatch.setattr("bot.journal.database._BUSY_SECONDS", 0.1)


@pytest.fixture(autouse=True)
def _nothing_typed_is_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    caplog.set_level(logging.INFO)
    yield
    assert SECRET not in caplog.text


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What the operator reads."""
    return [
        f"{record.levelname} {record.getMessage()}"
        for record in caplog.records
        if record.name.startswith("bot.")
    ]


async def outage(journal: Journal) -> None:
    """Ask during an outage: it is noticed, and everything goes on."""
    questions = [asked(f"{SECRET}{number}") for number in range(3)]
    for question in questions:
        journal.asked(question)
        journal.feedback(question.id, 5, -1)
    journal.set_language(5, "en")
    await until(lambda: journal.trouble is not None)
    found = await journal.question(questions[0].id)
    assert found is not None
    assert found.question == questions[0].question
    assert journal.language(5) == "en"
    with pytest.raises(JournalError, match=r"^记录库用不了："):
        await journal.stats(1)
    with pytest.raises(JournalError):
        await journal.forget(5)
    assert journal.trouble is not None
    assert "7 条记录等着写入" in journal.trouble


async def recovery(journal: Journal, questions: int = 3) -> None:
    """See that everything asked during the outage is written."""
    await until(lambda: journal.trouble is None)
    stats = await journal.stats(1)
    assert stats.today.questions == questions
    assert sum(day.dislikes for day in stats.days) == 3


async def test_a_locked_database(sqlite_place: Place, caplog: pytest.LogCaptureFixture) -> None:
    file = sqlite_place.settings.file
    async with sqlite_place.journal() as journal:
        with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            journal.asked(asked())
            await until(lambda: journal.trouble is not None)
            assert journal.trouble == "正被另一个进程占用（1 条记录等着写入）"
            other.execute("ROLLBACK")
        await until(lambda: journal.trouble is None)
        assert (await journal.stats(1)).today.questions == 1
    assert told(caplog) == [
        f"ERROR 记录库 {file} 用不了：正被另一个进程占用。回答照常，记录稍后再写",
        f"INFO 记录库 {file} 恢复了",
    ]


async def test_a_folder_that_is_taken_away_and_put_back(
    sqlite_place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    folder = sqlite_place.settings.file.parent / "data"
    folder.mkdir()
    place = replace(
        sqlite_place, settings=replace(sqlite_place.settings, file=folder / "journal.db")
    )
    async with place.journal() as journal:
        journal.asked(asked("从前"))
        await journal.stats(1)
        away = folder.rename(folder.with_name("away"))
        folder.write_text("a file in its place")
        await outage(journal)
        folder.unlink()
        away.rename(folder)
        await recovery(journal, questions=4)
    file = place.settings.file
    assert told(caplog) == [
        f"ERROR 记录库 {file} 用不了：路径中有一段不是文件夹。回答照常，记录稍后再写",
        f"INFO 记录库 {file} 恢复了",
    ]


async def test_a_file_that_is_deleted_is_made_anew(sqlite_place: Place) -> None:
    file = sqlite_place.settings.file
    async with sqlite_place.journal() as journal:
        journal.asked(asked())
        await journal.stats(1)
        for path in file.parent.glob("journal.db*"):
            path.unlink()
        journal.asked(asked())
        await until(file.exists)
        assert (await journal.stats(1)).today.questions == 1
    assert len(await sqlite_place.rows("questions")) == 1


@pytest.mark.skipif(os.name != "posix", reason="rights are POSIX")
async def test_a_folder_that_may_not_be_written_to(
    sqlite_place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    # Not pytest's own folder: another user could not even reach it.
    folder = Path(tempfile.mkdtemp())
    place = replace(
        sqlite_place, settings=replace(sqlite_place.settings, file=folder / "journal.db")
    )
    try:
        with _as_other_user(folder):
            folder.chmod(0o500)  # noqa: ASYNC240 - at once
            async with place.journal() as journal:
                assert journal.trouble == "没有权限（0 条记录等着写入）"
                await outage(journal)
                folder.chmod(0o700)  # noqa: ASYNC240 - at once
                await recovery(journal)
    finally:
        shutil.rmtree(folder)
    assert len(told(caplog)) == 2


@contextlib.contextmanager
def _as_other_user(folder: Path) -> Iterator[None]:
    """Stop being root for a while: root may write everywhere."""
    if os.geteuid() != 0:
        yield
        return
    nobody = 65534
    os.chown(folder, nobody, nobody)
    os.seteuid(nobody)
    try:
        yield
    finally:
        os.seteuid(0)


async def test_a_server_that_is_stopped_and_started(
    own_server: Server, postgres_place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    if str(postgres_place.url.query.get("host")) not in own_server.url():
        pytest.skip("the server that WENJU_TEST_POSTGRES names is not the tests' to stop")
    async with postgres_place.journal() as journal:
        journal.asked(asked("从前"))
        await journal.stats(1)
        own_server.stop()
        try:
            await outage(journal)
        finally:
            own_server.start()
        await recovery(journal, questions=4)
    down, up = told(caplog)
    assert down.startswith("ERROR 记录库 postgresql+asyncpg://wenju@/")
    assert up.startswith("INFO 记录库 postgresql+asyncpg://wenju@/")


async def test_a_server_that_restarts_between_two_questions_is_not_missed(
    own_server: Server, postgres_place: Place
) -> None:
    if str(postgres_place.url.query.get("host")) not in own_server.url():
        pytest.skip("the server that WENJU_TEST_POSTGRES names is not the tests' to stop")
    async with postgres_place.journal() as journal:
        journal.asked(asked())
        await journal.stats(1)
        own_server.stop()
        own_server.start()
        assert (await journal.stats(1)).today.questions == 1
        journal.asked(asked())
        assert (await journal.stats(1)).today.questions == 2
        assert journal.trouble is None


async def test_a_journal_that_cannot_be_opened_is_opened_later(
    sqlite_place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    file = sqlite_place.settings.file.parent / "later" / "journal.db"
    place = replace(sqlite_place, settings=replace(sqlite_place.settings, file=file))
    async with place.journal() as journal:
        assert journal.trouble == "文件不存在（0 条记录等着写入）"
        assert journal.language(5) is None
        await outage(journal)
        with pytest.raises(JournalError, match=r"^记录库用不了：文件不存在$"):
            await journal.misses(asked().at)
        file.parent.mkdir()
        await recovery(journal)
    assert told(caplog) == [
        f"ERROR 记录库 {file} 用不了：文件不存在。回答照常，记录稍后再写",
        f"INFO 记录库 {file} 恢复了",
    ]


async def test_a_reader_notices_before_anything_is_to_be_written(sqlite_place: Place) -> None:
    folder = sqlite_place.settings.file.parent
    async with sqlite_place.journal() as journal:
        await journal.stats(1)
        away = folder.rename(folder.with_name("away"))
        with pytest.raises(JournalError):
            await journal.stats(1)
        await until(lambda: journal.trouble is not None)
        away.rename(folder)
        # Whoever looks first has it back: no pause is waited for.
        await journal.stats(1)
        assert journal.trouble is None


async def test_a_question_asked_while_it_is_down_is_written_in_its_order(place: Place) -> None:
    async with place.journal() as journal:
        for _ in range(30):
            question = asked()
            journal.asked(question)
            for verdict in (1, -1, 0, -1, 1):
                journal.feedback(question.id, 5, verdict)
    assert [row["verdict"] for row in await place.rows("feedback")] == [1] * 30


async def test_closing_writes_what_is_left(place: Place) -> None:
    async with place.journal() as journal:
        for number in range(1000):
            journal.asked(asked(f"问{number}"))
    assert len(await place.rows("questions")) == 1000


async def test_closing_does_not_wait_for_a_database_that_is_down(
    sqlite_place: Place, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.journal.writer._LONGEST_PAUSE", 600)
    monkeypatch.setattr("bot.journal.writer._FIRST_PAUSE", 600)
    file = sqlite_place.settings.file / "nowhere" / "journal.db"
    place = replace(sqlite_place, settings=replace(sqlite_place.settings, file=file))
    async with asyncio.timeout(20), place.journal() as journal:
        journal.asked(asked(SECRET))
    assert told(caplog)[-1] == "ERROR 停止前没能写进记录库，丢了 1 条记录"


async def test_a_database_that_hangs_holds_up_neither_the_start_nor_the_end(
    sqlite_place: Place, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hang(*_: object) -> None:
        await asyncio.Event().wait()

    for name in ("_OPENING", "_CLOSING", "_SETTLING"):
        monkeypatch.setattr(f"bot.journal.writer.{name}", 0.05)
    monkeypatch.setattr("bot.journal.database.migrate", hang)
    async with asyncio.timeout(20), sqlite_place.journal() as journal:
        journal.asked(asked(SECRET))
        with pytest.raises(JournalError, match=r"^记录库用不了：没有回应$"):
            await journal.stats(1)
    assert told(caplog) == ["ERROR 停止前没能写进记录库，丢了 1 条记录"]


async def test_when_too_much_is_waiting_the_oldest_goes(
    sqlite_place: Place, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.journal.writer.CAPACITY", 3)
    file = sqlite_place.settings.file.parent / "later" / "journal.db"
    place = replace(sqlite_place, settings=replace(sqlite_place.settings, file=file))
    questions = [asked(f"{SECRET}{number}") for number in range(5)]
    async with place.journal() as journal:
        for question in questions:
            journal.asked(question)
        assert journal.trouble == "文件不存在（3 条记录等着写入，已丢弃 2 条）"
        file.parent.mkdir()
        assert (await journal.stats(1)).today.questions == 3
        assert await journal.question(questions[1].id) is None
        assert await journal.question(questions[2].id) is not None
    assert told(caplog)[1:] == [
        "ERROR 等着写入记录库的已满 3 条，从最早的开始丢弃",
        f"INFO 记录库 {file} 恢复了；其间丢了 2 条记录",
    ]


async def test_what_the_database_will_never_take_is_left_out(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    good = [asked(f"{SECRET}{number}") for number in range(3)]
    async with place.journal() as journal:
        journal.asked(good[0])
        journal.asked(asked(SECRET, outcome=None))
        journal.asked(good[1])
        # SQLite takes even this.
        journal.asked(asked(SECRET, position="seven"))
        journal.asked(good[2])
        await until(lambda: len(told(caplog)) > 0)
        assert journal.trouble is None
    kept = {row["id"] for row in await place.rows("questions")}
    assert kept >= {question.id for question in good}
    assert told(caplog)[0].startswith("ERROR 一条记录写不进，略过（Asked）：数据库不接受（")
