from __future__ import annotations

import numpy as np
import pytest

from bot.base.text import normalise
from bot.language.question import understand
from bot.language.tokens import Tokeniser
from bot.search.spans.choice import choose
from bot.search.spans.finder import Shortlist, shortlist
from bot.search.spans.hashing import SIZE, Weights
from bot.search.spans.text import SpanText
from bot.search.spans.words import Words

TOKENISER = Tokeniser()
CLAUSE = "由于疫情影响很大"
SENTENCE = f"据报道，{CLAUSE}，会议改期举行。"


def listed(question: str, sentence: str) -> tuple[str, Shortlist]:
    text = normalise(sentence).text
    prepared = SpanText.of(text, TOKENISER.cut(text), Words(TOKENISER))
    understanding = understand(normalise(question).text, TOKENISER)
    return text, shortlist(understanding, [prepared], Weights(np.zeros(SIZE, dtype=np.float32)))


def spans(text: str, short: Shortlist) -> list[str]:
    bounds = zip(
        short.grid.starts[short.spans.first], short.grid.ends[short.spans.last], strict=True
    )
    return [text[start:end] for start, end in bounds]


def chosen(question: str, scores: list[float] | None = None, sentence: str = SENTENCE) -> str:
    text, short = listed(question, sentence)
    given = np.zeros(len(short.owners)) if scores is None else np.array(scores)
    found = choose(short, given.astype(np.float32))
    return text[found.starts[0] : found.ends[0]]


@pytest.mark.parametrize(
    "question", ["会议为什么改期？", "会议是怎么改期的？", "疫情对会议有什么影响？"]
)
def test_what_it_takes_a_clause_to_tell_is_told_by_one_when_in_doubt(question: str) -> None:
    found = chosen(question)
    text, _ = listed(question, SENTENCE)
    edges = {0, *(place for place, mark in enumerate(text) if mark in ",。")}
    start = text.index(found)
    assert start == 0 or start - 1 in edges
    assert start + len(found) in edges


def test_a_sure_phrase_stays_short_whatever_is_asked() -> None:
    for question in ("会议为什么改期？", "什么影响了会议？"):
        text, short = listed(question, SENTENCE)
        for place, span in enumerate(spans(text, short)):
            scores = [20.0 if row == place else 0.0 for row in range(len(short.owners))]
            expected = span if len(span) > 3 else ""
            assert expected in chosen(question, scores)


def test_a_clause_takes_its_quotes_along_and_leaves_other_marks() -> None:
    sentence = "他说、「疫情影响很大」，会议改期。"
    found = chosen("会议为什么改期？", sentence=sentence)
    assert found.count("「") == found.count("」")
    assert found[0] not in "、，"
    assert found[-1] not in "、，。"


def test_the_best_of_each_sentence_is_chosen() -> None:
    texts = [normalise(text).text for text in ("会议在北京举行。", "论坛在重庆举行。")]
    prepared = [SpanText.of(text, TOKENISER.cut(text), Words(TOKENISER)) for text in texts]
    understanding = understand("论坛在哪里举行", TOKENISER)
    short = shortlist(understanding, prepared, Weights(np.zeros(SIZE, dtype=np.float32)))
    bounds = list(
        zip(short.grid.starts[short.spans.first], short.grid.ends[short.spans.last], strict=True)
    )
    joined = f"{texts[0]} {texts[1]} "
    scores = [9.0 if joined[start:end] in {"北京", "重庆"} else 0.0 for start, end in bounds]
    found = choose(short, np.array(scores, dtype=np.float32))
    assert found.owners.tolist() == [0, 1]
    assert [joined[a:b] for a, b in zip(found.starts, found.ends, strict=True)] == ["北京", "重庆"]
