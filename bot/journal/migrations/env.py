"""How Alembic runs the migrations: on the connection, and in the transaction, it is given."""

from __future__ import annotations

from alembic import context

from bot.journal.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite changes a table by copying it.
    render_as_batch=True,
    # True of SQLite as well, the way transactions are begun here.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
