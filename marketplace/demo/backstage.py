"""Behind the stalls of the demo market: who wants to open one, who is invited, who rests, and what was done in a team."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from marketplace.demo.story import Story, at
from marketplace.goods.catalog import ProductData
from marketplace.goods.catalog import service as products
from marketplace.goods.inventory import set_stock
from marketplace.goods.inventory.models import Stock
from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.permissions import GRANTED, May
from marketplace.kernel.uploads import Uploads
from marketplace.kernel.work import Actor, Work, unit_of_work
from marketplace.people.market_rules import version_in_force
from marketplace.people.sellers import MAY_PREPARE, Document, Draft, applications, seat_member, team
from marketplace.platform.leaving import rest_shop
from marketplace.trade.shipping import Terms, publish_terms
from marketplace.window.storefront import VariantOnDesk, save_product
from tenants.roles import Role
from tenants.scope import BuyerScope, PlatformScope, SellerScope

# One page that says what it is; real documents are nobody's to ship.
_PAGE = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"


@dataclass(frozen=True)
class Applicant:
    """Somebody who wants to open a shop, and when they asked (days ago)."""

    name: str
    full: str
    draft: Draft
    days: float


ROSA = Applicant(
    "rosa",
    "Rosa López Mora",
    Draft(
        person="natural",
        legal_name="Rosa López Mora",
        rfc="LOMR850412QX4",
        curp="LOMR850412MPLPRS03",
        postal_code="72000",
        street="Av. 5 de Mayo 402, Centro",
        phone="222 246 0000",
        clabe="072580001183597194",
        shop_name="Talavera Rosa",
        slug="talavera-rosa",
        tagline="Platos y azulejos pintados uno por uno",
    ),
    0.4,
)
MATEO = Applicant(
    "mateo",
    "Mateo Canul",
    Draft(
        person="legal",
        legal_name="Miel de la Milpa, S.P.R. de R.L.",
        rfc="MMI200101AB7",
        postal_code="97000",
        street="Calle 59 número 510, Centro",
        phone="999 924 0000",
        clabe="002010077777777771",
        shop_name="Miel de la Milpa",
        slug="miel-de-la-milpa",
        tagline="Miel de abeja melipona de Yucatán",
    ),
    3,
)
JADE = Applicant(
    "jade",
    "Jade Ruiz Toledo",
    Draft(
        person="natural",
        legal_name="Jade Ruiz Toledo",
        rfc="RUTJ9203088V5",
        curp="RUTJ920308MOCZLD01",
        postal_code="68000",
        street="Calle Macedonio Alcalá 210, Centro",
        phone="951 516 0000",
        clabe="012610001183597192",
        shop_name="Barro de Jade",
        slug="barro-de-jade",
        tagline="Barro negro de San Bartolo",
    ),
    5,
)
APPLICANTS = (ROSA, MATEO, JADE)


def tell(story: Story, uploads: Uploads) -> None:
    """Tell what goes on behind the stalls."""
    for applicant in APPLICANTS:
        _apply(story, uploads, applicant)
    _send_back(story)
    _prepare(story)
    _open_new(story)
    _team_of_hilos(story)
    story.as_shop("piel-y-paso", 1, _rest)
    story.settle(0)


def _apply(story: Story, uploads: Uploads, who: Applicant) -> None:
    person = story.people[who.name]
    papers = {kind: uploads.keep_paper(_PAGE, folder=applications.DOCUMENT_FOLDER) for kind in Document}
    with at(story.ago(who.days)), unit_of_work(BuyerScope(person), Actor(who.full, person)) as work:
        applications.save_draft(
            work, who.draft, account_id=person, applicant=who.full, email=f"{who.name}@demo.tianguis.example"
        )
        for kind, paper in papers.items():
            applications.add_document(work, paper, account_id=person, kind=kind, name=f"{kind.value}.pdf")
        applications.submit_application(work, account_id=person, rules_version=version_in_force(work))


def _send_back(story: Story) -> None:
    scope, actor = story.staff()
    with at(story.ago(2.5)), unit_of_work(scope, actor) as work:
        application = applications.latest(work, story.people[MATEO.name])
        assert application is not None  # it was just handed in
        applications.take_application(work, application.id)
        applications.ask_for_changes(
            work,
            application.id,
            reason="address_unproved",
            note="La constancia es de 2023 y trae otro domicilio. Descarga la de este mes en el portal del SAT y súbela.",
        )
    story.settle(2.5)


_PLATE = ProductData(
    title="Plato de talavera, 25 cm",
    category="vajillas",
    description="Pintado a mano en Puebla, esmalte sin plomo. Cada pieza sale distinta.",
    brand="Talavera Rosa",
    warranty_months=3,
    warranty_by="Talavera Rosa",
    return_days=5,
    return_paid_by="buyer",
    weight_grams=900,
    length_mm=300,
    width_mm=300,
    height_mm=80,
)
_FROM_PUEBLA = Terms(
    postal_code="72000",
    state_code="PUE",
    handling_days=2,
    cutoff_hour=13,
    free_from_minor=None,
    uncovered_states=(),
    rates={
        "local": {"base_minor": 7_900, "per_kg_minor": 900, "min_days": 1, "max_days": 2},
        "state": {"base_minor": 9_900, "per_kg_minor": 1_200, "min_days": 1, "max_days": 3},
        "national": {"base_minor": 12_900, "per_kg_minor": 1_600, "min_days": 2, "max_days": 5},
    },
)


_VASE = replace(
    _PLATE, title="Florero de barro negro", category="barro", description="Bruñido a mano en San Bartolo Coyotepec.", brand="Barro de Jade",
    warranty_by="Barro de Jade", weight_grams=1_400,
)  # fmt: skip


def _prepare(story: Story) -> None:
    """Rosa does not wait: she writes her first plate and how she ships while staff look."""
    tenant_id = _prepared_by(story, ROSA)
    with at(story.ago(0.2)), _as_applicant(story, ROSA, tenant_id) as work:
        product_id = products.create_product(work, _PLATE)
        save_product(work, product_id, _PLATE, variants=[VariantOnDesk("TAL-25", "", 38_000, 6)])
        publish_terms(work, tenant_id, _FROM_PUEBLA)
    story.settle(0.2)


def _open_new(story: Story) -> None:
    """Jade's shop was approved this week: she ships, her first vase is written, and nobody bought yet."""
    scope, actor = story.staff()
    with at(story.ago(4)), unit_of_work(scope, actor) as work:
        application = applications.latest(work, story.people[JADE.name])
        assert application is not None  # it was handed in
        applications.take_application(work, application.id)
        applications.approve_application(work, application.id)
    story.settle(4)
    tenant_id = _prepared_by(story, JADE)
    owner = Actor(JADE.full, story.people[JADE.name], Role.OWNER, frozenset(GRANTED[Role.OWNER]))
    with at(story.ago(3)), unit_of_work(SellerScope(tenant_id), owner) as work:
        products.create_product(work, _VASE)
        publish_terms(work, tenant_id, replace(_FROM_PUEBLA, postal_code="68000", state_code="OAX"))
    story.settle(3)


