"""Staff change the tree: categories and attributes are edited, moved, merged and retired, and never deleted.

Who changes something has seen what it does to the products that there are (`taxonomy_effects.py`), or is refused with it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, TypeVar

from sqlalchemy import func, select

from marketplace.goods.catalog import taxonomy_errors as errors
from marketplace.goods.catalog.rules import AttributeKind
from marketplace.goods.catalog.sat_keys import check_sat_keys
from marketplace.goods.catalog.taxonomy import BY_NAME, Taxonomy
from marketplace.goods.catalog.taxonomy_effects import (
    Effect,
    EffectKind,
    convert,
    count_held,
    in_any,
    says,
    sure_of,
    values_held,
)
from marketplace.goods.catalog.taxonomy_following import Followed, begin_following
from marketplace.goods.catalog.taxonomy_models import (
    AttributeRow,
    CategoryRow,
    FormerSlug,
    TaxonomyChange,
    TaxonomyEdition,
)
from marketplace.goods.catalog.taxonomy_reading import read_taxonomy
from marketplace.kernel.ids import new_id
from marketplace.kernel.permissions import StaffMay
from marketplace.kernel.text import slugify
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import Work

DEEPEST = 3  # levels, for which the index of search has columns
_OF_PAGES = ("nueva", "nuevo", "archivos", "datos")  # what stands at their place in addresses of staff's pages
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_Row = TypeVar("_Row", CategoryRow, AttributeRow)


@dataclass(frozen=True)
class CategoryData:
    """What staff say of a category. `attributes`: codes in order, each with whether it is required."""

    es: str
    en: str
    slug: str
    parent: str | None = None
    position: int = 0
    attributes: tuple[tuple[str, bool], ...] = ()
    goods: str | None = None
    article: str = ""
    sat_key: str | None = None
    retired: bool = False


@dataclass(frozen=True)
class AttributeData:
    """What staff say of an attribute. `mapped`: of values that go, which takes the place of each; what is not there is kept."""

    es: str
    en: str
    kind: str
    help_es: str = ""
    help_en: str = ""
    unit: str = ""
    decimals: int = 0
    better: str | None = None
    values: tuple[tuple[str, str, str], ...] = ()  # code, Spanish, English
    filterable: bool = True
    comparable: bool = True
    axis: bool = False
    retired: bool = False
    mapped: Mapping[str, str] = field(default_factory=dict)


def data_of_category(row: CategoryRow) -> CategoryData:
    """What a category says now."""
    attributes = tuple((code, required) for code, required in row.attributes)
    return CategoryData(
        row.es, row.en, row.slug, row.parent, row.position, attributes, row.goods, row.article, row.sat_key, row.retired
    )


def read_category(work: Work, code: str) -> tuple[CategoryData, int]:
    """What a category says now, with its version. Raises NoSuchCategory."""
    row = work.session.get(CategoryRow, code, populate_existing=True)
    if row is None:
        raise errors.NoSuchCategory
    return data_of_category(row), row.version


def data_of_attribute(row: AttributeRow) -> AttributeData:
    """What an attribute says now; the values that are chosen no more are not among them."""
    return AttributeData(
        row.es, row.en, row.kind, row.help_es, row.help_en, row.unit, row.decimals, row.better,
        tuple((code, es, en) for code, es, en, chosen in row.values if chosen),
        row.filterable, row.comparable, row.axis, row.retired,
    )  # fmt: skip


@verb(needs=StaffMay.EDIT_TAXONOMY)
def save_category(work: Work, code: str | None, data: CategoryData, *, version: int, sure: str = "") -> str:
    """Change a category, or make one where `code` is None; gives its code. `sure` says that its effects were seen.

    Raises NoSuchCategory, TaxonomyEdited, IsPartOfAnother, NotYetSeen, and what `_check_category` does.
    """
    tree = _alone(work)
    row = _get(work, CategoryRow, code, version) if code else None
    if row and row.merged_into:
        raise errors.IsPartOfAnother
    _check_category(work, tree, row, data)
    before = data_of_category(row) if row else None
    effects = _effects_of_category(work, tree, row, data) if row else []
    _ask(data, effects, sure)
    if row is None:
        taken = {*tree.categories, *tree.former, *_OF_PAGES}
        row = CategoryRow(code=_free(data.slug, taken), number=_next(work, CategoryRow.number), version=0)
        work.session.add(row)
    elif row.slug != data.slug:
        own = work.session.get(FormerSlug, data.slug)
        if own is not None:
            work.session.delete(own)
        work.session.add(FormerSlug(slug=row.slug, category=row.code))
    values = asdict(data)
    values["attributes"] = [list(one) for one in data.attributes]
    _write(row, values)
    followed: Followed = {}
    if before and (before.es, before.en, before.parent) != (data.es, data.en, data.parent):
        followed = {"categories": _below(tree, row.code)}
    _keep(work, "category", row, before, data, followed)
    return row.code


def _check_category(work: Work, tree: Taxonomy, row: CategoryRow | None, data: CategoryData) -> None:
    """Refuse what makes no tree.

    Raises BadCategorySlug, SlugTaken, BadParent, UnderItself, TooDeep, ParentHoldsGoods, HoldsCategories, UnknownAttributes,
    UnknownSatKey.
    """
    own = row.code if row else None
    if not _SLUG.fullmatch(data.slug):
        raise errors.BadCategorySlug
    there = tree.by_slug.get(data.slug)
    if (there and there.code != own) or tree.former.get(data.slug, own) != own:
        raise errors.SlugTaken
    _check_parent(work, tree, row, data)
    if data.retired and own and any(not one.retired for one in tree.children[own]):
        raise errors.HoldsCategories
    codes = [code for code, _required in data.attributes]
    kept = {code for code, _required in row.attributes} if row else set()
    unknown = [
        code for code in codes if code not in tree.attributes or (tree.attributes[code].retired and code not in kept)
    ]
    unknown += [code for code in dict.fromkeys(codes) if codes.count(code) > 1]
    if unknown:
        raise errors.UnknownAttributes(codes=", ".join(unknown))
    check_sat_keys(data.sat_key, None)


def _check_parent(work: Work, tree: Taxonomy, row: CategoryRow | None, data: CategoryData) -> None:
    above = tree.categories.get(data.parent or "")
    if data.parent == (row.parent if row else None):
        if above is not None and not data.retired and (above.retired or above.merged_into):
            raise errors.BadParent
        return
    if data.parent is None:
        path: tuple[str, ...] = ()
    else:
        if above is None or above.retired or above.merged_into:
            raise errors.BadParent
        path = above.path
    if row and row.code in path:
        raise errors.UnderItself
    height = (
        max((len(tree.categories[one].path) for one in _below(tree, row.code)), default=0)
        - len(tree.categories[row.code].path)
        if row
        else 0
    )
    if len(path) + 1 + height > DEEPEST:
        raise errors.TooDeep(most=DEEPEST)
    coming = [one.code for one in tree.categories.values() if data.parent in (one.code, one.merged_into)]
    if data.parent and (held := count_held(work, in_any(coming))[0]):
        raise errors.ParentHoldsGoods(count=held)


def _effects_of_category(work: Work, tree: Taxonomy, row: CategoryRow, data: CategoryData) -> list[Effect]:
    below = _below(tree, row.code)
    before = data_of_category(row)
    every = count_held(work, in_any(below))
    found = []
    if data.parent != before.parent:
        found.append(Effect(EffectKind.MOVED, "", *every))
    asked, now = dict(before.attributes), dict(data.attributes)
    for code in (code for code, required in now.items() if required and not asked.get(code)):
        found.append(Effect(EffectKind.REQUIRED, code, *count_held(work, in_any([row.code]), ~says(code))))
    for code in (code for code in asked if code not in now):
        found.append(Effect(EffectKind.UNASKED, code, *count_held(work, in_any([row.code]), says(code))))
    if data.goods != before.goods:
        found.append(Effect(EffectKind.GOODS, data.goods or "", *every))
    if data.retired and not before.retired:
        found.append(Effect(EffectKind.RETIRED, "", *every))
    return [one for one in found if one.products]


@verb(needs=StaffMay.EDIT_TAXONOMY)
def merge_categories(work: Work, code: str, *, into: str, version: int, sure: str = "") -> None:
    """Let a category become part of another: its products go there some at a time, its addresses lead there for good.

    What products say stays with them; what the other does not ask for is not shown. Raises NoSuchCategory, TaxonomyEdited,
    NotToMerge, HoldsCategories, NotYetSeen.
    """
    tree = _alone(work)
    row = _get(work, CategoryRow, code, version)
    other = tree.categories.get(into)
    if other is None or into == code or other.retired or other.merged_into or tree.children[into] or row.merged_into:
        raise errors.NotToMerge
    if tree.children[code]:
        raise errors.HoldsCategories
    here = in_any([code])
    effects = [Effect(EffectKind.MERGED, into, *count_held(work, here))]
    effects += [
        Effect(EffectKind.UNPLACED, one, *count_held(work, here, says(one)))
        for one in tree.categories[code].attributes
        if one not in other.attributes
    ]
    merged = _Merged(code, into)
    _ask(merged, [one for one in effects if one.products], sure)
    row.merged_into, row.retired, row.version = into, True, row.version + 1
    _keep(work, "category", row, _Merged(code, None), merged, {"categories": [code], "into": into})


@dataclass(frozen=True)
class _Merged:
    code: str
    merged_into: str | None


@verb(needs=StaffMay.EDIT_TAXONOMY)
def save_attribute(work: Work, code: str | None, data: AttributeData, *, version: int, sure: str = "") -> str:
    """Change an attribute, or make one where `code` is None; gives its code. `sure` says that its effects were seen.

    Raises NoSuchAttribute, TaxonomyEdited, NotYetSeen, ValuesNeeded, KindHeld, UnitHeld, BuiltIn, NotAnAxis.
    """
    tree = _alone(work)
    row = _get(work, AttributeRow, code, version) if code else None
    _check_attribute(row, data)
    before = data_of_attribute(row) if row else None
    held = values_held(work, row.code) if row else []
    effects, anew = _effects_of_attribute(row, data, held) if row else ([], [])
    _ask(replace(data, mapped={}), effects, sure)
    values = asdict(data)
    values["values"] = [[*one, True] for one in data.values]
    if row is None:
        code = _free(slugify(data.es).replace("-", "_"), {*tree.attributes, *_OF_PAGES})
        row = AttributeRow(code=code, position=_next(work, AttributeRow.position), version=0)
        work.session.add(row)
    else:
        gone = {old for old, _new in anew}
        there = {one[0] for one in data.values}
        said = {value for value, _products, _listings in held if isinstance(value, str)} - gone
        if row.axis:  # names of forms say values in words, which nobody counts
            said |= {one[0] for one in row.values}
        values["values"] += [[*one[:3], False] for one in row.values if one[0] not in there and one[0] in said]
    del values["mapped"]
    _write(row, values)
    _keep(work, "attribute", row, before, data, _who_follows(row.code, before, data, anew))
    return row.code


def _who_follows(code: str, before: AttributeData | None, data: AttributeData, anew: list[list[Any]]) -> Followed:
    if anew:
        return {"attribute": code, "values": anew}
    told = ("es", "en", "values", "axis")  # what the words of a listing are written from
    changed = before is not None and any(getattr(before, name) != getattr(data, name) for name in told)
    return {"attribute": code} if changed else {}


def _check_attribute(row: AttributeRow | None, data: AttributeData) -> None:
    is_choice = data.kind == AttributeKind.CHOICE
    if is_choice != (len(data.values) > 1) or (data.values and not is_choice):
        raise errors.ValuesNeeded
    if row and row.code in BY_NAME and (not is_choice or data.retired or not data.axis):
        raise errors.BuiltIn
    if data.axis and not is_choice:
        raise errors.NotAnAxis


def _effects_of_attribute(
    row: AttributeRow, data: AttributeData, held: Sequence[tuple[Any, int, int]]
) -> tuple[list[Effect], list[list[Any]]]:
    """What a change does, and which values products say instead of others. Raises KindHeld, UnitHeld."""
    products, listings = sum(one[1] for one in held), sum(one[2] for one in held)
    choices = [one[0] for one in data.values]
    found, anew = [], []
    if data.kind != row.kind:
        as_other = [(value, convert(value, data.kind, choices), count) for value, count, _listings in held]
        if lost := sum(count for _old, new, count in as_other if new is None):
            raise errors.KindHeld(count=lost)
        anew = [[old, new] for old, new, _count in as_other]
        found.append(Effect(EffectKind.KIND, data.kind, products, listings))
    elif data.kind == AttributeKind.NUMBER and data.unit != row.unit and products:
        raise errors.UnitHeld(count=products)
    elif data.kind == AttributeKind.CHOICE:
        offered = {one[0] for one in row.values if one[3]}
        for value, count, shown in held:
            if value in offered and value not in choices:
                found.append(Effect(EffectKind.VALUE, str(value), count, shown))
                if data.mapped.get(value) in choices:
                    anew.append([value, data.mapped[value]])
    if data.retired and not row.retired:
        found.append(Effect(EffectKind.RETIRED, "", products, listings))
    return [one for one in found if one.products], anew


def _alone(work: Work) -> Taxonomy:
    """Wait for whoever else changes the tree, begin its next edition, and give it as it stands."""
    edition = work.session.lock_row(TaxonomyEdition, 1)
    edition.edition = new_id()
    return read_taxonomy(work, str(edition.edition))


def _get(work: Work, kind: type[_Row], code: str, version: int) -> _Row:
    row = work.session.get(kind, code, populate_existing=True)
    if row is None:
        raise errors.NoSuchCategory if kind is CategoryRow else errors.NoSuchAttribute
    if row.version != version:
        raise errors.TaxonomyEdited(version=row.version)
    return row


def _ask(data: object, effects: Sequence[Effect], sure: str) -> None:
    if effects and sure != (now := sure_of(data, effects)):
        raise errors.NotYetSeen(sure=now, effects=[asdict(one) for one in effects])


def _below(tree: Taxonomy, code: str) -> list[str]:
    return [one.code for one in tree.categories.values() if code in one.path]


def _free(wanted: str, taken: Mapping[str, Any] | set[str]) -> str:
    return next(one for one in (wanted, *(f"{wanted}-{n}" for n in range(2, 1000))) if one not in taken)


def _next(work: Work, column: Any) -> int:
    return int(work.session.scalar(select(func.coalesce(func.max(column), 0) + 1)) or 1)


def _write(row: CategoryRow | AttributeRow, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1


def _keep(
    work: Work, about: str, row: CategoryRow | AttributeRow, before: object | None, after: Any, followed: Followed
) -> None:
    was, now = asdict(before) if before else {}, asdict(after)  # type: ignore[call-overload]
    changed = [name for name in now if name != "mapped" and was.get(name) != now[name]]
    change = TaxonomyChange(
        id=new_id(), about=about, code=row.code, name=row.es, at=work.now, by=work.actor.name, said=followed,
        before={name: was[name] for name in changed} if before else None,
        after={name: now[name] for name in changed},
    )  # fmt: skip
    begin_following(work, change)
    work.session.add(change)
    work.session.flush()
    work.audit(f"catalog.save_{about}", f"{about}:{row.code}", name=row.es, changed=changed)
