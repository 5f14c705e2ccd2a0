"""The rows of the tree: categories, what can be said of goods, addresses that categories had, and what staff changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.goods.catalog.rules import AttributeKind, Goods
from marketplace.kernel.states import states_only
from tenants.ownership import PlatformOwned, Reference


class CategoryRow(Reference):
    """A place in the tree. Never deleted: goods and orders name it by its code."""

    __tablename__ = "category"
    __table_args__ = (
        states_only(Goods, column="goods"),
        CheckConstraint("parent <> code", name="parent"),
    )

    code: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)  # by which the index of search has it
    parent: Mapped[str | None] = mapped_column(ForeignKey("category.code"))
    position: Mapped[int]  # among those beside it
    slug: Mapped[str] = mapped_column(unique=True)
    es: Mapped[str]
    en: Mapped[str]
    attributes: Mapped[list[Any]]  # [[code, whether it is required]], in the order of the specification
    goods: Mapped[str | None]  # rules.Goods; None: as the one above
    article: Mapped[str]
    sat_key: Mapped[str | None]
    retired: Mapped[bool]
    merged_into: Mapped[str | None] = mapped_column(ForeignKey("category.code"))
    version: Mapped[int] = mapped_column(default=1)


class AttributeRow(Reference):
    """Something that can be said of goods, in whichever categories ask for it. Never deleted: goods say it."""

    __tablename__ = "attribute"
    __table_args__ = (
        states_only(AttributeKind, column="kind"),
        CheckConstraint("better IN ('more', 'less')", name="better"),
    )

    code: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    es: Mapped[str]
    en: Mapped[str]
    help_es: Mapped[str]
    help_en: Mapped[str]
    kind: Mapped[str]  # rules.AttributeKind
    unit: Mapped[str]
    decimals: Mapped[int]
    better: Mapped[str | None]
    values: Mapped[list[Any]]  # [[code, Spanish, English, whether it is still chosen]], in order
    filterable: Mapped[bool]
    comparable: Mapped[bool]
    axis: Mapped[bool]
    retired: Mapped[bool]
    version: Mapped[int] = mapped_column(default=1)


class FormerSlug(Reference):
    """An address that a category had: who comes by it is led to the present one for good."""

    __tablename__ = "category_former_slug"

    slug: Mapped[str] = mapped_column(primary_key=True)
    category: Mapped[str] = mapped_column(ForeignKey("category.code"))


class TaxonomyEdition(Reference):
    """The one row by which processes notice a change, and at which those who change something wait for each other."""

    __tablename__ = "taxonomy_edition"
    __table_args__ = (CheckConstraint("id = 1", name="one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    edition: Mapped[UUID]


class TaxonomyChange(PlatformOwned):
    """What staff changed of one category or attribute, with what was before and after, and how far products followed."""

    __tablename__ = "taxonomy_change"
    __table_args__ = (
        Index("ix_taxonomy_change_about", "about", "code", "at"),
        Index("ix_taxonomy_change_running", "at", postgresql_where=text("finished_at IS NULL")),
        CheckConstraint("about IN ('category', 'attribute')", name="about"),
    )

    about: Mapped[str]  # category, attribute
    code: Mapped[str]
    name: Mapped[str]  # as it was called then
    before: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))  # of what changed; None: it is new
    after: Mapped[dict[str, Any]]
    at: Mapped[datetime]
    by: Mapped[str]
    said: Mapped[dict[str, Any]]  # what products follow: taxonomy_following.Followed
    total: Mapped[int]  # products
    done: Mapped[int] = mapped_column(default=0)
    # The last product that followed, in the order of their keys.
    after_tenant: Mapped[UUID | None]
    after_product: Mapped[UUID | None]
    finished_at: Mapped[datetime | None]
