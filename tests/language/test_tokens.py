from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.base.text import normalise
from bot.language.dictionary import import_jieba
from bot.language.tokens import LONGEST_WORD, Token, Tokeniser

if TYPE_CHECKING:
    from random import Random

    import jieba

PLAIN = Tokeniser()
SCRIPT = "习近平普京莫迪上合组织会议主持第二十次在重庆南京市长江大桥研究生命起源一二的了"


def _words(text: str, tokeniser: Tokeniser = PLAIN) -> list[str]:
    return [token.text for token in tokeniser.cut(text)]


PARAGRAPHS = [
    "小镇的图书馆建在河边，原来是一座磨坊。老馆长退休以后，她的学生接过了钥匙，把二楼改成了儿童阅览室，每逢周末都有志愿者来讲故事。",
    "这台机器每小时能加工三百二十个零件，误差不超过0.02毫米。工程师解释说，关键在于新换的传感器，它能在温度变化时自动校正。",
    "2019年3月，研究人员在南海海域发现了两艘沉船；其中一艘满载瓷器，另一艘装的是香料。它们属于明代的商队，途中遇上了台风。",
    "他说：“我不同意这个方案。”会场顿时安静下来，谁也没有再开口。主席看了看表，宣布休会十分钟。",
    "用python写的脚本跑在linux服务器上，每天凌晨2点把gps数据导出成csv文件。",
    "南京市长江大桥、研究生命起源、乒乓球拍卖完了、下雨天留客天：这些句子都不好切分。",
]


@pytest.mark.parametrize("text", PARAGRAPHS)
def test_without_own_words_the_cuts_are_those_of_jieba(
    text: str, plain_jieba: jieba.Tokenizer
) -> None:
    normal = normalise(text).text
    assert _words(normal) == list(plain_jieba.cut(normal))


@given(st.text(st.sampled_from(SCRIPT + "，。 a1.%"), max_size=40))
def test_cuts_do_not_depend_on_what_was_cut_before(text: str) -> None:
    assert _words(text) == _words(text, Tokeniser())


@given(st.text() | st.text(st.sampled_from(SCRIPT + "，。!?\n\t 　aA1+#&._%-é·カ가😀\ud800𠮷")))
def test_tokens_joined_are_the_text(text: str) -> None:
    tokens = PLAIN.cut(text)
    assert "".join(token.text for token in tokens) == text
    assert all(text[token.start : token.end] == token.text != "" for token in tokens)
    ends = [0, *(token.end for token in tokens)]
    assert [token.start for token in tokens] == ends[:-1]


@pytest.mark.parametrize(
    ("words", "text", "cut"),
    [
        ([], "诺罗夫托卡耶夫", "诺罗夫托 卡耶夫"),
        (["诺罗夫", "托卡耶夫"], "诺罗夫托卡耶夫", "诺罗夫 托卡耶夫"),
        ([], "上海合作组织秘书长", "上海 合作 组织 秘书长"),
        (["上海合作组织"], "上海合作组织秘书长", "上海合作组织 秘书长"),
        (["轮值主席国"], "接任轮值主席国了", "接任 轮值主席国 了"),
        (["全过程人民民主"], "发展全过程人民民主。", "发展 全过程人民民主 。"),
        (["gpt-4"], "用gpt-4写诗", "用 gpt-4 写诗"),
        (["c++"], "会c++的人", "会 c++ 的 人"),
        (["  普京 ", ""], "普京说", "普京 说"),
        # a word around it reaches into it
        (["上合"], "海上合作", "海上 合作"),
        # it holds a mark
        (["伊姆兰·汗"], "伊姆兰·汗说", "伊姆兰 · 汗 说"),
    ],
)
def test_own_words_are_known(words: list[str], text: str, cut: str) -> None:
    assert _words(text, Tokeniser(words)) == cut.split(" ")


@given(st.text(st.sampled_from(SCRIPT), min_size=1, max_size=8))
def test_an_own_word_between_marks_is_never_cut_apart(word: str) -> None:
    assert word in _words(f"他说，{word}。", Tokeniser([word]))


@given(st.lists(st.text(st.sampled_from(SCRIPT), min_size=1, max_size=8), max_size=6), st.randoms())
def test_the_order_of_own_words_makes_no_difference(words: list[str], random: Random) -> None:
    text = "，".join(words) + "".join(words)
    shuffled = sorted(words, key=lambda _: random.random())
    assert _words(text, Tokeniser(words)) == _words(text, Tokeniser(shuffled * 2))


OWN = ["的", "北京", "习近平", "京会议", "上合", "上合组织", "普京的", "第二十", "大桥研究", "一二"]


@given(st.text(st.sampled_from(SCRIPT + "，1"), max_size=30), st.sets(st.sampled_from(OWN)))
def test_own_words_change_nothing_where_they_do_not_stand(text: str, words: set[str]) -> None:
    standing = {word for word in words if word in text}
    assert _words(text, Tokeniser(words)) == _words(text, Tokeniser(standing))


@given(st.sets(st.sampled_from(OWN)), st.sampled_from(OWN))
def test_own_words_have_the_same_frequency_in_any_company(words: set[str], word: str) -> None:
    within = {other for other in words if other in word}
    alone, together = Tokeniser({word, *within}), Tokeniser({word, *words})
    assert together.frequency(word) == alone.frequency(word) > 0


