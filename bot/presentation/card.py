"""Messages for Telegram: HTML that it accepts whatever is quoted, and plain buttons.

Texts from outside go through `markup.escape` (or `mark`, which calls it) once, here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from bot.base.model import Part, Span
from bot.presentation.callbacks import (
    MOST_AROUND,
    ChooseLanguage,
    Origin,
    ShowArticles,
    ShowResults,
    Vote,
    Wish,
    parse_callback,
)
from bot.presentation.markup import (
    MESSAGE_LIMIT,
    bold,
    clip,
    code,
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

Rows: TypeAlias = "tuple[tuple[Button, ...], ...]"

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
_UP: Final = "👍"
_DOWN: Final = "👎"
_GIVEN: Final = " ✓"


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
    buttons: Rows = ()
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
    texts: Texts,
    passage: Passage,
    *,
    reading: str | None = None,
    others: bool = False,
    verdict: Literal[1, 0, -1] = 0,
) -> Card:
    """Show a sentence as the answer, with the short answer in it and where it stands.

    Args:
        texts: The reader's language.
        passage: The sentence, and the sentences around it that are to be shown.
        reading: How the question was understood, where not as it was typed.
        others: Whether further sentences can be asked for.
        verdict: What the reader has said of the answer, as far as the card shows it.
    """
    hit = passage.hit
    head = []
    # An answer that is the whole sentence stands in the quotation alone.
    if hit.answer is not None and hit.answer.strip() != hit.sentence.text.strip():
        head.append(bold(escape(clip(hit.answer, _HEADLINE_LIMIT))))
    head += _read_as(texts, reading)
    source = _source(hit.sentence.article, hit.sentence.part)
    foot = [*([source] if source else []), _whereabouts(texts, passage)]
    text, offset = _quotation(passage)
    answer = hit.span and _shifted(hit.span, offset)
    sentence = Span(offset, offset + len(hit.sentence.text.rstrip()))
    room = MESSAGE_LIMIT - units(plain("\n".join([*head, "", *foot])))
    part = excerpt(text, room, answer or sentence)
    body = mark(text, answer, [_shifted(span, offset) for span in hit.matched], part)
    folded = quote(body, expandable=units(text) > _FOLDED_FROM)
    buttons = [
        _around_buttons(texts, passage, full=part != (0, len(text))),
        (Button(texts.more, str(ShowResults(passage.shown.origin))),) if others else (),
    ]
    buttons[1] += _votes(passage.shown.origin.asked, verdict)
    return Card("\n".join([*head, folded, *foot]), tuple(row for row in buttons if row))


def voted(rows: Rows, given: Vote) -> Rows:
    """Mark the verdict that a reader has just given by a tap."""
    votes = iter(_votes(given.asked, given.verdict))
    return tuple(
        tuple(
            next(votes) if isinstance(parse_callback(button.data), Vote) else button
            for button in row
        )
        for row in rows
    )


def verdict_in(rows: Rows) -> Literal[1, 0, -1]:
    """Read the verdict that the buttons under an answer show."""
    for row in rows:
        for button in row:
            vote = parse_callback(button.data)
            if isinstance(vote, Vote) and vote.given:
                return 1 if vote.up else -1
    return 0


def suggestions(texts: Texts, passages: Iterable[Passage], *, reading: str | None = None) -> Card:
    """Offer sentences that may be meant."""
    rows = tuple((Button(_label(found.hit), str(found.shown)),) for found in passages)
    return Card("\n".join([*_read_as(texts, reading), escape(texts.suggestions)]), rows)


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
        if several and hit.sentence.article.title:
            place.insert(0, escape(clip(hit.sentence.article.title, _TITLE_LIMIT)))
        items.append(f"{number}. {sentence}\n{' · '.join(place)}")
    buttons = [
        Button(str(number), str(found.shown)) for number, found in enumerate(passages, start=1)
    ]
    rows = range(0, len(buttons), _RESULTS_A_ROW)
    return Card(
        "\n\n".join(items), tuple(tuple(buttons[row : row + _RESULTS_A_ROW]) for row in rows)
    )


def refusal(
    texts: Texts,
    articles: Sequence[Article],
    named: int,
    *,
    reading: str | None = None,
) -> Card:
    """Say that there is no answer, and what there is: the first few articles by name.

    Args:
        texts: The reader's language.
        articles: All there are; those without a title hold taught answers alone.
        named: How many to name.
        reading: How the question was understood, where not as it was typed.
    """
    if not articles:
        return notice(texts.no_articles)
    titles = [clip(article.title, _TITLE_LIMIT) for article in articles if article.title]
    words = escape(texts.refusal(titles[:named], len(titles)))
    return Card("\n".join([*_read_as(texts, reading), words]))


def with_wish(texts: Texts, refused: Card, asked: str) -> Card:
    """Let a reader who is refused ask to be told of an answer."""
    return replace(refused, buttons=((Button(texts.tell_me, str(Wish(asked))),),))


def wished(texts: Texts, rows: Rows) -> Rows:
    """Mark that a reader is going to be told."""
    return tuple(
        tuple(
            Button(texts.will_tell, button.data)
            if isinstance(parse_callback(button.data), Wish)
            else button
            for button in row
        )
        for row in rows
    )


def languages(texts: Texts, every: Iterable[Texts], *, chosen: bool = False) -> Card:
    """Offer the languages of the interface; the one in use is marked."""
    words = texts.language_chosen if chosen else texts.choose_language
    rows = tuple(
        (
            Button(
                other.own_name + _GIVEN * (other.tag == texts.tag),
                str(ChooseLanguage(other.letter)),
            ),
        )
        for other in every
    )
    return Card(escape(words), rows)


def articles(
    texts: Texts, all_of_them: Sequence[Article], page: int = 0, *, ids: bool = False
) -> Card:
    """List a page of the articles; a page that is not there is the last one.

    Args:
        texts: The reader's language.
        all_of_them: The articles.
        page: Counted from 0.
        ids: Whether to name them by their ids too, as admins need.
    """
    every = [article for article in all_of_them if article.title]
    if not every:
        return notice(texts.no_articles)
    pages = -(-len(every) // _ARTICLES_A_PAGE)
    page = min(page, pages - 1)
    first = page * _ARTICLES_A_PAGE
    lines = [escape(texts.articles(len(every)))]
    for number, article in enumerate(every[first : first + _ARTICLES_A_PAGE], start=first + 1):
        named = f" · {code(escape(article.id))}" if ids else ""
        lines.append(f"{number}. {_source(article)}{named}")
    if pages > 1:
        lines.append(escape(texts.page(page + 1, pages)))
    row, origin = [], Origin(texts.letter)
    if page > 0:
        row.append(Button(texts.previous_page, str(ShowArticles(page - 1, origin))))
    if page + 1 < pages:
        row.append(Button(texts.next_page, str(ShowArticles(page + 1, origin))))
    return Card("\n".join(lines), (tuple(row),) if row else ())


def _read_as(texts: Texts, reading: str | None) -> list[str]:
    """Say how a question was understood, where not as it was typed."""
    return [] if reading is None else [escape(clip(texts.reading(reading), _HEADLINE_LIMIT))]


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
    line = []
    if article.title:
        line.append(link(escape(clip(article.title, _TITLE_LIMIT)), article.url))
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


def _around_buttons(texts: Texts, passage: Passage, *, full: bool) -> tuple[Button, ...]:
    shown = passage.shown
    row = []
    # What would not fit must not be offered.
    if passage.has_earlier and not full and shown.before < MOST_AROUND:
        row.append(Button(texts.earlier, str(shown.grown(before=1))))
    if passage.has_later and not full and shown.after < MOST_AROUND:
        row.append(Button(texts.later, str(shown.grown(after=1))))
    return tuple(row)


def _votes(asked: str, verdict: Literal[1, 0, -1]) -> tuple[Button, ...]:
    """Give the buttons that judge an answer, the one that was tapped marked."""
    if not asked:
        return ()
    up, down = verdict > 0, verdict < 0
    return (
        Button(_UP + _GIVEN * up, str(Vote(asked, up=True, given=up))),
        Button(_DOWN + _GIVEN * down, str(Vote(asked, up=False, given=down))),
    )


def _label(hit: Hit) -> str:
    """Put a sentence on a button: the part around the short answer, in one line."""
    return " ".join(clip(hit.sentence.text.rstrip(), _BUTTON_LIMIT, hit.span).split())
