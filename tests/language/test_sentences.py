from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.base.model import Span
from bot.language.sentences import LONGEST_SENTENCE, paragraph_starts, split_sentences, trim


def _pieces(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    "marked",
    [
        # what ends a sentence; | stands for a cut
        "会议开始了。|普京主持。",
        "真的吗？|真的！|好。",
        "一来；|二去。",
        "他说……|走了",
        "他……|走了",
        "真的吗?|是的!|好;|行",
        "完了.|开始",
        "全角．|开始",
        "半角｡|開始",
        "He came. |He saw.",
        "什么？！|真的！！！|好",
        "哪里?!|那里",
        "没有标点",
        # closing quotes and brackets go with their sentence
        "他说：“会议开始。”|大家鼓掌。",
        "“好！”|“行。”|走了",
        "「開始。」|『好！』|（完。）|【注。】|下文",
        "（见图。）|下文",
        '他说"好。"|然后走了。',
        '他走了。|"你好。"|他说。',
        "He said 'no.' |He left.",
        "“他说：‘好。’”|完",
        # after a comma it goes on
        "他问“为什么？”，没人答。",
        "“好！”、“行”都是",
        "“为什么？”：一个问题",
        # every line break ends a sentence, and takes the white space after it
        "标题\n|正文一\n|正文二",
        "第一段。\n\n　　|第二段。",
        "第一段\r\n\r\n|第二段",
        "一\r|二\u2028|三\x85|四",
        # white space before the first sentence belongs to it
        "\n\n　第一段。|第二句。",
        # marks on their own: after a sentence they belong to it, unless they have their own line
        "好。 。 。",
        "好！😀！|行",
        "好。\n|——\n|行",
        "……|好",
        "。",
        "   ",
        "",
        # numbers
        "价格3.14元。|涨了5.5%。",
        "π是３．１４１５。|好",
        "共1,234.56元。",
        "版本v1.2.3发布。|好",
        "DNS是8.8.8.8。|好",
        "3.|",
        # lists
        "1.苹果\n|2.香蕉",
        "1.苹果 2.香蕉",
        "1. 苹果\n|2. 香蕉",
        "１．苹果\n|２．香蕉",
        "包括：1.苹果；|2.香蕉。",
        "1.《红楼梦》；|2.“四书”。",
        "1. Apples\n|2. Pears",
        "Fruit:\n\n　 |1. Apples\n　 |2. Pears",
        "没有完\n　 |A. apples",
        "A.苹果 B.香蕉",
        "1.1 概述\n|1.2 方法",
        "成立于1949.|其后",
        "It was in 2020. |Then",
        "选A.|因为",
        # abbreviations
        "U.S. troops came. |They left.",
        "Mr. Smith and Dr. Wang. |They",
        "记者从U.S. Steel了解到。|好",
        "他读哈佛Ph.D. Program。|好",
        "见a.m. 9点。|好",
        "e.g. this, i.e. that. |Well",
        "J. K. Rowling wrote it. |He read.",
        "模式种是P. bennisoni。|好",
        "见No. 5和Vol. 3。|好",
        "He said no. |Then he left.",
        "the Ph.D. student. |He",
        "at 5 p.m. and later. |Then",
        "ABC Co., Ltd. 生产。|好",
        # addresses
        "见https://a.cn/b?c=1;d=2!e。|好",
        "见 https://example.org/a.html. |然后",
        "见www.example.org/?q=1。|好",
        "见 example.org/?q=1;x. |好",
        "他说“见https://a.cn/b?”。|好",
        "写信到help@example.org。|好",
        "写信到 first.last@mail.example.org. |好",
        "会议结束。|写信到help@example.org。|好",
        "会议结束.|写信到help@example.org。|好",
        # titles of books and films
        "《你好！李焕英》很好看。|是吗？",
        "《为什么？》《怎么办！》两本。",
        "《没有结束。|真的",
    ],
)  # fmt: skip
def test_where_a_text_is_cut(marked: str) -> None:
    assert _pieces(marked.replace("|", "")) == [piece for piece in marked.split("|") if piece]


TEXTS = st.text() | st.text(
    "他说会议。．！？；…!?;.,，、：“”\"'「」（）()《》\n\r\u2028 　1２aA@:/-·😀", max_size=60
)


@given(TEXTS)
def test_pieces_follow_each_other_and_lose_nothing(text: str) -> None:
    spans = split_sentences(text)
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(start < end for start, end in spans)
    ends = [0, *(end for _, end in spans)]
    assert [start for start, _ in spans] == ends[:-1]


