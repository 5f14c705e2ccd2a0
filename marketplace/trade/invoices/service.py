"""Verbs on invoices: the buyer asks, the shop sends or says what is wrong with the data; what goes back is credited."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError

from marketplace.kernel.calendar import closing_after, mexican_day
from marketplace.kernel.errors import Refusal
from marketplace.kernel.ids import new_code, new_id
from marketplace.kernel.permissions import May
from marketplace.kernel.reading import SHARED
from marketplace.kernel.states import may_step, transition
from marketplace.kernel.verbs import PROOF, verb
from marketplace.kernel.work import Work
from marketplace.people.accounts import get_domicile
from marketplace.people.sellers.models import ShopTax
from marketplace.trade.invoices import papers, rules
from marketplace.trade.invoices.errors import (
    CreditIsOwed,
    InvoiceReasonNeeded,
    InvoiceSent,
    InvoiceWrongState,
    NoSuchInvoice,
    NothingToInvoice,
    ShopWithoutRfc,
    TooLateToInvoice,
    UsedUuid,
)
from marketplace.trade.invoices.events import InvoiceAnswered, InvoiceAsked, InvoiceLate
from marketplace.trade.invoices.models import InvoiceRequest, SavedTaxData
from marketplace.trade.invoices.rules import InvoiceDecline, InvoiceKind, InvoiceState, TaxData
from marketplace.trade.orders import SOLD, get_order, note
from marketplace.trade.orders.models import Order


def may_ask(work: Work, order: Order) -> bool:
    """Say whether an invoice of an order can be asked for now: it is paid, not all went back, and its year is not over."""
    try:
        _check_askable(work, order)
    except (NothingToInvoice, TooLateToInvoice):
        return False
    return True


def _check_askable(work: Work, order: Order) -> None:
    if order.state not in SOLD or not rules.due_minor(order.total_minor, order.refunded_minor):
        raise NothingToInvoice
    if mexican_day(work.now) > rules.last_day_to_ask(mexican_day(order.placed_at)):
        raise TooLateToInvoice(year=mexican_day(order.placed_at).year)


def check_tax_data(work: Work, data: TaxData) -> None:
    """Refuse what no invoice can be made for: a postal code that is nowhere, a régimen that the RFC cannot have, a use
    that the régimen does not allow. Raises UnknownPostalCode, or what `money.cfdi` says of it."""
    for fault in faults_of_tax_data(work, data):
        raise fault


def faults_of_tax_data(work: Work, data: TaxData) -> Iterator[Refusal]:
    """Say all that `check_tax_data` would refuse; of what is empty, nothing is said."""
    checks = (
        (data.postal_code, lambda: get_domicile(work, data.postal_code)),
        (data.rfc and data.regime, lambda: papers.check_party(data)),
        (data.regime and data.use, lambda: papers.check_use(data)),
    )
    for is_said, check in checks:
        if is_said:
            try:
                check()
            except Refusal as fault:
                yield fault


@verb(needs=PROOF)
def ask_invoice(work: Work, order_code: str, data: TaxData) -> str:
    """Ask the shop of an order for its invoice, or mend what was said before it is sent; gives the request's code.

    Who mends what the shop declined asks anew: its days begin again. Raises NothingToInvoice, TooLateToInvoice,
    InvoiceSent, or what `check_tax_data` does.
    """
    check_tax_data(work, data)
    order = get_order(work, order_code, lock=True)
    request = _find_sale(work, order, lock=True)
    if request is not None and request.state == InvoiceState.SENT:
        raise InvoiceSent
    _check_askable(work, order)
    if request is None:
        request = _open(work, order, data)
        work.session.add(request)
        _begin(work, order, request)
        return request.code
    same = request.for_whom == data
    for name, value in vars(data).items():
        setattr(request, name, value)
    if request.state == InvoiceState.DECLINED:
        transition(request, InvoiceState.ASKED, rules.NEXT)
        request.round += 1
        _begin(work, order, request)
    elif not same:
        note(work, order, "invoice_mended", text=request.code)
    return request.code


@verb(needs=PROOF)
def ask_for_purchase(work: Work, orders: Sequence[Order], data: TaxData) -> int:
    """Ask for the invoice of each order of a purchase that can have one and is not asked for yet; gives of how many.

    Raises NothingToInvoice where there is none.
    """
    asked = {one.order_id for one in sales_of(work, [order.id for order in orders])}
    fitting = [order for order in orders if order.id not in asked and may_ask(work, order)]
    if not fitting:
        raise NothingToInvoice
    for order in sorted(fitting, key=lambda one: (one.tenant_id, one.id)):
        ask_invoice(work, order.code, data)
    return len(fitting)


@verb(needs=PROOF)
def wish_invoices(work: Work, purchase_id: UUID, data: TaxData) -> None:
    """Ask at the checkout for the invoice of each order of a purchase that is not paid yet. Once: a repeat changes nothing.

    Above the walls. Raises what `check_tax_data` does.
    """
    check_tax_data(work, data)
    for order in work.session.scalars(select(Order).where(Order.purchase_id == purchase_id).order_by(Order.id)):
        row = _open(work, order, data, state=InvoiceState.WAITING)
        values = {name: value for name, value in vars(row).items() if not name.startswith("_")}
        work.session.execute(
            insert(InvoiceRequest).values(**values, round=1).on_conflict_do_nothing(),
            execution_options={"wall": "plain"},
        )


def begin_wished(work: Work, orders: Sequence[Order]) -> None:
    """Orders are paid, and locked: the days of those whose invoice was asked for at the checkout begin. Above the walls."""
    by_id = {order.id: order for order in orders}
    waiting = work.session.lock(
        select(InvoiceRequest)
        .where(
            InvoiceRequest.tenant_id.in_({order.tenant_id for order in orders}),
            InvoiceRequest.order_id.in_(by_id),
            InvoiceRequest.state == InvoiceState.WAITING,
        )
        .order_by(InvoiceRequest.tenant_id, InvoiceRequest.id)
    )
    for request in waiting:
        order = by_id[request.order_id]
        if order.state in SOLD:
            transition(request, InvoiceState.ASKED, rules.NEXT)
            _begin(work, order, request)
        else:
            transition(request, InvoiceState.WITHDRAWN, rules.NEXT)


def _open(
    work: Work,
    order: Order,
    data: TaxData,
    *,
    state: InvoiceState = InvoiceState.ASKED,
    kind: InvoiceKind = InvoiceKind.SALE,
) -> InvoiceRequest:
    return InvoiceRequest(
        tenant_id=order.tenant_id,
        id=new_id(),
        buyer_id=order.buyer_id,
        order_id=order.id,
        code=new_code(),
        kind=kind.value,
        state=state.value,
        asked_at=work.now,
        **vars(data),
    )


def _begin(work: Work, order: Order, request: InvoiceRequest) -> None:
    """The shop's days begin: it is told, and the order's story says so."""
    request.asked_at, request.answer_by = work.now, closing_after(work.now, rules.ANSWER_DAYS)
    request.told_late_at = request.answered_at = request.answered_by = request.reason = None
    work.session.flush()
    kind = "invoice_asked" if request.kind == InvoiceKind.SALE else "invoice_credit_due"
    note(work, order, kind, by=None if request.kind == InvoiceKind.SALE else "", text=request.code)
    work.tell(InvoiceAsked(request.tenant_id, request.id, request.round or 1))


def _find_sale(work: Work, order: Order, *, lock: bool = False) -> InvoiceRequest | None:
    return work.session.find(
        select(InvoiceRequest).where(
            InvoiceRequest.tenant_id == order.tenant_id,
            InvoiceRequest.order_id == order.id,
            InvoiceRequest.kind == InvoiceKind.SALE,
        ),
        lock=lock,
    )


def sales_of(work: Work, order_ids: Sequence[UUID]) -> Sequence[InvoiceRequest]:
    """List the invoices that were asked for of some orders, within the scope."""
    return work.session.scalars(
        select(InvoiceRequest).where(InvoiceRequest.order_id.in_(order_ids), InvoiceRequest.kind == InvoiceKind.SALE)
    ).all()


def get_invoice(work: Work, code: str) -> InvoiceRequest:
    """Load a request by its code, within the scope; raises NoSuchInvoice, also of one that waits for its payment: the tax
    data of who may never buy are none of a shop's business."""
    query = select(InvoiceRequest).where(InvoiceRequest.code == code, InvoiceRequest.state != InvoiceState.WAITING)
    request = work.session.scalar(query)
    if request is None:
        raise NoSuchInvoice
    return request


