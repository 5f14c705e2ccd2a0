"""Verbs on products: making, editing, submitting, publishing. A shop's own, except the two that staff's decision calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import func, select, tuple_

from marketplace.goods.catalog import errors, rules, shelf
from marketplace.goods.catalog.brands import brand_named, learn_brand
from marketplace.goods.catalog.events import EditDiscarded, ProductSubmitted
from marketplace.goods.catalog.models import Media, Product
from marketplace.goods.catalog.product_data import ProductData, check_data
from marketplace.goods.catalog.rules import ProductState
from marketplace.kernel.ids import new_id
from marketplace.kernel.permissions import May
from marketplace.kernel.states import transition
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import Work
from marketplace.people.sellers import ShopState, state_of_shop

MOST_PICTURES = 12


@dataclass(frozen=True)
class PictureSaid:
    """What a picture shows, and what of it must stay in sight: hundredths from the left and from the top."""

    alt: str
    focus_x: int = 50
    focus_y: int = 50


@verb(needs=May.EDIT_PRODUCTS)
def create_product(work: Work, data: ProductData) -> UUID:
    """Begin a product as a draft that only its shop sees.

    Raises UnknownCategory, BadAttribute, WarrantyTooShort (LFPC art. 77), ReturnTooShort (LFPC art. 56), UnknownSatKey,
    UnknownSatUnit, BadAxis, BadHsCode, UnknownCountry, or what `read_gtin` does.
    """
    product = begin_product(work, _checked(work, data))
    work.session.flush()
    work.audit("catalog.create", f"product:{product.id}", title=product.title)
    return product.id


def begin_product(work: Work, data: ProductData) -> Product:
    """Add a draft of the shop this work stands in to the session, of what was checked before."""
    product = Product(
        tenant_id=work.tenant_id, id=new_id(), state=ProductState.DRAFT, created_at=work.now, updated_at=work.now,
        **data.__dict__,
    )  # fmt: skip
    work.session.add(product)
    return product


@verb(needs=May.EDIT_PRODUCTS)
def edit_product(work: Work, product_id: UUID, data: ProductData, *, seen_version: int | None = None) -> None:
    """Save what a shop says of a product.

    Terms and sizes apply to new sales at once. New words or attributes of a published product wait for staff, and what
    was approved stays visible meanwhile. Raises EditedMeanwhile when somebody saved after `seen_version` was read.
    """
    data = _checked(work, data)
    product = get_product(work, product_id, lock=True)
    if seen_version is not None and seen_version != product.version:
        raise errors.EditedMeanwhile
    reviewed = any(getattr(product, name) != getattr(data, name) for name in rules.REVIEWED)
    for name, value in data.__dict__.items():
        setattr(product, name, value)
    note_edit(work, product, reviewed=reviewed)
    if product.state == ProductState.PUBLISHED:
        shelf.show_terms(work, product)
    work.audit("catalog.edit", f"product:{product.id}", title=product.title, revision=product.revision)


@verb(needs=May.EDIT_PRODUCTS)
def set_instalments(work: Work, product_id: UUID, accepted: bool) -> None:
    """Say whether a product may be paid in months without interest, where its shop offers that; for new purchases at once."""
    product = get_product(work, product_id, lock=True)
    if product.instalments == accepted:
        return
    product.instalments = accepted
    note_edit(work, product, reviewed=False)
    if product.state == ProductState.PUBLISHED:
        shelf.show_terms(work, product)
    work.audit("catalog.edit", f"product:{product.id}", title=product.title, revision=product.revision)


def note_edit(work: Work, product: Product, *, reviewed: bool) -> None:
    """Note that a product, whose row is locked, was changed; `reviewed` when staff have to see it before buyers do."""
    product.version += 1
    product.updated_at = work.now
    if reviewed:
        product.revision += 1
        if product.state in (ProductState.IN_REVIEW, ProductState.DECLINED):
            transition(product, ProductState.DRAFT, rules.NEXT)
    work.session.flush()


@verb(needs=May.EDIT_PRODUCTS)
def add_picture(
    work: Work, product_id: UUID, *, key: str, alt: str, width: int, height: int, digest: str | None = None
) -> None:
    """Add a picture that is in the blob store already; `digest` is its file's SHA-256. Raises TooManyPictures after twelve."""
    product = get_product(work, product_id, lock=True)
    position = work.session.scalar(select(func.count()).select_from(Media).where(Media.product_id == product_id)) or 0
    if position >= MOST_PICTURES:
        raise errors.TooManyPictures(most=MOST_PICTURES)
    work.session.add(
        Media(
            tenant_id=product.tenant_id,
            product_id=product_id,
            key=key,
            alt=alt,
            width=width,
            height=height,
            position=position,
            digest=digest,
        )
    )
    note_edit(work, product, reviewed=True)


