"""The methods of the emulated Bot API, as far as the bot calls them, with Telegram's own refusals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.emulator.markup import Entity, MarkupError, find_entities, parse_html, units
from tests.emulator.world import BOT, ApiError, Call, Json, World

if TYPE_CHECKING:
    from collections.abc import Callable

MESSAGE_LIMIT = 4096
CALLBACK_DATA_LIMIT = 64
INLINE_RESULTS_LIMIT = 50


def _formatted(text: str, parse_mode: str | None) -> tuple[str, list[Entity]]:
    if parse_mode is None:
        entities = find_entities(text)
    elif parse_mode == "HTML":
        try:
            text, entities = parse_html(text)
        except MarkupError as error:
            raise ApiError(400, f"Bad Request: can't parse entities: {error}") from None
    else:
        raise ApiError(400, "Bad Request: unsupported parse_mode")
    if not text.strip():
        raise ApiError(400, "Bad Request: message text is empty")
    if units(text) > MESSAGE_LIMIT:
        raise ApiError(400, "Bad Request: message is too long")
    return text, entities


def _checked_markup(markup: Json | None) -> Json | None:
    for row in (markup or {}).get("inline_keyboard", []):
        for button in row:
            if not button["text"]:
                raise ApiError(
                    400, "Bad Request: text buttons are unallowed in the inline keyboard"
                )
            if not 1 <= len(button["callback_data"].encode()) <= CALLBACK_DATA_LIMIT:
                raise ApiError(400, "Bad Request: BUTTON_DATA_INVALID")
    return markup


def _sent(world: World, params: Json, **content: object) -> Json:
    chat_id = int(params["chat_id"])
    if chat_id in world.blocked:
        raise ApiError(403, "Forbidden: bot was blocked by the user")
    if chat_id not in world.chats:
        raise ApiError(400, "Bad Request: chat not found")
    replied = None
    if reply := params.get("reply_parameters"):
        replied = world.messages.get((chat_id, reply["message_id"]))
        if replied is None and not reply.get("allow_sending_without_reply"):
            raise ApiError(400, "Bad Request: message to be replied not found")
    thread = params.get("message_thread_id")
    markup = _checked_markup(params.get("reply_markup"))
    return world.add_message(
        chat_id,
        BOT,
        reply_to_message=replied,
        message_thread_id=thread and int(thread),
        is_topic_message=True if thread else None,
        reply_markup=markup if markup and "inline_keyboard" in markup else None,
        **content,
    )


def get_me(_world: World, _call: Call) -> Json:
    return BOT


def delete_webhook(world: World, call: Call) -> bool:
    world.webhook = None
    if call.params.get("drop_pending_updates") == "true":
        world.updates.clear()
    return True


def set_webhook(world: World, call: Call) -> bool:
    if not call.params["url"].startswith("https://"):
        raise ApiError(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
    world.webhook = call.params
    return True


def set_my_commands(world: World, call: Call) -> bool:
    scope = call.params.get("scope", {})
    if scope.get("type") == "chat" and scope["chat_id"] not in world.chats:
        raise ApiError(400, "Bad Request: chat not found")
    return True


def send_message(world: World, call: Call) -> Json:
    text, entities = _formatted(call.params["text"], call.params.get("parse_mode"))
    return _sent(world, call.params, text=text, entities=entities)


def send_document(world: World, call: Call) -> Json:
    name, content = next(iter(call.files.items()))
    document = {"file_id": name, "file_unique_id": name, "file_name": name}
    return _sent(world, call.params, document={**document, "file_size": len(content)})


def edit_message_text(world: World, call: Call) -> Json | bool:
    params = call.params
    inline_id = params.get("inline_message_id")
    if inline_id is None:
        message = world.messages.get((int(params["chat_id"]), int(params["message_id"])))
    else:
        message = world.inline_messages.get(inline_id)
    if message is None:
        raise ApiError(400, "Bad Request: message to edit not found")
    text, entities = _formatted(params["text"], params.get("parse_mode"))
    new: Json = {"text": text, "entities": entities, "reply_markup": None}
    if markup := _checked_markup(params.get("reply_markup")):
        new["reply_markup"] = markup
    if all(message.get(name) == value for name, value in new.items()):
        raise ApiError(
            400,
            "Bad Request: message is not modified: specified new message content and reply markup "
            "are exactly the same as a current content and reply markup of the message",
        )
    message.update(new)
    return True if inline_id is not None else message


def _close_query(world: World, query_id: str) -> None:
    if query_id not in world.open_queries:
        raise ApiError(
            400,
            "Bad Request: query is too old and response timeout expired or query ID is invalid",
        )
    world.open_queries.remove(query_id)


def answer_callback_query(world: World, call: Call) -> bool:
    _close_query(world, call.params["callback_query_id"])
    return True


def answer_inline_query(world: World, call: Call) -> bool:
    _close_query(world, call.params["inline_query_id"])
    results = call.params["results"]
    ids = [result["id"] for result in results]
    if len(results) > INLINE_RESULTS_LIMIT:
        raise ApiError(400, "Bad Request: RESULTS_TOO_MUCH")
    if len(set(ids)) < len(ids) or not all(1 <= len(i.encode()) <= 64 for i in ids):
        raise ApiError(400, "Bad Request: RESULT_ID_INVALID")
    for result in results:
        if not result["title"]:
            raise ApiError(400, "Bad Request: RESULT_TITLE_EMPTY")
        content = result["input_message_content"]
        _formatted(content["message_text"], content.get("parse_mode"))
        _checked_markup(result.get("reply_markup"))
    return True


METHODS: dict[str, Callable[[World, Call], Any]] = {
    "getMe": get_me,
    "deleteWebhook": delete_webhook,
    "setWebhook": set_webhook,
    "setMyCommands": set_my_commands,
    "sendMessage": send_message,
    "sendDocument": send_document,
    "editMessageText": edit_message_text,
    "answerCallbackQuery": answer_callback_query,
    "answerInlineQuery": answer_inline_query,
}
"""All but getUpdates, which waits."""