def _prepared_by(story: Story, who: Applicant) -> UUID:
    with unit_of_work(PlatformScope("demo")) as work:
        application = applications.latest(work, story.people[who.name])
        assert application is not None  # it was handed in
        assert application.prepared_tenant_id is not None  # and the worker has been there
        return application.prepared_tenant_id


def _as_applicant(story: Story, who: Applicant, tenant_id: UUID) -> AbstractContextManager[Work]:
    actor = Actor(who.full, story.people[who.name], Role.CATALOGUE, MAY_PREPARE)
    return unit_of_work(SellerScope(tenant_id), actor)


def _team_of_hilos(story: Story) -> None:
    """Alicia counts pieces, lets Pía cancel orders, and invites Nora; Ada keeps the neighbour's books too."""
    with at(story.ago(30)), unit_of_work(PlatformScope("demo"), Actor("Bruno Abedul", story.people["bruno"])) as work:
        seat_member(
            work,
            tenant_id=story.shops["ferreteria-abedul"],
            account_id=story.people["ada"],
            name="Ada Luna",
            role=Role.ACCOUNTANT,
        )
    _as_alicia(story, 6, _count_pieces)
    _as_alicia(story, 4, _let_pia_cancel)
    _as_alicia(story, 0.8, lambda work: team.invite(work, email="nora@demo.tianguis.example", role=Role.SERVICE))


def _as_alicia(story: Story, days: float, do: Callable[[Work], object]) -> None:
    actor = Actor("Alicia Xicohténcatl", story.people["alicia"], Role.OWNER, frozenset(GRANTED[Role.OWNER]))
    with at(story.ago(days)), unit_of_work(SellerScope(story.shops["hilos-alpaca"]), actor) as work:
        do(work)
    story.settle(days)


def _count_pieces(work: Work) -> None:
    stock = work.session.scalars(select(Stock).where(Stock.reserved == 0).order_by(Stock.id).limit(1)).one()
    set_stock(work, stock.variant_id, on_hand=stock.on_hand + 6, note="conteo")


def _let_pia_cancel(work: Work) -> None:
    pia = next(seat for seat in team.members(work) if seat.role == Role.WAREHOUSE)
    chosen = GRANTED[Role.WAREHOUSE] | {May.CANCEL_ORDERS}
    team.choose_permissions(work, pia.id, chosen=chosen, version=pia.version)


def _rest(work: Work) -> None:
    today = mexican_day(work.now)
    rest_shop(
        work,
        first=today,
        last=today + timedelta(days=9),
        message="Cerramos unos días por la feria de León. Al volver enviamos primero lo que quedó apartado.",
    )
