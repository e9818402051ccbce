"""What was missing when a dossier went back; when it is due; who has it in hand."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and the columns."""
    op.create_table(
        "dossier_returns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("mended_at", sa.DateTime(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossiers.id"], name=op.f("fk_dossier_returns_dossier_id_dossiers"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_returns")),
        sa.UniqueConstraint("dossier_id", "number", name=op.f("uq_dossier_returns_dossier_id_number")),
    )
    with op.batch_alter_table("dossiers") as table:
        table.add_column(sa.Column("due_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("taken_by", sa.String(length=64), nullable=True))
        table.add_column(sa.Column("taken_at", sa.DateTime(), nullable=True))
        table.create_index("ix_dossiers_office_due", ["office_code", "state", "due_on"])


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("dossiers") as table:
        table.drop_index("ix_dossiers_office_due")
        for name in ("taken_at", "taken_by", "due_on"):
            table.drop_column(name)
    op.drop_table("dossier_returns")
