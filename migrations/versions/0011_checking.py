"""The counter: forms half typed for somebody, and what an officer saw of a dossier's papers."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "paper_checks",
        sa.Column("dossier_id", sa.String(length=36), nullable=False),
        sa.Column("target", sa.String(length=80), nullable=False),
        sa.Column("is_there", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossiers.id"], name=op.f("fk_paper_checks_dossier_id_dossiers"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("dossier_id", "target", name=op.f("pk_paper_checks")),
    )
    op.create_table(
        "counter_drafts",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("office_code", sa.String(length=8), nullable=False),
        sa.Column("procedure_code", sa.String(length=16), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("key_version", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_code"], ["offices.code"], name=op.f("fk_counter_drafts_office_code_offices"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counter_drafts")),
    )
    op.create_index("ix_counter_drafts_actor_changed_at", "counter_drafts", ["actor", "changed_at"])
    op.create_table(
        "counter_draft_photos",
        sa.Column("draft_id", sa.String(length=36), nullable=False),
        sa.Column("question_id", sa.String(length=64), nullable=False),
        sa.Column("key_version", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["counter_drafts.id"], name=op.f("fk_counter_draft_photos_draft_id_counter_drafts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("draft_id", "question_id", name=op.f("pk_counter_draft_photos")),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("counter_draft_photos")
    op.drop_table("counter_drafts")
    op.drop_table("paper_checks")
