"""All migrations on an empty database give the tables of the models, and each can be walked down and up with rows in it."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade

from app.extensions import db


def difference():
    with db.engines[None].connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return compare_metadata(context, db.metadata)


def test_migrations_equal_models(storage):
    assert difference() == []


def test_each_migration_goes_down_and_up_with_rows_in_it(storage):
    steps = list(ScriptDirectory("migrations").walk_revisions())
    for _ in steps[:-1]:
        downgrade(revision="-1")
    upgrade()
    assert difference() == []


def test_the_first_migration_can_be_taken_back(empty_app):
    downgrade(revision="base")
    upgrade()
    assert difference() == []
