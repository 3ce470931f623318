"""Messages for Telegram: HTML that it accepts whatever is quoted, and plain buttons.

Texts from outside go through `markup.escape` (or `mark`, which calls it) once, here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.base.model import Part, Span
from bot.presentation.callbacks import MOST_AROUND, ShowArticles, ShowResults
from bot.presentation.markup import (
    MESSAGE_LIMIT,
    bold,
    clip,
    escape,
    excerpt,
    link,
    mark,
    plain,
    quote,
    units,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.base.model import Article, Hit, Sentence
    from bot.presentation.library import Passage
    from bot.presentation.texts import Texts

# In UTF-16 units, as Telegram counts.
_HEADLINE_LIMIT: Final = 200
"""A longer short answer is cut in the headline; in the quotation it is whole."""
_TITLE_LIMIT: Final = 120
_FOLDED_FROM: Final = 200
"""About what a phone shows without scrolling; a longer quotation can be unfolded."""
_LISTED_LIMIT: Final = 140
_BUTTON_LIMIT: Final = 60
_ARTICLES_A_PAGE: Final = 15
_RESULTS_A_ROW: Final = 5


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message."""

    label: str
    data: str
    """What the bot is told when it is tapped: at most 64 bytes."""


@dataclass(frozen=True, slots=True)
class Card:
    """A message, ready to be sent."""

    html: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    """Rows of buttons."""
    keyboard: tuple[str, ...] = ()
    """What a reader may send by a tap in place of typing it."""

    @property
    def text(self) -> str:
        """The message without markup."""
        return plain(self.html)


def notice(text: str, keyboard: Iterable[str] = ()) -> Card:
    """Say something of the bot's own."""
    return Card(escape(text), keyboard=tuple(keyboard))


def evidence(
    texts: Texts, passage: Passage, *, reading: str | None = None, others: bool = False
) -> Card:
    """Show a sentence as the answer, with the short answer in it and where it stands.

    Args:
        texts: The reader's language.
        passage: The sentence, and the sentences around it that are to be shown.
        reading: How the question was understood, where not as it was typed.
        others: Whether further sentences can be asked for.
    """
    hit = passage.hit
    head = []
    # An answer that is the whole sentence stands in the quotation alone.
    if hit.answer is not None and hit.answer.strip() != hit.sentence.text.strip():
        head.append(bold(escape(clip(hit.answer, _HEADLINE_LIMIT))))
    if reading is not None:
        head.append(escape(clip(texts.reading(reading), _HEADLINE_LIMIT)))
    foot = [_source(hit.sentence.article, hit.sentence.part), _whereabouts(texts, passage)]
    text, offset = _quotation(passage)
    answer = hit.span and _shifted(hit.span, offset)
    sentence = Span(offset, offset + len(hit.sentence.text.rstrip()))
    room = MESSAGE_LIMIT - units(plain("\n".join([*head, "", *foot])))
    part = excerpt(text, room, answer or sentence)
    body = mark(text, answer, [_shifted(span, offset) for span in hit.matched], part)
    folded = quote(body, expandable=units(text) > _FOLDED_FROM)
    buttons = _evidence_buttons(texts, passage, full=part != (0, len(text)), others=others)
    return Card("\n".join([*head, folded, *foot]), buttons)


def suggestions(texts: Texts, passages: Iterable[Passage]) -> Card:
    """Offer sentences that may be meant."""
    rows = tuple((Button(_label(found.hit), str(found.shown)),) for found in passages)
    return Card(escape(texts.suggestions), rows)


def results(texts: Texts, passages: Sequence[Passage]) -> Card:
    """List the sentences found, each with a button that shows it.

    Titles are named where they tell the sentences apart.
    """
    several = len({found.hit.sentence.article.id for found in passages}) > 1
    items = [escape(texts.results)]
    for number, found in enumerate(passages, start=1):
        hit = found.hit
        text = hit.sentence.text.rstrip()
        sentence = mark(text, hit.span, hit.matched, excerpt(text, _LISTED_LIMIT, hit.span))
        place = [_whereabouts(texts, found)]
        if several:
            place.insert(0, escape(clip(hit.sentence.article.title, _TITLE_LIMIT)))
        items.append(f"{number}. {sentence}\n{' · '.join(place)}")
    buttons = [
        Button(str(number), str(found.shown)) for number, found in enumerate(passages, start=1)
    ]
    rows = range(0, len(buttons), _RESULTS_A_ROW)
    return Card(
        "\n\n".join(items), tuple(tuple(buttons[row : row + _RESULTS_A_ROW]) for row in rows)
    )


