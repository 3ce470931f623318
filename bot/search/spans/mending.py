"""Short answers that the question's own words put elsewhere than the models do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.search.posts import Post
from bot.search.spans.deeds import asked_deed, doers, is_nominal
from bot.search.spans.edges import Edges
from bot.search.spans.frames import framed, frames_of
from bot.search.spans.holders import asked_role, holder
from bot.search.spans.nearest import asked_nearest, nearest
from bot.search.spans.phrases import asked_noun, phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.base.model import Span
    from bot.language.question import Understanding
    from bot.language.tokens import Token, Tokeniser
    from bot.search.spans.frame import Frame
    from bot.search.spans.measures import Sort
    from bot.search.spans.nearest import Nearest
    from bot.search.spans.phrases import Asked


@dataclass(frozen=True, slots=True)
class Mending:
    """What short answers have to agree with, for one question."""

    deed: str | None
    """What is asked who does it: 谁倡议设立热线."""
    role: str | None
    """What somebody is of whom the name is asked for: 哪位教授."""
    nearest: Nearest | None
    """What amount or time is asked for: 几个补给点."""
    frames: tuple[Frame, ...]
    """What finds the question's words in another order."""
    noun: Asked | None
    """What the answer is one of: 什么革命."""
    edges: Edges
    """What tells where the answer begins and ends."""

    @classmethod
    def of(cls, understanding: Understanding, sort: Sort | None, tokeniser: Tokeniser) -> Mending:
        """Find out what a question asks for, and of what sort that is."""
        return cls(
            deed=asked_deed(understanding, tokeniser),
            role=asked_role(understanding),
            nearest=asked_nearest(understanding, sort),
            frames=frames_of(understanding),
            noun=asked_noun(understanding, tokeniser),
            edges=Edges.of(understanding),
        )

    def mended(self, text: str, tokens: Sequence[Token], span: Span, tokeniser: Tokeniser) -> Span:
        """Return a short answer, or another that the question's words frame elsewhere.

        Args:
            text: the sentence, normalised.
            tokens: its words.
            span: its best short answer so far.
            tokeniser: what knows their parts of speech.
        """
        span = self._elsewhere(text, tokens, span, tokeniser)
        return self.edges.mended(text, tokens, span, tokeniser)

    def _elsewhere(
        self, text: str, tokens: Sequence[Token], span: Span, tokeniser: Tokeniser
    ) -> Span:
        agents = [] if self.deed is None else doers(self.deed, tokens, tokeniser)
        if agents and not any(
            span.meets(*one) and is_nominal(tokens, span.start, one.start, tokeniser)
            for one in agents
        ):
            return agents[0]
        if self.role is not None:
            name = holder(Post(self.role, ""), text, tokens, tokeniser)
            return span if name is None or span.meets(*name) else name
        if self.nearest is not None:
            return nearest(self.nearest, text, span)
        other = framed(self.frames, text, span)
        if other != span or self.noun is None:
            return other
        return phrase(self.noun, text, tokens, span, tokeniser)

    def tells(self, text: str) -> bool:
        """Tell whether a normalised sentence says what the thing is that the question asks about."""
        return any(one.is_telling and one.pattern.search(text) for one in self.frames)
