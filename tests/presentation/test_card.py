from __future__ import annotations

from dataclasses import replace
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.base.model import Article, Faq, Hit, Part, Sentence, Span
from bot.presentation import card
from bot.presentation.callbacks import (
    MOST_AROUND,
    Origin,
    ShowArticles,
    ShowSentence,
    Vote,
    parse_callback,
)
from bot.presentation.library import Passage
from bot.presentation.markup import units
from bot.presentation.texts import LANGUAGES, Texts
from tests.emulator.markup import parse_html

TEXTS = Texts()
ARTICLE = Article("sco", "深化团结协作", text="……", published="2020-11-11", source="新华社")
PUTIN = Span(3, 5)
WILD = st.text("<>&;\"'b/俄😀 \n", min_size=1, max_size=40).map(lambda t: f"字{t}句")


def a_hit(
    text: str = "会议由普京主持。",
    span: Span | None = PUTIN,
    matched: tuple[Span, ...] = (),
    article: Article = ARTICLE,
    part: Part = Part.TEXT,
) -> Hit:
    position = 7 if part is Part.TEXT else 0
    return Hit(Sentence(article, position, text, part), 93, span, matched)


def a_passage(hit: Hit, **rest: object) -> Passage:
    shown = ShowSentence("AbCdEf12", hit.sentence.part, hit.sentence.position, hit.span, 93)
    return Passage(hit, shown, **rest)  # type: ignore[arg-type]


def test_the_card_shows_the_answer_then_the_evidence_then_its_place() -> None:
    passage = a_passage(a_hit(matched=(Span(0, 2), Span(5, 7))))
    assert card.evidence(TEXTS, passage, reading="谁主持会议").html == (
        "<b>普京</b>\n"
        "按“谁主持会议”理解\n"
        "<blockquote><u>会议</u>由<b>普京</b><u>主持</u>。</blockquote>\n"
        "深化团结协作 · 新华社 · 2020-11-11\n"
        "第7句 · 可信度 93%"
    )


def test_an_answer_that_is_the_whole_sentence_stands_once() -> None:
    shown = card.evidence(TEXTS, a_passage(a_hit("是的。", Span(0, 3)))).html
    assert shown.startswith("<blockquote><b>是的。</b></blockquote>\n")


def test_without_a_short_answer_the_sentence_comes_first() -> None:
    assert card.evidence(TEXTS, a_passage(a_hit(span=None))).html.startswith("<blockquote>会议由")


PARTS = [
    (Part.TITLE, ARTICLE.title, "深化团结协作 · 新华社 · 2020-11-11\n标题 · 可信度 93%"),
    (Part.PUBLISHED, "2020-11-11", "深化团结协作 · 新华社\n发布时间 · 可信度 93%"),
    (Part.SOURCE, "新华社", "深化团结协作 · 2020-11-11\n来源 · 可信度 93%"),
]


@pytest.mark.parametrize(("part", "text", "foot"), PARTS)
def test_what_is_not_of_the_text_says_what_it_is(part: Part, text: str, foot: str) -> None:
    passage = a_passage(a_hit(text, None, part=part))
    assert card.evidence(TEXTS, passage).html == f"<blockquote>{text}</blockquote>\n{foot}"


def test_a_taught_answer_says_so() -> None:
    article = replace(ARTICLE, faq=(Faq(("怎么联系",), "请写信。"),))
    passage = a_passage(a_hit("请写信。", None, article=article, part=Part.FAQ))
    assert "\n常见问题 · " in card.evidence(TEXTS, passage).html


def test_a_title_with_an_address_is_a_link() -> None:
    article = replace(ARTICLE, title="A<B", url="https://example.org/?a=1&b=2")
    shown = card.evidence(TEXTS, a_passage(a_hit(article=article))).html
    assert '<a href="https://example.org/?a=1&amp;b=2">A&lt;B</a>' in shown


