"""Send and edit cards: one call each, and plain text where Telegram refuses the markup."""

from __future__ import annotations

import contextlib
import functools
import logging
from typing import TYPE_CHECKING, Any, Final

from telegram import (
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    Message,
    ReplyKeyboardMarkup,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.presentation.card import Button
from bot.presentation.markup import MESSAGE_LIMIT, clip

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence

    from telegram import InlineQuery, InlineQueryResult, Update

    from bot.edge.telegram.context import Bot, Context
    from bot.presentation.card import Card, Rows
    from bot.presentation.texts import Texts

logger = logging.getLogger(__name__)

# Telegram's words for what is no fault: a second tap on the same button, a message deleted since.
_NOTHING_TO_EDIT: Final = (
    "message is not modified",
    "message to edit not found",
    "message can't be edited",
)
_TOO_LATE: Final = ("query is too old",)
_NOTICE_LIMIT: Final = 200
"""Characters that Telegram shows over the chat for a moment."""
_MARKUP_REFUSED: Final = ("can't parse entities", "message is too long", "message_too_long")


def on_message(
    handle: Callable[[Message, Context], Coroutine[Any, Any, None]],
) -> Callable[[Update, Context], Coroutine[Any, Any, None]]:
    """Turn what handles a new message into what handles an update."""

    @functools.wraps(handle)
    async def run(update: Update, context: Context) -> None:
        if update.message is not None:
            await handle(update.message, context)

    return run


async def reply(message: Message, card: Card, texts: Texts) -> Message:
    """Answer a message: as a reply to it, in its topic."""
    markup = inline_keyboard(card) or _keyboard(card, texts)
    try:
        return await message.reply_text(card.html, ParseMode.HTML, reply_markup=markup)
    except BadRequest as error:
        _raise_unless_markup_refused(error)
        return await message.reply_text(clip(card.text, MESSAGE_LIMIT), reply_markup=markup)


async def send(bot: Bot, chat_id: int, card: Card) -> Message:
    """Write to somebody who has said nothing just now."""
    markup = inline_keyboard(card)
    try:
        return await bot.send_message(chat_id, card.html, ParseMode.HTML, reply_markup=markup)
    except BadRequest as error:
        _raise_unless_markup_refused(error)
        text = clip(card.text, MESSAGE_LIMIT)
        return await bot.send_message(chat_id, text, reply_markup=markup)


async def reply_picture(message: Message, picture: bytes, card: Card) -> None:
    """Answer a message with a picture; the card is its caption."""
    await message.reply_photo(
        picture, card.html, parse_mode=ParseMode.HTML, reply_markup=inline_keyboard(card)
    )


async def edit_picture(query: CallbackQuery, picture: bytes, card: Card) -> None:
    """Put another picture in place of the one whose button was tapped."""
    media = InputMediaPhoto(picture, card.html, ParseMode.HTML)
    try:
        await query.edit_message_media(media, inline_keyboard(card))
    except BadRequest as error:
        if not _says(error, _NOTHING_TO_EDIT):
            raise


async def edit(shown: Message | CallbackQuery, card: Card) -> None:
    """Put a card in place of the bot's own message, or of the one whose button was tapped."""
    change = shown.edit_text if isinstance(shown, Message) else shown.edit_message_text
    markup = inline_keyboard(card)
    try:
        await change(card.html, ParseMode.HTML, reply_markup=markup)
    except BadRequest as error:
        if _says(error, _NOTHING_TO_EDIT):
            return
        _raise_unless_markup_refused(error)
        await change(clip(card.text, MESSAGE_LIMIT), reply_markup=markup)


async def edit_buttons(query: CallbackQuery, rows: Rows) -> None:
    """Put other buttons under the message whose button was tapped; its text stays."""
    try:
        await query.edit_message_reply_markup(_inline(rows))
    except BadRequest as error:
        if not _says(error, _NOTHING_TO_EDIT):
            raise


def buttons_of(message: Message | None) -> Rows:
    """Read the buttons under a message that say something to the bot."""
    markup = message.reply_markup if message is not None else None
    if markup is None:
        return ()
    return tuple(
        tuple(
            Button(button.text, button.callback_data)
            for button in row
            if isinstance(button.callback_data, str)
        )
        for row in markup.inline_keyboard
    )


async def acknowledge(query: CallbackQuery, text: str | None = None) -> None:
    """Take the waiting sign off a button; after a minute or so Telegram does not care any more."""
    with contextlib.suppress(BadRequest):
        await query.answer(clip(text, _NOTICE_LIMIT) if text else None)


async def offer(query: InlineQuery, results: Sequence[InlineQueryResult], **options: Any) -> None:  # noqa: ANN401
    """Answer an inline query; whoever has typed on meanwhile does not care for it any more."""
    try:
        await query.answer(results, **options)
    except BadRequest as error:
        if not _says(error, _TOO_LATE):
            raise


def inline_keyboard(card: Card) -> InlineKeyboardMarkup | None:
    """Turn a card's buttons into Telegram's."""
    return _inline(card.buttons) if card.buttons else None


def _inline(rows: Rows) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(button.label, callback_data=button.data) for button in row]
            for row in rows
        ]
    )


def _keyboard(card: Card, texts: Texts) -> ReplyKeyboardMarkup | None:
    if not card.keyboard:
        return None
    return ReplyKeyboardMarkup(
        [[text] for text in card.keyboard],
        resize_keyboard=True,
        one_time_keyboard=True,
        input_field_placeholder=texts.placeholder,
    )


def _raise_unless_markup_refused(error: BadRequest) -> None:
    if not _says(error, _MARKUP_REFUSED):
        raise error
    # The reason quotes the text: it is for debugging alone.
    logger.warning("Telegram 不接受一条消息的格式，改发纯文本")
    logger.debug("Telegram 的说明：%s", error)


def _says(error: BadRequest, words: tuple[str, ...]) -> bool:
    return any(word in str(error).lower() for word in words)
