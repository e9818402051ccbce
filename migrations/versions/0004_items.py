"""Items of devices, the keys that they are sealed to, and what dossiers learn from them."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables and columns."""
    op.create_table(
        "seal_keys",
        sa.Column("id", sa.String(length=8), nullable=False),
        sa.Column("use", sa.String(length=8), nullable=False),
        sa.Column("office_code", sa.String(length=8), nullable=True),
        sa.Column("point", sa.LargeBinary(), nullable=False),
        sa.Column("key_version", sa.Integer(), nullable=False),
        sa.Column("private", sa.LargeBinary(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.CheckConstraint("use IN ('seal', 'receipt')", name=op.f("ck_seal_keys_use")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seal_keys")),
    )
    op.create_index(op.f("ix_seal_keys_office_code"), "seal_keys", ["office_code"])
    op.create_table(
        "items",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("seal_key", sa.String(length=8), nullable=False),
        sa.Column("key_version", sa.Integer(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.CheckConstraint("channel IN ('device', 'code', 'file')", name=op.f("ck_items_channel")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_items")),
    )
    op.create_index(op.f("ix_items_received_at"), "items", ["received_at"])
    op.create_table(
        "item_files",
        sa.Column("item_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_item_files_item_id_items"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("item_id", "number", name=op.f("pk_item_files")),
    )
    op.create_table(
        "arrivals",
        sa.Column("mark", sa.String(length=32), nullable=False),
        sa.Column("hour", sa.DateTime(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("mark", "hour", name=op.f("pk_arrivals")),
    )
    op.create_index(op.f("ix_arrivals_hour"), "arrivals", ["hour"])
    with op.batch_alter_table("dossiers") as table:
        table.add_column(sa.Column("filled_by", sa.String(length=12), server_default="self", nullable=False))
        table.add_column(sa.Column("files_expected", sa.Integer(), server_default="0", nullable=False))
        table.add_column(sa.Column("needs_review", sa.Boolean(), server_default=sa.false(), nullable=False))
        table.add_column(sa.Column("replaces", sa.String(length=36), nullable=True))
        table.create_index(op.f("ix_dossiers_replaces"), ["replaces"])


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("dossiers") as table:
        table.drop_index(op.f("ix_dossiers_replaces"))
        for name in ("replaces", "needs_review", "files_expected", "filled_by"):
            table.drop_column(name)
    for name in ("arrivals", "item_files", "items", "seal_keys"):
        op.drop_table(name)
