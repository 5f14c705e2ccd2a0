"""Keeping the public shelf: the listing of a product, written in the transaction of whatever changed it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select

from marketplace.goods.catalog.errors import ShopClosed, ShopNotOpen
from marketplace.goods.catalog.models import Listing, ListingWords, Media, Product, Variant
from marketplace.goods.catalog.options import marks_of, seen_as
from marketplace.goods.catalog.price_history import note_shelf
from marketplace.goods.catalog.rules import NEXT, REVIEWED, ProductState, billable_grams
from marketplace.goods.catalog.taxonomy import described
from marketplace.kernel.analysis import vector
from marketplace.kernel.ids import new_id
from marketplace.kernel.reading import writings_of_gtin
from marketplace.kernel.states import transition
from marketplace.kernel.text import fold, slugify
from marketplace.kernel.work import Work
from marketplace.people.sellers import ShopState, state_of_shop
from tenants.wall import plain_sql

_REFRESH = plain_sql(
    """
    WITH keys AS (
        SELECT DISTINCT * FROM unnest(cast(:tenants AS uuid[]), cast(:products AS uuid[])) AS k(tenant_id, product_id)
    ), pieces AS (
        SELECT v.*, x.told, x.steps, CASE WHEN h.status = 'open' THEN s.on_hand - s.reserved ELSE 0 END AS available,
               CASE WHEN v.weight_grams IS NULL THEN '{}'::jsonb ELSE jsonb_build_object(
                   'grams', greatest(v.weight_grams, p.length_mm * p.width_mm * p.height_mm / 5000)) END AS own
        FROM keys k
        JOIN variant v ON v.tenant_id = k.tenant_id AND v.product_id = k.product_id
        JOIN product p ON p.tenant_id = k.tenant_id AND p.id = k.product_id
        JOIN stock s ON s.tenant_id = v.tenant_id AND s.variant_id = v.id
        JOIN shop h ON h.tenant_id = v.tenant_id
        LEFT JOIN variant_price x ON x.tenant_id = v.tenant_id AND x.id = v.id
        WHERE v.removed_at IS NULL AND v.approved_name IS NOT NULL
    ), counted AS (
        SELECT tenant_id, product_id, sum(available) AS available,
               coalesce(min(price_minor) FILTER (WHERE available > 0), min(price_minor)) AS price_minor,
               (array_agg(told ORDER BY available <= 0, price_minor, position))[1] AS price_told,
               jsonb_agg(jsonb_build_object('id', id, 'sku', sku, 'name', approved_name, 'options', options,
                   'price_minor', price_minor, 'available', available, 'told', told, 'steps', steps) || own
                   ORDER BY position) AS variants
        FROM pieces GROUP BY tenant_id, product_id
    ), locked AS (
        SELECT l.tenant_id, l.id FROM listing l JOIN keys k ON k.tenant_id = l.tenant_id AND k.product_id = l.id
        ORDER BY l.tenant_id, l.id FOR UPDATE OF l
    )
    UPDATE listing l SET available = c.available, price_minor = c.price_minor, price_told = c.price_told,
                         variants = c.variants, version = l.version + 1
    FROM counted c JOIN locked o ON o.tenant_id = c.tenant_id AND o.id = c.product_id
    WHERE l.tenant_id = c.tenant_id AND l.id = c.product_id
    """,
    why="price and stock of several shops' listings are recomputed from their rows in one statement",
)


def refresh_availability(work: Work, products: Iterable[tuple[UUID, UUID]]) -> None:
    """Recompute what the shelf says of price and stock for products given as (shop, product)."""
    keys = sorted(set(products))
    if keys:
        work.session.flush()
        work.session.execute(
            _REFRESH, {"tenants": [tenant for tenant, _ in keys], "products": [product for _, product in keys]}
        )


_SOLD = plain_sql(
    """
    WITH sold AS (
        SELECT tenant_id, product_id, sum(quantity) AS quantity
        FROM unnest(cast(:tenants AS uuid[]), cast(:products AS uuid[]), cast(:quantities AS bigint[]))
             AS s(tenant_id, product_id, quantity) GROUP BY tenant_id, product_id
    ), locked AS (
        SELECT l.tenant_id, l.id FROM listing l JOIN sold s ON s.tenant_id = l.tenant_id AND s.product_id = l.id
        ORDER BY l.tenant_id, l.id FOR UPDATE OF l
    ), off_the_shelf AS (
        UPDATE product p SET listing_sold = greatest(p.listing_sold + s.quantity, 0)
        FROM sold s WHERE p.tenant_id = s.tenant_id AND p.id = s.product_id
        AND NOT EXISTS (SELECT FROM listing l WHERE l.tenant_id = s.tenant_id AND l.id = s.product_id)
    )
    UPDATE listing l SET popularity = greatest(l.popularity + s.quantity, 0)
    FROM sold s JOIN locked o ON o.tenant_id = s.tenant_id AND o.id = s.product_id
    WHERE l.tenant_id = s.tenant_id AND l.id = s.product_id
    """,
    why="what was sold of several shops is counted on their listings in one statement",
)


def count_sold(work: Work, sold: Sequence[tuple[UUID, UUID, int]]) -> None:
    """Count pieces sold on their listings, given as (shop, product, pieces); pieces that came back are negative."""
    if sold:
        tenants, products, quantities = (list(column) for column in zip(*sold, strict=True))
        work.session.execute(_SOLD, {"tenants": tenants, "products": products, "quantities": quantities})


def refresh_shop(work: Work, tenant_id: UUID) -> None:
    """Recompute the whole shelf of a shop that begins or ends a rest: what rests cannot be bought."""
    refresh_availability(
        work,
        [(tenant_id, product_id) for product_id in _on_shelf(work, tenant_id)],
    )


def withdraw_shop(work: Work, tenant_id: UUID) -> None:
    """Take everything a shop sells out of public sight. The products stay as they are."""
    for product in _products(work, Product.id.in_(_on_shelf(work, tenant_id)), tenant_id):
        take_off_shelf(work, product)


def restore_shop(work: Work, tenant_id: UUID) -> None:
    """Show a shop's published products again, as they were approved; what was edited since waits for staff."""
    for product in _products(work, Product.state == ProductState.PUBLISHED, tenant_id):
        if product.approved_revision == product.revision:
            put_on_shelf(work, product)
        else:
            transition(product, ProductState.DRAFT, NEXT)