def test_the_sentences_around_are_joined_as_in_the_article() -> None:
    hit = a_hit("He said: yes.", Span(9, 12))
    passage = a_passage(
        hit,
        before=(Sentence(ARTICLE, 6, "Who was asked? ", paragraph=0),),
        after=(
            Sentence(ARTICLE, 8, "同一段。", paragraph=0),
            Sentence(ARTICLE, 9, "下一段。", paragraph=1),
        ),
    )
    shown = card.evidence(TEXTS, passage).html
    assert (
        "<blockquote>Who was asked? He said: <b>yes</b>. 同一段。\n下一段。</blockquote>" in shown
    )
    assert "第6–9句" in shown


def labels(made: card.Card) -> list[list[str]]:
    return [[button.label for button in row] for row in made.buttons]


BUTTONS = [
    (False, False, False, []),
    (True, False, False, [["⬆ 上一句"]]),
    (False, True, True, [["⬇ 下一句"], ["☰ 其他结果"]]),
    (True, True, True, [["⬆ 上一句", "⬇ 下一句"], ["☰ 其他结果"]]),
]


@pytest.mark.parametrize(("earlier", "later", "others", "expected"), BUTTONS)
def test_buttons_offer_what_there_is(
    *, earlier: bool, later: bool, others: bool, expected: list[list[str]]
) -> None:
    passage = a_passage(a_hit(), has_earlier=earlier, has_later=later)
    assert labels(card.evidence(TEXTS, passage, others=others)) == expected


def asked(passage: Passage) -> Passage:
    return replace(passage, shown=replace(passage.shown, origin=Origin("s", "AbCdEf12")))


GIVEN = [(0, ["👍", "👎"]), (1, ["👍 ✓", "👎"]), (-1, ["👍", "👎 ✓"])]


@pytest.mark.parametrize(("verdict", "expected"), GIVEN)
def test_an_answer_to_a_known_question_can_be_judged(
    verdict: Literal[1, 0, -1], expected: list[str]
) -> None:
    made = card.evidence(TEXTS, asked(a_passage(a_hit())), verdict=verdict)
    assert labels(made) == [expected]
    assert card.verdict_in(made.buttons) == verdict


def test_a_verdict_is_marked_and_taken_back_by_the_same_button() -> None:
    rows = card.evidence(TEXTS, asked(a_passage(a_hit(), has_later=True)), others=True).buttons
    for number, expected in ((1, 1), (1, 0), (2, -1), (1, 1)):
        button = rows[1][number]
        vote = parse_callback(button.data)
        assert isinstance(vote, Vote)
        rows = card.voted(rows, vote)
        assert card.verdict_in(rows) == expected
    assert [button.label for row in rows for button in row] == [
        "⬇ 下一句",
        "☰ 其他结果",
        "👍 ✓",
        "👎",
    ]


def test_who_is_refused_may_ask_to_be_told() -> None:
    made = card.with_wish(TEXTS, card.refusal(TEXTS, [ARTICLE], 3), "AbCdEf12")
    assert labels(made) == [["🔔 有答案时告诉我"]]
    (told,) = card.wished(TEXTS, made.buttons)
    assert told[0].label == "🔔 会告诉你 ✓"
    assert told[0].data == made.buttons[0][0].data


def test_how_a_question_was_understood_is_said_whatever_came_of_it() -> None:
    read = "按“印度总理是谁”理解\n"
    suggested = card.suggestions(TEXTS, [a_passage(a_hit())], reading="印度总理是谁")
    assert suggested.text.startswith(f"{read}不太确定")
    refused = card.refusal(TEXTS, [ARTICLE], 3, reading="印度总理是谁")
    assert refused.text.startswith(f"{read}收录的文章里没有找到")


