"""Money: payments with their numbers, offices' bank accounts."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "bank_accounts",
        sa.Column("office_code", sa.String(length=8), nullable=False),
        sa.Column("bank_bin", sa.String(length=6), nullable=False),
        sa.Column("number", sa.String(length=19), nullable=False),
        sa.Column("holder", sa.String(length=120), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_code"], ["offices.code"], name=op.f("fk_bank_accounts_office_code_offices"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("office_code", name=op.f("pk_bank_accounts")),
    )
    op.create_table(
        "receipt_counts",
        sa.Column("office_code", sa.String(length=8), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_code"], ["offices.code"], name=op.f("fk_receipt_counts_office_code_offices"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("office_code", "year", name=op.f("pk_receipt_counts")),
    )
    op.create_table(
        "payments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_code", sa.String(length=8), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.String(length=36), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("ticket", sa.String(length=8), nullable=False),
        sa.Column("procedure_code", sa.String(length=16), nullable=False),
        sa.Column("dong", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=8), nullable=False),
        sa.Column("officer", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("reverses", sa.Integer(), nullable=True),
        sa.CheckConstraint("way IN ('cash', 'transfer')", name=op.f("ck_payments_way")),
        sa.CheckConstraint("(reverses IS NULL AND dong > 0) OR (reverses IS NOT NULL AND dong < 0)", name=op.f("ck_payments_dong")),
        sa.ForeignKeyConstraint(["office_code"], ["offices.code"], name=op.f("fk_payments_office_code_offices")),
        sa.ForeignKeyConstraint(["reverses"], ["payments.id"], name=op.f("fk_payments_reverses_payments")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments")),
        sa.UniqueConstraint("dossier_id", "entry", name=op.f("uq_payments_dossier_id_entry")),
        sa.UniqueConstraint("office_code", "year", "number", name=op.f("uq_payments_office_code_year_number")),
        sa.UniqueConstraint("reverses", name=op.f("uq_payments_reverses")),
    )
    op.create_index("ix_payments_office_code_at", "payments", ["office_code", "at"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("payments")
    op.drop_table("receipt_counts")
    op.drop_table("bank_accounts")
