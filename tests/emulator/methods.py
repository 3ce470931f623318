"""The methods of the emulated Bot API, as far as the bot calls them, with Telegram's own refusals."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any

from tests.emulator.markup import Entity, MarkupError, find_entities, parse_html, units
from tests.emulator.world import BOT, DATE, ApiError, Call, Json, World, without_reply

if TYPE_CHECKING:
    from collections.abc import Callable

MESSAGE_LIMIT = 4096
CAPTION_LIMIT = 1024
PHOTO_SIDES_LIMIT = 10_000
"""Pixels of width and height together."""
_PNG = b"\x89PNG\r\n\x1a\n"
CALLBACK_DATA_LIMIT = 64
DOWNLOAD_LIMIT = 20 << 20
INLINE_RESULTS_LIMIT = 50
_START_PARAMETER = re.compile(r"[\w-]{1,64}", re.ASCII)


_SENDING = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
)
_RIGHTS = {
    "restricted": (
        *_SENDING,
        "is_member",
        "can_change_info",
        "can_invite_users",
        "can_pin_messages",
        "can_manage_topics",
        "can_edit_tag",
        "can_react_to_messages",
    ),
    "administrator": (
        "can_be_edited",
        "is_anonymous",
        "can_manage_chat",
        "can_delete_messages",
        "can_manage_video_chats",
        "can_restrict_members",
        "can_promote_members",
        "can_change_info",
        "can_invite_users",
        "can_post_stories",
        "can_edit_stories",
        "can_delete_stories",
    ),
}
"""What Telegram tells of somebody besides the status; all is False unless a test says otherwise."""


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
    # Whoever takes away the last button sends an empty markup, and gets none back.
    return markup or None


def _sent(world: World, params: Json, **content: object) -> Json:
    chat_id = int(params["chat_id"])
    if chat_id in world.blocked:
        raise ApiError(403, "Forbidden: bot was blocked by the user")
    membership = _membership(world, chat_id)
    if membership["status"] == "restricted" and not membership.get("can_send_messages"):
        raise ApiError(400, "Bad Request: not enough rights to send text messages to the chat")
    replied = None
    if reply := params.get("reply_parameters"):
        replied = world.messages.get((chat_id, reply["message_id"]))
        if replied is None and not reply.get("allow_sending_without_reply"):
            raise ApiError(400, "Bad Request: message to be replied not found")
    thread = params.get("message_thread_id")
    if thread and int(thread) not in world.topics.get(chat_id, ()):
        raise ApiError(400, "Bad Request: message thread not found")
    markup = _checked_markup(params.get("reply_markup"))
    return world.add_message(
        chat_id,
        BOT,
        # What is replied to is told without what it replies to itself.
        reply_to_message=replied and without_reply(replied),
        message_thread_id=thread and int(thread),
        is_topic_message=True if thread else None,
        reply_markup=markup if markup and "inline_keyboard" in markup else None,
        **content,
    )


def get_me(world: World, _call: Call) -> Json:
    return world.me


def _membership(world: World, chat_id: int) -> Json:
    """Give what the bot is in a chat; whoever is not in it is not told anything."""
    if chat_id not in world.chats:
        raise ApiError(400, "Bad Request: chat not found")
    membership = world.members.get(chat_id, {"status": "member"})
    if membership["status"] in {"left", "kicked"}:
        raise ApiError(403, "Forbidden: bot is not a member of the supergroup chat")
    return membership


def get_chat_member(world: World, call: Call) -> Json:
    membership = _membership(world, int(call.params["chat_id"]))
    rights = dict.fromkeys(_RIGHTS.get(membership["status"], ()), False)
    until = {"until_date": 0} if membership["status"] == "restricted" else {}
    return {"user": world.me, **rights, **until, **membership}


def get_chat(world: World, call: Call) -> Json:
    chat_id = int(call.params["chat_id"])
    _membership(world, chat_id)
    gifts = dict.fromkeys(
        (
            "unlimited_gifts",
            "limited_gifts",
            "unique_gifts",
            "premium_subscription",
            "gifts_from_channels",
        ),
        False,
    )
    needed = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}
    return {**needed, **world.chats[chat_id]}


def get_webhook_info(world: World, _call: Call) -> Json:
    webhook = world.webhook or {}
    told: Json = {"url": webhook.get("url", ""), "has_custom_certificate": False}
    if webhook.get("allowed_updates"):
        told["allowed_updates"] = webhook["allowed_updates"]
    if webhook and world.webhook_error:
        told |= {"last_error_date": DATE, "last_error_message": world.webhook_error}
    return {**told, "pending_update_count": len(world.updates)}


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


def _menu(world: World, params: Json) -> tuple[int | None, str]:
    scope, code = params.get("scope", {}), params.get("language_code", "")
    if scope.get("type") == "chat" and scope["chat_id"] not in world.chats:
        raise ApiError(400, "Bad Request: chat not found")
    if code and not (len(code) == 2 and code.isascii() and code.islower()):
        raise ApiError(400, "Bad Request: invalid language code specified")
    return scope.get("chat_id"), code


def set_my_commands(world: World, call: Call) -> bool:
    menu = _menu(world, call.params)
    world.menus[menu] = {one["command"]: one["description"] for one in call.params["commands"]}
    return True


def delete_my_commands(world: World, call: Call) -> bool:
    world.menus.pop(_menu(world, call.params), None)
    return True


def send_message(world: World, call: Call) -> Json:
    text, entities = _formatted(call.params["text"], call.params.get("parse_mode"))
    return _sent(world, call.params, text=text, entities=entities)


def send_document(world: World, call: Call) -> Json:
    name, content = next(iter(call.files.items()))
    document = {"file_id": name, "file_unique_id": name, "file_name": name}
    return _sent(world, call.params, document={**document, "file_size": len(content)})


def _captioned(params: Json) -> Json:
    caption = ""
    entities: list[Entity] = []
    if params.get("caption"):
        caption, entities = _formatted(params["caption"], params.get("parse_mode"))
    if units(caption) > CAPTION_LIMIT:
        raise ApiError(400, "Bad Request: message caption is too long")
    return {"caption": caption, "caption_entities": entities}


def _photo(files: dict[str, bytes]) -> list[Json]:
    """Store a picture in the one size that it comes in."""
    (content,) = files.values()
    if not content.startswith(_PNG):
        raise ApiError(400, "Bad Request: IMAGE_PROCESS_FAILED")
    width, height = (int.from_bytes(content[at : at + 4]) for at in (16, 20))
    if width + height > PHOTO_SIDES_LIMIT:
        raise ApiError(400, "Bad Request: PHOTO_INVALID_DIMENSIONS")
    name = hashlib.sha256(content).hexdigest()
    size = {"width": width, "height": height, "file_size": len(content)}
    return [{"file_id": name, "file_unique_id": name[:16], **size}]


def send_photo(world: World, call: Call) -> Json:
    return _sent(world, call.params, photo=_photo(call.files), **_captioned(call.params))


def edit_message_media(world: World, call: Call) -> Json | bool:
    media = call.params["media"]
    if media["type"] != "photo":
        raise ApiError(400, "Bad Request: unsupported media type")
    return _edited(world, call.params, {"photo": _photo(call.files), **_captioned(media)})


def get_file(world: World, call: Call) -> Json:
    name = call.params["file_id"]
    data = world.files.get(name)
    if data is None:
        raise ApiError(400, "Bad Request: invalid file_id")
    if len(data) > DOWNLOAD_LIMIT:
        raise ApiError(400, "Bad Request: file is too big")
    path = f"documents/{name}"
    return {"file_id": name, "file_unique_id": name, "file_size": len(data), "file_path": path}


def edit_message_text(world: World, call: Call) -> Json | bool:
    text, entities = _formatted(call.params["text"], call.params.get("parse_mode"))
    return _edited(world, call.params, {"text": text, "entities": entities})


def edit_message_reply_markup(world: World, call: Call) -> Json | bool:
    return _edited(world, call.params, {})


def _edited(world: World, params: Json, new: Json) -> Json | bool:
    inline_id = params.get("inline_message_id")
    if inline_id is None:
        message = world.messages.get((int(params["chat_id"]), int(params["message_id"])))
    else:
        message = world.inline_messages.get(inline_id)
    if message is None:
        raise ApiError(400, "Bad Request: message to edit not found")
    if inline_id is None and message["from"]["id"] != BOT["id"]:
        raise ApiError(400, "Bad Request: message can't be edited")
    new["reply_markup"] = _checked_markup(params.get("reply_markup"))
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
    button = call.params.get("button") or {"text": "-", "start_parameter": "-"}
    if not button["text"] or not _START_PARAMETER.fullmatch(button["start_parameter"]):
        raise ApiError(400, "Bad Request: START_PARAM_INVALID")
    for result in results:
        if not result["title"]:
            raise ApiError(400, "Bad Request: RESULT_TITLE_EMPTY")
        content = result["input_message_content"]
        _formatted(content["message_text"], content.get("parse_mode"))
        _checked_markup(result.get("reply_markup"))
    return True


METHODS: dict[str, Callable[[World, Call], Any]] = {
    "getMe": get_me,
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getWebhookInfo": get_webhook_info,
    "deleteWebhook": delete_webhook,
    "setWebhook": set_webhook,
    "setMyCommands": set_my_commands,
    "deleteMyCommands": delete_my_commands,
    "sendMessage": send_message,
    "sendDocument": send_document,
    "sendPhoto": send_photo,
    "editMessageMedia": edit_message_media,
    "getFile": get_file,
    "editMessageText": edit_message_text,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "answerCallbackQuery": answer_callback_query,
    "answerInlineQuery": answer_inline_query,
}
"""All but getUpdates, which waits."""
