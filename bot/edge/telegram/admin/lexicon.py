"""`/lexicon`: the words of the whole base, shown, added to and taken from."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from bot.base.model import Lexicon
from bot.edge.telegram.admin.changing import Proposal, alone, prepare
from bot.edge.telegram.admin.guard import admin_command
from bot.edge.telegram.admin.proposing import Preview, propose
from bot.edge.telegram.admin.telling import send_file, told_in
from bot.edge.telegram.outbox import edit, reply
from bot.input.editing import edit_lexicon
from bot.presentation.card import notice
from bot.presentation.changes import account
from bot.presentation.markup import MESSAGE_LIMIT, units

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from telegram import Message, Update
    from telegram.ext import BaseHandler

    from bot.edge.telegram.context import Context
    from bot.input.changes import Change
    from bot.presentation.texts.admin_simplified import AdminTexts

_Kind = Literal["words", "synonyms", "stopwords"]

_KINDS: Final[dict[str, _Kind]] = {
    **dict.fromkeys(("词", "词语", "詞", "詞語", "word", "words"), "words"),
    **dict.fromkeys(("同义词", "同义", "同義詞", "同義", "synonym", "synonyms"), "synonyms"),
    **dict.fromkeys(("停用词", "停用", "停用詞", "stopword", "stopwords"), "stopwords"),
}
_EDIT: Final = re.compile(r"([+＋\-－—–])\s*(\S+)\s+(.+)", re.DOTALL)
_COMMAS: Final = re.compile(r"\s*[,，、;；\n]\s*")
_FILE: Final = "lexicon.txt"


@dataclass(frozen=True, slots=True)
class Edit:
    """What an admin wants done to the lexicon."""

    adding: bool
    kind: _Kind
    words: tuple[str, ...]

    def __str__(self) -> str:
        """Say it in any language, with the list's name in the file."""
        return f"{self.kind} {'+' if self.adding else '-'} {'、'.join(self.words)}"


def handlers() -> list[BaseHandler[Update, Context, Any]]:
    """Give the handler of the command."""
    return [admin_command("lexicon", on_lexicon)]


async def on_lexicon(message: Message, context: Context) -> None:
    """Show the lexicon, or what editing it would bring about."""
    typed = (message.text or "").partition(" ")[2].strip()
    wanted = parse_edit(typed)
    if wanted is None:
        await _show(message, context)
        return
    texts, state = context.texts, context.state
    if message.from_user is None:
        return
    shown = await reply(message, notice(texts.admin.rehearsing), texts)
    async with told_in(shown, context):
        folder = state.settings.knowledge.folder
        lexicon = state.library.engine.knowledge.lexicon
        change = await asyncio.to_thread(_plan, folder, lexicon, wanted)
        if change.before == change.after:
            await edit(shown, notice(texts.admin.nothing_to_do))
            return
        with alone(state):
            prepared = await prepare(state, [change])
        lines = [texts.admin.lexicon_question, str(wanted)]
        lines += account(texts, prepared.effect)
        proposal = Proposal("lexicon", str(wanted), (change,))
        await propose(shown, context, message.from_user.id, proposal, Preview(lines))


def parse_edit(typed: str) -> Edit | None:
    """Read what is typed behind the command; None where it says nothing to be done.

    Words are parted by commas, or by blanks where there are no commas.
    """
    found = _EDIT.fullmatch(typed)
    kind = _KINDS.get(found[2].lower()) if found else None
    if found is None or kind is None:
        return None
    listed = _COMMAS.split(found[3].strip())
    words = listed if len(listed) > 1 else found[3].split()
    named = tuple(dict.fromkeys(word for word in words if word))
    return Edit(found[1] in "+＋", kind, named) if named else None


def _plan(folder: Path, lexicon: Lexicon, wanted: Edit) -> Change:
    if wanted.adding:
        return edit_lexicon(folder, add=_lexicon(wanted.kind, wanted.words))
    if wanted.kind != "synonyms":
        return edit_lexicon(folder, remove=_lexicon(wanted.kind, wanted.words))
    # A few of its words are enough to tell one group from the others.
    groups = [group for group in lexicon.synonyms if set(wanted.words) <= set(group)]
    whole = groups[0] if len(groups) == 1 else wanted.words
    return edit_lexicon(folder, remove=_lexicon("synonyms", whole))


def _lexicon(kind: _Kind, words: tuple[str, ...]) -> Lexicon:
    match kind:
        case "words":
            return Lexicon(words=words)
        case "synonyms":
            return Lexicon(synonyms=(words,))
        case "stopwords":
            return Lexicon(stopwords=words)


async def _show(message: Message, context: Context) -> None:
    texts, lexicon = context.texts, context.state.library.engine.knowledge.lexicon
    listed = "\n".join(_lines(texts.admin, lexicon))
    whole = f"{listed}\n\n{texts.admin.lexicon_usage}"
    if units(whole) <= MESSAGE_LIMIT:
        await reply(message, notice(whole), texts)
        return
    await reply(message, notice(texts.admin.lexicon_usage), texts)
    await send_file(message, _FILE, f"{listed}\n")


def _lines(words: AdminTexts, lexicon: Lexicon) -> Iterator[str]:
    groups = [" = ".join(group) for group in lexicon.synonyms]
    for head, entries, joint in (
        (words.words(len(lexicon.words)), lexicon.words, "、"),
        (words.synonyms(len(groups)), groups, "；"),
        (words.stopwords(len(lexicon.stopwords)), lexicon.stopwords, "、"),
    ):
        yield f"{head}{joint.join(entries) or words.lexicon_none}"
