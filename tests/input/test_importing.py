from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.base.errors import KnowledgeError
from bot.base.model import Alias, Article, Faq
from bot.input.importing import Clash, Collision, choose_id, plan_import, safe_id
from bot.input.knowledge import load_knowledge
from bot.input.names import id_problem
from bot.input.writing import dump_article

if TYPE_CHECKING:
    from pathlib import Path

TEXT = (
    "新港昨天在青岛开港。仪式由市长王芳主持，来宾共三百人，会场设在三号泊位。\n\n"
    "这座码头建于一九九八年，长三百米，可以停靠两艘大船；改建用了十四个月，花费三亿元。"
)
HARBOUR = Article(
    "harbour", "新港开港", TEXT, tags=("港口",), aliases=(Alias("新港", ("港",)),), faq=(Faq(("问",), "答"),)
)  # fmt: skip
NEW = Article("new", "海边新闻", "完全是另外一回事，写的是动物园里的两只大熊猫和它们的园长。")


@pytest.fixture
def base(tmp_path: Path) -> Path:
    (tmp_path / "harbour.yaml").write_text(dump_article(HARBOUR), encoding="utf-8")
    (tmp_path / "broken.yaml").write_text("titel: 题\n", encoding="utf-8")
    return tmp_path


def collisions(base: Path, article: Article) -> list[tuple[Clash, str]]:
    plan = plan_import(base, load_knowledge(base).knowledge, article)
    return [(one.kind, one.article_id) for one in plan.collisions]


@pytest.mark.parametrize(
    ("article", "found"),
    [
        (NEW, []),
        (replace(NEW, title="新港 开港"), [(Clash.TITLE, "harbour")]),
        (replace(NEW, text=TEXT), [(Clash.TEXT, "harbour")]),
        (replace(NEW, text=TEXT.replace("。", "。\n").replace("三百", "四百")), [(Clash.TEXT, "harbour")]),
        (replace(NEW, text="", sentences=tuple(TEXT.split("\n\n"))), [(Clash.TEXT, "harbour")]),
        (replace(NEW, text=f"{NEW.text * 5}{TEXT[:40]}"), []),
        (replace(NEW, id="harbour"), [(Clash.ID, "harbour")]),
        (replace(NEW, id="broken"), [(Clash.ID, "broken")]),
    ],
)  # fmt: skip
def test_what_an_article_collides_with(
    article: Article, found: list[tuple[Clash, str]], base: Path
) -> None:
    assert collisions(base, article) == found


def test_the_one_that_is_replaced_comes_first(base: Path) -> None:
    (base / "also.yaml").write_text(dump_article(replace(HARBOUR, id="also")), encoding="utf-8")
    found = collisions(base, replace(HARBOUR, id="harbour"))
    assert found == [(Clash.ID, "harbour"), (Clash.TITLE, "also")]


def test_a_new_article_replaces_nothing(base: Path) -> None:
    plan = plan_import(base, load_knowledge(base).knowledge, NEW)
    assert not plan.replaces
    assert (plan.change.path, plan.change.before) == ("new.yaml", None)
    assert plan.change.after == dump_article(NEW)
    assert not (base / "new.yaml").exists()


def test_in_place_of_another_it_keeps_what_people_added_by_hand(base: Path) -> None:
    knowledge = load_knowledge(base).knowledge
    plan = plan_import(base, knowledge, replace(NEW, id="harbour"))
    assert plan.replaces
    assert plan.article == replace(
        NEW, id="harbour", tags=HARBOUR.tags, aliases=HARBOUR.aliases, faq=HARBOUR.faq
    )
    own = replace(NEW, id="harbour", tags=("动物",), faq=(Faq(("甲",), "乙"),))
    kept = plan_import(base, knowledge, own).article
    assert (kept.tags, kept.aliases, kept.faq) == (own.tags, HARBOUR.aliases, own.faq)


def test_one_whose_file_has_problems_can_only_be_named(base: Path) -> None:
    plan = plan_import(base, load_knowledge(base).knowledge, replace(NEW, id="broken"))
    assert plan.replaces
    assert plan.collisions == (Collision(Clash.ID, "broken", ""),)


@pytest.mark.parametrize("article_id", ["", "../a", "taught", "Harbour"])
def test_an_id_that_is_not_allowed(article_id: str, base: Path) -> None:
    with pytest.raises(KnowledgeError):
        plan_import(base, load_knowledge(base).knowledge, replace(NEW, id=article_id))


@pytest.mark.parametrize(
    ("name", "title", "article_id"),
    [
        ("harbour-2024.pdf", "题", "harbour-2024"),
        ("新港 开港（终稿）.docx", "题", "新港-开港-终稿"),
        ("../../etc/passwd.txt", "题", "passwd"),
        ("C:\\docs\\报告.txt", "题", "报告"),
        (".hidden.txt", "题", "hidden"),
        ("ＡＢＣ.txt", "题", "ABC"),
        ("lexicon.txt", "新港开港", "新港开港"),
        ("Golden.md", "新港开港", "新港开港"),
        ("document(3).pdf", "新港：开港！", "document-3"),
        ("file_12.pdf", "新港：开港！", "新港-开港"),
        ("-.txt", "新港开港", "新港开港"),
        ("20240506.html", "新港开港", "新港开港"),
        ("！.txt", "？？", "article"),
        (f"{'字' * 200}.txt", "题", "字" * 60),
    ],
)
def test_an_id_comes_from_the_file_name_or_the_title(
    name: str, title: str, article_id: str
) -> None:
    assert choose_id(Article("", title), name) == article_id


@given(text=st.text(max_size=100))
def test_an_id_is_safe_whatever_it_comes_from(text: str) -> None:
    found = safe_id(text)
    if found is not None:
        assert id_problem(found) is None
        assert len(found.encode("utf-8", "surrogatepass")) < 250
