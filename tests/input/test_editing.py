from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.base.errors import KnowledgeError
from bot.base.model import Article, Faq, Golden, Lexicon
from bot.input.article import read_article, read_lexicon, read_taught
from bot.input.changes import Change
from bot.input.editing import add_article, drop_golden, edit_lexicon, remove_article, teach
from bot.input.golden import read_golden
from bot.input.knowledge import load_knowledge
from bot.input.report import Report
from bot.input.writing import flow, list_item

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FAQ = Faq(("怎么联系你们", "电话"), "请写信到 help@example.org。")


def lexicon_of(text: str) -> Lexicon | None:
    report = Report("lexicon.yaml", text)
    found = read_lexicon(text.removeprefix("\ufeff"), report)
    assert report.problems == ()
    return found


def edited(folder: Path, text: str, add: Lexicon, remove: Lexicon) -> str:
    (folder / "lexicon.yaml").write_bytes(text.encode())
    change = edit_lexicon(folder, add=add, remove=remove)
    assert change.before == text
    assert change.after is not None
    return change.after


def differs_in_one_piece(one: str, other: str) -> bool:
    """Tell whether one text is the other with a single piece cut out."""
    shorter, longer = sorted((one, other), key=len)
    extra = len(longer) - len(shorter)
    return any(longer[:at] + longer[at + extra :] == shorter for at in range(len(shorter) + 1))


class TestAppend:
    @pytest.mark.parametrize(
        ("before", "after"),
        [
            # With dashes, as the last item is indented; comments stay where they were.
            ("words:\n  - 甲 # 一\n", "words:\n  - 甲 # 一\n  - 新\n"),
            (
                "words:\n- 甲\n\n# 注\nstopwords: []\n",
                "words:\n- 甲\n- 新\n\n# 注\nstopwords: []\n",
            ),
            ("words:\n    - 甲\n# 末", "words:\n    - 甲\n    - 新\n# 末"),
            ("words:\n  - 甲", "words:\n  - 甲\n  - 新\n"),
            (
                "words:\n  - |\n    甲\n\nsynonyms:\n",
                "words:\n  - |\n    甲\n  - 新\n\nsynonyms:\n",
            ),
            ("words:\r\n  - 甲\r\n", "words:\r\n  - 甲\r\n  - 新\r\n"),
            # In brackets, on one line and on several.
            ("words: [甲, 乙] # 一\n", "words: [甲, 乙, 新] # 一\n"),
            ("words: [甲, ]\n", "words: [甲, 新, ]\n"),
            ("words: []\n", "words: [新]\n"),
            ("words: [\n  甲, # 一\n  乙  # 二\n]\n", "words: [\n  甲, # 一\n  乙, 新  # 二\n]\n"),
            ("{words: [甲]}", "{words: [甲, 新]}"),
            # Where nothing was written.
            ("words:\n#  - 例\nsynonyms:\n", "words:\n  - 新\n#  - 例\nsynonyms:\n"),
            ("words: # 词\n", "words: # 词\n  - 新\n"),
            ("words: ~ # 无\n", "words: [新] # 无\n"),
            ("{words: , stopwords: []}", "{words: [新] , stopwords: []}"),
            # Where the key is missing.
            ("", "words:\n  - 新\n"),
            ("# 只有注释", "# 只有注释\nwords:\n  - 新\n"),
            ("stopwords: [啊] # 末\n# 完\n", "stopwords: [啊] # 末\n# 完\nwords:\n  - 新\n"),
            ("stopwords: [啊]\n...\n", "stopwords: [啊]\nwords:\n  - 新\n...\n"),
            ("---\n  stopwords: [啊]\n", "---\n  stopwords: [啊]\n  words:\n    - 新\n"),
            ("{stopwords: []}", "{stopwords: [], words: [新]}"),
            ("{}", "{words: [新]}"),
            ("\ufeffwords: [甲]\n", "\ufeffwords: [甲, 新]\n"),
        ],
    )
    def test_a_word_is_added_in_the_layout_of_its_list(
        self, before: str, after: str, tmp_path: Path
    ) -> None:
        assert edited(tmp_path, before, Lexicon(words=("新",)), Lexicon()) == after

    def test_a_missing_lexicon_is_made(self, tmp_path: Path) -> None:
        change = edit_lexicon(tmp_path, add=Lexicon(words=("新",), synonyms=(("甲", "乙"),)))
        assert change == Change(
            "lexicon.yaml",
            None,
            "# 整个知识库共用的词语。\nwords:\n  - 新\nsynonyms:\n  - [甲, 乙]\n",
        )

    def test_what_is_there_is_not_added_again(self, tmp_path: Path) -> None:
        text = "words: [甲]\nsynonyms: [[甲, 乙]]\n"
        add = Lexicon(words=("甲", " 甲 "), synonyms=(("乙", "甲"),))
        assert edited(tmp_path, text, add, Lexicon()) == text


