"""What must hold whatever is thrown at the bot: each target takes anything, and asserts it.

Hypothesis calls them in the suite, a coverage-guided fuzzer in `make fuzz`.
"""

from __future__ import annotations

import contextlib
import functools
import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.base.errors import DocumentError, KnowledgeError, SettingsError
from bot.base.model import Alias, Article, Faq, Knowledge, Lexicon
from bot.base.text import normalise
from bot.input.article import read_article, read_lexicon, read_taught
from bot.input.changes import apply
from bot.input.documents.reading import read
from bot.input.editing import edit_lexicon, teach
from bot.input.golden import read_golden
from bot.input.knowledge import load_knowledge
from bot.input.names import shown
from bot.input.report import Report
from bot.input.settings import AnswerSettings, Settings, Thresholds, load_settings, render_settings
from bot.input.writing import dump_article
from bot.language.padding import asks_nothing
from bot.presentation import reply, terminal
from bot.presentation.answer_json import to_json
from bot.presentation.callbacks import Origin, ShowSentence, parse_callback
from bot.presentation.library import Library
from bot.presentation.links import question_in_parameter, start_parameter
from bot.presentation.taps import parse_tap
from bot.presentation.texts import LANGUAGES
from bot.presentation.why import briefly, explain
from bot.search.dialogue import say
from bot.search.engine import Engine
from tests.emulator.markup import parse_html, units

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.language.followup import Turn
    from bot.presentation.card import Card

LONGEST: Final = 300
"""Characters of a question that Telegram's handlers let through."""
_ASKED: Final = "AbCdEf12"
_MESSAGE: Final = 4096
_CALLBACK: Final = 64


def question(text: str) -> None:
    """Ask something, and again as a follow-up; then whatever may be shown of it."""
    library = _library()
    engine = library.engine
    last: Turn | None = None
    for _ in range(2):
        said = say(engine, text, last)
        last = said.turn
    outcome = said.outcome
    known, explanation = _known(), engine.explain(text)
    for hit in outcome.candidates:
        assert hit.sentence.text in known
        assert 0 <= hit.confidence <= 100
        assert hit.answer is None or hit.answer in hit.sentence.text
    for texts in LANGUAGES.values():
        _assert_sound(reply.to_question(texts, library, outcome, AnswerSettings(), _ASKED))
        _assert_sound(reply.to_results(texts, library, outcome, Origin(texts.letter, _ASKED)))
        for result in reply.to_inline_query(texts, library, outcome, AnswerSettings(), _ASKED):
            _assert_sound(result.card)
            assert result.title
            assert len(result.id.encode()) <= _CALLBACK
        _assert_sound(briefly(texts, explanation))
    assert json.loads(to_json(outcome))["question"] == text
    assert "\x1b" not in terminal.render(outcome, colour=False, suggestions=3)
    assert explain(explanation)
    asks_nothing(normalise(text).text)
    parameter = start_parameter(text)
    assert 1 <= len(parameter) <= _CALLBACK
    question_in_parameter(parameter)
    question_in_parameter(text)


def knowledge(text: str) -> None:
    """Read a file of the knowledge folder, as each kind of file that there is."""
    report = Report("a.yaml", text)
    article = read_article(text, "a", report)
    if article is not None and not report.problems:
        again = Report("a.yaml", dump_article(article))
        assert read_article(dump_article(article), "a", again) == article
        assert again.problems == ()
    for problem in report.problems:
        assert problem.line <= text.count("\n") + 1
        assert problem.message.isprintable()
    for reader in (read_taught, read_lexicon, read_golden):
        one = Report("b.yaml", text)
        reader(text, one)
        assert all(problem.message.isprintable() for problem in one.problems)


