"""The key of the journal: hashes that only its holder can make."""

from __future__ import annotations

import contextlib
import hmac
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from bot.base.errors import JournalError
from bot.base.text import normalise
from bot.input.files import create_bytes, locked, reason

if TYPE_CHECKING:
    from pathlib import Path

_KEY_BYTES: Final = 32
_TEXT_KEY_LENGTH: Final = 32
"""Hexadecimal digits: 128 bits, so that two questions never meet by chance."""


@dataclass(frozen=True, slots=True)
class Keys:
    """Makes what stands for a person or a question in the database."""

    secret: str = field(repr=False)
    store_user_ids: bool = False

    def person(self, user_id: int) -> str:
        """Give what is stored for a Telegram id."""
        return str(user_id) if self.store_user_ids else self._hash("person", str(user_id))

    def all_forms(self, user_id: int) -> tuple[str, str]:
        """Give all that may be stored for a Telegram id: the settings may have been others."""
        return str(user_id), self._hash("person", str(user_id))

    def text(self, question: str) -> str:
        """Give the same for questions that differ only in width, case, script and marks."""
        folded = normalise(question).text
        letters = "".join(char for char in folded if char.isalnum())
        return self._hash("text", letters or folded)[:_TEXT_KEY_LENGTH]

    def _hash(self, purpose: str, value: str) -> str:
        message = f"{purpose}:{value}".encode()
        return hmac.digest(self.secret.encode(), message, "sha256").hex()


def load_key(path: Path) -> str:
    """Read the key's file; make one where there is none, for its owner's eyes only.

    Raises:
        JournalError: It cannot be read or made.
    """
    try:
        with contextlib.suppress(FileNotFoundError):
            return _read(path)
        _make(path)
        return _read(path)
    except (OSError, UnicodeDecodeError) as error:
        why = reason(error) if isinstance(error, OSError) else "不是文字"
        raise JournalError(f"用不了密钥文件 {path}：{why}") from error


def _read(path: Path) -> str:
    key = path.read_text(encoding="ascii").strip()
    if not key:
        raise JournalError(f"密钥文件 {path} 是空的；请恢复它，或删去它而另起一个")
    return key


def _make(path: Path) -> None:
    """Make the file all at once; where another process was quicker, its key stays."""
    key = f"{secrets.token_hex(_KEY_BYTES)}\n".encode("ascii")
    with locked(path.parent), contextlib.suppress(FileExistsError):
        create_bytes(path, key, mode=0o600)
