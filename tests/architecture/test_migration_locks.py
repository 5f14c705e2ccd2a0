"""A migration that would hold up an open market is refused, and told what to do instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.migration_locks import DONE, VERSIONS, complaints, load

HEAD = """
import sqlalchemy as sa
from alembic import op
from tenants import migrating

{extra}

def upgrade():
    {body}
"""
# What may not be done to a table with people's rows in it; the rule; a word of what is to be done instead.
REFUSED = (
    ('op.create_index("ix_x", "parcel", ["note"])', "require-concurrent-index-creation", "index_beside_writers"),
    ('op.create_unique_constraint("uq_x", "parcel", ["note"])', "disallowed-unique-constraint", "USING INDEX"),
    ('op.drop_index("ix_parcel_number", "parcel")', "require-concurrent-index-deletion", "drop_index_beside_readers"),
    (
        'op.add_column("parcel", sa.Column("x", sa.String(), nullable=False))',
        "adding-required-field",
        "server_default",
    ),
    ('op.alter_column("parcel", "note", nullable=False)', "adding-not-nullable-field", "NOT VALID"),
    ('op.alter_column("parcel", "note", type_=sa.BigInteger())', "changing-column-type", "second column"),
    (
        'op.execute("ALTER TABLE parcel ADD COLUMN x uuid DEFAULT gen_random_uuid()")',
        "adding-field-with-default",
        "in batches",
    ),
    ("op.create_check_constraint('ck_x', 'parcel', \"note <> ''\")", "constraint-missing-not-valid", "VALIDATE"),
    ('op.create_foreign_key("fk_x", "parcel", "account", ["a"], ["id"])', "adding-foreign-key-constraint", "VALIDATE"),
    ('op.drop_column("parcel", "note")', "ban-drop-column", "in the next"),
    ('op.drop_table("parcel")', "ban-drop-table", "in the next"),
    ('op.alter_column("parcel", "note", new_column_name="said")', "renaming-column", "in the next"),
    ("op.execute(\"UPDATE parcel SET note = ''\")", "rows-in-a-migration", "job in batches"),
    ('op.execute("INSERT INTO mail SELECT * FROM parcel")', "rows-in-a-migration", "job in batches"),
    ('op.get_bind().execute(sa.text("SELECT 1")).scalar()', "get_bind", "job's work"),
)
ALLOWED = (
    'op.add_column("parcel", sa.Column("x", sa.String()))',
    'op.add_column("parcel", sa.Column("x", sa.BigInteger(), server_default="0", nullable=False))',
    'migrating.index_beside_writers("ix_x", "parcel", ["note"])',
    'migrating.drop_index_beside_readers("ix_parcel_number")',
    "op.create_check_constraint('ck_x', 'parcel', \"note <> ''\", postgresql_not_valid=True)",
    'op.create_foreign_key("fk_x", "parcel", "account", ["a"], ["id"], postgresql_not_valid=True)',
    'op.execute("ALTER TABLE parcel VALIDATE CONSTRAINT ck_x")',
    'op.execute("INSERT INTO mail (id) VALUES (1)")',
    'op.create_table("new", sa.Column("id", sa.Uuid())); op.create_index("ix_new", "new", ["id"]); '
    'op.execute("UPDATE new SET id = id"); op.create_foreign_key("fk_new", "new", "account", ["id"], ["id"])',
)


@pytest.fixture
def judge(tmp_path: Path) -> object:
    """Judges a way up."""

    def judged(body: str, extra: str = "") -> str:
        path = tmp_path / "9999_written.py"
        path.write_text(HEAD.format(body=body, extra=extra))
        return "\n".join(complaints(path))

    return judged


@pytest.mark.parametrize(("body", "rule", "instead"), REFUSED, ids=[rule for _, rule, _ in REFUSED])
def test_what_would_hold_people_up_is_refused_with_what_to_do_instead(judge, body: str, rule: str, instead: str):
    said = judge(body)
    assert rule in said
    assert instead in said


@pytest.mark.parametrize("body", ALLOWED)
def test_what_holds_nobody_up_goes_through(judge, body: str):
    assert judge(body) == ""


def test_a_table_that_stays_small_is_named_with_its_reason(judge):
    body, _, _ = REFUSED[0]
    assert judge(body, 'SMALL = {"parcel": "a handful"}') == ""
    assert judge(body, 'SMALL = {"order": "another table"}') != ""


def test_one_that_stops_the_market_says_so(judge):
    assert judge(REFUSED[0][0], 'STOPS = "the table gets a second key"') == ""


def test_every_new_migration_lets_people_go_on():
    for path in sorted(VERSIONS.glob("*.py")):
        if path.name[:4] > DONE:
            assert list(complaints(path)) == []


def test_whoever_is_excused_says_why():
    for path in sorted(VERSIONS.glob("*.py")):
        migration = load(path)
        assert all(getattr(migration, "SMALL", {}).values())
        assert len(getattr(migration, "STOPS", "a reason")) > 5