class TestRemove:
    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("words:\n  - 甲\n  - 去 # 注\n  - 乙\n", "words:\n  - 甲\n  - 乙\n"),
            ("words:\n  # 首\n  - 去\n  # 次\n  - 乙\n", "words:\n  # 首\n  # 次\n  - 乙\n"),
            ("words:\n  - 甲\n  -\n    去\n", "words:\n  - 甲\n"),
            ("words:\n  - 去\n# 末", "words:\n# 末"),
            ("words:\n- 去\nsynonyms:\n- [a, b]\n", "words:\nsynonyms:\n- [a, b]\n"),
            ("words:\r\n  - 甲\r\n  - 去", "words:\r\n  - 甲\r\n"),
            ("words: [甲, 去, 乙]\n", "words: [甲, 乙]\n"),
            ("words: [甲, 去]\n", "words: [甲]\n"),
            ("words: [去]\n", "words: []\n"),
            ("words: [去, ]\n", "words: [ ]\n"),
            ("words: [去, 甲, 去, 去]\n", "words: [甲]\n"),
            ("words: [\n  甲, # 一\n  去, # 二\n  乙\n]\n", "words: [\n  甲, # 一\n  乙\n]\n"),
            ("words: [\n  甲, # 一\n  去\n]\n", "words: [\n  甲, # 一\n  \n]\n"),
            ("words: [\n  甲, # 一\n  去,\n]\n", "words: [\n  甲, # 一\n  \n]\n"),
        ],
    )
    def test_a_word_goes_with_its_line_and_nothing_else(
        self, before: str, after: str, tmp_path: Path
    ) -> None:
        assert edited(tmp_path, before, Lexicon(), Lexicon(words=("去",))) == after

    def test_a_group_is_the_same_in_any_order(self, tmp_path: Path) -> None:
        text = "synonyms:\n  - [a, b] # 一\n  - - c\n    - d\n  - [e, f]\n"
        remove = Lexicon(synonyms=(("b", "a"), ("d", "c")))
        assert edited(tmp_path, text, Lexicon(), remove) == "synonyms:\n  - [e, f]\n"

    def test_what_is_not_there_cannot_go(self, tmp_path: Path) -> None:
        with pytest.raises(KnowledgeError) as error:
            edited(
                tmp_path, "words: [甲]", Lexicon(), Lexicon(words=("乙",), synonyms=(("a", "b"),))
            )
        assert str(error.value).splitlines() == [
            "lexicon.yaml: words 里没有“乙”",
            "lexicon.yaml: synonyms 里没有“a、b”",
        ]


@pytest.mark.parametrize(
    ("add", "problem"),
    [
        (Lexicon(words=("字" * 101,)), "words[2]：最多 100 个字，实有 101 个"),
        (Lexicon(words=("",)), "words[2]：不能为空"),
        (Lexicon(synonyms=(("a",),)), "synonyms[1]：一组同义词至少要有两个不同的词"),
    ],
)
def test_a_word_keeps_to_the_rules(add: Lexicon, problem: str, tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"^lexicon\.yaml:\d+:\d+: ") as error:
        edited(tmp_path, "words: [甲]\n", add, Lexicon())
    assert str(error.value).endswith(problem)


def test_a_layout_that_cannot_be_edited_is_refused_rather_than_broken(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="请直接编辑文件"):
        edited(tmp_path, "? words\n: - 甲\n  - 乙\n", Lexicon(), Lexicon(words=("甲",)))


words = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")),
    min_size=1,
    max_size=8,
).filter(lambda word: bool(word.strip()) and any(c.isprintable() and not c.isspace() for c in word))
stripped_words = words.map(str.strip).filter(bool)
groups = st.lists(stripped_words, min_size=2, max_size=3, unique=True).map(tuple)
comments = st.sampled_from(["", "# 注: [x]\n", "\n", "\n  # - 不是词\n\n"])


