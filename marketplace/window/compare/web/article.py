"""One article and every shop that sells it, by what it costs its buyer; no shop comes first for another reason."""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.goods.catalog import NoSuchListing
from marketplace.kernel.work import Work
from marketplace.trade.pricing import OfferInFull, find_offers_of_article, quote_offer
from marketplace.trade.shipping import Quote, destination_of
from marketplace.web.access import anyone
from marketplace.web.audiences import BUYER
from marketplace.web.hosts import whole
from marketplace.web.kept_pages import keep_for_strangers
from marketplace.web.pages import page, place
from marketplace.web.shown import note_shown
from marketplace.window.storefront import cards

room = BUYER.room("compare", "article")


@dataclass(frozen=True)
class OfferOfArticle:
    """An offer, and its way to the place that was chosen; none where no place is, or its shop does not send there."""

    offer: OfferInFull
    quote: Quote | None
    standing: str

    @property
    def landed_minor(self) -> int:
        """What it costs its buyer, in centavos with IVA: with the way, where it is known."""
        return self.offer.price_minor + (self.quote.charged_minor if self.quote else 0)


@room.get("/articulo/<article>")
@anyone
@keep_for_strangers
def offers(work: Work, article: str) -> str:
    """All offers of an article: what can be bought and sent first, then the cheapest with its way, then the oldest listing."""
    to = destination_of(place())
    found = [
        OfferOfArticle(row, quote_offer(row, to, work.now), cards.standing_label(row))
        for row in find_offers_of_article(work, article)
    ]
    if not found:
        raise NoSuchListing
    note_shown(one.offer for one in found)
    found.sort(
        key=lambda one: (
            one.offer.available <= 0,
            to is not None and one.quote is None,
            one.landed_minor,
            one.offer.number,
        )
    )
    return page(
        "window/compare/buyer/article.html",
        offers=found,
        first=min(found, key=lambda one: one.offer.number).offer,
        canonical=whole(f"/articulo/{article}"),
        address_of=cards.address_of,
    )
