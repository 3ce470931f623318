from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings

from bot.base.text import normalise
from bot.language.tokens import Tokeniser
from bot.search.retrieval import rows as rows_module
from bot.search.retrieval.building import build_segment, text_sentences
from bot.search.retrieval.index import Index
from bot.search.retrieval.rows import Rows, SeveralRows
from bot.search.retrieval.segment import Selection
from bot.search.spans.text import Pieces, SpanText
from bot.search.spans.words import Words
from tests.search.bases import SUMMIT, TEXTS, ZOO, articles_of

if TYPE_CHECKING:
    from collections.abc import Sequence


@settings(max_examples=40)
@given(TEXTS)
def test_sentences_look_as_they_did_when_they_were_indexed(texts: list[str | list[str]]) -> None:
    articles = articles_of(*texts)
    tokeniser = Tokeniser(["轮值主席国"])
    # A segment each: a row's place in its segment is not its place in the index.
    selections = [Selection.whole(build_segment([one], tokeniser)) for one in articles]
    index = Index.of(
        [Selection.whole(build_segment([], tokeniser)), *selections], articles, tokeniser
    )
    sentences = [sentence for article in articles for sentence in text_sentences(article)]
    assert [(one.article.id, one.position, one.text) for one in index.sentences] == [
        (one.article.id, one.position, one.text) for one in sentences
    ]
    for row, sentence in enumerate(sentences):
        normal = normalise(sentence.text)
        tokens = tuple(tokeniser.cut(normal.text))
        assert index.sentences[row].paragraph == sentence.paragraph
        assert index.texts[row] == normal
        assert index.tokens[row] == tokens
        seen, expected = index.span_texts[row], SpanText.of(normal.text, tokens, Words(tokeniser))
        assert np.array_equal(seen.codes, expected.codes)
        for name in Pieces._fields:
            column = np.asarray(getattr(seen.pieces, name))
            assert np.array_equal(column, np.asarray(getattr(expected.pieces, name)))


def test_a_sentence_that_was_dropped_cannot_be_had() -> None:
    articles, tokeniser = articles_of(SUMMIT, ZOO), Tokeniser()
    selection = Selection(build_segment(articles, tokeniser), np.array([False, True]))
    index = Index.of([selection], articles[1:], tokeniser)
    with pytest.raises(LookupError):
        index.sentences[0]
    assert index.sentences[5].article is articles[1]
    assert index.titles[0] == ""


def test_rows_are_a_sequence_and_made_when_they_are_wanted() -> None:
    made: list[int] = []

    def make(row: int) -> str:
        made.append(row)
        return str(row)

    rows = Rows(4, make)
    assert (len(rows), made) == (4, [])
    assert (rows[1], rows[-1], rows[1]) == ("1", "3", "1")
    assert made == [1, 3]
    assert list(rows) == ["0", "1", "2", "3"]
    assert (rows[:2], rows[2:100], rows[::-2], rows[4:]) == (("0", "1"), ("2", "3"), ("3", "1"), ())
    assert "2" in rows
    assert not Rows(0, make)
    for row in (4, -5):
        with pytest.raises(IndexError):
            rows[row]


def test_several_are_made_together_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[list[int]] = []

    def make(rows: Sequence[int]) -> list[str]:
        made.append([*rows])
        return [str(row) for row in rows]

    monkeypatch.setattr(rows_module, "_REMEMBERED", 4)
    rows = SeveralRows(9, make)
    assert rows.several([3, 1, 3]) == ["3", "1", "3"]
    assert rows.several([1, 2, 3]) == ["1", "2", "3"]
    assert rows[2] == rows[2 - 9] == "2"
    assert rows.several([]) == []
    assert made == [[3, 1], [2]]
    # What was made longest ago is forgotten where there is too much.
    assert rows.several([5, 6]) == ["5", "6"]
    assert rows[1] == "1"
    assert made == [[3, 1], [2], [5, 6], [1]]
