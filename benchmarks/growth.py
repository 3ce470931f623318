"""Measure how the time for hostile input grows with its size: twice as much may take twice as long.

`python -m benchmarks.growth [--size N] [NAME…]`: every case at N characters, at twice and at four
times as many. What grows by the square shows a factor of 4 for each doubling, and fails.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import io
import sys
import tempfile
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.base.errors import DocumentError
from bot.base.model import Article, Knowledge
from bot.input.knowledge import load_knowledge
from bot.input.settings import Thresholds
from bot.language.sentences import LONGEST_SENTENCE
from bot.search.engine import Engine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

TOO_STEEP: Final = 3.0
"""A factor for one doubling: 2 is linear, 4 is quadratic."""
UNFELT: Final = 0.2
"""Seconds below which a factor says nothing."""
RUNS: Final = 2

_A: Final = "title: 甲\n"
_TEXT: Final = "本次会议由轮值主席国俄罗斯总统普京主持，印度总理莫迪与会。论坛在重庆举行。"
_WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass(frozen=True, slots=True)
class Case:
    """Something that is made as large as one likes, and what is done with it."""

    name: str
    make: Callable[[int], str]
    run: Callable[[str], object]
    largest: int | None = None
    """Characters: what is larger comes to it in parts; None where anything does as a whole."""


def rep(piece: str) -> Callable[[int], str]:
    """Repeat a piece up to a size."""
    return lambda size: piece * (size // len(piece))


def numbered(head: str, line: str, foot: str = "") -> Callable[[int], str]:
    """Repeat a line with a running number up to a size."""
    return lambda size: (
        head + "".join(line.format(number) for number in range(size // (len(line) + 4))) + foot
    )


def said(piece: str) -> Callable[[int], str]:
    """Repeat a piece up to a size, as the one sentence of an article."""
    return lambda size: f"{_A}text: {rep(piece)(size)}"


@functools.cache
def _engine() -> Engine:
    engine = Engine.build(Knowledge((Article("a", "会议", text=_TEXT),)), Thresholds())
    engine.ask("谁主持了会议？")
    return engine


def ask(text: str) -> None:
    """Ask a question."""
    _engine().ask(text)


_ASKED: Final = ("谁主持了会议，甲乙？", "普晶在哪里？")


def load(name: str, questions: Sequence[str] = _ASKED) -> Callable[[str], None]:
    """Load a knowledge folder with a file, build the engine, and ask it something."""

    def run(text: str) -> None:
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "z.yaml").write_text("title: 丙\ntext: 甲乙丙。\n", encoding="utf-8")
            (Path(folder) / name).write_text(text, encoding="utf-8")
            loaded = load_knowledge(Path(folder))
        if not loaded.problems:
            engine = Engine.build(loaded.knowledge, Thresholds())
            for question in questions:
                engine.ask(question)

    return run


def convert(name: str) -> Callable[[str], None]:
    """Convert a document, in this process."""
    from bot.input.documents.reading import read

    def run(text: str) -> None:
        data = word(text) if name.endswith(".docx") else text.encode()
        # Of what nests too deep the process that converts says that it is damaged.
        with contextlib.suppress(DocumentError, RecursionError):
            read(name, data)

    return run


def word(body: str) -> bytes:
    """Make a Word document of the markup of its body."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r" '
            f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        )
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>',
        )
    return packed.getvalue()


# What a rule for short answers looks for, in one sentence that says it over and over; the questions
# bring the rule in.
_RULES: Final = {
    "replaced": ("零和将会取代", "零和将会被什么取代？"),
    "basis": ("国际以秩序为基础", "国际秩序以什么为基础？"),
    "fields": ("加强合作等领域", "加强哪些领域合作？"),
    "amounts": ("补给点1年3个", "补给点有几个？"),
    "hours": ("开门9点至10点", "几点开门？"),
    "guests": ("伊朗总统与会", "伊朗派谁与会？"),
    "posts": ("秘书长诺罗夫", "诺罗夫担任什么职务？"),
    "which of two": ("公办民办学校", "学校是公办还是民办？"),
    "bylines": ("照片记者摄", "照片是谁拍的？"),
    "said to be": ("时代之问是", "时代之问是什么？"),
    "points": ("第三点是", "第三点是什么？"),
    "holders": ("中国总理,", "中国总理是谁？"),
    "compounds": ("信息革命", "带来了什么革命？"),
    "joined": ("通过对话和化解", "通过什么化解矛盾？"),
    "alike": ("构建安全共同体、", "构建哪几个共同体？"),
    "doers": ("多边必将战胜单边主义", "什么能打败单边主义？"),
    "shown": ("历史证明,", "历史证明了什么？"),
    "nominal": ("人民对生活的向往", "人民向往什么？"),
    "companions": ("丁薛祥、王毅", "跟丁薛祥一起参加的还有谁？"),
    "along with": ("一带一路同联盟", "一带一路要跟谁对接？"),
    "lived by": ("秉持互信互利互助的", "上海精神的内涵是什么？"),
    "purposes": ("深化合作,为发展", "为什么要深化合作？"),
}
_P: Final = "<w:p><w:r><w:t>会议由普京主持。</w:t></w:r></w:p>"


