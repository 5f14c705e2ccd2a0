"""The map of all that is kept, put together from what each module says of its tables. Public page, export and erasing work from
it; a test holds it complete."""

from __future__ import annotations

from marketplace.kernel.datamap import Table
from marketplace.kernel.module import house


def kept_tables() -> dict[str, Table]:
    """Every table there is, by name."""
    return {name: table for module in house() for name, table in module.keeps.items()}


def tables_of_people() -> dict[str, Table]:
    """The tables whose rows belong to a person."""
    return {name: table for name, table in kept_tables().items() if table.person or table.address}