@verb(needs=May.EDIT_PRODUCTS)
def remove_picture(work: Work, product_id: UUID, media_id: UUID) -> None:
    """Take a picture off a product; what was approved keeps showing it until the new revision is approved.

    Raises NoSuchPicture when the product has none of that name, or no longer.
    """
    product = get_product(work, product_id, lock=True)
    media = work.session.get(Media, (product.tenant_id, media_id))
    if media is None or media.product_id != product_id:
        raise errors.NoSuchPicture
    work.session.delete(media)
    work.session.flush()
    _number([one for one in shelf.pictures_of(work, product) if one.id != media_id])
    note_edit(work, product, reviewed=True)
    work.audit("catalog.picture_off", f"product:{product.id}", title=product.title)


@verb(needs=May.EDIT_PRODUCTS)
def move_picture(work: Work, product_id: UUID, media_id: UUID, *, to: int) -> None:
    """Put a picture at a place among a product's (0 is the first, which searches show); the others close up.

    What was approved keeps its order until the new revision is approved. Raises NoSuchPicture; a place that is not there,
    or its own, moves nothing.
    """
    product = get_product(work, product_id, lock=True)
    pictures = list(shelf.pictures_of(work, product))
    moved = next((one for one in pictures if one.id == media_id), None)
    if moved is None:
        raise errors.NoSuchPicture
    if not 0 <= to < len(pictures) or pictures.index(moved) == to:
        return
    pictures.remove(moved)
    pictures.insert(to, moved)
    _number(pictures)
    note_edit(work, product, reviewed=True)


@verb(needs=May.EDIT_PRODUCTS)
def say_pictures(work: Work, product_id: UUID, said: Mapping[UUID, PictureSaid]) -> None:
    """Say of pictures what they show, for those who do not see them, and what of them must stay in sight.

    What was approved keeps what was said until the new revision is approved. Raises NoSuchPicture.
    """
    product = get_product(work, product_id, lock=True)
    pictures = {one.id: one for one in shelf.pictures_of(work, product)}
    changed = False
    for media_id, words in said.items():
        media = pictures.get(media_id)
        if media is None:
            raise errors.NoSuchPicture
        now = (words.alt, words.focus_x, words.focus_y)
        changed = changed or now != (media.alt, media.focus_x, media.focus_y)
        media.alt, media.focus_x, media.focus_y = now
    if changed:
        note_edit(work, product, reviewed=True)


def _number(pictures: Sequence[Media]) -> None:
    for position, media in enumerate(pictures):
        media.position = position


@verb(needs=May.EDIT_PRODUCTS)
def submit_product(work: Work, product_id: UUID, *, shop_slug: str, shop_name: str, plea: str = "") -> None:
    """Ask staff to look at a product; `plea` says why what they declined of it is right, and somebody else looks then.

    Raises ProductNotReady naming what is missing, ProductWrongState without news, NothingMended when what was declined
    comes again as it was and without a plea, ProductRecalled, ShopNotOpen.
    """
    product = get_product(work, product_id, lock=True)
    if state_of_shop(work, product.tenant_id) is ShopState.PREPARING:
        raise errors.ShopNotOpen
    if product.recalled:
        raise errors.ProductRecalled
    pictures = shelf.pictures_of(work, product)
    rules.check_submittable(
        product,
        variants=len(shelf.variants_of(work, product)),
        pictures=len(pictures),
        alts=all(one.alt for one in pictures),
        plea=plea,
    )
    if rules.is_declined(product.declined, product.revision):
        product.revision += 1  # a decision is about one revision: this is another
    if product.state in (ProductState.DRAFT, ProductState.DECLINED):
        transition(product, ProductState.IN_REVIEW, rules.NEXT)
    work.audit("catalog.submit", f"product:{product.id}", title=product.title, revision=product.revision)
    work.tell(ProductSubmitted(product.tenant_id, product.id, product.revision, shop_slug, shop_name, plea))