def cases() -> Iterator[Case]:
    """Give every case."""
    for name, piece in {
        "characters": "会",
        "words": "谁主持了会议",
        "corrections": "普金主恃了会义",
        "combining": "e\u0301\u0302",
        "zero-width": "\u200b",
        "rtl": "\u202eabc\u202c",
        "unfolding": "\ufdfa",
        "surrogates": "\ud800",
        "emoji": "👨‍👩‍👧",
        "html": "<b>&lt;",
        "pinyin": "zhongguo",
        "english": "who hosted the meeting ",
        "digits": "1",
        "marks": "？",
    }.items():
        yield Case(f"question {name}", rep(piece), ask)
    for name, (piece, question) in _RULES.items():
        yield Case(f"rule {name}", said(piece), load("a.yaml", [question]), LONGEST_SENTENCE)
    for name, make in {
        "alias-bomb": numbered("a: &a [x]\n", "b{0}: &b{0} [*a, *a, *a]\n"),
        "same-keys": numbered(_A, "title: 乙\n"),
        "unknown-keys": numbered(_A, "k{}: 1\n"),
        "deep-flow": lambda size: f"{_A}text: {'[' * size}",
        "deep-maps": lambda size: f"{_A}text: {'{a: ' * (size // 4)}",
        "tags": numbered(_A + "tags:\n", "- !!python/object:os.system x\n"),
        "one-scalar": said("字"),
        "no-full-stop": said("会议由普京主持，"),
        "sentences": said("会议由普京主持。"),
        "full-stops": lambda size: f"{_A}text: 甲{'。' * size}",
        "open-quotes": lambda size: f"{_A}text: {'“甲。' * (size // 3)}",
        "combining": lambda size: f"{_A}text: e{chr(0x301) * size}",
        "latin": said("a"),
        "addresses": lambda size: f"{_A}text: http://{'a.b/' * (size // 4)}",
        "mail": lambda size: f"{_A}text: {'a@b.' * (size // 4)}",
        "blanks": lambda size: f"{_A}text: |\n  甲{' ' * size}乙\n",
        "other-names": numbered(_A + "text: 乙。\naliases:\n  名:\n", "  - 别{}\n"),
        "names": numbered(_A + "text: 乙。\naliases:\n", "  名{0}: [别{0}]\n"),
        "taught": numbered(_A + "text: 乙。\nfaq:\n", "- ask: [问{0}]\n  answer: 答{0}\n"),
        "wordings": numbered(_A + "faq:\n- answer: 答\n  ask:\n", "  - 问{}\n"),
    }.items():
        yield Case(f"article {name}", make, load("a.yaml"))
    for name, make in {
        "words": numbered("words:\n", "- 词{}\n"),
        "groups": numbered("synonyms:\n", "- [甲{0}, 乙{0}]\n"),
        "one-group": numbered("synonyms:\n-\n", "  - 甲{}\n"),
        "one-name": numbered("synonyms:\n", "- [甲乙, 丙{}]\n"),
    }.items():
        yield Case(f"lexicon {name}", make, load("lexicon.yaml"))
    golden = numbered("", "- question: 谁{}\n  article: z\n")
    yield Case("golden questions", golden, load("golden.yaml"))
    for name, make in {
        "a.txt lines": rep("会议\n"),
        "a.txt blanks": rep(" "),
        "a.txt commas": rep("a，\n"),
        "a.md quotes": rep(">"),
        "a.md brackets": rep("["),
        "a.md links": rep("[a](<b"),
        "a.md stars": rep("**a*b"),
        "a.md ticks": lambda size: "".join("`" * n + "a" for n in range(int((2 * size) ** 0.5))),
        "a.html paragraphs": rep("<p>会议由普京主持。"),
        "a.html headings": rep("<h1>会</h1>"),
        "a.html nested": rep("<div>"),
        "a.html entities": rep("&amp;"),
        "a.html comments": rep("<!--"),
        "a.docx paragraphs": rep(_P),
        "a.docx runs": lambda size: f"<w:p>{'<w:r><w:t>甲</w:t></w:r>' * (size // 24)}</w:p>",
        "a.docx rows": lambda size: (
            f"<w:tbl>{f'<w:tr><w:tc>{_P}</w:tc></w:tr>' * (size // 75)}</w:tbl>"
        ),
    }.items():
        yield Case(name, make, convert(name.split()[0]))


def measure(case: Case, size: int) -> float:
    """Give the seconds that a case takes of the processor, the better of some runs."""
    made = case.make(size)
    best = float("inf")
    for _ in range(RUNS):
        started = time.process_time()
        case.run(made)
        best = min(best, time.process_time() - started)
        if best > 10 * UNFELT:
            break
    return best


def main() -> int:
    """Measure, and tell whether anything grows too steeply."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=25_000, help="characters of the smallest")
    parser.add_argument("names", nargs="*", help="only cases whose names hold one of these")
    options = parser.parse_args()
    steep = []
    print(f"{'case':<24}{'characters':>12}{'seconds':>8}{'×2':>8}{'×4':>8}  factors")
    for case in cases():
        if options.names and not any(name in case.name for name in options.names):
            continue
        size = min(options.size, (case.largest or 4 * options.size) // 4)
        seconds = [measure(case, size * factor) for factor in (1, 2, 4)]
        factors = [seconds[at + 1] / max(seconds[at], 1e-3) for at in (0, 1)]
        # Both doublings: one alone may be a table that was filled, or the collector.
        is_steep = min(factors) > TOO_STEEP and seconds[-1] > UNFELT
        steep += [case.name] * is_steep
        told = "".join(f"{second:8.2f}" for second in seconds)
        grown = "  ".join(f"{factor:.1f}" for factor in factors) + "  too steep" * is_steep
        print(f"{case.name:<24}{size:>12}{told}  {grown}", flush=True)
    return 1 if steep else 0


if __name__ == "__main__":
    sys.exit(main())
