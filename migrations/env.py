"""Alembic's environment: our tables, on the writing engine."""

from __future__ import annotations

from alembic import context
from flask import current_app
from sqlalchemy import pool  # noqa: F401

db = current_app.extensions["migrate"].db


def run() -> None:
    """Run the migrations on the database that the app is set to."""
    with db.engines[None].connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=True,
            compare_type=True,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