def publish_product(work: Work, tenant_id: UUID, product_id: UUID, *, revision: int) -> bool:
    """Approve a revision and put it on the public shelf. Called by staff's decision.

    A paused, archived or recalled product stays off the shelf: False then, and its shop shows it when it resumes it. Raises
    EditedMeanwhile when the shop has changed it since: what staff saw is what gets published, or nothing.
    """
    product = _get(work, tenant_id, product_id)
    if product.revision != revision:
        raise errors.EditedMeanwhile
    product.approved_revision, product.declined = revision, None
    learn_brand(work, product.brand)
    for variant in shelf.variants_of(work, product):
        variant.approved_name = variant.name
    if product.state not in (ProductState.PUBLISHED, ProductState.PAUSED, ProductState.ARCHIVED):
        transition(product, ProductState.PUBLISHED, rules.NEXT)
    if product.recalled and product.state == ProductState.PUBLISHED:
        transition(product, ProductState.PAUSED, rules.NEXT)
    if product.state != ProductState.PUBLISHED:
        return False
    shelf.put_on_shelf(work, product)
    return True


def decline_product(
    work: Work, tenant_id: UUID, product_id: UUID, *, revision: int, why: Mapping[str, str | int]
) -> None:
    """Mark a revision as declined, and say why. A published product keeps its approved revision in sight."""
    product = _get(work, tenant_id, product_id)
    if product.revision != revision:
        return
    product.declined = {"revision": revision, **why}
    if product.state == ProductState.IN_REVIEW:
        transition(product, ProductState.DECLINED, rules.NEXT)


def take_down_product(work: Work, tenant_id: UUID, product_id: UUID, *, why: Mapping[str, str | int]) -> int:
    """Take what is for sale, or paused, off the shelf until it is mended and approved again; gives the revision this is.

    Raises ProductWrongState where it is neither.
    """
    product = _get(work, tenant_id, product_id)
    was_shown = product.state == ProductState.PUBLISHED
    if not was_shown and product.state != ProductState.PAUSED:
        raise errors.ProductWrongState(state=product.state)
    transition(product, ProductState.DECLINED, rules.NEXT)
    product.revision += 1  # what was approved stays in the record as it was
    product.declined = {"revision": product.revision, **why}
    product.version += 1
    if was_shown:
        shelf.take_off_shelf(work, product)
    work.session.flush()
    return product.revision


def reinstate_product(
    work: Work, tenant_id: UUID, product_id: UUID, *, revision: int, taken_down: bool, paused: bool
) -> bool:
    """Take back that a revision was declined, or what was for sale taken down: it stands where it stood, with its number,
    age and sales.

    False where its shop has changed it since, or it held edits that nobody approved when it was taken down: then only the
    mark of the decision goes, and what it says now waits to be sent. Raises ShopClosed.
    """
    product = _get(work, tenant_id, product_id)
    if not rules.is_declined(product.declined, revision):
        return False
    product.declined = None
    if product.revision != revision:
        return False
    if taken_down and product.approved_revision != revision - 1:
        transition(product, ProductState.DRAFT, rules.NEXT)
        return False
    if product.state == ProductState.DECLINED and paused:
        transition(product, ProductState.PAUSED, rules.NEXT)
    publish_product(work, tenant_id, product_id, revision=revision)
    return True


