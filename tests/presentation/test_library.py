from __future__ import annotations

from dataclasses import replace

import pytest

from bot.base.model import TAUGHT, Article, Faq, Hit, Knowledge, Part, Sentence, Span
from bot.input.settings import Thresholds
from bot.presentation.library import Library, Passage
from bot.search.engine import Engine

ARTICLE = Article(
    "a",
    "五句话",
    text="一是一。二是二。三是三。四是四。五是五。",
    published="2020-11-11",
    faq=(Faq(("甲？",), "子"), Faq(("乙？",), "丑")),
)


def a_library(article: Article = ARTICLE) -> Library:
    return Library.of(Engine.build(Knowledge((article,)), Thresholds()))


LIBRARY = a_library()


def a_hit(position: int, span: Span | None = None) -> Hit:
    sentence = LIBRARY.engine.sentence("a", position)
    assert sentence is not None
    return Hit(sentence, 80, span)


def texts(passage: Passage | None) -> tuple[list[str], list[str]]:
    assert passage is not None
    return ([s.text for s in passage.before], [s.text for s in passage.after])


AROUND = [
    (3, 0, 0, [], [], True, True),
    (3, 1, 1, ["二是二。"], ["四是四。"], True, True),
    (3, 2, 0, ["一是一。", "二是二。"], [], False, True),
    (3, 9, 9, ["一是一。", "二是二。"], ["四是四。", "五是五。"], False, False),
    (1, 0, 1, [], ["二是二。"], False, True),
    (5, 1, 0, ["四是四。"], [], True, False),
]


@pytest.mark.parametrize(
    ("position", "before", "after", "shown_before", "shown_after", "earlier", "later"), AROUND
)
def test_a_passage_holds_the_sentences_around(
    position: int,
    before: int,
    after: int,
    shown_before: list[str],
    shown_after: list[str],
    *,
    earlier: bool,
    later: bool,
) -> None:
    passage = LIBRARY.passage(
        LIBRARY.found(a_hit(position)).shown.grown(before=before, after=after)
    )
    assert texts(passage) == (shown_before, shown_after)
    assert passage is not None
    assert (passage.has_earlier, passage.has_later) == (earlier, later)


def test_a_passage_is_found_again_with_its_answer() -> None:
    passage = LIBRARY.passage(LIBRARY.found(a_hit(2, Span(0, 1))).shown)
    assert passage is not None
    assert passage.hit == a_hit(2, Span(0, 1))


BESIDE = [
    (Part.TITLE, "五句话"),
    (Part.PUBLISHED, "2020-11-11"),
    (Part.FAQ, "子"),
    (Part.FAQ, "丑"),
]


@pytest.mark.parametrize(("part", "text"), BESIDE)
def test_what_stands_beside_the_text_is_found_again(part: Part, text: str) -> None:
    hit = Hit(Sentence(ARTICLE, 0, text, part), 92, Span(0, len(text)))
    found = LIBRARY.found(hit)
    assert found.hit == hit
    assert LIBRARY.passage(found.shown) == found


SHOWN = LIBRARY.found(a_hit(1)).shown
FORGED = {
    "no such sentence": replace(SHOWN, position=6),
    "position 0 is not of the text": replace(SHOWN, position=0),
    "no such article": replace(SHOWN, article="AAAAAAAA"),
    "no source is known": replace(SHOWN, part=Part.SOURCE, position=0),
    "no such taught answer": replace(SHOWN, part=Part.FAQ),
    "the answer ends after the sentence": replace(SHOWN, span=Span(2, 9)),
    "the answer is empty": replace(SHOWN, span=Span(2, 2)),
}


@pytest.mark.parametrize("shown", FORGED.values(), ids=FORGED.keys())
def test_what_the_base_does_not_hold_is_not_shown(shown: object) -> None:
    assert LIBRARY.passage(shown) is None  # type: ignore[arg-type]


def test_a_changed_article_is_not_shown() -> None:
    changed = a_library(replace(ARTICLE, text=f"{ARTICLE.text}六。"))
    assert changed.passage(SHOWN) is None


def test_a_taught_answer_is_shown_whatever_else_is_taught() -> None:
    hit = Hit(Sentence(ARTICLE, 0, "丑", Part.FAQ), 99)
    shown = LIBRARY.found(hit).shown
    more = replace(ARTICLE, faq=(Faq(("丙？",), "寅"), *ARTICLE.faq))
    passage = a_library(more).passage(shown)
    assert passage is not None
    assert passage.hit.sentence.text == "丑"
    assert a_library(replace(ARTICLE, faq=ARTICLE.faq[:1])).passage(shown) is None


def test_what_is_taught_to_the_whole_base_is_shown() -> None:
    taught = Article(TAUGHT, "", faq=(Faq(("丁？",), "卯"),))
    library = Library.of(Engine.build(Knowledge((ARTICLE,), taught=taught), Thresholds()))
    found = library.found(Hit(Sentence(taught, 0, "卯", Part.FAQ), 99))
    assert library.passage(found.shown) == found


def test_examples_are_questions_of_the_base() -> None:
    library = Library.of(LIBRARY.engine, 2)
    assert library.examples == ("甲？", "乙？")
    assert library.example == "甲？"
    assert LIBRARY.example is None