@given(TEXTS)
def test_no_piece_is_blank_unless_the_text_is(text: str) -> None:
    if not text.isspace():
        assert not any(piece.isspace() for piece in _pieces(text))


@given(TEXTS)
def test_no_sentence_spans_two_lines(text: str) -> None:
    breaks = set("\n\r\v\f\x85\u2028\u2029")
    assert all(breaks.isdisjoint(piece.strip()) for piece in _pieces(text))


@given(st.lists(st.text("会议由普京主持ab12", min_size=1), min_size=1), st.data())
def test_sentences_of_plain_text_are_found_again(parts: list[str], data: st.DataObject) -> None:
    ends = st.sampled_from(["。", "！", "？", "；", "……", "？！", "。”", "！）"])
    sentences = [part + data.draw(ends) for part in parts]
    assert _pieces("".join(sentences)) == sentences


_TOLD = "会议。"
_FAR = _TOLD * 17_000
"""So long that what follows is sought for in several steps."""
_NO_ENDS = (
    "https://",
    "a.b",
    "/?x",
    "3.5",
    "Dr.",
    "U.S.",
    "J. ",
    "1.",
    "《",
    "》",
    "x@y.cn",
    "no. 5",
)


@given(
    st.lists(st.sampled_from([*_NO_ENDS, "会", "，", "。", "?", ".", " ", "“", "”"]), max_size=60),
    st.integers(0, 1500),
)
@settings(max_examples=25)
def test_how_far_into_a_line_a_text_stands_changes_nothing(parts: list[str], far: int) -> None:
    text = _TOLD + "".join(parts)
    pieces = _pieces(text)
    assert _pieces(_FAR[3 * far :] + text)[-len(pieces) :] == pieces


@given(TEXTS)
def test_trimming_takes_the_white_space_and_nothing_else(text: str) -> None:
    start, end = trim(f"字{text}字", Span(1, len(text) + 1))
    assert f"字{text}字"[start:end] == text.strip()
    assert 1 <= start <= end <= len(text) + 1


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("一\n二", []),
        ("一\n\n二", [3]),
        ("一\r\n\r\n二", [5]),
        ("一\n \t\n二", [5]),
        ("一\n\n\n\n二\n\n三", [5, 8]),
        ("一\n\n　　二", [3]),
        ("\n\n一\n二", []),
        ("一\n\n", [3]),
        ("", []),
    ],
)
def test_blank_lines_part_paragraphs(text: str, starts: list[int]) -> None:
    assert list(paragraph_starts(text)) == starts


N = 200_000
LONG = {
    "no end": "字" * N,
    "digits": "1" * N,
    "dots": "." * (N - 1) + "x",
    "full stops before a comma": "。" * (N - 1) + "，",
    "closers before a comma": "。" + "”" * (N - 2) + "，",
    "dots with closers": ".)))))" * N,
    "blanks": " " * N,
    "line breaks": "\n" * N,
    "blank lines": "\n " * N,
    "letters with dots": "a." * N,
    "initials": "J. " * N,
    "list numbers": "1. " * N,
    "a list number and blanks": "1." + " " * N,
    "mail without end": "a@" * N,
    "mail with a long domain": "a@" + "b" * N,
    "addresses": "http://" * N,
    "an address of dots": "http://" + "." * N,
    "www": "www." * N,
    "book marks": "《" * N,
    "straight quotes": '"' * N,
    "hyphens": "-" * N,
    "marks alone": "! " * N,
}


@pytest.mark.parametrize("text", [text[:N] for text in LONG.values()], ids=LONG.keys())
def test_long_texts_of_one_kind_are_cut_too(text: str) -> None:
    pieces = _pieces(text)
    assert "".join(pieces) == text
    assert all(len(piece.rstrip()) <= LONGEST_SENTENCE for piece in pieces)
    assert len(paragraph_starts(text)) <= 1


def test_what_never_ends_is_cut_where_it_pauses() -> None:
    clause = "会议由普京主持，"
    first, second, *_ = _pieces(clause * 1000)
    assert len(first) == LONGEST_SENTENCE
    assert first == second == clause * (LONGEST_SENTENCE // len(clause))
    first, *_ = _pieces("meeting, " * 1000)
    assert first == "meeting, " * (LONGEST_SENTENCE // len("meeting, "))
    # White space belongs to what stands before it, however long it is.
    pieces = _pieces("甲" + " " * (3 * LONGEST_SENTENCE) + "乙")
    assert [piece.strip() for piece in pieces] == ["甲", "乙"]
    assert len(_pieces("字" * LONGEST_SENTENCE)) == 1
