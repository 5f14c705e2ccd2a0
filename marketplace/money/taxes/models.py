"""The table of legal rates."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tenants.ownership import Reference


class LegalRate(Reference):
    """A rate that a law sets, from a moment until another. It may be published late: the law does not wait for us."""

    __tablename__ = "legal_rate"
    __table_args__ = (
        CheckConstraint("rate_bp BETWEEN 0 AND 10000", name="rate"),
        CheckConstraint("valid_until > valid_from", name="validity"),
        UniqueConstraint(
            "levy",
            "goods",
            "place",
            "standing",
            "valid_from",
            name="uq_legal_rate_case",
            postgresql_nulls_not_distinct=True,
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True)  # "isr_withheld:registered:2026"
    levy: Mapped[str]  # see taxes.rules.Levy
    goods: Mapped[str | None]  # see taxes.rules.Goods; None: all
    place: Mapped[str | None]
    standing: Mapped[str | None]
    rate_bp: Mapped[int]
    valid_from: Mapped[datetime]
    valid_until: Mapped[datetime | None]  # the first moment at which it holds no more; None: until it is replaced
    article: Mapped[str]
    published: Mapped[str]  # where it was published
    text: Mapped[str]
    text_en: Mapped[str]
