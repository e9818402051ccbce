"""Drafts on their way to another browser."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "carried_drafts",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("giver", sa.String(length=32), nullable=False),
        sa.Column("left_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carried_drafts")),
    )
    with op.batch_alter_table("carried_drafts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_carried_drafts_giver"), ["giver"], unique=False)
        batch_op.create_index(batch_op.f("ix_carried_drafts_left_at"), ["left_at"], unique=False)


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("carried_drafts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_carried_drafts_left_at"))
        batch_op.drop_index(batch_op.f("ix_carried_drafts_giver"))
    op.drop_table("carried_drafts")