def test_own_words_are_what_it_was_given_as_far_as_they_are_words() -> None:
    given_words = ["普京", " 上合 ", "", "  ", "普京", "长" * (LONGEST_WORD + 1)]
    assert Tokeniser(given_words).own_words == ("上合", "普京")
    assert PLAIN.own_words == ()


@given(st.text(st.sampled_from(SCRIPT + "，。 a1.%\ud800"), max_size=40))
def test_words_are_the_texts_of_the_tokens(text: str) -> None:
    assert PLAIN.words(text) == _words(text)


COMPANIES: list[tuple[str, ...]] = [
    (),
    ("上合组织", "次会"),
    ("的", "普京的", "gpt-4", "𠮷", "会\ud800"),
]
FAST = {words: (Tokeniser(words), Tokeniser(words).fast_words()) for words in COMPANIES}
PIECES = "上合组织 轮值主席国 普京 会议 第二十次 习近平 长江大桥 研究 生命起源 的 了 在".split()


# Where a few characters come again and again, cuts weigh exactly the same and rounding decides.
@settings(derandomize=True)
@given(
    st.lists(
        st.sampled_from([*PIECES, *"，。!?\n \u3000aA1+#&._%-é·カ가😀\ud800𠮷"])
        | st.text(st.sampled_from(SCRIPT), max_size=6),
        max_size=12,
        unique=True,
    ).map("".join),
    st.sampled_from(COMPANIES),
)
def test_the_quick_way_of_cutting_cuts_alike(text: str, words: tuple[str, ...]) -> None:
    tokeniser, fast_words = FAST[words]
    assert fast_words(text) == tokeniser.words(text)


@pytest.mark.parametrize("text", [*PARAGRAPHS, "哈" * 1000, "研究生命起源" * 100])
def test_the_quick_way_of_cutting_cuts_paragraphs_alike(text: str) -> None:
    normal = normalise(text).text
    assert FAST[()][1](normal) == PLAIN.words(normal)


def test_what_is_too_long_for_a_word_is_none() -> None:
    text = "长" * (LONGEST_WORD + 1)
    assert len(_words(text, Tokeniser([text]))) > 1
    assert _words(text[1:], Tokeniser([text[1:]])) == [text[1:]]


def test_two_tokenisers_side_by_side_do_not_touch_each_other() -> None:
    first, second = Tokeniser(["诺罗夫托"]), Tokeniser(["罗夫托卡"])
    text = "诺罗夫托卡耶夫"
    alone = _words(text, Tokeniser(["诺罗夫托"])), _words(text, Tokeniser(["罗夫托卡"]))
    assert (_words(text, first), _words(text, second)) == alone
    assert alone[0] != alone[1]
    assert (_words(text, first), _words(text, second)) == alone


def test_nothing_of_jieba_that_is_global_is_changed() -> None:
    import_jieba()
    import jieba  # noqa: PLC0415
    from jieba import finalseg  # noqa: PLC0415

    before = dict(jieba.dt.FREQ), jieba.dt.total, set(finalseg.Force_Split_Words)
    _words("上合组织的诺罗夫", Tokeniser(["诺罗夫", "上合组织"]))
    assert (jieba.dt.FREQ, jieba.dt.total, finalseg.Force_Split_Words) == before
    assert not jieba.dt.initialized


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("上海合作组织", ["上海", "合作", "组织"]),
        ("会议", []),
        ("", []),
        ("秘书长", ["秘书"]),
        ("中国人民", ["中国", "国人", "人民"]),
        ("总书记", ["书记"]),
        ("abc", []),
        ("中国人民大学", ["中国", "国人", "人民", "大学"]),
    ],
)
def test_parts_are_the_shorter_words_within_a_word(word: str, parts: list[str]) -> None:
    assert PLAIN.parts(word) == parts


@pytest.mark.parametrize(
    ("word", "common", "tag"),
    [
        ("会议", True, "n"),
        ("北京", True, "ns"),
        ("主持", True, "v"),
        ("诺罗夫", False, ""),
        ("", False, ""),
    ],
)
def test_words_of_the_dictionary_have_a_frequency_and_a_tag(
    word: str, common: bool, tag: str
) -> None:
    tokeniser = Tokeniser()
    assert (tokeniser.frequency(word) > 0, tokeniser.tag(word)) == (common, tag)


def test_commoner_words_have_higher_frequencies() -> None:
    assert PLAIN.frequency("的") > PLAIN.frequency("会议") > PLAIN.frequency("轮值")


@pytest.mark.parametrize(
    "text", ["哈" * 100_000, "a" * 200_000, "研究生命起源" * 30_000, "。" * 200_000]
)
def test_long_texts_of_one_kind_are_cut_too(text: str) -> None:
    assert "".join(_words(text)) == text


def test_many_threads_may_share_a_tokeniser() -> None:
    tokeniser = Tokeniser(["诺罗夫"])
    texts = [normalise(text).text for text in PARAGRAPHS]
    expected = [Tokeniser(["诺罗夫"]).cut(text) for text in texts]
    found: list[list[list[Token]]] = []

    def work() -> None:
        found.append([tokeniser.cut(text) for text in texts])

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 8
