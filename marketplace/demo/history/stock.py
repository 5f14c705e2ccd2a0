"""Stock of the history: what was sold came in before, so that today there is as much as the shelf says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from marketplace.demo.history.shelf import Stall
from marketplace.demo.history.writing import Moved, Telling
from marketplace.goods.inventory import MovementKind
from marketplace.goods.inventory.models import StockMovement

RESTOCKED = "resurtido"
COUNTED = "conteo"
_LOT = 12  # a shop buys that many at least


class Step(NamedTuple):
    """A movement, and how many pieces there were after it."""

    moved: Moved
    on_hand: int


def follow(pieces: int, moved: list[Moved], by: str, until: datetime) -> Iterator[Step]:
    """Follow the stock of a variant that has `pieces` before and after all that moved, adding what its shop bought in between.

    Never below nothing; whoever needs more buys it the evening before. `by` counts and buys.
    """
    level, to_buy = pieces, max(0, -sum(one.delta for one in moved))

    def bought(at: datetime, lot: int, why: str) -> Step:
        return Step(Moved(at, lot, MovementKind.CORRECTION, by, why), level)

    for one in sorted(moved, key=lambda step: (step.at, -step.delta)):
        if level + one.delta < 0:
            lot = max(-one.delta - level, min(_LOT, to_buy))
            level, to_buy = level + lot, to_buy - lot
            yield bought(one.at - timedelta(seconds=1), lot, RESTOCKED)
        level += one.delta
        yield Step(one, level)
    if level != pieces:
        rest = pieces - level
        level = pieces
        last = max(one.at for one in moved)
        yield bought(last + (until - last) / 2, rest, RESTOCKED if rest > 0 else COUNTED)


def write_stock(telling: Telling, stalls: list[Stall]) -> None:
    """Write every movement of the history."""
    owners = {stall.tenant_id: stall.owner for stall in stalls}
    sold = [(ware, variant) for stall in stalls for ware in stall.wares for variant in ware.variants]
    pieces: dict[UUID, int] = {UUID(str(variant["id"])): variant["available"] for _ware, variant in sold}
    named = {
        UUID(str(variant["id"])): {
            "product_id": str(ware.product_id), "title": ware.title, "variant": variant["name"]
        }
        for ware, variant in sold
    }  # fmt: skip
    for (tenant_id, variant_id, location_id), moved in telling.moved.items():
        owner = owners[tenant_id]
        for one, on_hand in follow(pieces[variant_id], moved, owner.name, telling.now):
            telling.rows.add(
                StockMovement, tenant_id=tenant_id, variant_id=variant_id, location_id=location_id, at=one.at, kind=one.kind,
                delta=one.delta, on_hand_after=on_hand, by=one.by, subject=one.subject,
            )  # fmt: skip
            if one.kind is MovementKind.CORRECTION:
                subject = f"variant:{variant_id}"
                telling.audit(
                    one.at, owner, "inventory.stock", subject, tenant_id, **named[variant_id],
                    before=on_hand - one.delta, after=on_hand,
                )  # fmt: skip
