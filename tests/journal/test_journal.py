"""The journal on both databases: what goes in comes out."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import pytest

from bot.journal.records import Asked, AskedRow, Draft, Version, VersionState, Wish
from tests.journal.conftest import NOON, asked

if TYPE_CHECKING:
    from bot.journal.journal import Journal
    from tests.journal.conftest import Place


async def test_a_question_is_known_at_once_and_after_a_restart(place: Place) -> None:
    question = asked(
        "谁主持了会议？",
        at=datetime.datetime.fromisoformat("2026-01-02T07:04:05.678+08:00"),
        outcome="answer",
        article_id="sco-summit-2020",
        position=7,
        language="zh-hans",
    )
    known = AskedRow(
        question.id,
        datetime.datetime(2026, 1, 1, 23, 4, 5, 678000, datetime.UTC),
        "谁主持了会议？",
        "answer",
        "sco-summit-2020",
        7,
    )
    async with place.journal() as journal:
        journal.asked(question)
        assert await journal.question(question.id) == known
        assert await journal.question("neverwas") is None
    async with place.journal() as journal:
        found = await journal.question(question.id)
    assert found == known
    assert found.at.utcoffset() == datetime.timedelta(0)


async def test_a_question_recorded_twice_is_there_once(journal: Journal) -> None:
    question = asked()
    journal.asked(question)
    await journal.stats(1)
    journal.asked(question)
    assert (await journal.stats(1)).today.questions == 1


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("😀 'x'; DROP TABLE questions; -- %s {0}", "😀 'x'; DROP TABLE questions; -- %s {0}"),
        ("a\0b", "a\ufffdb"),
        ("\ud83d", "?"),
        ("会" * 4096, "会" * 4096),
        ("", ""),
    ],
)
async def test_whatever_is_typed_is_kept(typed: str, kept: str, journal: Journal) -> None:
    question = asked(typed, article_id=typed)
    journal.asked(question)
    await journal.stats(1)
    found = await journal.question(question.id)
    assert found is not None
    assert (found.question, found.article_id) == (kept, kept)


async def test_people_are_stored_as_hashes_that_survive_a_restart(place: Place) -> None:
    async def record() -> None:
        async with place.journal() as journal:
            question = asked(user_id=123456789)
            journal.asked(question)
            journal.feedback(question.id, 123456789, 1)
            journal.set_language(123456789, "en")
            await journal.save_draft(123456789, "teach", {})
            await journal.add_version(Version("teach", "taught.yaml", None, "a", 123456789))

    await record()
    await record()
    found = {
        row["person"]
        for table in ("questions", "feedback", "languages", "drafts", "versions")
        for row in await place.rows(table)
    }
    (person,) = found
    assert len(person) == 64
    assert "123456789" not in person


async def test_people_are_stored_by_id_where_the_settings_say_so(place: Place) -> None:
    async with place.journal(store_user_ids=True) as journal:
        journal.asked(asked(user_id=123456789))
        assert journal.person_key(123456789) == "123456789"
    assert [row["person"] for row in await place.rows("questions")] == ["123456789"]


async def test_feedback_is_one_a_person_and_answer(journal: Journal) -> None:
    first, second = asked("一"), asked("二")
    for question in (first, second):
        journal.asked(question)
    for question, user_id, verdict in (
        (first, 1, 1),
        (first, 1, -1),  # in place of the one before
        (first, 2, 1),
        (second, 1, 1),
        (second, 2, -1),
        (second, 2, 0),  # taken back
    ):
        journal.feedback(question.id, user_id, verdict)  # type: ignore[arg-type]
    journal.feedback("neverwas", 1, 1)
    (today,) = (await journal.stats(1)).days
    assert (today.likes, today.dislikes) == (2, 1)
    assert journal.trouble is None


async def test_a_language_is_known_at_once_and_after_a_restart(place: Place) -> None:
    async with place.journal() as journal:
        assert journal.language(5) is None
        journal.set_language(5, "en")
        journal.set_language(5, "zh-hant")
        journal.set_language(6, "en")
        assert journal.language(5) == "zh-hant"
    async with place.journal(store_user_ids=True) as journal:
        assert (journal.language(5), journal.language(6), journal.language(7)) == (
            "zh-hant",
            "en",
            None,
        )
        journal.set_language(5, "en")
    async with place.journal() as journal:
        assert journal.language(5) == "en"


async def test_a_wish_is_told_once_a_chat(journal: Journal) -> None:
    mine, again, alike, other = (
        asked("火星在哪里？"),
        asked("火星在哪里", at=NOON + datetime.timedelta(minutes=1)),
        asked("火星在哪裡 ?", at=NOON + datetime.timedelta(minutes=2)),
        asked("金星在哪里？"),
    )
    for question in (mine, again, alike, other):
        journal.asked(question)
    assert await journal.wish(mine.id, 5)
    assert await journal.wish(mine.id, 5)
    assert await journal.wish(again.id, 5)
    assert await journal.wish(alike.id, -6)
    assert await journal.wish(other.id, 7)
    assert not await journal.wish("neverwas", 8)

    wishes = await journal.wishes()
    assert sorted(wishes, key=lambda wish: wish.chat_id) == [
        Wish(-6, "火星在哪裡 ?", (alike.id,)),
        Wish(5, "火星在哪里", (mine.id, again.id)),
        Wish(7, "金星在哪里？", (other.id,)),
    ]
    told = [wish for wish in wishes if wish.chat_id != 7]
    assert [await journal.told(wish) for wish in (*told, *told)] == [True, True, False, False]
    assert [wish.chat_id for wish in await journal.wishes()] == [7]


async def test_a_version_goes_from_pending_to_done_and_back(place: Place) -> None:
    long = "答案：😀\n" * 100_000
    async with place.journal() as journal:
        number = await journal.add_version(Version("import", "新文章.yaml", None, long, 9, "导入"))
        assert await journal.versions() == ()
    async with place.journal() as journal:
        (pending,) = await journal.pending_versions()
        assert (pending.row.id, pending.before, pending.after) == (number, None, long)
        assert await journal.mark(number, "done")
        assert await journal.pending_versions() == ()
        (row,) = await journal.versions()
        assert (row.id, row.action, row.path, row.note, row.state) == (
            number,
            "import",
            "新文章.yaml",
            "导入",
            "done",
        )
        assert row.admin == journal.person_key(9) != journal.person_key(8)
        assert row.at.utcoffset() == datetime.timedelta(0)
        full = await journal.version(number)
        assert full is not None
        assert (full.row, full.after) == (row, long)
        assert await journal.version(number + 1) is None


@pytest.mark.parametrize(
    ("states", "accepted"),
    [
        (["done", "undone"], [True, True]),
        (["done", "done"], [True, False]),
        (["done", "undone", "undone"], [True, True, False]),
        (["dropped", "done", "undone"], [True, False, False]),
        (["undone", "pending"], [False, False]),
    ],
)
async def test_a_version_changes_its_state_once(
    states: list[VersionState], accepted: list[bool], journal: Journal
) -> None:
    number = await journal.add_version(Version("undo", "a.yaml", "a", None, 9))
    assert [await journal.mark(number, state) for state in states] == accepted
    assert not await journal.mark(number + 1, "done")


async def test_versions_come_in_pages_latest_first(journal: Journal) -> None:
    numbers = []
    for index in range(5):
        numbers.append(await journal.add_version(Version("teach", f"{index}", "", "", 9)))
        await journal.mark(numbers[-1], "dropped" if index == 2 else "done")
    first = await journal.versions(limit=3)
    assert [row.path for row in (*first, *await journal.versions(3, 3))] == ["4", "3", "1", "0"]
    assert numbers == sorted(set(numbers))


@pytest.mark.parametrize(
    "payload",
    [{}, {"a": [1, 2.5, None, True, {"问": "答😀\0\ud83d"}]}, {"text": "字" * 1_000_000}],
)
async def test_a_draft_survives_a_restart(payload: dict[str, Any], place: Place) -> None:
    async with place.journal() as journal:
        draft_id = await journal.save_draft(9, "teach", payload)
    async with place.journal() as journal:
        assert await journal.draft(draft_id, 9) == Draft(draft_id, "teach", payload)
        assert await journal.draft(draft_id, 8) is None
        assert await journal.draft("neverwas", 9) is None
        assert await journal.drop_draft(draft_id)
        assert not await journal.drop_draft(draft_id)
        assert await journal.draft(draft_id, 9) is None


async def test_a_dialogue_goes_on_where_it_was_changed_last(place: Place) -> None:
    began = datetime.datetime.now(datetime.UTC) - datetime.timedelta(seconds=1)
    async with place.journal() as journal:
        first = await journal.save_draft(9, "teach", {"step": 1})
        await journal.save_draft(9, "import", {})
        second = await journal.save_draft(9, "teach", {"step": 1})
        assert await journal.change_draft(first, {"step": 2})
    async with place.journal() as journal:
        assert await journal.last_draft(9, "teach", began) == Draft(first, "teach", {"step": 2})
        assert await journal.last_draft(8, "teach", began) is None
        assert await journal.last_draft(9, "undo", began) is None
        later = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=1)
        assert await journal.last_draft(9, "teach", later) is None
        await journal.drop_draft(first)
        assert not await journal.change_draft(first, {})
        assert await journal.last_draft(9, "teach", began) == Draft(second, "teach", {"step": 1})


async def test_every_wish_is_found_and_alike_ones_of_a_chat_are_one(journal: Journal) -> None:
    first = asked("火星上有水吗？", language="en", at=NOON)
    again = asked("火星上有水吗", language="zh-hant", at=NOON + datetime.timedelta(hours=1))
    other = asked("谁主持？", at=NOON)
    for question, chat_id in ((first, 5), (again, 5), (other, 5), (first, 6)):
        journal.asked(question)
        await journal.wish(question.id, chat_id)
    found = await journal.wishes()
    assert sorted(found, key=lambda wish: (wish.chat_id, wish.question)) == [
        Wish(5, "火星上有水吗", (first.id, again.id), "zh-hant"),
        Wish(5, "谁主持？", (other.id,), other.language),
        Wish(6, "火星上有水吗？", (first.id,), "en"),
    ]
    for wish in found:
        assert await journal.told(wish)
    assert await journal.wishes() == ()


async def _live(journal: Journal, user_id: int, question: Asked) -> None:
    journal.asked(question)
    journal.feedback(question.id, user_id, 1)
    journal.set_language(user_id, "en")
    await journal.save_draft(user_id, "teach", {"问": question.question})
    await journal.wish(question.id, user_id)
    await journal.add_version(Version("teach", "taught.yaml", None, "a", user_id))


async def test_who_is_forgotten_leaves_nothing_and_others_keep_theirs(place: Place) -> None:
    mine, theirs = asked("我的秘密"), asked("别人的问题", user_id=6)
    async with place.journal() as journal:
        await _live(journal, 5, mine)
        await _live(journal, 6, theirs)
        journal.feedback(theirs.id, 5, -1)
        journal.feedback(mine.id, 6, -1)

        # Two verdicts, a question, a language, a draft, a wish.
        assert await journal.forget(5) == 6
        assert await journal.forget(5) == 0
        assert journal.language(5) is None
        assert await journal.question(mine.id) is None
        person = journal.person_key(6)
    for table in ("questions", "feedback", "languages", "drafts"):
        assert [row["person"] for row in await place.rows(table)] == [person], table
    assert [row["chat_id"] for row in await place.rows("wishes")] == [6]
    # What was changed stays, without a name.
    assert {row["person"] for row in await place.rows("versions")} == {None, person}


async def test_who_is_forgotten_is_so_under_either_setting(place: Place) -> None:
    for store_user_ids in (False, True):
        async with place.journal(store_user_ids=store_user_ids) as journal:
            journal.asked(asked())
            journal.set_language(5, "en")
    async with place.journal() as journal:
        assert await journal.forget(5) == 4


async def test_what_is_deleted_is_not_left_in_the_file(sqlite_place: Place) -> None:
    secret = "谁也不该再看到这句话"
    async with sqlite_place.journal() as journal:
        journal.asked(asked(secret))
    assert secret.encode() in sqlite_place.settings.file.read_bytes()
    async with sqlite_place.journal() as journal:
        await journal.forget(5)
    assert secret.encode() not in sqlite_place.settings.file.read_bytes()
    assert sorted(path.name for path in sqlite_place.settings.file.parent.iterdir()) == [
        "journal.db"
    ]


async def test_texts_are_blanked_after_their_days_and_figures_stay(place: Place) -> None:
    now = datetime.datetime.now(datetime.UTC)
    old = asked("旧的", at=now - datetime.timedelta(days=30, minutes=1))
    new = asked("新的", at=now - datetime.timedelta(days=30) + datetime.timedelta(minutes=1))
    async with place.journal(keep_days=30) as journal:
        journal.asked(old)
        journal.asked(new)
        assert await journal.prune(now) == 1
        assert await journal.prune(now) == 0
        blank, kept = await journal.question(old.id), await journal.question(new.id)
        assert blank is not None
        assert kept is not None
        assert (blank.question, blank.outcome, kept.question) == (None, "refusal", "新的")
        assert not await journal.wish(old.id, 5)
        assert [miss.question for miss in await journal.misses(old.at)] == ["新的"]
        stats = await journal.stats(40)
        assert sum(day.questions for day in stats.days) == 2
        assert [often.question for often in stats.most_asked] == ["新的"]
    assert {row["text_key"] is None for row in await place.rows("questions")} == {True, False}


async def test_wishes_and_drafts_go_with_their_time(journal: Journal) -> None:
    question = asked()
    journal.asked(question)
    await journal.wish(question.id, 5)
    draft_id = await journal.save_draft(9, "teach", {})
    now = datetime.datetime.now(datetime.UTC)

    await journal.prune(now + datetime.timedelta(days=6))
    assert await journal.draft(draft_id, 9) is not None
    await journal.prune(now + datetime.timedelta(days=8))
    assert await journal.draft(draft_id, 9) is None
    assert await journal.wishes() != ()
    await journal.prune(now + datetime.timedelta(days=91))
    assert await journal.wishes() == ()


async def test_only_the_last_versions_are_kept(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.journal.privacy_queries._KEPT_VERSIONS", 2)
    numbers = [await journal.add_version(Version("teach", "", "", "", 9)) for _ in range(5)]
    for number in numbers[1:]:
        await journal.mark(number, "done")
    await journal.prune()
    assert [row.id for row in await journal.versions()] == numbers[:2:-1]
    # One that is pending is not settled yet, however old.
    assert [version.row.id for version in await journal.pending_versions()] == numbers[:1]
