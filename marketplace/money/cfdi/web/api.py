"""The API's tax papers of the key's shop, with their XML."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate

from marketplace.kernel.permissions import May
from marketplace.kernel.work import Work
from marketplace.money.cfdi import queries
from marketplace.money.cfdi.rules import Lack, PaperKind, PaperState
from marketplace.web.access import requires
from marketplace.web.audiences import api_room

room = api_room("cfdi", "Tax papers (CFDI) that the market gives the key's shop.")
_NAMED = (
    "id", "kind", "month", "state", "lack", "folio", "uuid", "net_minor", "iva_minor", "isr_withheld_minor",
    "iva_withheld_minor", "is_test", "stamped_at", "sha256",
)  # fmt: skip


class TaxPaperRowSchema(Schema):
    """A tax paper. Money in centavos, times in UTC."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf([kind.value for kind in PaperKind]))
    month = fields.Date(required=True, metadata={"description": "Its first day."})
    state = fields.String(required=True, validate=validate.OneOf([state.value for state in PaperState]))
    lack = fields.String(
        allow_none=True,
        validate=validate.OneOf([lack.value for lack in Lack]),
        metadata={"description": "Why it stays a draft."},
    )
    folio = fields.String(required=True)
    uuid = fields.String(allow_none=True, metadata={"description": "Its number at the SAT, once it is stamped."})
    net_minor = fields.Integer(
        required=True, metadata={"description": "What the market charged or, of a retention, the shop sold; no IVA."}
    )
    iva_minor = fields.Integer(required=True)
    isr_withheld_minor = fields.Integer(required=True)
    iva_withheld_minor = fields.Integer(required=True)
    is_test = fields.Boolean(required=True, metadata={"description": "Worth nothing: made for trying."})
    stamped_at = fields.DateTime(allow_none=True)
    sha256 = fields.String(allow_none=True, metadata={"description": "Of its XML."})


class TaxPaperListArguments(Schema):
    """Which papers."""

    before = fields.Date(load_default=None, metadata={"description": "`month` of the last one of the page before."})
    size = fields.Integer(load_default=50, validate=validate.Range(1, 200))


class TaxPaperPageSchema(Schema):
    """Tax papers, the latest month first. A month's stand together, so that there may be some more than asked for."""

    items = fields.List(fields.Nested(TaxPaperRowSchema), required=True)


class TaxPaperSchema(TaxPaperRowSchema):
    """A tax paper with its XML."""

    xml = fields.String(allow_none=True, required=True)


def _row(paper: Any) -> dict[str, Any]:
    return {name: getattr(paper, name) for name in _NAMED}


@room.route("/tax-papers")
@requires(May.VIEW_MONEY)
@room.arguments(TaxPaperListArguments, location="query")
@room.response(200, TaxPaperPageSchema)
def list_tax_papers(work: Work, arguments: dict[str, Any]) -> dict[str, Any]:
    """List tax papers, the latest month first."""
    before: date | None = arguments["before"]
    return {"items": [_row(one) for one in queries.papers_of(work, before=before, limit=arguments["size"])]}


@room.route("/tax-papers/<uuid:paper_id>")
@requires(May.VIEW_MONEY)
@room.response(200, TaxPaperSchema)
@room.alt_response(404, description="No such paper of this shop.")
def get_tax_paper(work: Work, paper_id: UUID) -> dict[str, Any]:
    """Read one tax paper with its XML."""
    paper = queries.get_paper(work, paper_id)
    return _row(paper) | {"xml": paper.xml}
