"""What the catalogue does by the clock, some at a time: words that were read otherwise before, and article numbers; and how
an act on many products goes on. What is told beside prices, as days pass."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Integer, SQLColumnExpression, cast, exists, func, or_, select
from sqlalchemy.dialects.postgresql import TSQUERY

from marketplace.goods.catalog import bulk, shelf
from marketplace.goods.catalog.events import BulkActWentOn, WordsOutdated
from marketplace.goods.catalog.models import Listing, ListingWords, Product, Variant, VariantPrice
from marketplace.goods.catalog.price_history import retell
from marketplace.goods.catalog.shelf import words_of
from marketplace.kernel.analysis import EDITION
from marketplace.kernel.jobs import Finish
from marketplace.kernel.permissions import May
from marketplace.kernel.reading import Unreadable, read_gtin
from marketplace.kernel.reading.article_numbers import OWN
from marketplace.kernel.text import fold
from marketplace.kernel.work import Actor, Work, unit_of_work
from tenants.scope import SellerScope

_AT_ONCE = 300  # whose sales wait meanwhile, some tenths of a second; what is left is taken the next time


def look_for_outdated(work: Work) -> None:
    """Ask for words to be written anew where some are outdated. By the clock."""
    if work.session.scalar(select(ListingWords.id).where(_outdated()).limit(1)):
        work.tell(WordsOutdated())


def rewrite_words(work: Work, _fact: WordsOutdated) -> None:
    """Write the words of some listings anew, and ask for the next ones."""
    theirs = (ListingWords.tenant_id == Listing.tenant_id, ListingWords.id == Listing.id)
    # A listing that somebody is writing gets its words from them.
    listings = work.session.lock(
        select(Listing).where(exists().where(*theirs, _outdated())).limit(_AT_ONCE), skip_taken=True
    )
    for one in listings:
        words = work.session.get_one(ListingWords, (one.tenant_id, one.id))
        rest = one.search_text.removeprefix(fold(one.title))
        words.terms = words_of(one.title, rest, one.category, one.attributes, one.description, one.variants)
    if len(listings) == _AT_ONCE:
        work.tell(WordsOutdated())


def _outdated() -> ColumnElement[bool]:
    return ~ListingWords.terms.bool_op("@@")(cast(f"'{EDITION}'", TSQUERY))


def tidy_article_numbers(work: Work) -> None:
    """Bring article numbers that were kept as they were typed into their one form; what is none is cleared. By the clock.

    Staff approved those products with them, so that nothing waits for review anew. What was cleared stands in the shop's
    activity, as it was written. Done when none is left; the release before may write some more meanwhile.
    """
    found = work.session.lock(
        select(Product)
        .where(Product.gtin.is_not(None), _is_out_of_form(Product.gtin))
        .order_by(Product.tenant_id, Product.id)
        .limit(_AT_ONCE)
    )
    for product in found:
        was, product.gtin = product.gtin, _read(product.gtin or "")
        shelf.show_article_number(work, product)
        if product.gtin is None:
            work.audit(
                "catalog.gtin_cleared",
                f"product:{product.id}",
                tenant_id=product.tenant_id,
                title=product.title,
                was=was,
            )


def _read(written: str) -> str | None:
    try:
        return read_gtin(written)
    except Unreadable:
        return None


def _is_out_of_form(gtin: SQLColumnExpression[str | None]) -> ColumnElement[bool]:
    """Whether a number is not fourteen digits of an article that end as they must (weights 3 and 1, modulo 10)."""
    digits = func.lpad(func.regexp_replace(gtin, "[^0-9]", "", "g"), 14, "0")
    weighed = sum(
        (cast(func.substr(digits, place, 1), Integer) * (3 if place % 2 else 1) for place in range(2, 15)),
        start=cast(func.substr(digits, 1, 1), Integer) * 3,
    )
    return or_(gtin.op("!~")("^[0-9]{14}$"), gtin.op("~")(f"^(?:{OWN})"), weighed % 10 != 0)


def carry_on_bulk_act(fact: BulkActWentOn, _key: str) -> Finish:
    """Take some more products of an act, within its shop's walls and as who began it; the next ones are another job's.

    A worker that was killed after that may have done them: whoever tries again finds their rows done, and takes the next.
    """
    whose = Actor(fact.by, fact.account_id, may=frozenset({May.EDIT_PRODUCTS}))
    with unit_of_work(SellerScope(fact.tenant_id), whose) as work:
        goes_on = bulk.go_on(work, fact.act_id)

    def finish(work: Work) -> None:
        if goes_on:
            work.tell(fact)

    return finish


def retell_prices(work: Work) -> None:
    """Say anew what is told beside prices whose days have passed. By the clock; some at a time, the rest the next."""
    due = work.session.execute(
        select(VariantPrice.tenant_id, VariantPrice.id, Variant.product_id)
        .join(Variant, (Variant.tenant_id == VariantPrice.tenant_id) & (Variant.id == VariantPrice.id))
        .where(VariantPrice.turns_at <= work.now)
        .order_by(VariantPrice.turns_at)
        .limit(_AT_ONCE)
    ).all()
    for tenant_id in {row.tenant_id for row in due}:
        retell(work, tenant_id, [row.id for row in due if row.tenant_id == tenant_id])
    shelf.refresh_availability(work, [(row.tenant_id, row.product_id) for row in due])
