"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table."""
    _make_questions()
    _make_what_hangs_on_questions()
    op.create_table(
        "ignored",
        sa.Column("text_key", sa.String(32), nullable=False),
        _moment(),
        sa.PrimaryKeyConstraint("text_key", name="pk_ignored"),
    )
    op.create_table(
        "languages",
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("tag", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("person", name="pk_languages"),
    )
    _make_versions_and_drafts()


def _moment() -> sa.Column[object]:
    return sa.Column("at", sa.DateTime(timezone=True), nullable=False)


def _make_questions() -> None:
    op.create_table(
        "questions",
        sa.Column("id", sa.String(8), nullable=False),
        _moment(),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("chat_kind", sa.String(8), nullable=False),
        sa.Column("text", sa.Text),
        sa.Column("text_key", sa.String(32)),
        sa.Column("language", sa.Text),
        sa.Column("outcome", sa.String(11), nullable=False),
        sa.Column("confidence", sa.SmallInteger, nullable=False),
        sa.Column("latency_ms", sa.Float, nullable=False),
        sa.Column("article_id", sa.Text),
        sa.Column("position", sa.Integer),
        sa.Column("settled", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.PrimaryKeyConstraint("id", name="pk_questions"),
    )
    for columns in (
        ["day", "outcome", "confidence"],
        ["day", "latency_ms"],
        ["text_key", "day"],
        ["person"],
    ):
        op.create_index(f"ix_questions_{'_'.join(columns)}", "questions", columns)
    op.create_index(
        "ix_questions_misses",
        "questions",
        ["at", "text_key"],
        sqlite_where=sa.text("outcome = 'refusal' AND settled = 0"),
        postgresql_where=sa.text("outcome = 'refusal' AND NOT settled"),
    )
    has_text = sa.text("text IS NOT NULL")
    op.create_index(
        "ix_questions_with_text",
        "questions",
        ["at"],
        sqlite_where=has_text,
        postgresql_where=has_text,
    )


def _make_what_hangs_on_questions() -> None:
    op.create_table(
        "feedback",
        sa.Column("question_id", sa.String(8), nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("verdict", sa.SmallInteger, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name="fk_feedback_question_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("question_id", "person", name="pk_feedback"),
    )
    op.create_index("ix_feedback_day_verdict", "feedback", ["day", "verdict"])
    op.create_index("ix_feedback_person", "feedback", ["person"])
    dislike = sa.text("verdict < 0")
    op.create_index(
        "ix_feedback_dislikes",
        "feedback",
        ["question_id"],
        sqlite_where=dislike,
        postgresql_where=dislike,
    )
    op.create_table(
        "wishes",
        sa.Column("question_id", sa.String(8), nullable=False),
        sa.Column("chat_id", sa.BigInteger, autoincrement=False, nullable=False),
        _moment(),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name="fk_wishes_question_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("question_id", "chat_id", name="pk_wishes"),
    )
    op.create_index("ix_wishes_chat_id", "wishes", ["chat_id"])


def _make_versions_and_drafts() -> None:
    op.create_table(
        "versions",
        sa.Column("id", sa.Integer, autoincrement=True, nullable=False),
        _moment(),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("before", sa.Text),
        sa.Column("after", sa.Text),
        sa.Column("person", sa.String(64)),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_versions"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_versions_state", "versions", ["state"])
    op.create_table(
        "drafts",
        sa.Column("id", sa.String(8), nullable=False),
        _moment(),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("payload", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_drafts"),
    )
    op.create_index("ix_drafts_person", "drafts", ["person"])