def _lock(work: Work, code: str) -> tuple[InvoiceRequest, Order]:
    """Lock the order of a request, then the request (docs/rules/locking.md)."""
    found = get_invoice(work, code)
    order = work.session.lock_row(Order, (found.tenant_id, found.order_id))
    return work.session.lock_row(InvoiceRequest, (found.tenant_id, found.id)), order


def issuer_of(work: Work, tenant_id: UUID) -> ShopTax:
    """Load the tax data of the shop that issues; raises ShopWithoutRfc."""
    tax = work.session.scalar(select(ShopTax).where(ShopTax.tenant_id == tenant_id))
    if tax is None or not tax.rfc or tax.rfc in SHARED:
        raise ShopWithoutRfc
    return tax


@verb(needs=May.ISSUE_INVOICES)
def send_invoice(work: Work, code: str, *, xml: bytes, pdf_key: str) -> None:
    """Send what was asked for: the stamped XML, which is compared with the order to the centavo, and its PDF.

    Raises InvoiceWrongState, ShopWithoutRfc, NothingToInvoice, UsedUuid, or what `papers.read_answer` and
    `papers.check_answer` do.
    """
    get_invoice(work, code)
    answer = papers.read_answer(xml)  # before anybody waits for a lock
    request, order = _lock(work, code)
    if not may_step(request, InvoiceState.SENT, rules.NEXT):
        raise InvoiceWrongState(state=request.state)
    due = request.due_minor(order)
    if not due:
        raise NothingToInvoice
    uuid = papers.check_answer(answer.paper, _expected(work, request, due))
    taken = select(InvoiceRequest.id).where(
        InvoiceRequest.tenant_id == request.tenant_id,
        or_(InvoiceRequest.uuid == uuid, InvoiceRequest.seal_sha256 == answer.paper.seal_sha256),
    )
    if work.session.scalar(taken.limit(1)) is not None:
        raise UsedUuid
    transition(request, InvoiceState.SENT, rules.NEXT)
    request.uuid, request.xml, request.pdf_key, request.amount_minor = uuid, answer.xml, pdf_key, due
    request.seal_sha256 = answer.paper.seal_sha256
    request.answered_at, request.answered_by = work.now, work.actor.name
    try:
        work.session.flush()
    except IntegrityError as error:  # another request was answered with it a moment ago
        raise UsedUuid from error
    kind = "invoice_sent" if request.kind == InvoiceKind.SALE else "invoice_credited"
    note(work, order, kind, text=uuid)
    work.audit("invoices.send", f"invoice:{request.id}", code=request.code, order=order.code, total_minor=due)
    work.tell(InvoiceAnswered(request.tenant_id, request.id, request.round))


