"""The tables, the same in SQLite and PostgreSQL. A change here needs a migration beside it."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    TypeDecorator,
    false,
)

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect


class UtcDateTime(TypeDecorator[datetime.datetime]):
    """A moment: given with any time zone, kept and given back in UTC.

    SQLite knows no time zones, so what it keeps is UTC without saying so.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self,
        value: datetime.datetime | None,
        dialect: Dialect,  # noqa: ARG002 - the base class's name
    ) -> datetime.datetime | None:
        """Turn a moment into UTC."""
        return None if value is None else value.astimezone(datetime.UTC)

    def process_result_value(
        self,
        value: datetime.datetime | None,
        dialect: Dialect,  # noqa: ARG002 - the base class's name
    ) -> datetime.datetime | None:
        """Say that a moment is in UTC."""
        if value is None or value.tzinfo is not None:
            return None if value is None else value.astimezone(datetime.UTC)
        return value.replace(tzinfo=datetime.UTC)


class TypedText(TypeDecorator[str]):
    """A text as somebody typed it, without what no database can keep.

    PostgreSQL has no NUL in a text, and nobody has half of a surrogate pair in UTF-8.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(
        self,
        value: str | None,
        dialect: Dialect,  # noqa: ARG002 - the base class's name
    ) -> str | None:
        """Replace what cannot be kept."""
        if value is None:
            return None
        return value.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")


PERSON: Final = String(64)
"""A person: a keyed hash of the Telegram id, or the id itself where the settings say so."""
KEY: Final = String(32)

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

questions: Final = Table(
    "questions",
    metadata,
    Column("id", String(8), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    # The date by the clock of the machine that answered: days are counted the way admins live them.
    Column("day", Date, nullable=False),
    Column("person", PERSON, nullable=False),
    Column("chat_kind", String(8), nullable=False),
    # Text and key are blanked after the days for which texts are kept.
    Column("text", TypedText),
    # The same for questions that differ in nothing but width, case, script and marks.
    Column("text_key", KEY),
    Column("language", TypedText),
    Column("outcome", String(11), nullable=False),
    Column("confidence", SmallInteger, nullable=False),
    Column("latency_ms", Float, nullable=False),
    Column("article_id", TypedText),
    Column("position", Integer),
    # Whether an admin has dealt with it as a miss.
    Column("settled", Boolean, nullable=False, server_default=false()),
)
# Each index below holds all that its queries ask for, so that they need not read the rows.
Index(None, questions.c.day, questions.c.outcome, questions.c.confidence)
Index(None, questions.c.day, questions.c.latency_ms)
Index(None, questions.c.text_key, questions.c.day)
Index(None, questions.c.person)
_open_miss = (questions.c.outcome == "refusal") & ~questions.c.settled
Index(
    "ix_questions_misses",
    questions.c.at,
    questions.c.text_key,
    sqlite_where=_open_miss,
    postgresql_where=_open_miss,
)
_has_text = questions.c.text.is_not(None)
Index("ix_questions_with_text", questions.c.at, sqlite_where=_has_text, postgresql_where=_has_text)


def _question_id() -> Column[str]:
    return Column(
        "question_id",
        String(8),
        ForeignKey("questions.id", ondelete="CASCADE"),
        primary_key=True,
    )


feedback: Final = Table(
    "feedback",
    metadata,
    _question_id(),
    Column("person", PERSON, primary_key=True),
    Column("verdict", SmallInteger, nullable=False),
    Column("day", Date, nullable=False),
)
Index(None, feedback.c.day, feedback.c.verdict)
Index(None, feedback.c.person)
_dislike = feedback.c.verdict < 0
Index(
    "ix_feedback_dislikes",
    feedback.c.question_id,
    sqlite_where=_dislike,
    postgresql_where=_dislike,
)

ignored: Final = Table(
    "ignored",
    metadata,
    Column("text_key", KEY, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
)

wishes: Final = Table(
    "wishes",
    metadata,
    _question_id(),
    # In the clear: without it nobody could be told. Gone once told.
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
)
Index(None, wishes.c.chat_id)

languages: Final = Table(
    "languages",
    metadata,
    Column("person", PERSON, primary_key=True),
    Column("tag", TypedText, nullable=False),
)

versions: Final = Table(
    "versions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", UtcDateTime, nullable=False),
    Column("action", String(32), nullable=False),
    Column("path", Text, nullable=False),
    Column("before", Text),
    Column("after", Text),
    Column("person", PERSON),
    Column("note", TypedText, nullable=False),
    Column("state", String(8), nullable=False),
    # An id is never given twice: a button may still name the old one.
    sqlite_autoincrement=True,
)
Index(None, versions.c.state)

drafts: Final = Table(
    "drafts",
    metadata,
    Column("id", String(8), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("person", PERSON, nullable=False),
    Column("kind", String(32), nullable=False),
    # PostgreSQL's JSONB would refuse a NUL that somebody typed.
    Column("payload", JSON, nullable=False),
)
Index(None, drafts.c.person)