def _on_shelf(work: Work, tenant_id: UUID) -> Sequence[UUID]:
    return work.session.scalars(select(Listing.id).where(Listing.tenant_id == tenant_id)).all()


def _products(work: Work, which: ColumnElement[bool], tenant_id: UUID) -> Sequence[Product]:
    return work.session.lock(select(Product).where(Product.tenant_id == tenant_id, which).order_by(Product.id))


# What applies to new sales at once, without review.
_TERMS = ("warranty_months", "return_days", "return_paid_by", "instalments")


def put_on_shelf(work: Work, product: Product) -> None:
    """Write the listing of a product from what the product is now. Raises ShopClosed, ShopNotOpen."""
    match state_of_shop(work, product.tenant_id):
        case ShopState.CLOSED:
            raise ShopClosed
        case ShopState.PREPARING:
            raise ShopNotOpen
    variants, pictures = variants_of(work, product), pictures_of(work, product)
    listing = work.session.get(Listing, (product.tenant_id, product.id)) or _listing_again(work, product)
    listing.slug = slugify(product.title)
    for field in (*REVIEWED, *_TERMS):
        setattr(listing, field, getattr(product, field))
    listing.pictures = [_shown(media) for media in pictures]
    listing.billable_grams = billable_grams(
        product.weight_grams, product.length_mm, product.width_mm, product.height_mm
    )
    rest = _found_by(product, variants)
    listing.search_text = fold(f"{product.title} {rest}")
    # Price and stock are filled in from their rows by the one statement that always does it.
    listing.variants = listing.variants or []
    listing.price_minor = min(variant.price_minor for variant in variants)
    listing.available = listing.available or 0
    listing.version += 1
    work.session.add(listing)
    note_shelf(work, product, on_shelf=True)
    refresh_availability(work, [(product.tenant_id, product.id)])
    words = work.session.get(ListingWords, (product.tenant_id, product.id))
    if words is None:
        words = ListingWords(tenant_id=product.tenant_id, id=product.id)
        work.session.add(words)
    forms = [{"name": v.approved_name or v.name, "options": v.options} for v in variants]
    words.terms = words_of(product.title, rest, product.category, product.attributes, product.description, forms)
    work.session.refresh(listing)
    product.listing_number = listing.number