@st.composite
def lists(draw: st.DrawFn, items: Sequence[str]) -> str:
    """Lay a list out in one of the ways people do; the items are written already."""
    if not items:
        return draw(st.sampled_from(["\n", " # 空\n", " []\n", " ~\n"]))
    if draw(st.booleans()):
        comma = draw(st.sampled_from([", ", ",\n   ", ", # 注\n  "]))
        close = draw(st.sampled_from(["]\n", ", ]\n", "\n  ] # 末\n"]))
        return f" [{comma.join(items)}{close}"
    indent = draw(st.sampled_from(["", "  ", "     "]))
    lines = [
        f"{indent}-{draw(st.sampled_from([' ', '   ']))}{item}{draw(st.sampled_from(['', ' # 注']))}\n"
        + draw(comments)
        for item in items
    ]
    return "\n" + "".join(lines)


@st.composite
def lexicons(draw: st.DrawFn) -> tuple[str, Lexicon]:
    """Write a lexicon as people may, and tell what it holds."""
    found = Lexicon(
        words=tuple(draw(st.lists(stripped_words, max_size=4, unique=True))),
        synonyms=tuple(draw(st.lists(groups, max_size=3, unique_by=frozenset))),
        stopwords=tuple(draw(st.lists(stripped_words, max_size=2, unique=True))),
    )
    keys = draw(st.permutations(["words", "synonyms", "stopwords"]))
    text = draw(comments)
    for name in keys:
        items = [
            list_item(item) if isinstance(item, str) else flow(item)
            for item in getattr(found, name)
        ]
        if draw(st.booleans()) or items:
            text += f"{name}:{draw(lists(items))}{draw(comments)}"
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    if draw(st.booleans()):
        text = text.removesuffix("\n").removesuffix("\r")
    return text, found


