"""Who pays less, and who said so."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "waivers",
        sa.Column("dossier_id", sa.String(length=36), nullable=False),
        sa.Column("office_code", sa.String(length=8), nullable=False),
        sa.Column("ticket", sa.String(length=8), nullable=False),
        sa.Column("procedure_code", sa.String(length=16), nullable=False),
        sa.Column("why", sa.String(length=600), nullable=False),
        sa.Column("officer", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["office_code"], ["offices.code"], name=op.f("fk_waivers_office_code_offices")),
        sa.PrimaryKeyConstraint("dossier_id", name=op.f("pk_waivers")),
    )
    op.create_index("ix_waivers_office_code_at", "waivers", ["office_code", "at"])


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_waivers_office_code_at", "waivers")
    op.drop_table("waivers")
