"""Up to six offers side by side; the address holds the whole comparison, and what matters to whoever reads it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from marketplace.goods.catalog import CATEGORIES, taxonomy_edition
from marketplace.kernel.reading import read_line
from marketplace.kernel.site import site
from marketplace.kernel.work import Work
from marketplace.trade.pricing import (
    LongestPlan,
    OfferInFull,
    find_offers,
    find_offers_in_full,
    find_plan_of_offer,
    get_offer,
    quote_offer,
)
from marketplace.trade.shipping import Quote, destination_of
from marketplace.web.access import anyone
from marketplace.web.asked import number_in, numbers_in
from marketplace.web.audiences import BUYER
from marketplace.web.kept_contents import keep_content
from marketplace.web.kept_pages import keep_for_strangers
from marketplace.web.pages import MOST_COMPARED, compare_numbers, language, page, place
from marketplace.web.security import back_to, safe_next
from marketplace.web.shown import note_shown
from marketplace.web.toasts import tell_done
from marketplace.window.compare.queries import same_article
from marketplace.window.compare.rules import LONGEST_NOTE, MOST_WEIGHT, Criterion, read_weights, weigh
from marketplace.window.compare.web import rows, tray, words
from marketplace.window.storefront import cards

room = BUYER.room("compare")
_MOST_ASKED = 24  # more in one address is no comparison
_LARGEST = 2**62


def _numbers(asked: Sequence[int]) -> list[int]:
    return [number for number in dict.fromkeys(asked) if 0 < number < _LARGEST][:_MOST_ASKED]


@room.post("/comparar/agregar")
@anyone
def add(work: Work) -> object:
    """Put a listing into this browser's comparison; where six are in it, choose which to leave out."""
    numbers, _notes = tray.read(work)
    number = number_in(request.form, "number")
    if number not in numbers and 0 < number < _LARGEST and find_offers(work, [number]):
        if len(numbers) >= MOST_COMPARED:
            return redirect(url_for(".table", n=[*numbers, number]))
        tray.keep(work, [*numbers, number])
        tell_done(
            _("En tu comparación"),
            link=(_("Comparar"), url_for(".table", n=compare_numbers())),
            undo_at=url_for(".remove"),
            fields=_undo(number),
            in_tray=True,
        )
    return redirect(back_to(number, url_for(".table", n=compare_numbers())))


def _undo(number: int) -> list[tuple[str, object]]:
    """What takes an act upon a listing back, and leads to where it was done."""
    return [("number", number), *((name, request.form[name]) for name in ("next", "at") if name in request.form)]


@room.post("/comparar/quitar")
@anyone
def remove(work: Work) -> object:
    """Take a listing out of the comparison."""
    number = number_in(request.form, "number")
    numbers, _notes = tray.read(work)
    if number in numbers:
        tray.keep(work, [n for n in numbers if n != number])
        tell_done(_("Quitado de tu comparación"), undo_at=url_for(".add"), fields=_undo(number), in_tray=True)
    shown = [n for n in numbers_in(request.form, "n") if n != number]
    return redirect(back_to(number, url_for(".table", n=shown, _anchor="tabla")))


@room.post("/comparar/elegir")
@anyone
def choose(work: Work) -> object:
    """Compare just these from here on; more than six are shown again, to leave some out."""
    chosen = _numbers(numbers_in(request.form, "n"))
    if len(chosen) > MOST_COMPARED:
        asked = _numbers(numbers_in(request.form, "asked")) or chosen
        return _choice(work, asked, chosen, refused=True), 422
    tray.keep(work, chosen)
    return redirect(url_for(".table", n=chosen))


@room.post("/comparar/nota")
@anyone
def note(work: Work) -> object:
    """Write beside a column what one thinks of it; an empty note is taken away."""
    text = read_line(request.form.get("note", ""))
    tray.note(work, number_in(request.form, "number"), text)
    if len(text) > LONGEST_NOTE:
        flash(_("Tu nota se cortó: caben %(most)s letras.", most=LONGEST_NOTE), "warning")
    return redirect(safe_next(request.form.get("next"), url_for(".table", n=compare_numbers())))