def _shown(media: Media) -> dict[str, Any]:
    said = {"key": media.key, "alt": media.alt, "width": media.width, "height": media.height}
    middle = media.focus_x == media.focus_y == 50
    return said if middle else {**said, "focus": f"{_nearest(media.focus_x)}-{_nearest(media.focus_y)}"}


def _nearest(hundredths: int) -> int:
    """The edge or the middle: styles know nine places."""
    return 50 * round(hundredths / 50)


def _listing_again(work: Work, product: Product) -> Listing:
    """A listing with the number, age and sales it had before it was taken off the shelf, where it had any."""
    product.published_at = product.published_at or work.now
    listing = Listing(
        tenant_id=product.tenant_id,
        id=product.id,
        published_at=product.published_at,
        version=product.listing_version,
        popularity=product.listing_sold,
        limited=product.limited,
    )
    if product.listing_number is not None:
        listing.number = product.listing_number
    return listing


def _found_by(product: Product, variants: Sequence[Variant]) -> str:
    gtins = [gtin for gtin in (product.gtin, *(v.gtin for v in variants)) if gtin]
    numbers = [writing for gtin in dict.fromkeys(gtins) for writing in writings_of_gtin(gtin)]
    return " ".join([product.brand, product.model, *numbers, *(v.sku for v in variants)])


def show_article_number(work: Work, product: Product) -> None:
    """Put a published product's article number on the shelf, where it was brought into another form."""
    listing = work.session.get(Listing, (product.tenant_id, product.id))
    if listing is None or listing.gtin is None:
        return
    listing.gtin = product.gtin
    listing.search_text = fold(f"{listing.title} {_found_by(product, variants_of(work, product))}")
    refresh_availability(work, [(product.tenant_id, product.id)])


def show_brand(work: Work, product: Product, listing: Listing, brand: str) -> None:
    """Put the one name of a brand on the shelf, in the place of another of its names, and find the product by it."""
    rest = listing.search_text.removeprefix(fold(listing.title)).replace(fold(listing.brand), fold(brand), 1)
    listing.brand, listing.search_text = brand, fold(f"{listing.title} {rest.strip()}")
    show_words(work, product, listing)


def show_words(work: Work, product: Product, listing: Listing) -> None:
    """Write anew what a listing is found by, and tell the index."""
    rest = listing.search_text.removeprefix(fold(listing.title))
    words = work.session.get_one(ListingWords, (listing.tenant_id, listing.id))
    words.terms = words_of(
        listing.title, rest, listing.category, listing.attributes, listing.description, listing.variants
    )
    refresh_availability(work, [(product.tenant_id, product.id)])


def show_terms(work: Work, product: Product) -> None:
    """Put a published product's terms and sizes, which need no review, on the shelf."""
    listing = work.session.get(Listing, (product.tenant_id, product.id))
    if listing is None:
        return
    for field in _TERMS:
        setattr(listing, field, getattr(product, field))
    listing.billable_grams = billable_grams(
        product.weight_grams, product.length_mm, product.width_mm, product.height_mm
    )
    refresh_availability(work, [(product.tenant_id, product.id)])