def limit_product(work: Work, tenant_id: UUID, product_id: UUID, *, limited: bool) -> None:
    """Keep a product out of searches and off the first page by staff's decision, or no longer. Again changes nothing."""
    shelf.limit_listing(work, _get(work, tenant_id, product_id), limited=limited)


def recall_products(work: Work, products: Sequence[tuple[UUID, UUID]], *, recalled: bool) -> list[Product]:
    """Take products, given as (shop, product), off sale for as long as they are recalled, or no longer: their shops then
    resume them themselves. Locks them, all before the first listing. Raises NoSuchProduct.
    """
    which = tuple_(Product.tenant_id, Product.id).in_(products)
    found = work.session.lock(select(Product).where(which))
    if len(found) < len(products):
        raise errors.NoSuchProduct
    for product in found:
        product.recalled = recalled
        if recalled and product.state == ProductState.PUBLISHED:
            transition(product, ProductState.PAUSED, rules.NEXT)
            shelf.take_off_shelf(work, product)
    return found


@verb(needs=May.EDIT_PRODUCTS)
def discard_edit(work: Work, product_id: UUID) -> None:
    """Give up what was changed since a product that is for sale was approved: it says again what its buyers read.

    Prices and pieces stay, since those hold already. Raises ProductWrongState where there is nothing to give up.
    """
    product = get_product(work, product_id, lock=True)
    if product.state != ProductState.PUBLISHED or product.approved_revision == product.revision:
        raise errors.ProductWrongState(state=product.state)
    shelf.say_as_shown(work, product)
    note_edit(work, product, reviewed=True)
    product.approved_revision, product.declined = product.revision, None
    shelf.refresh_availability(work, [(product.tenant_id, product.id)])
    work.audit("catalog.discard_edit", f"product:{product.id}", title=product.title)
    work.tell(EditDiscarded(product.tenant_id, product.id))


@verb(needs=May.EDIT_PRODUCTS)
def pause_product(work: Work, product_id: UUID) -> None:
    """Take a published product out of sight until it is resumed. Raises ProductWrongState when it is not published."""
    product = get_product(work, product_id, lock=True)
    _move(product, ProductState.PAUSED)
    shelf.take_off_shelf(work, product)
    work.audit("catalog.pause", f"product:{product.id}", title=product.title)


@verb(needs=May.EDIT_PRODUCTS)
def resume_product(work: Work, product_id: UUID) -> None:
    """Show a paused product again, as it was approved. Raises ProductWrongState when it is not paused, ProductRecalled."""
    product = get_product(work, product_id, lock=True)
    if product.recalled:
        raise errors.ProductRecalled
    if product.state == ProductState.PAUSED and product.approved_revision != product.revision:
        _move(product, ProductState.DRAFT)  # it was edited while paused: what nobody approved is not shown
        return
    _move(product, ProductState.PUBLISHED, only_from=ProductState.PAUSED)
    shelf.put_on_shelf(work, product)
    work.audit("catalog.resume", f"product:{product.id}", title=product.title)


def _move(product: Product, to: ProductState, *, only_from: ProductState | None = None) -> None:
    refused = errors.ProductWrongState(state=product.state)
    if only_from is not None and product.state != only_from:
        raise refused
    transition(product, to, rules.NEXT, otherwise=refused)


def get_product(work: Work, product_id: UUID, *, lock: bool = False) -> Product:
    """Load a product of the shop this work stands in; raises NoSuchProduct."""
    return _get(work, work.tenant_id, product_id, lock=lock)


def _get(work: Work, tenant_id: UUID, product_id: UUID, *, lock: bool = True) -> Product:
    query = select(Product).where(Product.tenant_id == tenant_id, Product.id == product_id)
    product = work.session.find(query, lock=lock)
    if product is None:
        raise errors.NoSuchProduct
    return product


def _checked(work: Work, data: ProductData) -> ProductData:
    """Give what a shop says in the forms that are kept, its brand under the one name that it has."""
    checked = check_data(data)
    return replace(checked, brand=brand_named(work, checked.brand)) if checked.brand else checked
