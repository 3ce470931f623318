from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from bot.base.text import normalise
from bot.language.abbreviations import Names, general_names, wordings
from bot.language.corpus import SmallCorpus
from bot.language.dictionary import import_jieba
from bot.language.sentences import split_sentences
from bot.language.tokens import Tokeniser
from bot.language.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import jieba

    Build = Callable[..., Vocabulary]

SUMMIT = (
    "习近平在北京以视频方式出席上海合作组织成员国元首理事会第二十次会议并发表重要讲话。"
    "本次会议由上海合作组织轮值主席国俄罗斯总统普京主持，印度总理莫迪、哈萨克斯坦总统托卡耶夫、"
    "上海合作组织秘书长诺罗夫和联合国秘书长古特雷斯与会。支持世界卫生组织发挥关键领导作用。"
    "数字经济产业论坛在重庆举行。明年将举办上合组织民间友好论坛。"
    "世界进入动荡变革期，多边主义必将战胜单边主义。塔吉克斯坦接任轮值主席国。"
)


def _vocabulary(text: str, names: Iterable[Iterable[str]] = ()) -> Vocabulary:
    tokeniser = Tokeniser(["上海合作组织", "诺罗夫", "托卡耶夫", "古特雷斯"])
    normalised = normalise(text).text
    sentences = [normalised[start:end] for start, end in split_sentences(normalised)]
    words: Counter[str] = Counter()
    for sentence in sentences:
        words.update({token.text for token in tokeniser.cut(sentence) if token.text.isalnum()})
    corpora = [SmallCorpus(words, sentences)]
    return Vocabulary(corpora, tokeniser, Names([*names, *general_names()]), wordings())


@pytest.fixture(scope="session")
def build() -> Build:
    """Make the vocabulary of a text, with further groups of names."""
    return _vocabulary


@pytest.fixture(scope="session")
def summit() -> Vocabulary:
    """The vocabulary of a short article on a summit."""
    return _vocabulary(SUMMIT)


@pytest.fixture(scope="session")
def plain_jieba(tmp_path_factory: pytest.TempPathFactory) -> jieba.Tokenizer:
    """Jieba's own tokeniser with its whole dictionary; its cache stays out of the way."""
    tokeniser = import_jieba()()
    tokeniser.tmp_dir = str(tmp_path_factory.mktemp("jieba"))
    tokeniser.initialize()
    return tokeniser
