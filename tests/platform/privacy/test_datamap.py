"""The map names every column of every table and no other, and says why something stays."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Column, MetaData, String, Table

from marketplace.kernel.datamap import Act, DataKind
from marketplace.platform.privacy.kept import kept_tables, tables_of_people
from marketplace.platform.privacy.web import words
from tenants.ownership import Base

pytestmark = pytest.mark.usefixtures("app")  # the house is built with it


def unmapped(tables: MetaData) -> set[str]:
    """Columns that the map forgets, and names on it that no table has."""
    there = {f"{table.name}.{column.name}" for table in tables.tables.values() for column in table.columns}
    named = {f"{name}.{column}" for name, table in kept_tables().items() for column in table.cells}
    return there ^ named


def test_it_names_every_column_and_no_other() -> None:
    assert unmapped(Base.metadata) == set()


def test_a_new_column_would_be_noticed() -> None:
    more = MetaData()
    for table in Base.metadata.tables.values():
        table.to_metadata(more)
    Table("account", more, Column("birthday", String), extend_existing=True)
    assert unmapped(more) == {"account.birthday"}


def test_what_stays_says_why() -> None:
    silent = {
        f"{name}.{column}"
        for name, table in kept_tables().items()
        for column, cell in table.cells.items()
        if cell.kind is not DataKind.NONE and cell.act is Act.KEEP and cell.why is None
    }
    assert silent == set()


def test_rows_of_people_can_be_found_by_columns_that_exist() -> None:
    for name, table in kept_tables().items():
        named = (table.person, table.address, table.made, table.stays_with, table.files, table.theirs)
        for column in (*filter(None, named), *(table.mentions or "").split()):
            assert column in table.cells, f"{name}.{column}"
        assert table.made or not (table.address or table.mentions), name
    assert all(table.person or table.address for table in tables_of_people().values())


def test_anybody_reads_it_and_each_table_has_a_name(browser_client: FlaskClient) -> None:
    answer = browser_client.get("/privacidad/que-guardamos")
    assert answer.status_code == 200
    for name, table in kept_tables().items():
        if table.personal:
            title = words.table_title(name, table)
            assert title != name, "it is called by words"
            assert title in answer.text
    assert "/privacidad/que-guardamos" in browser_client.get("/legal").text
