"""Verbs on carts as they are kept: rows of an account, or of a browser whose person is not known.

The owner is always named: some doors to the cart stand above the walls (checkout, entering, settling).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import delete, func, select

from marketplace.kernel.verbs import PROOF, verb
from marketplace.kernel.work import Work
from marketplace.trade.cart.models import CartChoice, CartRow
from marketplace.trade.cart.rules import MOST_LINES, MOST_OF_ONE, CartLine, ShopChoice, change, put, step
from marketplace.trade.orders import hand_purchases_over
from marketplace.trade.shipping import Speed

_NONE: Mapping[UUID, int] = MappingProxyType({})


def cart_lines(work: Work, owner: UUID | None) -> list[CartLine]:
    """List what is in a cart, the first added first; nobody has nothing."""
    if owner is None:
        return []
    rows = work.session.execute(
        select(CartRow.number, CartRow.variant_id, CartRow.quantity, CartRow.seen_minor)
        .where(CartRow.account_id == owner)
        .order_by(CartRow.added_at, CartRow.variant_id)
        .limit(MOST_LINES)
    )
    return [CartLine(*row) for row in rows]


def read_cart(work: Work, owner: UUID | None) -> tuple[list[CartLine], dict[UUID, ShopChoice]]:
    """Give what is in a cart, as `cart_lines` does, with what was chosen of each shop; in one statement."""
    if owner is None:
        return [], {}
    said = (CartChoice.shop_id, CartChoice.speed, CartChoice.wrapped, CartChoice.message, CartChoice.prices_hidden)
    choices = (
        select(func.jsonb_agg(func.jsonb_build_array(*said))).where(CartChoice.account_id == owner).scalar_subquery()
    )
    rows = work.session.execute(
        select(CartRow.number, CartRow.variant_id, CartRow.quantity, CartRow.seen_minor, choices)
        .where(CartRow.account_id == owner)
        .order_by(CartRow.added_at, CartRow.variant_id)
        .limit(MOST_LINES)
    ).all()
    chosen = (rows[0][4] if rows else None) or ()
    return [CartLine(*row[:4]) for row in rows], {
        UUID(shop): ShopChoice(Speed(speed), *rest) for shop, speed, *rest in chosen
    }


def count_pieces(work: Work, owner: UUID | None) -> int:
    """Count how many pieces are in a cart; nobody's has none."""
    return sum(line.quantity for line in cart_lines(work, owner))


def _line(row: CartRow) -> CartLine:
    return CartLine(row.number, row.variant_id, row.quantity, row.seen_minor)


def _choice(row: CartChoice) -> ShopChoice:
    return ShopChoice(Speed(row.speed), row.wrapped, row.message, row.prices_hidden)


def _lock(work: Work, owner: UUID) -> list[CartRow]:
    rows = work.session.lock(
        select(CartRow).where(CartRow.account_id == owner)
    )  # by variant: see docs/rules/locking.md
    return sorted(rows, key=lambda row: (row.added_at, row.variant_id))


@verb(needs=PROOF)
def put_in_cart(work: Work, owner: UUID, added: Sequence[CartLine]) -> tuple[int, int]:
    """Put things into a cart; more of the same is one line. Gives how many pieces are in it then, and how many came in.

    Raises BadQuantity or CartFull. Two at once both stay: whoever comes second at one variant is tried again.
    """
    rows = _lock(work, owner)
    lines = [_line(row) for row in rows]
    before = sum(line.quantity for line in lines)
    for line in added:
        lines = put(lines, line)
    return _write(work, owner, rows, lines), sum(line.quantity for line in lines) - before


@verb(needs=PROOF)
def fill_cart(work: Work, owner: UUID, wanted: Sequence[CartLine]) -> int:
    """Put into a cart what it lacks of a purchase that was never paid, and may hold still. Gives and raises as `put_in_cart`."""
    rows = _lock(work, owner)
    there = {row.variant_id: row.quantity for row in rows}
    lines = [_line(row) for row in rows]
    for line in wanted:
        lacking = line.quantity - there.get(line.variant_id, 0)
        if lacking > 0:
            lines = put(lines, replace(line, quantity=lacking))
    return _write(work, owner, rows, lines)