def refusal(texts: Texts, articles: Sequence[Article], named: int) -> Card:
    """Say that there is no answer, and what there is: the first few articles by name."""
    if not articles:
        return notice(texts.no_articles)
    titles = [clip(article.title, _TITLE_LIMIT) for article in articles[:named]]
    return notice(texts.refusal(titles, len(articles)))


def articles(texts: Texts, every: Sequence[Article], page: int = 0) -> Card:
    """List a page of the articles; a page that is not there is the last one."""
    if not every:
        return notice(texts.no_articles)
    pages = -(-len(every) // _ARTICLES_A_PAGE)
    page = min(page, pages - 1)
    first = page * _ARTICLES_A_PAGE
    lines = [escape(texts.articles(len(every)))]
    for number, article in enumerate(every[first : first + _ARTICLES_A_PAGE], start=first + 1):
        lines.append(f"{number}. {_source(article)}")
    if pages > 1:
        lines.append(escape(texts.page(page + 1, pages)))
    row = []
    if page > 0:
        row.append(Button(texts.previous_page, str(ShowArticles(page - 1))))
    if page + 1 < pages:
        row.append(Button(texts.next_page, str(ShowArticles(page + 1))))
    return Card("\n".join(lines), (tuple(row),) if row else ())


def _quotation(passage: Passage) -> tuple[str, int]:
    """Join the sentences to be shown; gives them with the offset of the one that answers."""
    sentence = passage.hit.sentence
    until = _joined([*passage.before, sentence])
    text = _joined([*passage.before, sentence, *passage.after])
    return text, len(until) - len(sentence.text.rstrip())


def _shifted(span: Span, offset: int) -> Span:
    return Span(span.start + offset, span.end + offset)


def _joined(sentences: Sequence[Sentence]) -> str:
    text = ""
    for number, sentence in enumerate(sentences):
        if number:
            new_paragraph = sentence.paragraph != sentences[number - 1].paragraph
            text += "\n" if new_paragraph else " " * text[-1:].isascii()
        text += sentence.text.rstrip()
    return text


def _source(article: Article, quoted: Part = Part.TEXT) -> str:
    """Title, source and date in one line, but for what the quotation itself says."""
    line = [link(escape(clip(article.title, _TITLE_LIMIT)), article.url)]
    if article.source and quoted is not Part.SOURCE:
        line.append(escape(clip(article.source, _TITLE_LIMIT)))
    if article.published and quoted is not Part.PUBLISHED:
        line.append(escape(article.published))
    return " · ".join(line)


def _whereabouts(texts: Texts, passage: Passage) -> str:
    sentence = passage.hit.sentence
    if sentence.part is Part.TEXT:
        first = sentence.position - len(passage.before)
        place = texts.position(first, sentence.position + len(passage.after))
    else:
        place = texts.part(sentence.part)
    return escape(f"{place} · {texts.confidence(passage.hit.confidence)}")


def _evidence_buttons(
    texts: Texts, passage: Passage, *, full: bool, others: bool
) -> tuple[tuple[Button, ...], ...]:
    shown = passage.shown
    row = []
    # What would not fit must not be offered.
    if passage.has_earlier and not full and shown.before < MOST_AROUND:
        row.append(Button(texts.earlier, str(shown.grown(before=1))))
    if passage.has_later and not full and shown.after < MOST_AROUND:
        row.append(Button(texts.later, str(shown.grown(after=1))))
    if others:
        row.append(Button(texts.more, str(ShowResults())))
    return (tuple(row),) if row else ()


def _label(hit: Hit) -> str:
    """Put a sentence on a button: the part around the short answer, in one line."""
    return " ".join(clip(hit.sentence.text.rstrip(), _BUTTON_LIMIT, hit.span).split())
