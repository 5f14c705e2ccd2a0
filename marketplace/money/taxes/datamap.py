"""What is kept in the tables of taxes: what for, how long, and what erasing does to it."""

from __future__ import annotations

from marketplace.kernel.datamap import For, Keep, Table, cells, none

KEEPS: dict[str, Table] = {
    "legal_rate": Table(
        For.PAY,
        Keep.ALWAYS,
        cells(
            none("id levy goods place standing rate_bp valid_from valid_until article published text text_en"),
        ),
    ),
}
