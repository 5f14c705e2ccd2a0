"""The checkout: who receives it and where, the payment, and what is shown until it is confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from flask import flash, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from wtforms import Field, SelectField

from marketplace.kernel import clock
from marketplace.kernel.ids import new_token
from marketplace.kernel.module import labels
from marketplace.kernel.reading import write_telephone
from marketplace.kernel.site import site
from marketplace.kernel.work import Work, unit_of_work
from marketplace.money.taxes import NoRateInForce
from marketplace.people.accounts import choose_language, find_locality
from marketplace.trade.cart import (
    LONGEST_MESSAGE,
    AskedChoices,
    CartLine,
    Change,
    EmptyCart,
    ShopChoice,
    choose_for_shops,
    count_pieces,
    find_plan_of_cart,
    price_cart,
    read_cart,
    read_choices,
)
from marketplace.trade.checkout import address_book, errors, service
from marketplace.trade.checkout.service import Checkout, Placed
from marketplace.trade.checkout.web import goods, invoicing, keeping
from marketplace.trade.checkout.web.delivery import fill_in_place, find_where
from marketplace.trade.checkout.web.forms import CheckoutForm, fill
from marketplace.trade.checkout.web.known import known_at_checkout
from marketplace.trade.checkout.web.paying import to_payment
from marketplace.trade.checkout.web.words import with_the_way
from marketplace.trade.orders import ADDRESS_PARTS, PurchaseState, link_token, list_unpaid, queries
from marketplace.trade.shipping import Destination, destination_of
from marketplace.web.access import anyone_above, buyer_only
from marketplace.web.audiences import BUYER, cart_owner, person_id
from marketplace.web.drafts import drop_draft, find_draft, keep_draft
from marketplace.web.formatting import locale_code
from marketplace.web.forms import minor_of
from marketplace.web.languages import keep_language
from marketplace.web.pages import ShipTo, expect_unpaid, keep_place, note_cart_count, note_unpaid, page, place
from marketplace.web.words import say
from tenants.scope import BuyerScope

room = BUYER.room("checkout")


@room.get("/pagar")
@anyone_above("checkout")
def checkout(work: Work) -> object:
    """Say who receives it and where; guests need no account. What was typed and not accepted is shown again, with why."""
    lines, choices = read_cart(work, cart_owner())
    if not lines:
        flash(say(EmptyCart()), "warning")
        return redirect(url_for("cart_buyer.cart"))
    book = keeping.open_book(work)
    typed = find_draft(cart_owner())
    if typed and book.was_asked:
        typed = _with_delivery(typed, CheckoutForm(data=known_at_checkout(work, book)))
    form = CheckoutForm(MultiDict(typed)) if typed else CheckoutForm(data=known_at_checkout(work, book))
    if _REFUSED in typed:
        form.validate()
        find_where(work, form)
        invoicing.for_whom(work, form)
        keeping.is_right(work, form)
    return _checkout_page(work, form, lines, book, AskedChoices(choices))


def _with_delivery(typed: dict[str, str], known: CheckoutForm) -> dict[str, str]:
    """What was typed, with another address in it: what was wrong may be right now, so nothing is said of it."""
    rest = {name: text for name, text in typed.items() if name not in (*_DELIVERY, _REFUSED, "sure")}
    return rest | {name: known[name]._value() for name in _DELIVERY if known[name].data}


@room.post("/pagar")
@anyone_above("checkout")
def send(work: Work) -> object:
    """Place the purchase and lead on to its payment; what is in the cart stays there until it is paid."""
    lines, choices = read_cart(work, cart_owner())
    form = CheckoutForm(invoicing.as_meant(request.form))
    before = None
    if form.key.data:
        before = service.find_placed(work, form.key.data, buyer_id=person_id(), cart_id=cart_owner())
    if before is not None:
        return _done(before)
    if "locale" in request.form:
        _choose_language(work, request.form["locale"])
    if not lines:
        flash(say(EmptyCart()), "warning")
        return redirect(url_for("cart_buyer.cart"))
    asked = _choose(work, form, lines, choices)
    if "locale" in request.form:
        return _again(work, form, lines, asked)
    if "leave" in request.form:
        _keep_typed(form)
        return redirect(url_for("cart_buyer.cart"), 303)
    if "find" in request.form:
        fill_in_place(work, form)
    if asked.refused:
        return _checkout_page(work, form, lines, keeping.open_book(work), asked), 422
    if "find" in request.form or "choose" in request.form:
        return _again(work, form, lines, asked)
    is_whole = form.validate() and bool(form.key.data)
    where = find_where(work, form)
    invoice = invoicing.for_whom(work, form)
    if not keeping.is_right(work, form) or where is None or not is_whole or not invoice.is_right:
        return _again(work, form, lines, asked, refused=True)
    return _place(work, form, where, _Bought(lines, choices, asked), invoice)


def _choose(work: Work, form: CheckoutForm, lines: list[CartLine], before: Mapping[UUID, ShopChoice]) -> AskedChoices:
    """Read what is asked of each shop where it is to go, and keep it with the cart; nothing of it where something cannot be."""
    owner = cart_owner()
    assert owner is not None  # there is something in the cart
    asked = read_choices(work, request.form, lines, before, lambda: _leads_to(work, form))
    if asked.changed and not asked.refused:
        choose_for_shops(work, owner, asked.changed)
    return asked


def _leads_to(work: Work, form: CheckoutForm) -> Destination | None:
    there = find_locality(work, form.postal_code.data)
    return Destination(there.code, there.state_code) if there else destination_of(place())


@dataclass(frozen=True)
class _Bought:
    """What is being bought: what is in the cart, what was chosen of each shop before, and what is asked of it now."""

    lines: list[CartLine]
    before: Mapping[UUID, ShopChoice]
    asked: AskedChoices


_DELIVERY = ("name", "phone", *ADDRESS_PARTS, "listed_settlement")
_TYPED = ("email", *_DELIVERY, "label", "key")
_REFUSED = "refused"  # what a draft says besides: that its page tells what is wrong


def _again(
    work: Work, form: CheckoutForm, lines: list[CartLine], asked: AskedChoices, *, refused: bool = False
) -> object:
    """Lead to the page that shows again what was typed; what is too long to be carried there is shown at once."""
    if _keep_typed(form, refused=refused):
        return redirect(url_for(".checkout"), 303)
    return _checkout_page(work, form, lines, keeping.open_book(work), asked), 422


def _keep_typed(form: CheckoutForm, *, refused: bool = False) -> bool:
    """Let the page find what was typed, whenever it is opened again. False where that is too long to be carried."""
    owner = cart_owner()
    assert owner is not None  # there is something in the cart
    typed = {name: text for name in _TYPED if (text := _text_of(form[name]))}
    typed |= invoicing.typed_of(form) | ({"keep_address": "y"} if form.keep_address.data else {})
    typed["sure"] = "".join(form.sure.raw_data or ())  # as it was sent: what is asked now is asked on the page
    return keep_draft(url_for(".checkout"), owner, typed | ({_REFUSED: "1"} if refused else {}))


def _choose_language(work: Work, asked: str) -> None:
    """Choose Spanish or English in the midst of the form, which is shown again as it was typed."""
    locale, person = keep_language(asked), person_id()
    if person is not None:
        choose_language(work, person, locale)


def _text_of(field: Field) -> str:
    return str(field.data or "") if isinstance(field, SelectField) else str(field._value())


def _done(placed: Placed) -> object:
    """Lead to the payment of what was placed; what was typed is not needed any more."""
    drop_draft(url_for(".checkout"))
    if placed.state == PurchaseState.AWAITING_PAYMENT:
        expect_unpaid(clock.now() + timedelta(minutes=site().settings.reservation_minutes))
    return to_payment(placed)


def forget_typed(_work: Work) -> None:
    """Who leaves takes along what they had typed."""
    drop_draft(url_for("checkout_buyer.checkout"))


def _checkout_page(
    work: Work, form: CheckoutForm, lines: list[CartLine], book: keeping.Book, asked: AskedChoices
) -> str:
    """The form beside what it comes to: where its postal code is known, with the way there."""
    there = find_locality(work, form.postal_code.data)
    to = Destination(there.code, there.state_code) if there else destination_of(place())
    priced = price_cart(work, lines, to, choices=asked.choices)
    fill(form.total_seen, str(priced.total_minor))
    fill(form.key, form.key.data or new_token())
    chosen = book.shown(form)
    form.offer_settlements(there.settlements if there else ())
    leads_elsewhere = book.chosen is not None and there is not None and destination_of(place()) != to
    return page(
        "trade/checkout/buyer/checkout.html",
        form=form,
        cart=priced,
        parts=goods.of_cart(priced),
        changes=priced.changes,
        plan=find_plan_of_cart(work, priced),
        book=book,
        chosen=chosen,
        typed_messages=asked.typed,
        longest_message=LONGEST_MESSAGE,
        refused=labels()["say_refused"](asked),
        said=with_the_way(priced, there.code) if leads_elsewhere and there and priced.quoted else None,
        minutes=site().settings.reservation_minutes,
    )


def _place(work: Work, form: CheckoutForm, where: ShipTo, bought: _Bought, invoice: invoicing.Wish) -> object:
    """Place the purchase; when something is not as it was seen or too much waits to be paid, say what, keep the form."""
    before, to = destination_of(place()), Destination(where.code, where.state_code)
    keep_place(where)
    try:
        placed = _buy(work, form, to, bought)
        invoicing.wish(work, placed.purchase_id, invoice)
        keeping.keep(work, form)
        return _done(placed)
    except errors.CartChanged as refusal:
        changes = refusal.details["changes"]
        assert isinstance(changes, list)  # place_purchase names the changes
        if [change.what for change in changes] == ["total"]:  # every other one is named where the cart is priced
            _say_total(work, form, changes[0], bought, where, before)
    except errors.FormUsed as refusal:
        fill(form.key, "")
        flash(say(refusal), "danger")
    except (EmptyCart, errors.TooManyUnpaid, errors.TooManyHeld, NoRateInForce) as refusal:
        flash(say(refusal), "danger")
        note_unpaid(list_unpaid(work, person=person_id(), cart=cart_owner()))
    return _again(work, form, bought.lines, bought.asked)


def _say_total(
    work: Work, form: CheckoutForm, change: Change, bought: _Bought, where: ShipTo, before: Destination | None
) -> None:
    """Say that the total is another; nothing changed where the way was not known when it was seen, or led elsewhere, or
    something was chosen with the very form that was sent."""
    to, choices = Destination(where.code, where.state_code), bought.asked.choices
    priced = price_cart(work, bought.lines, to, choices=choices)
    seen = {priced.goods_minor, priced.goods_minor + priced.wrap_minor}
    for way in {before, *_ways_filled_in(work)} - {None}:
        seen.add(price_cart(work, priced.as_seen, way, choices=choices).total_minor)
    if bought.asked.changed:
        seen |= {price_cart(work, priced.as_seen, way, choices=bought.before).total_minor for way in (None, before, to)}
    if _seen_minor(form) in seen:
        flash(with_the_way(priced, where.code), "info")
    else:
        flash(labels()["cart_change"](change), "warning")


def _ways_filled_in(work: Work) -> list[Destination]:
    """Where the form of who is signed in may have led when they opened it: what they keep, or bought to last."""
    person = person_id()
    if person is None:
        return []
    latest = queries.latest_delivery(work, person)
    codes = {one.postal_code for one in address_book.list_addresses(work, person)}
    found = [find_locality(work, code) for code in codes | ({latest.address.get("postal_code")} if latest else set())]
    return [Destination(there.code, there.state_code) for there in found if there]


def _buy(work: Work, form: CheckoutForm, to: Destination, bought: _Bought) -> Placed:
    """Place the purchase; where the page said what had changed and its total is the one of now, it was seen."""
    hold, choices = timedelta(minutes=site().settings.reservation_minutes), bought.asked.choices
    try:
        return service.place_purchase(work, _asked(form, to, bought.lines, choices), hold=hold)
    except errors.CartChanged:
        priced = price_cart(work, bought.lines, to, choices=choices)
        if not priced.changes or priced.total_minor != _seen_minor(form):
            raise
        return service.place_purchase(work, _asked(form, to, priced.as_seen, choices), hold=hold)


def _seen_minor(form: CheckoutForm) -> int:
    return minor_of(form.total_seen.data or "")


def _asked(form: CheckoutForm, to: Destination, lines: list[CartLine], choices: Mapping[UUID, ShopChoice]) -> Checkout:
    return Checkout(
        key=str(form.key.data),
        buyer_id=person_id(),
        email=form.email.data,
        name=form.name.data,
        phone=write_telephone(form.phone.data),
        address=form.address(),
        to=to,
        lines=lines,
        total_seen_minor=_seen_minor(form),
        locale=locale_code(),
        link_token=link_token(str(form.key.data)),
        source=request.remote_addr,
        cart_id=cart_owner(),
        choices=choices,
    )


@room.get("/compra/<code>/pagada")
@buyer_only
def paid(work: Work, code: str) -> object:
    """Come back from the payment provider: wait until it told us, then go on to the purchase."""
    purchase = queries.get_purchase(work, code)
    if purchase.state == PurchaseState.AWAITING_PAYMENT and purchase.pay_method is None:
        return page("trade/checkout/buyer/confirming.html")
    _count_cart_anew()  # what was paid has left it meanwhile
    return redirect(url_for("orders_purchases_buyer.purchase", code=code))


def _count_cart_anew() -> None:
    """Tell this browser how many things are in the cart, which is in a scope of its own."""
    owner = cart_owner()
    if owner is not None:
        with unit_of_work(BuyerScope(owner), read_only=True) as own:
            note_cart_count(count_pieces(own, owner))
