"""Where posters hang, patrols, the office's settings."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def office_columns() -> tuple[sa.Column, ...]:
    """What offices get."""
    return (
        sa.Column("open_hours", sa.JSON(), nullable=True),
        sa.Column("counters", sa.JSON(), nullable=True),
        sa.Column("contact_checked_on", sa.Date(), nullable=True),
        sa.Column("keep_done_days", sa.Integer(), nullable=True),
    )


def poster_columns() -> tuple[sa.Column, ...]:
    """What posters get, beside their place."""
    return (
        sa.Column("note", sa.String(length=80), server_default="", nullable=False),
        sa.Column("placed_by", sa.String(length=64), nullable=True),
        sa.Column("placed_at", sa.DateTime(), nullable=True),
        sa.Column("paper", sa.String(length=4), server_default="a5", nullable=False),
        sa.Column("printed", sa.JSON(), nullable=True),
        sa.Column("printed_at", sa.DateTime(), nullable=True),
    )


def upgrade() -> None:
    """Make the tables; what hangs already was printed on the day it was made, nobody knows where it hangs."""
    op.create_table(
        "office_days",
        sa.Column("office_code", sa.String(length=8), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_working", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_code"], ["offices.code"], name=op.f("fk_office_days_office_code_offices"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("office_code", "day", name=op.f("pk_office_days")),
    )
    op.create_table(
        "hamlets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_code", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["office_code"], ["offices.code"], name=op.f("fk_hamlets_office_code_offices"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hamlets")),
        sa.UniqueConstraint("office_code", "name", name=op.f("uq_hamlets_office_code_name")),
    )
    op.create_table(
        "poster_places",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_code", sa.String(length=8), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("hamlet_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('counter', 'village', 'market', 'school', 'health', 'other')", name=op.f("ck_poster_places_kind")
        ),
        sa.ForeignKeyConstraint(
            ["office_code"], ["offices.code"], name=op.f("fk_poster_places_office_code_offices"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["hamlet_id"], ["hamlets.id"], name=op.f("fk_poster_places_hamlet_id_hamlets"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poster_places")),
    )
    op.create_index(op.f("ix_poster_places_office_code"), "poster_places", ["office_code"])
    op.create_table(
        "patrols",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_code", sa.String(length=8), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["office_code"], ["offices.code"], name=op.f("fk_patrols_office_code_offices")),
        sa.ForeignKeyConstraint(["place_id"], ["poster_places.id"], name=op.f("fk_patrols_place_id_poster_places")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patrols")),
    )
    op.create_index(op.f("ix_patrols_office_code"), "patrols", ["office_code"])
    op.create_table(
        "patrol_finds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patrol_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("poster_id", sa.String(length=6), nullable=True),
        sa.Column("result", sa.String(length=9), nullable=False),
        sa.Column("said", sa.String(length=500), nullable=True),
        sa.CheckConstraint(
            "result IN ('here', 'reprint', 'elsewhere', 'unplaced', 'retired', 'other', 'foreign', 'missing', 'mistake')",
            name=op.f("ck_patrol_finds_result"),
        ),
        sa.ForeignKeyConstraint(["patrol_id"], ["patrols.id"], name=op.f("fk_patrol_finds_patrol_id_patrols"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["place_id"], ["poster_places.id"], name=op.f("fk_patrol_finds_place_id_poster_places")),
        sa.ForeignKeyConstraint(["poster_id"], ["posters.id"], name=op.f("fk_patrol_finds_poster_id_posters")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patrol_finds")),
        sa.UniqueConstraint("key", name=op.f("uq_patrol_finds_key")),
    )
    op.create_index(op.f("ix_patrol_finds_patrol_id"), "patrol_finds", ["patrol_id"])
    op.create_index(op.f("ix_patrol_finds_poster_id"), "patrol_finds", ["poster_id"])
    for column in office_columns():
        op.add_column("offices", column)
    # A batch would make `posters` anew, and its scans would go with the old table: so the reference is written by hand.
    op.execute(
        "ALTER TABLE posters ADD COLUMN place_id INTEGER CONSTRAINT fk_posters_place_id_poster_places REFERENCES poster_places (id)"
    )
    for column in poster_columns():
        op.add_column("posters", column)
    op.execute("UPDATE posters SET printed_at = made_at")


def downgrade() -> None:
    """Take back."""
    op.drop_table("patrol_finds")
    op.drop_table("patrols")
    for column in poster_columns():
        op.drop_column("posters", column.name)
    op.drop_column("posters", "place_id")
    for column in office_columns():
        op.drop_column("offices", column.name)
    op.drop_table("poster_places")
    op.drop_table("hamlets")
    op.drop_table("office_days")
