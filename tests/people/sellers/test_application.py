"""Opening a shop: said, proved, handed in, decided by one person with reasons, and then it is there."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.kernel import clock, reading
from marketplace.kernel.errors import HeldByColleague, OwnCase, Refusal
from marketplace.kernel.permissions import STAFF_GRANTED
from marketplace.kernel.uploads import UploadRefused
from marketplace.kernel.work import Actor, AuditLine, unit_of_work
from marketplace.people.market_rules.models import RulesAcceptance
from marketplace.people.sellers import applications, applying, errors
from marketplace.people.sellers.applying import Document, Draft
from marketplace.people.sellers.models import Application, ApplicationDocument, Shop, ShopTax
from marketplace.platform.notifications.models import Mail
from marketplace.worker import Worker
from tenants import resolve
from tenants.roles import Role
from tenants.scope import PlatformScope
from tests import make
from tests.cast import Cast, Person
from tests.installation import uploads_of
from tests.people.sellers.applying import DRAFT, PDF, handed_in, prove, save, submit, taken
from tests.web.asking import enter, picture

pytestmark = pytest.mark.long


def as_colleague(market: Cast, person: Person):
    return unit_of_work(PlatformScope("staff"), Actor(person.name, person.id, "moderator", STAFF_GRANTED["moderator"]))


def state(market: Cast) -> str:
    with market.above() as work:
        return work.session.scalars(select(Application.state)).one()


def test_an_approved_application_is_a_shop_with_its_owner(app: Flask, market: Cast) -> None:
    application_id = taken(app, market)
    with market.as_sergio() as work:
        tenant_id = applications.approve_application(work, application_id)
    with market.above() as work:
        shop = work.session.get_one(Shop, (tenant_id, tenant_id))
        tax = work.session.get_one(ShopTax, (tenant_id, tenant_id))
        assert (shop.slug, shop.name, shop.city, shop.phone) == (
            "dulces-carla",
            "Dulces Carla",
            "Ciudad de México",
            "+52 55 1234 5678",
        )
        assert (tax.rfc, tax.curp, tax.clabe) == (DRAFT.rfc, DRAFT.curp, DRAFT.clabe)
        seat = resolve.seats_of(work.session, account_id=market.carla.id)[0]
        assert (seat.slug, seat.role) == ("dulces-carla", Role.OWNER)
    assert state(market) == "approved"


def test_a_draft_with_one_line_in_it_opens_again(browser_client: FlaskClient, market: Cast) -> None:
    enter(browser_client, market.carla)
    browser_client.post("/abre-tu-tienda", data={"person": "natural", "legal_name": "Carla Méndez Anaya"})
    page = browser_client.get("/abre-tu-tienda")
    assert page.status_code == 200
    assert 'value="Carla Méndez Anaya"' in page.text


def test_nobody_else_sees_an_application_or_its_documents(app: Flask, market: Cast) -> None:
    handed_in(app, market)
    for door in (market.as_diego, market.as_bruno):
        with door() as work:
            assert work.session.scalars(select(Application)).all() == []
            assert work.session.scalars(select(ApplicationDocument)).all() == []


def test_staff_do_not_see_what_is_still_a_draft(market: Cast) -> None:
    application_id = save(market)
    with pytest.raises(errors.NoSuchApplication), market.as_sergio() as work:
        applications.get_application(work, application_id)


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"rfc": "MEMA790325AB4"}, reading.NotAnRfc),
        ({"rfc": "XAXX010101000"}, reading.SharedRfc),
        ({"rfc": "MAB9307148T4"}, reading.NotAnRfc),  # a company's, of a natural person
        ({"person": "legal"}, reading.NotAnRfc),  # a natural person's, of a company
        ({"curp": "MEMA790325MDFNRN09"}, reading.NotACurp),
        ({"clabe": "012180001183597199"}, reading.NotAClabe),
        ({"phone": "123"}, reading.NotATelephone),
        ({"postal_code": "00000"}, errors.UnknownPlace),
        ({"shop_name": "Hilоs Alpaca"}, errors.UnreadableName),  # a Cyrillic о
        ({"shop_name": "Ηilos"}, errors.UnreadableName),  # a Greek Η
        ({"shop_name": "Dul\u200bces"}, errors.UnreadableName),  # a space of no width
        ({"shop_name": "١٢٣"}, errors.UnreadableName),
        ({"shop_name": "Hi1os  ALPACA"}, errors.NameLooksTaken),
        ({"shop_name": "Ｈｉｌｏｓ Ａｌｐａｃａ"}, errors.NameLooksTaken),
        ({"slug": "hilos-alpaca"}, errors.ApplicationSlugTaken),
        ({"slug": "operacion"}, errors.ReservedSlug),
        ({"slug": "VENDER"}, errors.ReservedSlug),
        ({"slug": "ñandú"}, errors.BadSlug),
        ({"slug": "a--b"}, errors.BadSlug),
        ({"slug": "../x"}, errors.BadSlug),
        ({"slug": "12345"}, errors.BadSlug),
    ],
)
def test_what_is_wrong_is_not_kept(market: Cast, wrong: dict, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        save(market, replace(DRAFT, **wrong))
    with market.above() as work:
        assert work.session.scalars(select(Application)).all() == []


def test_a_draft_may_be_empty_and_grows(market: Cast) -> None:
    first = save(market, Draft())
    assert save(market) == first
    assert state(market) == "draft"


def test_a_company_has_no_curp(market: Cast) -> None:
    save(market, replace(DRAFT, person="legal", rfc="MAB9307148T4", curp="whatever was typed"))
    with market.as_carla() as work:
        application = applications.latest(work, market.carla.id)
        assert application is not None
        assert application.curp == ""
        assert "curp" not in applying.missing(applications.draft_of(application), list(Document))


@pytest.mark.parametrize("field", [name for name in Draft.__dataclass_fields__ if name not in ("person", "tagline")])
def test_nothing_that_is_needed_may_be_missing(app: Flask, market: Cast, field: str) -> None:
    save(market, replace(DRAFT, **{field: ""}))
    prove(app, market)
    with pytest.raises(errors.Incomplete) as refusal:
        submit(market)
    assert refusal.value.details["missing"] == [field]
    assert state(market) == "draft"


def test_documents_are_needed_too(app: Flask, market: Cast) -> None:
    save(market)
    prove(app, market, kinds=(Document.TAX,))
    with pytest.raises(errors.Incomplete) as refusal:
        submit(market)
    assert refusal.value.details["missing"] == ["document_identity"]


@pytest.mark.parametrize(
    "data", [b"", b"<script>", b"MZ\x90", b"GIF89a", b"%PDF-1.7 cut short", PDF + b"0" * (40 * 1024 * 1024)]
)
def test_only_whole_pdf_and_pictures_that_are_not_too_heavy(app: Flask, market: Cast, data: bytes) -> None:
    save(market)
    with pytest.raises(UploadRefused):
        prove(app, market, data)
    with market.above() as work:
        assert work.session.scalars(select(ApplicationDocument)).all() == []


def test_a_document_takes_the_place_of_the_one_before(app: Flask, market: Cast) -> None:
    save(market)
    prove(app, market)
    prove(app, market, picture()[0].read())
    with market.as_carla() as work:
        kept = work.session.scalars(select(ApplicationDocument)).all()
        assert {one.content_type for one in kept} == {"image/webp"}
        assert uploads_of(app).private.get(kept[0].key).startswith(b"RIFF")


def test_what_staff_have_is_not_changed_under_them(app: Flask, market: Cast) -> None:
    handed_in(app, market)
    with pytest.raises(errors.NotEditable):
        save(market, replace(DRAFT, clabe="002010077777777771"))
    with pytest.raises(errors.NotEditable):
        prove(app, market)


def test_two_do_not_decide_the_same_application(app: Flask, market: Cast) -> None:
    application_id = taken(app, market)
    for verb in (
        lambda work: applications.take_application(work, application_id),
        lambda work: applications.release_application(work, application_id),
        lambda work: applications.approve_application(work, application_id),
        lambda work: applications.decline_application(work, application_id, reason="other", note="x"),
    ):
        with pytest.raises(HeldByColleague), as_colleague(market, market.diego) as work:
            verb(work)
    assert state(market) == "in_review"


def test_nobody_decides_their_own(app: Flask, market: Cast) -> None:
    application_id = handed_in(app, market)
    for verb in (
        lambda work: applications.take_application(work, application_id),
        lambda work: applications.approve_application(work, application_id),
    ):
        with pytest.raises(OwnCase), as_colleague(market, market.carla) as work:
            verb(work)
    assert state(market) == "submitted"


def test_after_half_an_hour_a_colleague_may_take_it(app: Flask, market: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    application_id = taken(app, market)
    later = clock.now() + timedelta(minutes=31)
    monkeypatch.setattr(clock, "now", lambda: later)
    with pytest.raises(errors.TakeItFirst), market.as_sergio() as work:
        applications.approve_application(work, application_id)
    with as_colleague(market, market.diego) as work:
        applications.take_application(work, application_id)
    with pytest.raises(HeldByColleague), market.as_sergio() as work:
        applications.approve_application(work, application_id)


def test_it_is_taken_before_it_is_decided(app: Flask, market: Cast) -> None:
    application_id = handed_in(app, market)
    with pytest.raises(errors.TakeItFirst), market.as_sergio() as work:
        applications.approve_application(work, application_id)


@pytest.mark.parametrize(("reason", "note"), [("", "algo"), ("other", ""), ("because", "algo")])
def test_sending_back_and_declining_need_reasons(app: Flask, market: Cast, reason: str, note: str) -> None:
    application_id = taken(app, market)
    for verb in (applications.ask_for_changes, applications.decline_application):
        with pytest.raises(errors.ApplicationReasonNeeded), market.as_sergio() as work:
            verb(work, application_id, reason=reason, note=note)
    assert state(market) == "in_review"


def test_what_was_sent_back_is_mended_and_handed_in_again(app: Flask, market: Cast, worker: Worker) -> None:
    application_id = taken(app, market)
    with market.as_sergio() as work:
        applications.ask_for_changes(work, application_id, reason="address_unproved", note="Sube la constancia de hoy.")
    worker.drain()
    with market.above() as work:
        assert "Sube la constancia de hoy." in work.session.scalars(select(Mail.text)).one()
    save(market, replace(DRAFT, street="Orizaba 103"))
    submit(market)
    assert state(market) == "submitted"


def test_a_name_that_another_shop_took_meanwhile_is_not_approved(app: Flask, market: Cast) -> None:
    application_id = taken(app, market)
    with market.above() as work:
        from tenants.service import open_tenant

        open_tenant(work.session, slug="dulces-carla", name="Otra cosa", now=work.now)
    with pytest.raises(errors.ApplicationSlugTaken), market.as_sergio() as work:
        applications.approve_application(work, application_id)
    assert state(market) == "in_review"


def test_after_declining_one_may_apply_anew(app: Flask, market: Cast) -> None:
    application_id = taken(app, market)
    with market.as_sergio() as work:
        applications.decline_application(work, application_id, reason="forbidden_goods", note="Son medicinas.")
    assert save(market) != application_id


def test_the_application_is_over_with_the_first_listing(app: Flask, market: Cast) -> None:
    with market.above() as work:
        work.session.add(
            Application(
                id=market.alicia.id,
                account_id=market.alicia.id,
                tenant_id=market.alpaca.id,
                state="approved",
                created_at=work.now,
                note="",
                email="",
                applicant="",
                city="",
                region="",
                state_code="",
                **vars(DRAFT),
            )
        )
    make.goods(market)
    assert state(market) == "active"


def test_account_numbers_are_masked_in_what_is_written_down(app: Flask, market: Cast) -> None:
    handed_in(app, market)
    with market.above() as work:
        written = " ".join(str(line.details) for line in work.session.scalars(select(AuditLine)))
    assert DRAFT.clabe not in written
    assert "7198" in written
    assert DRAFT.curp not in written


def test_the_rules_are_accepted_with_it(app: Flask, market: Cast) -> None:
    application_id = taken(app, market)
    with market.as_sergio() as work:
        tenant_id = applications.approve_application(work, application_id)
    with market.above() as work:
        (said,) = work.session.scalars(select(RulesAcceptance).where(RulesAcceptance.tenant_id == tenant_id)).all()
        sent = work.session.get_one(Application, application_id)
        assert (said.version, said.account_id, said.accepted_at) == (1, market.carla.id, sent.submitted_at)


def test_other_rules_than_were_shown_are_not_accepted(app: Flask, market: Cast) -> None:
    save(market)
    prove(app, market)
    with market.as_carla() as work, pytest.raises(errors.RulesChangedMeanwhile):
        applications.submit_application(work, account_id=market.carla.id, rules_version=2)
    assert state(market) == "draft"