@settings(deadline=None, max_examples=150)
@given(written=lexicons(), data=st.data())
def test_any_edit_of_any_lexicon_says_what_it_should_and_leaves_the_rest(
    written: tuple[str, Lexicon], data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    text, old = written
    assert lexicon_of(text) == old

    def some_of(items: tuple[object, ...]) -> object:
        return st.lists(st.sampled_from(items), unique=True) if items else st.just([])

    remove = Lexicon(
        words=tuple(data.draw(some_of(old.words))),  # type: ignore[arg-type]
        synonyms=tuple(data.draw(some_of(old.synonyms))),  # type: ignore[arg-type]
    )
    add = Lexicon(
        words=tuple(data.draw(st.lists(stripped_words, max_size=2))),
        synonyms=tuple(data.draw(st.lists(groups, max_size=2))),
        stopwords=tuple(data.draw(st.lists(stripped_words, max_size=2))),
    )
    folder = tmp_path_factory.mktemp("base")
    after = edited(folder, text, add, remove)
    new = lexicon_of(after)
    assert new is not None
    kept = [word for word in old.words if word not in remove.words]
    assert list(new.words) == [*kept, *(w for w in dict.fromkeys(add.words) if w not in kept)]
    assert set(map(frozenset, new.synonyms)) == (
        {frozenset(group) for group in old.synonyms} - {frozenset(g) for g in remove.synonyms}
    ) | {frozenset(group) for group in add.synonyms}


@settings(deadline=None, max_examples=100)
@given(written=lexicons(), new=stripped_words, data=st.data())
def test_one_edit_changes_one_piece_of_the_file(
    written: tuple[str, Lexicon],
    new: str,
    data: st.DataObject,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    text, old = written
    folder = tmp_path_factory.mktemp("base")
    if old.words:
        gone = data.draw(st.sampled_from(old.words))
        assert differs_in_one_piece(text, edited(folder, text, Lexicon(), Lexicon(words=(gone,))))
    # What stands for nothing has to give way.
    if "words: ~" not in text:
        assert differs_in_one_piece(text, edited(folder, text, Lexicon(words=(new,)), Lexicon()))


ARTICLE = """\
# 港口的文章
title: 新港开港 # 标题
text: |
  新港昨天开港。

  仪式由市长主持。
# 末了
"""


class TestTeach:
    def test_the_first_answer_makes_the_file(self, tmp_path: Path) -> None:
        change = teach(tmp_path, FAQ)
        assert change == Change(
            "taught.yaml",
            None,
            "# 教过的回答：不写在任何一篇文章里的常见问题，一问一答。\n"
            "faq:\n"
            "  - ask: [怎么联系你们, 电话]\n"
            '    answer: "请写信到 help@example.org。"\n',
        )
        assert change.after is not None
        assert read_taught(change.after, Report("", "")) == Article("taught", "", faq=(FAQ,))

    @pytest.mark.parametrize(
        "before",
        [
            "faq:\n  - ask: [旧]\n    answer: 答\n",
            "faq:\n- ask:\n  - 旧 # 注\n  answer: |\n    答\n    二\n\n# 末\n",
            "faq: [{ask: [旧], answer: 答}]\n",
            "faq: [] # 空\n",
            "faq:\n",
            "# 空的\n",
            "",
            "faq:\r\n  - ask: [旧]\r\n    answer: |+\r\n      答\r\n\r\n",
        ],
    )
    @pytest.mark.parametrize("answer", ["答。", "一\n\n  二\n三", "# 不是注释: [x]", "- a\n- b"])
    def test_a_further_answer_leaves_the_others(
        self, before: str, answer: str, tmp_path: Path
    ) -> None:
        (tmp_path / "taught.yaml").write_bytes(before.encode())
        old = read_taught(before, Report("", before))
        change = teach(tmp_path, Faq((" 新问题？ ", "110"), answer))
        assert old is not None
        assert change.before == before
        assert change.after is not None
        new = read_taught(change.after, Report("", change.after))
        assert new is not None
        assert new.faq == (*old.faq, Faq(("新问题？", "110"), answer))
        assert differs_in_one_piece(before, change.after)

    @pytest.mark.parametrize(
        "before",
        [
            ARTICLE,
            ARTICLE.removesuffix("\n"),
            "title: 题\ntext: |+\n  文。\n\n\n",
            "title: 题\ntext: |-\n  文。",
            "title: 题\ntext: >\n  文。\n\n\n",
            "faq:\n  - ask: [旧]\n    answer: 答\ntitle: 题\nsentences:\n  - 文\n",
            "{title: 题, text: 文}\n",
            '{"title": "题", "faq": [{"ask": ["旧"], "answer": "答"}]}\n',
            "title: 题\ntext: 文\n...\n",
        ],
    )
    def test_an_article_can_be_taught_too(self, before: str, tmp_path: Path) -> None:
        (tmp_path / "harbour.yml").write_text(before, encoding="utf-8")
        old = read_article(before, "harbour", Report("", before))
        assert old is not None
        change = teach(tmp_path, FAQ, "harbour")
        assert (change.path, change.before) == ("harbour.yml", before)
        assert change.after is not None
        new = read_article(change.after, "harbour", Report("", change.after))
        assert new == dataclasses.replace(old, faq=(*old.faq, FAQ))
        assert differs_in_one_piece(before, change.after)

    @pytest.mark.parametrize(
        ("faq", "article_id", "problem"),
        [
            (FAQ, "nowhere", "nowhere.yaml: 没有这篇文章"),
            (FAQ, "../harbour", "../harbour.yaml: 没有这篇文章"),
            (FAQ, "lexicon", "lexicon.yaml: 没有这篇文章"),
            (FAQ, "broken", "broken.yaml:1:1: 不认识的键“titel”"),
            (Faq(("问",), ""), None, "taught.yaml:4:13: faq[1].answer：不能为空"),
            (Faq((), "答"), None, "taught.yaml:3:10: faq[1].ask：不能为空"),
            (Faq(("问" * 501,), "答"), "harbour", "最多 500 个字，实有 501 个"),
            (Faq(("问",), "答" * 3001), "harbour", "最多 3000 个字，实有 3001 个"),
            (Faq(("问",), "\0"), None, "含有控制字符 U+0000；请删去"),
        ],
    )
    def test_what_cannot_be_taught_is_a_problem(
        self, faq: Faq, article_id: str | None, problem: str, tmp_path: Path
    ) -> None:
        (tmp_path / "harbour.yaml").write_text(ARTICLE, encoding="utf-8")
        (tmp_path / "broken.yaml").write_text("titel: 题\n", encoding="utf-8")
        with pytest.raises(KnowledgeError) as error:
            teach(tmp_path, faq, article_id)
        assert problem in str(error.value)


class TestArticles:
    def test_an_article_is_added(self, tmp_path: Path) -> None:
        article = Article("上合-2020", "题", "文。\n")
        change = add_article(tmp_path, article)
        assert (change.path, change.before) == ("上合-2020.yaml", None)
        loaded = load_knowledge(tmp_path, changes=[change])
        assert (loaded.knowledge.articles, loaded.problems) == ((article,), ())
        assert list(tmp_path.iterdir()) == []

    def test_one_of_the_same_id_is_replaced_only_on_demand(self, tmp_path: Path) -> None:
        (tmp_path / "harbour.yml").write_text(ARTICLE, encoding="utf-8")
        article = Article("harbour", "新题", "新文。")
        with pytest.raises(KnowledgeError, match=r"^harbour\.yml: 已经有这篇文章，没有覆盖它$"):
            add_article(tmp_path, article)
        change = add_article(tmp_path, article, replacing=True)
        assert (change.path, change.before) == ("harbour.yml", ARTICLE)

    @pytest.mark.parametrize(
        ("article_id", "problem"),
        [
            ("../a", "../a.yaml: 文章编号（文件名）要以字母、数字或汉字开头，其余还可用 - _ ."),
            ("a/b", "a/b.yaml: 文章编号（文件名）要以字母、数字或汉字开头，其余还可用 - _ ."),
            ("a\n", "a\\n.yaml: 文章编号（文件名）要以字母、数字或汉字开头，其余还可用 - _ ."),
            ("", ".yaml: 文章编号（文件名）要以字母、数字或汉字开头，其余还可用 - _ ."),
            ("Lexicon", "Lexicon.yaml: lexicon 是全库词表的名字，文章请换一个"),
            ("taught", "taught.yaml: taught 是教过的回答的名字，文章请换一个"),
            ("golden", "golden.yaml: golden 是校验问题的名字，文章请换一个"),
            ("sco", "sco.yaml: 文章编号与 SCO.yaml 只有大小写不同；请换一个"),
        ],
    )
    def test_an_id_that_is_not_allowed_is_a_problem(
        self, article_id: str, problem: str, tmp_path: Path
    ) -> None:
        (tmp_path / "SCO.yaml").write_text(ARTICLE, encoding="utf-8")
        with pytest.raises(KnowledgeError) as error:
            add_article(tmp_path, Article(article_id, "题", "文。"))
        assert str(error.value) == problem

    def test_an_article_is_removed(self, tmp_path: Path) -> None:
        (tmp_path / "harbour.yaml").write_text(ARTICLE, encoding="utf-8")
        assert remove_article(tmp_path, "harbour") == Change("harbour.yaml", ARTICLE, None)

    @pytest.mark.parametrize("article_id", ["nowhere", "../harbour", "taught", "HARBOUR", ""])
    def test_what_is_not_there_cannot_be_removed(self, article_id: str, tmp_path: Path) -> None:
        (tmp_path / "harbour.yaml").write_text(ARTICLE, encoding="utf-8")
        (tmp_path / "taught.yaml").write_text("faq:\n", encoding="utf-8")
        with pytest.raises(KnowledgeError):
            remove_article(tmp_path, article_id)

    def test_too_large_an_article_is_a_problem(self, tmp_path: Path) -> None:
        with pytest.raises(KnowledgeError, match=r"^a\.yaml: 改后超过 8 MB"):
            add_article(tmp_path, Article("a", "题", "字" * 2_900_000))


class TestDropGolden:
    TEXT = (
        "# 校验\n- question: 谁主持？ # 一\n  article: harbour\n  text: 市长\n\n# 二\n"
        "- {question: 天气？, refuse: true}\n- question: 在哪？\n  article: harbour\n"
    )

    def test_the_questions_of_an_article_go_with_it(self, tmp_path: Path) -> None:
        (tmp_path / "golden.yaml").write_text(self.TEXT, encoding="utf-8")
        change = drop_golden(tmp_path, "harbour")
        after = "# 校验\n\n# 二\n- {question: 天气？, refuse: true}\n"
        assert change == Change("golden.yaml", self.TEXT, after)
        (kept,) = read_golden(after, Report("", after))
        assert kept.golden == Golden("天气？")

    def test_all_may_go(self, tmp_path: Path) -> None:
        text = "- {question: 谁？, article: a}\n- question: 谁？\n  article: a"
        (tmp_path / "golden.yaml").write_text(text, encoding="utf-8")
        assert drop_golden(tmp_path, "a") == Change("golden.yaml", text, "")

    def test_nothing_to_drop(self, tmp_path: Path) -> None:
        assert drop_golden(tmp_path, "harbour") is None
        (tmp_path / "golden.yaml").write_text(self.TEXT, encoding="utf-8")
        assert drop_golden(tmp_path, "other") is None
