"""Who is meant by a message, and what it asks once the bot's name is taken out of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from telegram import Message, MessageEntity
from telegram.ext import filters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from telegram import Bot

_BETWEEN_NAME_AND_QUESTION = " \t\r\n,，:：、"
_ASK = re.compile(r"/ask(?:@(\w+))?(?:\s+|$)", re.ASCII | re.IGNORECASE)


def question_in(message: Message) -> str:
    """Give what a message asks: without a command in front, and without the bot's name.

    Telegram counts in UTF-16 units: an emoji before the name shifts everything in Python's count.
    """
    text = message.text or message.caption or ""
    addresses = list(_addresses(message))
    if not addresses:
        return _without_command(text.strip())
    raw = text.encode("utf-16-le", "surrogatepass")
    for entity in sorted(addresses, key=lambda entity: -entity.offset):
        end = entity.offset + entity.length
        raw = raw[: 2 * entity.offset] + " ".encode("utf-16-le") + raw[2 * end :]
    return _without_command(raw.decode("utf-16-le", "replace").strip(_BETWEEN_NAME_AND_QUESTION))


def writer_of(message: Message) -> int:
    """Tell who wrote a message: somebody, or the chat that somebody writes as.

    All anonymous administrators of all groups go by one account: it says nothing about anybody.
    """
    if message.sender_chat is not None:
        return message.sender_chat.id
    return message.from_user.id if message.from_user is not None else message.chat_id


def question_replied_to(message: Message) -> str:
    """Give what somebody asked whose message is replied to; the bot's own asks nothing."""
    replied = message.reply_to_message
    if replied is None or replied.from_user is None or replied.via_bot is not None:
        return ""
    if replied.from_user.id == message.get_bot().id:
        return ""
    return question_in(replied)


def _without_command(text: str) -> str:
    """Take away the /ask that follows a mention, or begins a caption."""
    return text[match.end() :] if (match := _ASK.match(text)) else text


def mentions_bot(message: Message) -> bool:
    """Tell whether a message names the bot, in its text or its caption, in whatever case."""
    return next(_mentions(message), None) is not None


def replies_to_bot(message: Message) -> bool:
    """Tell whether a message replies to one of the bot's.

    Whatever is written in a topic counts as a reply to the notice that opened it.
    """
    replied = message.reply_to_message
    return (
        replied is not None
        and replied.forum_topic_created is None
        and replied.from_user is not None
        and replied.from_user.id == message.get_bot().id
    )


def _addresses(message: Message) -> Iterator[MessageEntity]:
    """Yield what is not part of the question: the command in front, the bot's name anywhere."""
    for entity in message.entities:
        if entity.type == MessageEntity.BOT_COMMAND and entity.offset == 0:
            yield entity
    yield from _mentions(message)


def _mentions(message: Message) -> Iterator[MessageEntity]:
    bot: Bot = message.get_bot()
    name = f"@{bot.username}".lower()
    yield from (
        entity for entity, text in _marked(message, MessageEntity.MENTION) if text.lower() == name
    )


def _marked(message: Message, kind: str) -> Iterator[tuple[MessageEntity, str]]:
    """Yield the entities of a kind, and what they mark, in the text or the caption.

    The library's own reading of them fails on half a surrogate pair anywhere in the text.
    """
    raw = (message.text or message.caption or "").encode("utf-16-le", "surrogatepass")
    for entity in message.entities or message.caption_entities:
        if entity.type == kind:
            marked = raw[2 * entity.offset : 2 * (entity.offset + entity.length)]
            yield entity, marked.decode("utf-16-le", "replace")


class _Addressed(filters.MessageFilter):
    """Messages of a group that are meant for the bot."""

    def filter(self, message: Message) -> bool:
        return mentions_bot(message) or replies_to_bot(message)


class _FromPeople(filters.MessageFilter):
    """Messages that somebody wrote: no other bot's, no inline result, no copied channel post.

    Anonymous administrators and people who write as their channel go by the account of a bot,
    but name the chat they write as.
    """

    def filter(self, message: Message) -> bool:
        sender = message.from_user
        return (
            message.via_bot is None
            and not message.is_automatic_forward
            and sender is not None
            and (not sender.is_bot or message.sender_chat is not None)
        )


class _NamedCommand(filters.MessageFilter):
    """Commands that say whose they are, as /help@WenjuBot does."""

    def filter(self, message: Message) -> bool:
        commands = _marked(message, MessageEntity.BOT_COMMAND)
        return any(entity.offset == 0 and "@" in text for entity, text in commands)


class _AskInCaption(filters.MessageFilter):
    """Captions that begin with /ask: a command that the library looks for in texts alone."""

    def filter(self, message: Message) -> bool:
        match = _ASK.match(message.caption or "")
        bot: Bot = message.get_bot()
        return match is not None and (match[1] or bot.username).lower() == bot.username.lower()


class _InAlbum(filters.MessageFilter):
    """Pictures sent together: each is a message, and a hint for each would be a nuisance."""

    def filter(self, message: Message) -> bool:
        return message.media_group_id is not None


PRIVATE = filters.ChatType.PRIVATE
NOT_FORWARDED = ~filters.FORWARDED
NOT_IN_ALBUM = ~_InAlbum(name="in album")
# Edited messages and channel posts are other kinds of updates.
FROM_PEOPLE = filters.UpdateType.MESSAGE & _FromPeople(name="from people")
ADDRESSED = PRIVATE | _Addressed(name="addressed")
ASK_IN_CAPTION = _AskInCaption(name="ask in caption")
# In a group a command without a name may be any bot's.
COMMAND_FOR_US = FROM_PEOPLE & (PRIVATE | _NamedCommand(name="named command"))
