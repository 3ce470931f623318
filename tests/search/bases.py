"""Small bases for the tests of the search's stages."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from hypothesis import strategies as st

from bot.base.model import Article
from bot.base.text import normalise
from bot.language.question import understand
from bot.language.tokens import Tokeniser
from bot.search.retrieval.index import Index
from bot.search.retrieval.query import Query, make_query

if TYPE_CHECKING:
    from collections.abc import Sequence

SUMMIT = (
    "习近平在北京以视频方式出席上海合作组织成员国元首理事会第二十次会议并发表重要讲话。"
    "本次会议由轮值主席国俄罗斯总统普京主持，印度总理莫迪、秘书长诺罗夫等与会。\n\n"
    "支持世界卫生组织发挥关键领导作用。数字经济产业论坛在重庆举行。"
    "会议决定，由塔吉克斯坦接任轮值主席国。"
)
ZOO = "市动物园昨天宣布，两只大熊猫从成都运抵园内。园长李建国说，熊猫馆将于四月开放，门票60元。"


@dataclass(frozen=True, slots=True)
class Base:
    """An index and what it was made with."""

    index: Index
    tokeniser: Tokeniser

    def query(self, question: str) -> Query:
        """Understand a question as typed."""
        understanding = understand(normalise(question).text, self.tokeniser)
        return make_query(understanding, self.index, self.tokeniser)


def build(*texts: str | Sequence[str], words: Sequence[str] = ()) -> Base:
    """Index texts, and sentences fixed by their author, each as an article."""
    tokeniser = Tokeniser(words)
    return Base(Index.build(articles_of(*texts), tokeniser), tokeniser)


def articles_of(*texts: str | Sequence[str]) -> tuple[Article, ...]:
    """Make each of the texts, and of the sentences fixed by their author, an article."""
    return tuple(
        Article(f"a{number}", f"文章{number}", text=text)
        if isinstance(text, str)
        else Article(f"a{number}", f"文章{number}", sentences=tuple(text))
        for number, text in enumerate(texts)
    )


def columns(value: object) -> dict[str, Any]:
    """Return all that postings or a segment hold, to be compared."""
    found: dict[str, Any] = {}
    for field in fields(value) if is_dataclass(value) else ():
        column = getattr(value, field.name)
        if is_dataclass(column):
            found |= {f"{field.name}.{name}": own for name, own in columns(column).items()}
        elif isinstance(column, np.ndarray):
            found[field.name] = (column.dtype.str, column.shape, column.tolist())
        else:
            found[field.name] = column
    return found


COMMON = "会议普京主持大熊猫园长的在是谁哪里多少什么时候，。？！\n a1Ａ誰會…"
QUESTIONS = (
    st.text(max_size=40)
    | st.text(COMMON, max_size=60)
    | st.text(COMMON, min_size=1, max_size=2)
    | st.lists(
        st.sampled_from(["会议", "大熊猫", "的", "谁", "，"]), min_size=80, max_size=250
    ).map("".join)
    | st.sampled_from(["的了吗", "？！……", "👨‍👩‍👧", "谁", "\ud800", "会" * 500, " " * 300])
)
"""What people, and others, may type."""
TEXTS = st.lists(
    st.text(COMMON, max_size=80)
    | st.lists(st.text(COMMON, min_size=1, max_size=20), min_size=1, max_size=4)
    | st.sampled_from([SUMMIT, ZOO, "", "。", "字" * 900]),
    max_size=4,
)
"""Articles of all kinds: texts, sentences fixed by their author, nothing at all."""


def normal_texts(index: Index) -> list[str]:
    """Return a base's sentences in its own order, normalised."""
    return [index.texts[row].text for row in index.in_order().tolist()]


def word_frequencies(index: Index) -> dict[str, int]:
    """Return in how many sentences each word stands."""
    found: dict[str, int] = {}
    for segment in index.segments:
        counts = index.words.look_up(segment.words.keys).sentences
        found.update(zip(segment.spelling(), counts.tolist(), strict=True))
    return {word: count for word, count in found.items() if count}
