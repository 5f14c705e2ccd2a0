"""Verbs on recalls: a shop or staff begin one, whoever bought it answers, and who began it closes it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from marketplace.care.recalls import errors, rules
from marketplace.care.recalls.events import RecallStarted
from marketplace.care.recalls.models import Recall, RecallNotice
from marketplace.care.recalls.queries import Reach, reach_of, without_open
from marketplace.care.recalls.rules import RecallAnswer, RecallState
from marketplace.care.returns import ReturnReason, request_return
from marketplace.goods.catalog import NoSuchVariant, recall_products, variants_of
from marketplace.goods.catalog.models import Product
from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.errors import Refusal
from marketplace.kernel.ids import new_code, new_id
from marketplace.kernel.impartial import check_not_own
from marketplace.kernel.permissions import May, StaffMay
from marketplace.kernel.reading import Unreadable, read_email, read_telephone
from marketplace.kernel.states import transition
from marketplace.kernel.text import leads_elsewhere
from marketplace.kernel.verbs import PROOF, verb
from marketplace.kernel.work import Work
from marketplace.people.sellers.models import Shop
from marketplace.trade.orders import SOLD, get_order, lines_of, note
from marketplace.trade.orders.models import Order
from tenants.scope import SellerScope
from tenants.wall import plain_sql


@dataclass(frozen=True)
class RecallSaid:
    """What is said of a recall. No variants: all of them. Days are of Mexico City, both included."""

    wrong: str
    what_to_do: str
    offers: tuple[str, ...]
    contact: str
    lot: str = ""
    bought_from: date | None = None
    bought_until: date | None = None
    variants: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class StaffReasons:
    """Why staff recall it, and what its shop must do; what they saw is what is wrong."""

    ground: rules.RecallGround
    how_to_fix: str


# One statement, so that whoever bought ten thousand are met in the transaction that takes it off sale. What is paid for
# later, of a checkout that was under way, comes by `purchase`.
_MEET = plain_sql(
    """
    INSERT INTO recall_notice (tenant_id, id, buyer_id, recall_id, order_id, pieces)
    SELECT o.tenant_id, gen_random_uuid(), o.buyer_id, r.id, o.id, sum(l.quantity - l.returned)
    FROM recall r
    JOIN order_line l ON l.tenant_id = r.tenant_id AND l.product_id = r.product_id AND l.quantity > l.returned
    JOIN "order" o ON o.tenant_id = l.tenant_id AND o.id = l.order_id
    WHERE r.state = 'open' AND o.state = ANY(:sold)
    AND (r.variants = '[]' OR EXISTS (SELECT FROM jsonb_array_elements(r.variants) v
                                      WHERE cast(v ->> 'id' AS uuid) = l.variant_id))
    AND (cast(:purchase AS uuid) IS NULL OR o.purchase_id = :purchase)
    AND (cast(:recall AS uuid) IS NULL OR r.tenant_id = :tenant AND r.id = :recall)
    AND (r.bought_from IS NULL OR o.placed_at >= cast(r.bought_from AS timestamp) AT TIME ZONE 'America/Mexico_City')
    AND (r.bought_until IS NULL
         OR o.placed_at < cast(r.bought_until + 1 AS timestamp) AT TIME ZONE 'America/Mexico_City')
    GROUP BY o.tenant_id, o.buyer_id, r.id, o.id
    ON CONFLICT (tenant_id, recall_id, order_id) DO NOTHING
    RETURNING tenant_id, recall_id
    """,
    why="every order that a recall meets is noted in one statement",
)


def meet(work: Work, *, recall: Recall | None = None, purchase_id: UUID | None = None) -> set[tuple[UUID, UUID]]:
    """Note the orders that open recalls meet: of one recall, or of one purchase; gives the recalls that met any anew."""
    asked = {
        "sold": [state.value for state in SOLD],
        "tenant": recall.tenant_id if recall else None,
        "recall": recall.id if recall else None,
        "purchase": purchase_id,
    }
    return {(row[0], row[1]) for row in work.session.execute(_MEET, asked)}


@verb(needs=May.RECALL_PRODUCTS)
def start_recall(work: Work, product_id: UUID, said: RecallSaid, *, seen_orders: int) -> str:
    """Recall a product of this shop: it is off sale at once, and each order it meets is written to; gives the recall's code.

    `seen_orders` is how many orders its page showed. Raises RecallWordsNeeded, NoOffer, BadRecallDays,
    RecallLeadsElsewhere, BadContact, RecalledLately, NoSuchProduct, NoSuchVariant, RecallOpen, RecallNotAsShown.
    """
    check_said(work, said)
    _check_lately(work, product_id)
    (product,) = recall_products(work, [(work.tenant_id, product_id)], recalled=True)
    recall, reach = _begin(work, product, said, None)
    _check_seen(reach, seen_orders)
    return recall.code


@verb(needs=StaffMay.MODERATE)
def start_recalls(
    work: Work, products: Sequence[tuple[UUID, UUID]], said: RecallSaid, why: StaffReasons, *, seen_orders: int
) -> list[str]:
    """Recall products of any shops, given as (shop, product), with the reasons that each of these shops reads.

    Those recalled already are left as they are. Raises what `start_recall` does, OwnCase, NoSuchArticle where none is given.
    """
    check_said(work, said)
    if not why.how_to_fix:
        raise errors.RecallWordsNeeded
    if not products:
        raise errors.NoSuchArticle
    for shop in {shop for shop, _product in products}:
        check_not_own(work, shop)
    new = without_open(work, products)
    if not new:
        raise errors.RecallOpen
    begun = [_begin(work, product, said, why) for product in recall_products(work, new, recalled=True)]
    _check_seen(sum((reach for _recall, reach in begun), Reach()), seen_orders)
    return [recall.code for recall, _reach in begun]


def check_said(work: Work, said: RecallSaid) -> None:
    """Refuse what is no recall. Raises RecallWordsNeeded, NoOffer, BadRecallDays; RecallLeadsElsewhere and BadContact of a shop's
    words, which nobody reviews before they are written to its buyers.
    """
    if not said.wrong or not said.what_to_do or not said.contact:
        raise errors.RecallWordsNeeded
    if isinstance(work.scope, SellerScope) and leads_elsewhere(f"{said.wrong}\n{said.what_to_do}"):
        raise errors.RecallLeadsElsewhere
    if isinstance(work.scope, SellerScope) and not _is_contact(said.contact):
        raise errors.BadContact
    if not said.offers or not set(said.offers) <= set(rules.OFFERS):
        raise errors.NoOffer
    if not rules.are_days(said.bought_from, said.bought_until, mexican_day(work.now)):
        raise errors.BadRecallDays


def _is_contact(text: str) -> bool:
    for read in (read_telephone, read_email):
        with suppress(Unreadable):
            read(text)
            return True
    return False


def _check_lately(work: Work, product_id: UUID) -> None:
    lately = select(Recall.id).where(
        Recall.tenant_id == work.tenant_id,
        Recall.product_id == product_id,
        Recall.closed_at > work.now - rules.AGAIN_AFTER,
    )
    if work.session.scalar(lately.limit(1)) is not None:
        raise errors.RecalledLately(days=rules.AGAIN_AFTER.days)


def _check_seen(reach: Reach, seen: int) -> None:
    if reach.orders != seen:
        raise errors.RecallNotAsShown(seen=seen, now=reach.orders)


def _begin(work: Work, product: Product, said: RecallSaid, why: StaffReasons | None) -> tuple[Recall, Reach]:
    """Write the recall of a locked product, and each order that it meets."""
    tenant_id, product_id = product.tenant_id, product.id
    standing = select(Recall.id).where(
        Recall.tenant_id == tenant_id, Recall.product_id == product_id, Recall.state == RecallState.OPEN
    )
    if work.session.scalar(standing) is not None:
        raise errors.RecallOpen
    names = {one.id: one.name for one in variants_of(work, product)}
    if not set(said.variants) <= set(names):
        raise NoSuchVariant
    shop = work.session.get_one(Shop, (tenant_id, tenant_id))
    recall = Recall(
        tenant_id=tenant_id, id=new_id(), code=new_code(), product_id=product_id,
        variants=[{"id": str(one), "name": names[one]} for one in said.variants], number=product.listing_number,
        title=product.title, shop_name=shop.name, shop_slug=shop.slug, lot=said.lot, bought_from=said.bought_from,
        bought_until=said.bought_until, wrong=said.wrong, what_to_do=said.what_to_do, offers=list(said.offers),
        contact=said.contact, ground=why.ground if why else None, how_to_fix=why.how_to_fix if why else None,
        decided_by=work.actor.name if why else None, decided_by_id=work.actor.account_id if why else None,
        state=RecallState.OPEN, started_at=work.now, closing="",
    )  # fmt: skip
    work.session.add(recall)
    work.session.flush()
    reach = reach_of(work, tenant_id, product_id, said.variants, said.bought_from, said.bought_until)
    meet(work, recall=recall)
    work.audit(
        "recalls.start", f"recall:{recall.id}", tenant_id=tenant_id, code=recall.code, title=recall.title,
        orders=reach.orders,
    )  # fmt: skip
    work.tell(RecallStarted(tenant_id, recall.id))
    return recall, reach


def get_recall(work: Work, code: str, *, lock: bool = False) -> Recall:
    """Load a recall by its code: in a shop its own, above the walls any. Raises NoSuchRecall."""
    query = select(Recall).where(Recall.code == code)
    if isinstance(work.scope, SellerScope):
        query = query.where(Recall.tenant_id == work.tenant_id)
    found = work.session.find(query, lock=lock)
    if found is None:
        raise errors.NoSuchRecall
    return found


@verb(needs=PROOF)
def answer_recall(work: Work, order_code: str, notice_id: UUID, answer: str) -> str | None:
    """Answer for an order what is wanted, or again while the recall is open. Sending it back asks for that return at once,
    which the shop pays (LFPC art. 92); gives its code, or None where the days to return are over and the shop is to write.

    Raises NoSuchOrder, NoSuchRecall, RecallClosed, NotAnAnswer, ReturnUnderWay.
    """
    order = get_order(work, order_code, lock=True)
    notice = work.session.find(
        select(RecallNotice).where(
            RecallNotice.tenant_id == order.tenant_id, RecallNotice.order_id == order.id, RecallNotice.id == notice_id
        ),
        lock=True,
    )
    if notice is None:
        raise errors.NoSuchRecall
    recall = work.session.get_one(Recall, (notice.tenant_id, notice.recall_id))
    if recall.state != RecallState.OPEN:
        raise errors.RecallClosed
    if answer not in rules.answers_of(recall.offers, recall.lot):
        raise errors.NotAnAnswer
    if notice.return_code is not None:
        raise errors.ReturnUnderWay(code=notice.return_code)
    notice.answer, notice.answered_at = answer, work.now
    if answer == RecallAnswer.RETURN:
        notice.return_code = _ask_back(work, order, recall)
    note(work, order, "recall_answered", text=recall.code)
    return notice.return_code


def _ask_back(work: Work, order: Order, recall: Recall) -> str | None:
    """Ask for the return of what an order has of a recall; None where returns refuse it now."""
    meant = {one["id"] for one in recall.variants}
    pieces = {
        line.id: line.left
        for line in lines_of(work, order)
        if line.product_id == recall.product_id and line.left and (not meant or str(line.variant_id) in meant)
    }
    try:
        with work.attempt():
            return request_return(
                work, order.code, quantities=pieces, reason=ReturnReason.NOT_AS_DESCRIBED, message=recall.wrong
            )
    except Refusal:
        return None


@verb(needs=May.RECALL_PRODUCTS)
def close_recall(work: Work, code: str, *, closing: str) -> None:
    """End a recall of this shop with a last word, which everybody reads. Its product may be resumed.

    Raises NoSuchRecall, RecallWordsNeeded, StaffsRecall, RecallClosed.
    """
    if get_recall(work, code).by_staff:
        raise errors.StaffsRecall
    _close(work, code, closing)


@verb(needs=StaffMay.MODERATE)
def close_any_recall(work: Work, code: str, *, closing: str) -> None:
    """End a recall of any shop, as `close_recall` does. Raises OwnCase too."""
    check_not_own(work, get_recall(work, code).tenant_id)
    _close(work, code, closing)


@verb(needs=StaffMay.MODERATE)
def note_recall_looked_at(work: Work, code: str) -> None:
    """Say that staff looked at a recall that a shop began. Raises NoSuchRecall, NothingToLookAt, OwnCase."""
    recall = get_recall(work, code, lock=True)
    check_not_own(work, recall.tenant_id)
    if recall.by_staff or recall.looked_at or recall.state != RecallState.OPEN:
        raise errors.NothingToLookAt
    recall.looked_at = work.now
    work.audit("recalls.look_at", f"recall:{recall.id}", tenant_id=recall.tenant_id, code=code, title=recall.title)


def _close(work: Work, code: str, closing: str) -> None:
    if not closing:
        raise errors.RecallWordsNeeded
    found = get_recall(work, code)
    recall_products(work, [(found.tenant_id, found.product_id)], recalled=False)  # locked before its recall
    recall = get_recall(work, code, lock=True)
    transition(recall, RecallState.CLOSED, rules.NEXT, otherwise=errors.RecallClosed())
    recall.closed_at, recall.closing = work.now, closing
    work.audit("recalls.close", f"recall:{recall.id}", tenant_id=recall.tenant_id, code=code, title=recall.title)
