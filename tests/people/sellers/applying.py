"""What tests of applications and teams need: a draft, its papers, and an invitation."""

from __future__ import annotations

from uuid import UUID

from flask import Flask

from marketplace.kernel.uploads import Uploads
from marketplace.people.sellers import applications, team
from marketplace.people.sellers.applying import Document, Draft
from marketplace.people.sellers.links import invitation_token
from tenants.roles import Role
from tests.cast import Cast
from tests.installation import uploads_of

DRAFT = Draft(
    person="natural",
    legal_name="Carla Méndez Anaya",
    rfc="MEMA790325AB3",
    curp="MEMA790325MDFNRN08",
    postal_code="06700",
    street="Orizaba 101, Roma Norte",
    phone="55 1234 5678",
    clabe="012180001183597198",
    shop_name="Dulces Carla",
    slug="dulces-carla",
    tagline="Cajeta y obleas",
)


PDF = b"%PDF-1.7 constancia\n%%EOF\n"


def save(market: Cast, draft: Draft = DRAFT) -> UUID:
    with market.as_carla() as work:
        return applications.save_draft(
            work, draft, account_id=market.carla.id, applicant=market.carla.name, email=market.carla.email
        )


def prove(app: Flask, market: Cast, data: bytes = PDF, kinds: tuple[Document, ...] = tuple(Document)) -> None:
    uploads: Uploads = uploads_of(app)
    papers = {kind: uploads.keep_paper(data, folder=applications.DOCUMENT_FOLDER) for kind in kinds}
    with market.as_carla() as work:
        for kind, paper in papers.items():
            applications.add_document(work, paper, account_id=market.carla.id, kind=kind, name="a.pdf")


def submit(market: Cast) -> None:
    with market.as_carla() as work:
        applications.submit_application(work, account_id=market.carla.id, rules_version=1)


def handed_in(app: Flask, market: Cast) -> UUID:
    application_id = save(market)
    prove(app, market)
    submit(market)
    return application_id


def taken(app: Flask, market: Cast) -> UUID:
    application_id = handed_in(app, market)
    with market.as_sergio() as work:
        applications.take_application(work, application_id)
    return application_id


def invite(market: Cast, email: str = "diego@example.mx", role: Role = Role.CATALOGUE) -> tuple[UUID, str]:
    """Alicia invites somebody; gives the invitation and its link's secret."""
    with market.as_alicia() as work:
        invitation_id = team.invite(work, email=email, role=role)
    return invitation_id, invitation_token(invitation_id, 1)
