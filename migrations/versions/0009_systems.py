"""The systems of others: keys, hooks, what they were answered; the audit names them; dossiers in order of change."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "systems",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_code", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("rights", sa.String(length=60), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.Column("used_on", sa.Date(), nullable=True),
        sa.Column("free_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["office_code"], ["offices.code"], name=op.f("fk_systems_office_code_offices")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_systems")),
    )
    op.create_index(op.f("ix_systems_office_code"), "systems", ["office_code"])
    op.create_table(
        "system_keys",
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("system_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["system_id"], ["systems.id"], name=op.f("fk_system_keys_system_id_systems"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_system_keys")),
    )
    op.create_index(op.f("ix_system_keys_system_id"), "system_keys", ["system_id"])
    op.create_table(
        "system_answers",
        sa.Column("system_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("dossier_id", sa.String(length=36), nullable=False),
        sa.Column("call", sa.String(length=64), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["system_id"], ["systems.id"], name=op.f("fk_system_answers_system_id_systems"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossiers.id"], name=op.f("fk_system_answers_dossier_id_dossiers"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("system_id", "mark", name=op.f("pk_system_answers")),
    )
    op.create_index(op.f("ix_system_answers_dossier_id"), "system_answers", ["dossier_id"])
    op.create_table(
        "hooks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("system_id", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(length=400), nullable=False),
        sa.Column("key_version", sa.Integer(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["system_id"], ["systems.id"], name=op.f("fk_hooks_system_id_systems"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hooks")),
    )
    op.create_index(op.f("ix_hooks_system_id"), "hooks", ["system_id"])
    op.create_table(
        "hook_messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hook_id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=36), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("run_at", sa.DateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(), nullable=True),
        sa.Column("last_error", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["hook_id"], ["hooks.id"], name=op.f("fk_hook_messages_hook_id_hooks"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossiers.id"], name=op.f("fk_hook_messages_dossier_id_dossiers"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hook_messages")),
    )
    for column in ("hook_id", "dossier_id", "run_at"):
        op.create_index(op.f(f"ix_hook_messages_{column}"), "hook_messages", [column])
    op.add_column("audit", sa.Column("system_id", sa.Integer(), nullable=True))
    op.create_index("ix_dossiers_office_changed", "dossiers", ["office_code", "changed_at", "id"])


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_dossiers_office_changed", "dossiers")
    with op.batch_alter_table("audit") as table:
        table.drop_column("system_id")
    for name in ("hook_messages", "hooks", "system_answers", "system_keys", "systems"):
        op.drop_table(name)
