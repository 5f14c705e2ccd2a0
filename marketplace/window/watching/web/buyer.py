"""What I follow: prices, searches and what I saw; and the way out of its letters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, request, session, url_for
from flask_babel import gettext as _

from marketplace.kernel.reading import read_line
from marketplace.kernel.work import Work
from marketplace.trade.pricing import find_offers, get_offer
from marketplace.web.access import anyone, anyone_above, signed_in
from marketplace.web.asked import number_in
from marketplace.web.audiences import BUYER, person_id
from marketplace.web.browsers import place_of_browser
from marketplace.web.formatting import money_short
from marketplace.web.pages import MOST_SEEN, keeps_seen, page, place, seen_numbers
from marketplace.web.security import safe_next
from marketplace.web.words import say
from marketplace.window.storefront import cards
from marketplace.window.watching import queries, rules, service
from marketplace.window.watching.errors import NoSearch, NoSuchWatch, NotBelowPrice, TooManyWatched
from marketplace.window.watching.links import whose
from marketplace.window.watching.service import WatchKind
from marketplace.window.watching.web.forms import PriceForm

room = BUYER.room("watching")
_A_TENTH_LESS = 10


def _person() -> UUID:
    person = person_id()
    assert person is not None  # the door asks for a signed-in person
    return person


@room.get("/lo-que-sigo")
@signed_in
def index(work: Work) -> str:
    """Everything a person follows, with the ways to pause, remove and have back."""
    watcher = queries.watcher_of(work, _person())
    return page(
        "window/watching/buyer/index.html",
        prices=queries.watched_prices(work, _person()),
        searches=queries.saved_searches(work, _person()),
        letters=watcher is None or watcher.letters,
    )


@room.route("/avisame/<int:number>", methods=["GET", "POST"])
@signed_in
def watch_price(work: Work, number: int) -> object:
    """Ask to hear when a listing costs less than an amount."""
    offer = get_offer(work, number)
    suggested = offer.price_minor // 100 * (100 - _A_TENTH_LESS) // 100 * 100
    form = PriceForm(data={"price": suggested or None, "next": request.args.get("next", "")})
    if form.validate_on_submit():
        try:
            with work.attempt():
                service.watch_price(work, _person(), number, form.price.data)
            flash(_("Te avisamos por correo si baja de %(price)s.", price=money_short(form.price.data)), "success")
            return redirect(safe_next(form.next.data, url_for(".index")))
        except (NotBelowPrice, TooManyWatched) as refusal:
            form.show(refusal)
    return page(
        "window/watching/buyer/price.html", offer=offer, form=form, address=cards.address_of(offer)
    ), 422 if form.is_submitted() else 200


@room.post("/lo-que-sigo/busquedas")
@signed_in
def save_search(work: Work) -> object:
    """Follow a search: hear of what is new in it."""
    address, words = request.form.get("address", ""), read_line(request.form.get("words", "")[:1000])
    try:
        with work.attempt():
            followed = service.save_search(work, _person(), words=words, address=address, place=place_of_browser())
    except (NoSearch, TooManyWatched) as refusal:
        flash(say(refusal), "warning")
        return redirect(url_for(".index"))
    if followed:
        flash(_("Ya seguías esta búsqueda. Te avisamos de lo que haya de aquí en adelante."), "success")
    else:
        flash(_("Te avisamos por correo cuando haya algo nuevo en esta búsqueda."), "success")
    return redirect(safe_next(address, url_for(".index")))


_CHANGES = {
    "pausar": lambda work, kind, one: service.pause(work, kind, one, paused=True),
    "seguir": lambda work, kind, one: service.pause(work, kind, one, paused=False),
    "quitar": service.remove,
    "deshacer": service.undo_remove,
}


@room.post("/lo-que-sigo/<kind>/<uuid:watch_id>")
@signed_in
def change(work: Work, kind: str, watch_id: UUID) -> object:
    """Pause, go on with, remove or have back one thing that is followed."""
    what = request.form.get("what", "pausar")
    if kind not in list(WatchKind) or what not in _CHANGES:
        raise NoSuchWatch
    _CHANGES[what](work, WatchKind(kind), watch_id)
    return redirect(url_for(".index"))


@room.post("/lo-que-sigo/cartas")
@signed_in
def letters(work: Work) -> object:
    """Get letters about what is followed, or none."""
    service.allow_letters(work, _person(), allowed=request.form.get("on") == "1")
    return redirect(url_for(".index"))


@room.get("/lo-que-sigo/sin-cartas/<token>")
@anyone
def ask_stop(work: Work, token: str) -> str:
    """The page of a letter's link, with the one button that ends the letters: programs that look into mail press none."""
    whose(token)
    return page("window/watching/buyer/stop.html", stopped=False)


@room.post("/lo-que-sigo/sin-cartas/<token>")
@anyone_above("watch letters")
def stop_letters(work: Work, token: str) -> str:
    """End a person's letters, signed in or not; mail programs send this themselves (RFC 8058)."""
    service.allow_letters(work, whose(token), allowed=False)
    return page("window/watching/buyer/stop.html", stopped=True)


@room.get("/vistos")
@anyone
def seen(work: Work) -> str:
    """What was seen a short while ago: in this browser, and by a person also in others."""
    person = person_id()
    watcher = queries.watcher_of(work, person) if person else None
    kept = watcher.keeps_viewed if watcher else keeps_seen()
    numbers = rules.join_viewed(seen_numbers(), queries.viewed(work, person) if person else []) if kept else []
    return page(
        "window/watching/buyer/seen.html",
        cards=cards.write_cards(find_offers(work, numbers), place(), work.now),
        keeping=kept,
    )


@room.post("/vistos/guardar")
@anyone
def keep_seen(work: Work) -> object:
    """Keep what is seen from here on, or forget it all."""
    kept = request.form.get("on") == "1"
    session["seen"] = [] if kept else None  # None: nothing is kept
    session.permanent = True
    person = person_id()
    if person is not None:
        service.keep_viewed(work, person, kept=kept)
    return redirect(url_for(".seen"))


@room.post("/vistos/anotar")
@signed_in
def note_seen(work: Work) -> Response:
    """Note what a person has just seen, so that their other browsers know; the page that shows it writes nothing."""
    number = number_in(request.form, "number")
    if 0 < (number or 0) < 2**62:
        service.note_viewed(work, _person(), [number])
    return Response(status=204)


def welcome_seen(work: Work, account_id: UUID, before: Mapping[str, Any]) -> None:
    """Join what a browser saw before its person signed in with what they saw elsewhere."""
    watcher = queries.watcher_of(work, account_id)
    if before.get("seen", []) is None or (watcher is not None and not watcher.keeps_viewed):
        session["seen"] = None  # whichever of the two said no
        return
    numbers = [int(number) for number in before.get("seen", [])]
    if numbers:
        service.note_viewed(work, account_id, numbers)
    joined = queries.viewed(work, account_id)
    if joined:
        session["seen"] = joined[:MOST_SEEN]