def _expected(work: Work, request: InvoiceRequest, due_minor: int) -> papers.Expected:
    corrects = _corrected(work, request)
    return papers.Expected(
        kind=InvoiceKind(request.kind),
        issuer_rfc=issuer_of(work, request.tenant_id).rfc or "",
        receiver_rfc=request.rfc,
        total_minor=due_minor,
        corrects=corrects.uuid if corrects else None,
        takes_tests=not work.site.settings.is_production,
    )


def _corrected(work: Work, request: InvoiceRequest) -> InvoiceRequest | None:
    if request.corrects_id is None:
        return None
    return work.session.get_one(InvoiceRequest, (request.tenant_id, request.corrects_id))


@verb(needs=May.ISSUE_INVOICES)
def decline_invoice(work: Work, code: str, *, reason: InvoiceDecline | None) -> None:
    """Say which of the data the tax office does not know: the buyer mends it and asks again.

    Raises InvoiceReasonNeeded, CreditIsOwed, InvoiceWrongState.
    """
    if reason is None:
        raise InvoiceReasonNeeded
    request, order = _lock(work, code)
    if request.kind == InvoiceKind.CREDIT:
        raise CreditIsOwed
    transition(request, InvoiceState.DECLINED, rules.NEXT, otherwise=InvoiceWrongState(state=request.state))
    request.reason, request.answered_at, request.answered_by = reason.value, work.now, work.actor.name
    note(work, order, "invoice_declined", text=request.code)
    work.audit("invoices.decline", f"invoice:{request.id}", code=request.code, order=order.code, reason=reason.value)
    work.tell(InvoiceAnswered(request.tenant_id, request.id, request.round))


