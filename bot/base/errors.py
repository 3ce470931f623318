"""What can go wrong, as one tree.

WenjuError
├── ProblemsError          a user's files are wrong; carries every Problem
│   ├── SettingsError      config.yaml
│   ├── KnowledgeError     the knowledge folder
│   │   └── ChangedMeanwhileError  a file is no longer what a change was made for
│   └── DocumentError      a document that no article can be made of
├── TokenError             the bot token is missing, malformed or refused
├── ModelError             a ranker's file is missing, foreign or damaged
└── JournalError           the journal's database cannot be used now

Mistakes in somebody's file are values (`Problem`); they become an exception only where
nothing can go on without that file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.base.model import Problem


class WenjuError(Exception):
    """Root of all errors that Wenju raises on purpose; its text is meant for people."""


class ProblemsError(WenjuError):
    """A user's files have problems."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class SettingsError(ProblemsError):
    """The settings file cannot be used."""


class KnowledgeError(ProblemsError):
    """The knowledge folder cannot be used."""


class ChangedMeanwhileError(KnowledgeError):
    """A file of the knowledge folder is no longer what a change was made for."""


class DocumentError(ProblemsError):
    """A document of which no article can be made."""


class TokenError(WenjuError):
    """The bot token is missing, malformed or refused by Telegram."""


class ModelError(WenjuError):
    """A ranker's file is missing, foreign or damaged."""


class JournalError(WenjuError):
    """The journal's database cannot be used now; later it may."""