@room.get("/comparar/articulo/<int:number>")
@anyone
def article(work: Work, number: int) -> object:
    """The same article (by its bar code) in each shop that sells it, side by side."""
    get_offer(work, number)
    found = same_article(work, number, MOST_COMPARED)
    return redirect(url_for(".table", n=found or [number]))


@dataclass(frozen=True)
class Column:
    """One offer of the comparison, with what its reader wrote beside it and how it fares by what matters to them."""

    offer: OfferInFull
    note: str
    points: int | None
    parts: str


@room.get("/comparar")
@anyone
@keep_for_strangers
def table(work: Work) -> str:
    """The comparison of the listings that the address names (`?n=1001&n=1002`), else of this browser's."""
    kept, notes = tray.read(work)
    asked = _numbers(numbers_in(request.args, "n")) or kept
    if len(asked) > MOST_COMPARED:
        return _choice(work, asked, asked[:MOST_COMPARED], refused=False)
    found = find_offers_in_full(work, asked)
    note_shown(found)
    to = destination_of(place())
    kinds = list(dict.fromkeys(row.category for row in found))
    found.sort(key=lambda row: kinds.index(row.category))
    quotes = [quote_offer(row, to, work.now) for row in found]
    plans = [find_plan_of_offer(work, row) for row in found]

    def write() -> dict[str, Any]:
        return _written(asked, kept, notes, found, quotes, plans)

    shown = (asked, kept, notes, found, quotes, plans, taxonomy_edition())
    content = keep_content("window/compare/buyer/table_content.html", shown, write)
    return page("window/compare/buyer/table.html", content=content)


def _written(
    asked: list[int],
    kept: list[int],
    notes: Mapping[int, str],
    found: Sequence[OfferInFull],
    quotes: Sequence[Quote | None],
    plans: Sequence[LongestPlan | None],
) -> dict[str, Any]:
    """What the table shows: its columns in the order of what matters to who reads it, and its rows."""
    weights = read_weights(request.args)
    weighed = weigh(rows.weighable(found, quotes), weights) if len(found) > 1 else []
    order = [one.column for one in weighed] or list(range(len(found)))
    points = {one.column: one for one in weighed}
    columns = [
        Column(
            found[column],
            notes.get(found[column].number, ""),
            points[column].points if weighed else None,
            words.parts(points[column]) if weighed else "",
        )
        for column in order
    ]
    offers = [found[column] for column in order]
    groups = rows.groups(offers, [quotes[one] for one in order], [plans[one] for one in order]) if offers else []
    kinds = dict.fromkeys(row.category for row in found)
    return {
        "columns": columns,
        "numbers": asked,
        "gone": [number for number in asked if number not in {row.number for row in found}],
        "groups": groups,
        "only_differences": "diferencias" in request.args,
        "hidden": sum(not row.differs for group in groups for row in group.rows),
        "kinds": [
            (CATEGORIES[kind].name(language()), [o.number for o in found if o.category == kind]) for kind in kinds
        ],
        "mine": set(kept) >= set(asked),
        "tray": kept,
        "criteria": [
            (criterion.value, name, weights.get(criterion, 0)) for criterion, name in words.criterion_names().items()
        ],
        "weights": {criterion.value: weight for criterion, weight in weights.items()},
        "weight_names": words.weight_names()[: MOST_WEIGHT + 1],
        "reason": words.reason(weighed, found) if weighed else "",
        "share": f"{site().settings.base_url.rstrip('/')}{_address(asked, weights)}",
        "longest_note": LONGEST_NOTE,
        "address_of": cards.address_of,
    }


def _address(numbers: Sequence[int], weights: dict[Criterion, int]) -> str:
    values: dict[str, Any] = {criterion.value: weight for criterion, weight in weights.items()}
    return url_for(".table", n=numbers, **values)


def _choice(work: Work, asked: Sequence[int], chosen: Sequence[int], *, refused: bool) -> str:
    """The page that asks which to leave out."""
    return page(
        "window/compare/buyer/choose.html",
        offers=find_offers_in_full(work, asked),
        asked=asked,
        chosen=chosen,
        most=MOST_COMPARED,
        refused=refused,
    )