def note_late(work: Work, code: str) -> None:
    """By the clock: tell both sides that the time to send an invoice is over, unless it was sent meanwhile."""
    request, order = _lock(work, code)
    if request.state != InvoiceState.ASKED or request.told_late_at or (request.answer_by or work.now) > work.now:
        return
    request.told_late_at = work.now
    note(work, order, "invoice_late", by="", text=request.code)
    work.tell(InvoiceLate(request.tenant_id, request.id, request.round))


def withdraw_unsent(work: Work, order: Order) -> None:
    """A locked order was cancelled: an invoice of it that was not sent is asked for no more. Above the walls."""
    sale = _find_sale(work, order, lock=True)
    if sale is not None:
        _withdraw(work, order, sale)


def _withdraw(work: Work, order: Order, sale: InvoiceRequest) -> None:
    if sale.state in (InvoiceState.ASKED, InvoiceState.WAITING):
        transition(sale, InvoiceState.WITHDRAWN, rules.NEXT)
        note(work, order, "invoice_withdrawn", by="", text=sale.code)


def note_gone_back(work: Work, order: Order) -> None:
    """Money of a locked order went back. Of what was invoiced, a credit note is due; where nothing is left and no invoice
    was sent, none is asked for any more. Above the walls; a repeat finds all of it credited."""
    sale = _find_sale(work, order, lock=True)
    if sale is None:
        return
    left = rules.due_minor(order.total_minor, order.refunded_minor)
    if not left:
        _withdraw(work, order, sale)
    if sale.state != InvoiceState.SENT or sale.amount_minor is None:
        return
    credited = work.session.scalars(
        select(InvoiceRequest.amount_minor).where(
            InvoiceRequest.tenant_id == sale.tenant_id, InvoiceRequest.corrects_id == sale.id
        )
    )
    owed = rules.over_invoiced(sale.amount_minor, sum(one or 0 for one in credited), left)
    if owed:
        credit = _open(work, order, sale.for_whom, kind=InvoiceKind.CREDIT)
        credit.corrects_id, credit.amount_minor = sale.id, owed
        work.session.add(credit)
        _begin(work, order, credit)


@verb(needs=PROOF)
def save_tax_data(work: Work, account_id: UUID, data: TaxData) -> None:
    """Keep somebody's tax data for the next time; what was kept before is replaced. Raises what `check_tax_data` does."""
    check_tax_data(work, data)
    kept = work.session.find(select(SavedTaxData).where(SavedTaxData.account_id == account_id), lock=True)
    if kept is None:
        work.session.add(SavedTaxData(account_id=account_id, saved_at=work.now, **vars(data)))
        return
    kept.saved_at = work.now
    for name, value in vars(data).items():
        setattr(kept, name, value)


@verb(needs=PROOF)
def forget_tax_data(work: Work, account_id: UUID) -> None:
    """Forget the tax data that somebody had kept. Invoices that were asked for with them stay as they are."""
    kept = work.session.find(select(SavedTaxData).where(SavedTaxData.account_id == account_id), lock=True)
    if kept is not None:
        work.session.delete(kept)


def find_tax_data(work: Work, account_id: UUID) -> TaxData | None:
    """Find the tax data that somebody keeps for the next time."""
    kept = work.session.scalar(select(SavedTaxData).where(SavedTaxData.account_id == account_id))
    return kept.for_whom if kept else None
