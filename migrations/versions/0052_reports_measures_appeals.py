"""Reports by anybody, measures on what is live, appeals of any decision, and what automatic checks found.

Revision: 0052
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tenants import rls
from tenants.migrating import index_beside_writers
from tenants.ownership import Base, PlatformOwned, Reference, ShopReadable

revision = "0052"
down_revision = "0051"

_TABLES: tuple[tuple[str, type[Base], bool], ...] = (
    ("content_mark", PlatformOwned, False),
    ("decision_appeal", ShopReadable, True),
    ("measure", ShopReadable, False),
    ("mediator", Reference, False),
    ("report_case", PlatformOwned, False),
    ("report", PlatformOwned, False),
)


def upgrade() -> None:
    """Nothing is flagged, limited or paused until somebody decides it.

    What stands before the indexes, which end a transaction, may run twice.
    """
    op.execute(
        "ALTER TABLE moderation_case "
        "ADD COLUMN IF NOT EXISTS flags jsonb DEFAULT '[]' NOT NULL, ADD COLUMN IF NOT EXISTS risk bigint DEFAULT 0 NOT NULL, "
        "ADD COLUMN IF NOT EXISTS evidence jsonb DEFAULT '{}' NOT NULL, "
        "ADD COLUMN IF NOT EXISTS reversed_at timestamptz"
    )
    is_open, is_decided = sa.text("state = 'open'"), sa.text("decided_at IS NOT NULL")
    order = [sa.text("risk DESC"), "submitted_at", "id"]
    index_beside_writers("ix_moderation_case_queue", "moderation_case", order, postgresql_where=is_open)
    index_beside_writers("ix_moderation_case_decided", "moderation_case", ["decided_at"], postgresql_where=is_decided)
    for table in ("listing", "product"):
        op.add_column(table, sa.Column("limited", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column("shop", sa.Column("paused_until", sa.Date()))
    _begin_marks()
    _begin_appeals()
    _begin_measures()
    _begin_cases()
    _begin_reports()
    for table, owner, append in _TABLES:
        for statement in rls.protect(table, owner, append=append):
            op.execute(statement)


def _begin_marks() -> None:
    op.create_table('content_mark',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('shop_id', sa.Uuid(), nullable=False),
    sa.Column('product_id', sa.Uuid(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('value', sa.BigInteger(), nullable=True),
    sa.Column('bands', sa.ARRAY(sa.Integer()), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_content_mark')),
    sa.UniqueConstraint('product_id', 'key', name=op.f('uq_content_mark_product_id_key'))
    )
    op.create_index('ix_content_mark_bands', 'content_mark', ['bands'], unique=False, postgresql_using='gin')
    op.create_index('ix_content_mark_text', 'content_mark', ['value'], unique=False, postgresql_where=sa.text("key = ''"))
    op.create_table('mediator',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('contact', sa.String(), nullable=False),
    sa.Column('position', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mediator'))
    )


def _begin_appeals() -> None:
    op.create_table('decision_appeal',
    sa.Column('tenant_id', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('against', sa.String(), nullable=False),
    sa.Column('against_id', sa.Uuid(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('rule', sa.String(), nullable=True),
    sa.Column('body', sa.String(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('written_by', sa.String(), nullable=False),
    sa.Column('answer_by', sa.DateTime(timezone=True), nullable=False),
    sa.Column('upheld', sa.Boolean(), nullable=True),
    sa.Column('answer', sa.String(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_by', sa.String(), nullable=True),
    sa.Column('answered_by_id', sa.Uuid(), nullable=True),
    sa.CheckConstraint("against IN ('case', 'measure', 'report')", name=op.f('ck_decision_appeal_against')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decision_appeal')),
    sa.UniqueConstraint('against', 'against_id', name=op.f('uq_decision_appeal_against_against_id'))
    )
    op.create_index('ix_decision_appeal_open', 'decision_appeal', ['answer_by'], unique=False, postgresql_where=sa.text('answered_at IS NULL'))
    op.create_index(op.f('ix_decision_appeal_tenant_id'), 'decision_appeal', ['tenant_id'], unique=False)


def _begin_measures() -> None:
    op.create_table('measure',
    sa.Column('tenant_id', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('product_id', sa.Uuid(), nullable=True),
    sa.Column('number', sa.BigInteger(), nullable=True),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('shop_name', sa.String(), nullable=False),
    sa.Column('shop_slug', sa.String(), nullable=False),
    sa.Column('rule', sa.String(), nullable=False),
    sa.Column('facts', sa.String(), nullable=False),
    sa.Column('how_to_fix', sa.String(), nullable=False),
    sa.Column('evidence', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_by', sa.String(), nullable=False),
    sa.Column('decided_by_id', sa.Uuid(), nullable=True),
    sa.Column('begins_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('over_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('lifted_by', sa.String(), nullable=True),
    sa.Column('lifted_why', sa.String(), nullable=True),
    sa.Column('reversed_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("kind IN ('limit', 'pause', 'warning')", name=op.f('ck_measure_kind')),
    sa.CheckConstraint("state IN ('announced', 'in_effect', 'over', 'lifted')", name=op.f('ck_measure_state')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_measure'))
    )
    op.create_index('ix_measure_decided', 'measure', ['decided_at'], unique=False)
    op.create_index('ix_measure_due', 'measure', ['begins_at'], unique=False, postgresql_where=sa.text("state IN ('announced', 'in_effect')"))
    op.create_index(op.f('ix_measure_tenant_id'), 'measure', ['tenant_id'], unique=False)
    op.create_index('uq_measure_standing', 'measure', ['tenant_id', 'kind', sa.text('coalesce(product_id, tenant_id)')], unique=True, postgresql_where=sa.text("state IN ('announced', 'in_effect') AND kind <> 'warning'"))


def _begin_cases() -> None:
    op.create_table('report_case',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('about', sa.String(), nullable=False),
    sa.Column('about_id', sa.Uuid(), nullable=False),
    sa.Column('shop_id', sa.Uuid(), nullable=False),
    sa.Column('shop_name', sa.String(), nullable=False),
    sa.Column('shop_slug', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('number', sa.BigInteger(), nullable=True),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('flags', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('risk', sa.BigInteger(), nullable=False),
    sa.Column('reports', sa.BigInteger(), nullable=False),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decide_by', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by', sa.String(), nullable=True),
    sa.Column('decided_by_id', sa.Uuid(), nullable=True),
    sa.Column('rule', sa.String(), nullable=True),
    sa.Column('done', sa.String(), nullable=True),
    sa.Column('answer', sa.String(), nullable=True),
    sa.Column('decisions', sa.BigInteger(), nullable=False),
    sa.Column('claimed_by', sa.String(), nullable=True),
    sa.Column('claimed_by_id', sa.Uuid(), nullable=True),
    sa.Column('claimed_until', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("about IN ('listing', 'shop', 'message')", name=op.f('ck_report_case_about')),
    sa.CheckConstraint("state IN ('open', 'acted', 'dismissed')", name=op.f('ck_report_case_state')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_case'))
    )
    op.create_index('ix_report_case_decided', 'report_case', ['decided_at'], unique=False, postgresql_where=sa.text('decided_at IS NOT NULL'))
    op.create_index('ix_report_case_queue', 'report_case', [sa.text('risk DESC'), 'submitted_at', 'id'], unique=False, postgresql_where=sa.text("state = 'open'"))
    op.create_index('ix_report_case_shop', 'report_case', ['shop_id', 'submitted_at'], unique=False)
    op.create_index('uq_report_case_open', 'report_case', ['about', 'about_id'], unique=True, postgresql_where=sa.text("state = 'open'"))


def _begin_reports() -> None:
    op.create_table('report',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('link_hash', sa.String(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('body', sa.String(), nullable=False),
    sa.Column('right_owner', sa.String(), nullable=True),
    sa.Column('email', sa.String(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=True),
    sa.Column('locale', sa.String(), nullable=False),
    sa.Column('times', sa.BigInteger(), nullable=False),
    sa.Column('reported_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('behind', sa.Boolean(), nullable=False),
    sa.Column('bad_faith', sa.String(), nullable=True),
    sa.Column('bad_faith_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('bad_faith_by', sa.String(), nullable=True),
    sa.CheckConstraint("reason IN ('forbidden', 'counterfeit', 'misleading', 'picture', 'contact', 'offensive', 'rights', 'other')", name=op.f('ck_report_reason')),
    sa.ForeignKeyConstraint(['case_id'], ['report_case.id'], name=op.f('fk_report_case_id_report_case')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report')),
    sa.UniqueConstraint('case_id', 'email', name=op.f('uq_report_case_id_email')),
    sa.UniqueConstraint('code', name=op.f('uq_report_code')),
    sa.UniqueConstraint('link_hash', name=op.f('uq_report_link_hash'))
    )
    op.create_index(op.f('ix_report_account_id'), 'report', ['account_id'], unique=False)
    op.create_index(op.f('ix_report_case_id'), 'report', ['case_id'], unique=False)
    op.create_index('ix_report_email', 'report', ['email', 'reported_at'], unique=False)


def downgrade() -> None:
    """Listings are submitted and decided, and nothing else."""
    op.drop_column("shop", "paused_until")
    for table in ("product", "listing"):
        op.drop_column(table, "limited")
    for table, _owner, _append in reversed(_TABLES):
        op.drop_table(table)
    for name in ("ix_moderation_case_queue", "ix_moderation_case_decided"):
        op.drop_index(name, table_name="moderation_case")
    for name in ("reversed_at", "evidence", "risk", "flags"):
        op.drop_column("moderation_case", name)
