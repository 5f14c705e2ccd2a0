"""Warranty and returns that a shop keeps under names. A product gets a copy: later changes here change no product."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from marketplace.goods.catalog import errors
from marketplace.goods.catalog.models import TermTemplate
from marketplace.kernel.ids import new_id
from marketplace.kernel.permissions import May
from marketplace.kernel.published import LEAST_RETURN_DAYS, LEAST_WARRANTY_MONTHS
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import Work
from marketplace.people.sellers import ReturnPayer

MOST_TEMPLATES = 20


def term_templates(work: Work) -> Sequence[TermTemplate]:
    """List the templates of the shop this work stands in, by name."""
    own = select(TermTemplate).where(TermTemplate.tenant_id == work.tenant_id)
    return work.session.scalars(own.order_by(TermTemplate.name)).all()


@verb(needs=May.EDIT_PRODUCTS)
def keep_terms(
    work: Work, *, name: str, warranty_months: int, warranty_by: str, return_days: int, return_paid_by: ReturnPayer
) -> None:
    """Keep terms under a name; what was kept under it before is replaced. Products keep theirs.

    Raises WarrantyTooShort (LFPC art. 77), ReturnTooShort (LFPC art. 56), TooManyTemplates.
    """
    if warranty_months < LEAST_WARRANTY_MONTHS:
        raise errors.WarrantyTooShort(least=LEAST_WARRANTY_MONTHS)
    if return_days < LEAST_RETURN_DAYS:
        raise errors.ReturnTooShort(least=LEAST_RETURN_DAYS)
    own = TermTemplate.tenant_id == work.tenant_id
    template = work.session.find(select(TermTemplate).where(own, TermTemplate.name == name), lock=True)
    if template is None:
        if (work.session.scalar(select(func.count()).select_from(TermTemplate).where(own)) or 0) >= MOST_TEMPLATES:
            raise errors.TooManyTemplates(most=MOST_TEMPLATES)
        template = TermTemplate(tenant_id=work.tenant_id, id=new_id(), name=name)
        work.session.add(template)
    template.warranty_months, template.warranty_by = warranty_months, warranty_by
    template.return_days, template.return_paid_by = return_days, return_paid_by
    work.session.flush()
    work.audit("catalog.terms_kept", f"terms:{template.id}", name=name)


@verb(needs=May.EDIT_PRODUCTS)
def forget_terms(work: Work, template_id: UUID) -> None:
    """Forget a template; products that were made with it keep their terms. Raises NoSuchTemplate."""
    template = work.session.get(TermTemplate, (work.tenant_id, template_id))
    if template is None:
        raise errors.NoSuchTemplate
    work.audit("catalog.terms_forgotten", f"terms:{template.id}", name=template.name)
    work.session.delete(template)
    work.session.flush()