def settings(text: str) -> None:
    """Read the settings, and write them again."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "config.yaml"
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        try:
            found = load_settings(path)
        except SettingsError:
            return
        assert isinstance(found, Settings)
        path.write_text(render_settings(found), encoding="utf-8")
        assert load_settings(path) == found


def lesson(text: str) -> None:
    """Teach an answer in a reader's words, and a word: nothing else of the files changes."""
    ask, _, answer = text.partition("=")
    taught = Faq((ask,), answer)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.yaml").write_text("title: 甲\ntext: 乙。 # 丙\n", encoding="utf-8")
        (folder / "lexicon.yaml").write_text("# 词表\nwords: [丁]\n", encoding="utf-8")
        for article in (None, "a"):
            with contextlib.suppress(KnowledgeError):
                apply(folder, teach(folder, taught, article))
        with contextlib.suppress(KnowledgeError):
            apply(folder, edit_lexicon(folder, add=Lexicon(words=(ask,))))
        loaded = load_knowledge(folder)
        assert loaded.problems == ()
        after = loaded.knowledge
        kept = {path.name for path in folder.iterdir()}
        assert kept <= {"a.yaml", "lexicon.yaml", "taught.yaml"}
    added = {(one.ask, one.answer) for one in after.taught.faq}
    assert added <= {((ask.strip(),), answer.strip())}
    assert after.articles[0].text == "乙。"
    assert set(after.lexicon.words) <= {"丁", ask.strip()}


def document(text: str) -> None:
    """Convert what is called text, Markdown, a page: an article that can be kept, or a problem."""
    for name in ("a.txt", "a.md", "a.html"):
        try:
            found = read(name, text.encode("utf-8", "surrogatepass"))
        except DocumentError:
            continue
        report = Report(name, "")
        assert read_article(dump_article(found), "a", report) is not None
        assert report.problems == ()


def callback(text: str) -> None:
    """Tap a button that says anything."""
    library = _library()
    tap = parse_tap(text)
    assert tap is None or parse_tap(str(tap)) == tap
    found = parse_callback(text)
    if found is None:
        return
    assert parse_callback(str(found)) == found
    if isinstance(found, ShowSentence) and (passage := library.passage(found)) is not None:
        for texts in LANGUAGES.values():
            _assert_sound(reply.to_tap(texts, passage, None))


def name(text: str) -> None:
    """Call a file anything: what is said of it is on one line, and can be shown."""
    assert shown(text).isprintable()


TARGETS: Final[dict[str, Callable[[str], None]]] = {
    "question": question,
    "knowledge": knowledge,
    "settings": settings,
    "lesson": lesson,
    "document": document,
    "callback": callback,
    "name": name,
}


def _assert_sound(card: Card) -> None:
    """See that Telegram takes a card as it is."""
    text, _ = parse_html(card.html)
    assert text.strip()
    assert units(text) <= _MESSAGE
    card.html.encode()
    for row in card.buttons:
        for button in row:
            assert button.label.strip()
            assert 1 <= len(button.data.encode()) <= _CALLBACK


@functools.cache
def _library() -> Library:
    article = Article(
        "<b>",
        "A & B <script>\"'",
        text=(
            "本次会议由轮值主席国俄罗斯总统普京主持，印度总理莫迪与会。<b>&lt;i&gt;没有标签。\n"
            "支持 <世界卫生组织> & 数字经济产业论坛在重庆举行。\u202eabc\u202c。e\u0301\u0301。"
            f"{'长' * 5000}。{'😀' * 3000}。"
        ),
        published="2020-11-11",
        source="<新华社>",
        url='https://example.org/?a="><b>&c=1',
        aliases=(Alias("上海合作组织", ("上合", "SCO")),),
        faq=(Faq(("怎么联系<你们>",), "请写信到 <help@example.org>。"),),
    )
    base = Knowledge((article,), Lexicon(synonyms=(("主持", "主办"),)))
    return Library.of(Engine.build(base, Thresholds()))


@functools.cache
def _known() -> str:
    article = _library().engine.knowledge.articles[0]
    beside = (article.title, article.published, article.source, article.faq[0].answer)
    return "\n".join(part for part in (article.text, *beside) if part)
