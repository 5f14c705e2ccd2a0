"""Say what a migration would do to a market that is open: who waits for it, and what to write instead.

Each migration is written out as SQL and read by squawk; what fills rows is looked for here. Tables that the migration
itself makes are empty, and free. A table that stays small may be named in it: `SMALL = {"fee_schedule": "a handful of
rows, written by hand"}`. One that cannot be done while people buy says so, and why: `STOPS = "stock gets a second key"`;
docs/operations.md says how it is run.
"""

from __future__ import annotations

import importlib.util
import io
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from alembic.migration import MigrationContext
from alembic.operations import Operations

ROOT = Path(__file__).parent.parent
VERSIONS = ROOT / "migrations" / "versions"
# Those up to here ran before there was a market to hold up.
DONE = "0022"
SQUAWK = Path(sys.executable).parent / "squawk"

BESIDE_WRITERS = "use tenants.migrating.index_beside_writers, in a migration of its own: it builds while people write"
TWO_RELEASES = (
    "the release before still uses it while both run: stop using it in this release, take it away in the next"
)
NOT_VALID_FIRST = (
    "add it with postgresql_not_valid=True; VALIDATE CONSTRAINT in the migration after this one reads the rows "
    "without holding anybody up"
)
# Where two rules speak of one statement, the later says more.
INSTEAD = {
    "constraint-missing-not-valid": NOT_VALID_FIRST,
    "require-concurrent-index-creation": BESIDE_WRITERS,
    "ban-concurrent-index-creation-in-transaction": BESIDE_WRITERS,
    "require-concurrent-index-deletion": "use tenants.migrating.drop_index_beside_readers",
    "adding-foreign-key-constraint": NOT_VALID_FIRST,
    "disallowed-unique-constraint": "make the unique index first (tenants.migrating.index_beside_writers); the constraint "
    "then takes it over: ALTER TABLE … ADD CONSTRAINT … UNIQUE USING INDEX …",
    "adding-required-field": "give it a server_default: the release before writes rows without it, and those that are there "
    "have none",
    "adding-not-nullable-field": "add CHECK (… IS NOT NULL) NOT VALID, validate it in the next migration, and only then SET "
    "NOT NULL, which believes it",
    "adding-field-with-default": "a default that differs from row to row writes the whole table anew: add the column empty, "
    "fill it by a job in batches, and set the default for new rows",
    "adding-serial-primary-key-field": "it writes the whole table anew: add the column empty and fill it by a job in batches",
    "changing-column-type": "it writes the whole table anew: add a second column, fill it by a job in batches, and change "
    "over in the next release",
    "ban-drop-column": TWO_RELEASES,
    "ban-drop-table": TWO_RELEASES,
    "renaming-column": TWO_RELEASES,
    "renaming-table": TWO_RELEASES,
    "ban-truncate-cascade": "it empties what points there too, and readers wait: DELETE, in batches by a job",
    "ban-drop-database": "no",
    "identifier-too-long": "PostgreSQL keeps 63 letters of a name, and drops the rest without a word",
    "syntax-error": "PostgreSQL would not understand it either",
}
ROWS = (
    "rows are written one by one while the table is locked for all others: write them by a job in batches (CONTRIBUTING.md, "
    "To write a migration), or name the table in SMALL and say why it stays small"
)
READS = "it asks the database for rows (op.get_bind()): what depends on rows is a job's work, or one statement of SQL"
_WRITES_ROWS = re.compile(
    r'^\s*(?:UPDATE|DELETE\s+FROM|INSERT\s+INTO|TRUNCATE(?:\s+TABLE)?)\s+(?:ONLY\s+)?"?(\w+)"?', re.IGNORECASE
)
_INSERTS = re.compile(r"^\s*INSERT\b(?!.*\bSELECT\b)", re.IGNORECASE | re.DOTALL)
_MAKES = re.compile(r'CREATE TABLE (?:IF NOT EXISTS )?"?(\w+)"?', re.IGNORECASE)
_TABLE = re.compile(r'(?:ALTER TABLE|DROP TABLE|TRUNCATE|\bON)\s+(?:IF EXISTS\s+|ONLY\s+)*"?(\w+)"?', re.IGNORECASE)


def load(path: Path) -> ModuleType:
    """Load a migration without running it."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def sql_of(migration: ModuleType) -> str:
    """Write a migration's way up as SQL. Raises LookupError when it asks the database for rows on its way."""
    written = io.StringIO()
    context = MigrationContext.configure(
        dialect_name="postgresql",
        opts={"as_sql": True, "output_buffer": written, "transaction_per_migration": True},
    )
    try:
        with Operations.context(context), context.begin_transaction(_per_migration=True):
            migration.upgrade()
    except (AttributeError, TypeError) as error:  # there is no connection to ask
        raise LookupError(READS) from error
    return written.getvalue()


def complaints(path: Path) -> Iterator[str]:
    """Say what a migration may not do to an open market, and what to do instead."""
    migration = load(path)
    if getattr(migration, "STOPS", ""):
        return
    small: dict[str, str] = getattr(migration, "SMALL", {})
    try:
        sql = sql_of(migration)
    except LookupError as error:
        yield f"{path.name}: {error}"
        return
    free = {*small, *_MAKES.findall(sql)}
    weight = list(INSTEAD).index
    worst: dict[str, str] = {}
    for rule, statement in squawk(sql):
        table = _TABLE.search(statement)
        if rule in INSTEAD and not (table and table[1] in free):
            worst[statement] = max(rule, worst.get(statement, rule), key=weight)
    for statement, rule in worst.items():
        yield f"{path.name}: {rule}: {shorten(statement)}\n    instead: {INSTEAD[rule]}"
    for statement in sql.split(";\n"):
        written = _WRITES_ROWS.match(statement)
        if written and written[1] not in {*free, "alembic_version"} and not _INSERTS.match(statement):
            yield f"{path.name}: rows-in-a-migration: {shorten(statement)}\n    instead: {ROWS}"


def squawk(sql: str) -> Iterator[tuple[str, str]]:
    """Let squawk read SQL; gives each rule that is hurt, with the statement."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "migration.sql"
        path.write_text(sql, "utf-8")
        said = subprocess.run(
            [SQUAWK, "--reporter=json", "--pg-version=16", path], capture_output=True, text=True, check=False
        )
    lines = sql.splitlines()
    for found in json.loads(said.stdout):
        rest = "\n".join(lines[max(0, found["line"] - 1) :]).lstrip()
        yield found["rule_name"], rest.partition(";")[0]


def shorten(statement: str) -> str:
    """Write a statement in one line that is not too long."""
    line = " ".join(statement.split())
    return line if len(line) <= 100 else f"{line[:99]}…"


def main() -> int:
    """Judge what is newer than DONE; gives what the process ends with."""
    found = [one for path in sorted(VERSIONS.glob("*.py")) if path.name[:4] > DONE for one in complaints(path)]
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