def words_of(
    title: str,
    rest: str,
    category: str,
    attributes: Mapping[str, Any],
    description: str = "",
    variants: Sequence[Mapping[str, Any]] = (),
) -> str:
    """Write what a listing is found by when no index answers, as `ListingWords.terms`."""
    seen = seen_as(category, attributes, variants)
    return vector(title, f"{rest} {facts_of(category, seen, variants)}", description, marks_of(seen))


def facts_of(category: str, seen: Mapping[str, Any], variants: Sequence[Mapping[str, Any]]) -> str:
    """Say what is known of a listing besides its own words: its attributes as they are seen, and what its forms are called."""
    return " ".join([described(category, seen), *(one.get("name") or "" for one in variants)])


def take_off_shelf(work: Work, product: Product) -> None:
    """Take a product out of public sight."""
    listing = work.session.find(
        select(Listing).where(Listing.tenant_id == product.tenant_id, Listing.id == product.id), lock=True
    )
    if listing is not None:
        product.listing_number, product.listing_version = listing.number, listing.version
        product.listing_sold = listing.popularity
        note_shelf(work, product, on_shelf=False)
        work.session.execute(delete(Listing).where(Listing.tenant_id == product.tenant_id, Listing.id == product.id))
        work.session.expunge(listing)


def limit_listing(work: Work, product: Product, *, limited: bool) -> None:
    """Keep a product out of searches and off the first page, or show it there again; its address goes on working."""
    product.limited = limited
    listing = work.session.get(Listing, (product.tenant_id, product.id))
    if listing is not None:
        listing.limited = limited
        refresh_availability(work, [(product.tenant_id, product.id)])  # which tells the index


def to_mend() -> ColumnElement[bool]:
    """Condition for a product of which staff declined what it says now, for sale in an older form or not at all."""
    of_now: ColumnElement[bool] = Product.declined["revision"].as_integer() == Product.revision
    return (Product.state == ProductState.DECLINED) | ((Product.state == ProductState.PUBLISHED) & of_now)


def say_as_shown(work: Work, product: Product) -> None:
    """Let a product that is for sale say what its listing shows: words, names of variants, pictures."""
    listing = work.session.get_one(Listing, (product.tenant_id, product.id))
    for name in REVIEWED:
        setattr(product, name, copy(getattr(listing, name)))
    for variant in variants_of(work, product):
        if variant.approved_name is None:  # nobody could buy it yet
            variant.removed_at = work.now
        else:
            variant.name = variant.approved_name
    known = {media.key: media for media in pictures_of(work, product)}
    for position, shown in enumerate(listing.pictures):
        media = known.pop(shown["key"], None)
        if media is None:
            media = Media(tenant_id=product.tenant_id, id=new_id(), product_id=product.id, **_media(shown))
            work.session.add(media)
        media.position, media.alt = position, shown["alt"]
        media.focus_x, media.focus_y = (int(part) for part in shown.get("focus", "50-50").split("-"))
    for media in known.values():
        work.session.delete(media)
    work.session.flush()


def _media(shown: Mapping[str, Any]) -> dict[str, Any]:
    return {name: shown[name] for name in ("key", "alt", "width", "height")}


def variants_of(work: Work, product: Product) -> Sequence[Variant]:
    """List a product's buyable forms in order, as they are now."""
    return work.session.scalars(
        select(Variant)
        .where(Variant.tenant_id == product.tenant_id, Variant.product_id == product.id, Variant.removed_at.is_(None))
        .order_by(Variant.position)
        .execution_options(populate_existing=True)
    ).all()


def pictures_of(work: Work, product: Product) -> Sequence[Media]:
    """List a product's pictures in order."""
    return work.session.scalars(
        select(Media)
        .where(Media.tenant_id == product.tenant_id, Media.product_id == product.id)
        .order_by(Media.position)
    ).all()