def test_what_has_no_title_is_named_nowhere() -> None:
    taught = Article("taught", "", faq=(Faq(("怎么联系",), "请写信。"),))
    shown = card.evidence(TEXTS, a_passage(a_hit("请写信。", None, article=taught, part=Part.FAQ)))
    assert shown.html == "<blockquote>请写信。</blockquote>\n常见问题 · 可信度 93%"
    assert card.refusal(TEXTS, [ARTICLE, taught], 3).text.endswith("收录了《深化团结协作》。")
    assert card.articles(TEXTS, [ARTICLE, taught]).text.startswith("收录了 1 篇文章：")


def test_the_language_in_use_is_marked() -> None:
    made = card.languages(LANGUAGES["zh-hant"], LANGUAGES.values())
    assert labels(made) == [["简体中文"], ["繁體中文 ✓"], ["English"]]


@pytest.mark.parametrize("texts", LANGUAGES.values(), ids=LANGUAGES.keys())
def test_a_quotation_is_in_its_own_script_whatever_the_interface(texts: Texts) -> None:
    said = card.evidence(texts, a_passage(a_hit("會議由普京主持。", Span(3, 5)))).html
    assert "<blockquote>會議由<b>普京</b>主持。</blockquote>" in said


def test_a_button_shows_one_sentence_more_than_before() -> None:
    passage = a_passage(a_hit(), has_earlier=True, has_later=True)
    passage = replace(passage, shown=replace(passage.shown, before=2, after=1))
    up, down = (parse_callback(b.data) for b in card.evidence(TEXTS, passage).buttons[0])
    assert isinstance(up, ShowSentence)
    assert isinstance(down, ShowSentence)
    assert (up.before, up.after, down.before, down.after) == (3, 1, 2, 2)


def test_no_more_sentences_are_offered_than_a_button_can_say() -> None:
    passage = a_passage(a_hit(), has_earlier=True)
    passage = replace(passage, shown=replace(passage.shown, before=MOST_AROUND))
    assert labels(card.evidence(TEXTS, passage)) == []


def test_a_sentence_of_any_length_fits_with_its_answer_in_it() -> None:
    text = "长" * 5000 + "普京" + "长" * 5000
    passage = a_passage(a_hit(text, Span(5000, 5002)), has_earlier=True)
    shown = card.evidence(TEXTS, passage)
    said, entities = parse_html(shown.html)
    assert units(said) == 4096
    assert "…长" in said
    assert "普京长" in said
    assert [e["type"] for e in entities].count("expandable_blockquote") == 1
    assert labels(shown) == []


def test_a_long_answer_is_cut_in_the_headline_alone() -> None:
    passage = a_passage(a_hit("因" * 500 + "。", Span(0, 500)))
    shown = card.evidence(TEXTS, passage).text
    assert shown.startswith("因" * 198 + "…\n")
    assert "因" * 500 in shown


@st.composite
def wild_passages(draw: st.DrawFn) -> Passage:
    article = Article("a", draw(WILD), text="x", url=draw(st.none() | WILD), source=draw(WILD))
    text = draw(WILD) * draw(st.sampled_from([1, 1, 1, 300]))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), min_size=4, max_size=4, unique=True)))
    answer = draw(st.sampled_from([None, Span(cuts[0], cuts[2]), Span(cuts[1], cuts[3])]))
    hit = Hit(Sentence(article, 2, text), 50, answer, (Span(*cuts[:2]), Span(*cuts[2:])))
    around = draw(st.lists(WILD, max_size=2))
    return a_passage(
        hit,
        before=tuple(Sentence(article, 1, piece, paragraph=1) for piece in around[:1]),
        after=tuple(Sentence(article, 3, piece) for piece in around[1:]),
    )


@settings(deadline=None)
@given(wild_passages(), st.none() | WILD)
def test_any_card_is_accepted_and_quotes_verbatim(passage: Passage, reading: str | None) -> None:
    made = card.evidence(TEXTS, passage, reading=reading)
    said, _ = parse_html(made.html)
    sentence = passage.hit.sentence.text.rstrip()
    assert said == made.text
    assert units(said) <= 4096
    if "…" not in said:
        assert sentence in said