@verb(needs=PROOF)
def change_cart(
    work: Work, owner: UUID, quantities: Mapping[UUID, int], seen: Mapping[UUID, int], steps: Mapping[UUID, int] = _NONE
) -> int:
    """Set how many of each variant, none takes it out, and the prices (centavos) that were seen with it; then go up or down
    from what is in the cart by `steps`, from one to as many as it may hold.

    Gives how many pieces are left. Raises BadQuantity, and nothing is changed then.
    """
    rows = _lock(work, owner)
    lines = [_line(row) for row in rows]
    for variant_id, quantity in quantities.items():
        lines = change(lines, variant_id, quantity)
    lines = [step(line, steps.get(line.variant_id, 0)) for line in lines]
    lines = [
        CartLine(line.number, line.variant_id, line.quantity, seen.get(line.variant_id, line.seen_minor))
        for line in lines
    ]
    return _write(work, owner, rows, lines)


def _write(work: Work, owner: UUID, rows: Sequence[CartRow], lines: Sequence[CartLine]) -> int:
    wanted = {line.variant_id: line for line in lines}
    for row in rows:
        line = wanted.pop(row.variant_id, None)
        if line is None:
            work.session.delete(row)
        elif line != _line(row):
            row.number, row.quantity, row.seen_minor = line.number, line.quantity, line.seen_minor
            row.changed_at = work.now
    for line in wanted.values():
        work.session.add(
            CartRow(
                account_id=owner,
                variant_id=line.variant_id,
                number=line.number,
                quantity=line.quantity,
                seen_minor=line.seen_minor,
                added_at=work.now,
                changed_at=work.now,
            )
        )
    work.session.flush()
    return sum(line.quantity for line in lines)


@verb(needs=PROOF)
def choose_for_shops(work: Work, owner: UUID, wanted: Mapping[UUID, ShopChoice]) -> None:
    """Write down what the owner of a cart chose of each shop's part of it; of other shops it stays. Two at once: the last."""
    rows = {
        row.shop_id: row
        for row in work.session.lock(
            select(CartChoice).where(CartChoice.account_id == owner).order_by(CartChoice.shop_id)
        )
    }
    for shop_id, choice in wanted.items():
        row = rows.get(shop_id)
        if row is None:
            row = CartChoice(account_id=owner, shop_id=shop_id)
            work.session.add(row)
        row.speed, row.wrapped = choice.speed.value, choice.wrapped
        row.message, row.prices_hidden = choice.message, choice.prices_hidden
        row.changed_at = work.now
    work.session.flush()


def forget_choices(work: Work, owner: UUID, shops: Collection[UUID]) -> None:
    """What was chosen of these shops is done with: what is bought of them next is another parcel."""
    work.session.execute(delete(CartChoice).where(CartChoice.account_id == owner, CartChoice.shop_id.in_(shops)))


@verb(needs=PROOF)
def join_carts(work: Work, owner: UUID, browser: UUID) -> int:
    """Bring what a browser had in its cart into the cart of the person who just entered; gives how many pieces.

    What does not fit is left out, the latest first. Purchases of that browser that wait for their payment then clear
    this cart, and open for this person (`guests`).
    """
    mine, theirs = _lock(work, owner), _lock(work, browser)
    lines = {row.variant_id: _line(row) for row in mine}
    for row in theirs:
        had = lines.get(row.variant_id)
        quantity = min(max(row.quantity, had.quantity if had else 0), MOST_OF_ONE)
        if had is not None or len(lines) < MOST_LINES:
            lines[row.variant_id] = CartLine(row.number, row.variant_id, quantity, row.seen_minor)
    count = _write(work, owner, mine, list(lines.values()))
    if theirs:
        work.session.execute(delete(CartRow).where(CartRow.account_id == browser))
        _take_choices(work, owner, browser)
    hand_purchases_over(work, browser, owner)
    return count


def _take_choices(work: Work, owner: UUID, browser: UUID) -> None:
    """What was chosen last, in this browser, holds; of shops of which nothing was, what the person chose before."""
    found = work.session.scalars(select(CartChoice).where(CartChoice.account_id == browser)).all()
    chosen = {one.shop_id: _choice(one) for one in found}
    if chosen:
        choose_for_shops(work, owner, chosen)
        forget_choices(work, browser, chosen.keys())


@verb(needs=PROOF)
def take_out_of_cart(work: Work, owner: UUID, taken: Mapping[UUID, int]) -> int:
    """Take so many pieces of each variant out of a cart; what is in it besides stays. Gives how many pieces are left."""
    rows = _lock(work, owner)
    left = [
        CartLine(row.number, row.variant_id, row.quantity - taken.get(row.variant_id, 0), row.seen_minor)
        for row in rows
    ]
    return _write(work, owner, rows, [line for line in left if line.quantity > 0])
