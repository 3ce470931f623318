from __future__ import annotations

from bot.base.model import Article, Faq
from bot.input.changes import Change
from bot.input.importing import Clash, Collision, Import
from bot.presentation.importing import preview
from bot.presentation.texts import Texts

TEXTS = Texts()
ARTICLE = Article(
    "harbour",
    "新港开港",
    "一是一。\n\n二是二。三是三。四是四。",
    published="2024-05-06",
    source="海港报",
    url="https://example.org/a",
    faq=(Faq(("问",), "答"),),
)


def test_an_article_is_shown_with_its_first_sentences_and_what_it_collides_with() -> None:
    collisions = (
        Collision(Clash.ID, "harbour", "旧港"),
        Collision(Clash.TITLE, "a", "新港开港"),
        Collision(Clash.TEXT, "b", "海港"),
        Collision(Clash.TEXT, "c", "海港"),
    )
    plan = Import(ARTICLE, Change("harbour.yaml", "旧", "新"), collisions)
    assert preview(TEXTS, plan).splitlines() == [
        "《新港开港》",
        "编号：harbour（文件 harbour.yaml）",
        "日期：2024-05-06　来源：海港报　网址：https://example.org/a",
        "4 句，18 字，1 条教过的回答",
        "  一是一。",
        "  二是二。",
        "  三是三。",
        "  ……",
        "注意：已经有编号相同的文章 harbour《旧港》；写入会替换它",
        "注意：已经有标题相同的文章 a《新港开港》",
        "注意：正文与 b《海港》大半相同",
        "注意：相近的文章一共 4 篇",
    ]


def test_what_is_long_is_cut_and_what_is_missing_left_out() -> None:
    article = Article("a", "题", sentences=("长" * 200,))
    plan = Import(article, Change("a.yaml", None, "新"), (Collision(Clash.ID, "a", ""),))
    assert preview(TEXTS, plan).splitlines() == [
        "《题》",
        "编号：a（文件 a.yaml）",
        "1 句，200 字",
        f"  {'长' * 78}…",
        "注意：已经有编号为 a 的文件，它有问题、没有用上；写入会替换它",
    ]