def test_suggestions_are_buttons_that_show_the_sentence_around_the_answer() -> None:
    text = "很" * 100 + "普京" + "长" * 100
    made = card.suggestions(
        TEXTS, [a_passage(a_hit(text, Span(100, 102))), a_passage(a_hit("短。\n", None))]
    )
    (first,), (second,) = made.buttons
    assert "普京" in first.label
    assert units(first.label) <= 60
    assert first.label.startswith("…很")
    assert second.label == "短。"
    assert parse_callback(first.data) == a_passage(a_hit(text, Span(100, 102))).shown


def test_results_are_numbered_in_text_and_buttons() -> None:
    made = card.results(TEXTS, [a_passage(a_hit())] * 7)
    assert made.html.endswith("\n\n7. 会议由<b>普京</b>主持。\n第7句 · 可信度 93%")
    assert labels(made) == [["1", "2", "3", "4", "5"], ["6", "7"]]


def test_results_of_several_articles_name_them() -> None:
    other = replace(ARTICLE, id="other", title="A<B")
    passages = [a_passage(a_hit()), a_passage(a_hit(article=other))]
    made = card.results(TEXTS, passages).html
    assert "\n深化团结协作 · 第7句 · 可信度 93%\n" in made
    assert made.endswith("\nA&lt;B · 第7句 · 可信度 93%")


def test_results_of_any_length_fit() -> None:
    article = Article("a", "<题>" * 3000, text="x", url="https://example.org")
    hits = [a_hit("<" * 9000, Span(8000, 9000), article=article), a_hit()] * 5
    made = card.results(TEXTS, [a_passage(hit) for hit in hits])
    assert units(parse_html(made.html)[0]) <= 4096


def test_a_refusal_names_a_few_articles_and_promises_nothing() -> None:
    several = [replace(ARTICLE, title=f"<{n}>") for n in range(5)]
    assert card.refusal(TEXTS, several, 3).html == (
        "收录的文章里没有找到这个问题的答案。\n"
        "目前收录了《&lt;0&gt;》《&lt;1&gt;》《&lt;2&gt;》等 5 篇，全部见 /articles 。"
    )
    assert card.refusal(TEXTS, several[:1], 3).text.endswith("目前收录了《<0>》。")
    assert card.refusal(TEXTS, [], 3).text == "知识库里还没有文章。"


def test_articles_are_listed_in_pages() -> None:
    several = [Article(str(n), f"第{n}篇", text="x", published="2020-11-11") for n in range(1, 33)]
    first, middle, last, beyond = (card.articles(TEXTS, several, n) for n in (0, 1, 2, 99))
    assert first.text.startswith("收录了 32 篇文章：\n1. 第1篇 · 2020-11-11\n")
    assert first.text.endswith("第 1 / 3 页")
    assert labels(first) == [["下一页 ➡"]]
    assert labels(middle) == [["⬅ 上一页", "下一页 ➡"]]
    assert labels(last) == [["⬅ 上一页"]]
    assert beyond == last
    assert parse_callback(middle.buttons[0][1].data) == ShowArticles(2, Origin("s"))


def test_a_few_articles_need_no_pages() -> None:
    made = card.articles(TEXTS, [ARTICLE])
    assert made.html == "收录了 1 篇文章：\n1. 深化团结协作 · 新华社 · 2020-11-11"
    assert made.buttons == ()


def test_a_page_of_long_titles_fits() -> None:
    long = Article(
        "a", "<题>" * 3000, text="x", source="源" * 3000, published="2020-11-11 09:00:00"
    )
    assert units(parse_html(card.articles(TEXTS, [long] * 40, 1).html)[0]) <= 4096


def test_words_of_the_bots_own_are_escaped() -> None:
    assert card.notice("1 < 2", ["a", "b"]) == card.Card("1 &lt; 2", keyboard=("a", "b"))
