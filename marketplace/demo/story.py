"""What happened in the demo market: purchases in every state, parcels, talk, returns, claims and staff's decisions.

All of it is done by the real verbs, at moments in the past few weeks, so that pages show what real use would leave.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID
from zlib import crc32

from flask import Flask
from sqlalchemy import select

from marketplace.care.disputes import DisputeAnswer, answer_dispute, escalate_dispute, open_dispute
from marketplace.care.messaging import write_message
from marketplace.care.returns import decide_return, receive_return, request_return
from marketplace.care.warranty import answer_claim, open_claim
from marketplace.demo.goods import make_good
from marketplace.demo.pictures import drawings_of
from marketplace.goods.catalog import ProductData
from marketplace.goods.catalog import service as products
from marketplace.goods.catalog.models import Listing
from marketplace.kernel import clock
from marketplace.kernel.ids import new_token
from marketplace.kernel.permissions import GRANTED, STAFF_GRANTED
from marketplace.kernel.work import Actor, Work, unit_of_work
from marketplace.money.payments import Shelf, acts, get_twin, hear_twin, open_page
from marketplace.people.accounts import find_locality
from marketplace.people.sellers import own_shop
from marketplace.platform import moderation
from marketplace.platform.moderation.models import ModerationCase
from marketplace.trade import orders
from marketplace.trade.cart import CartLine, ShopChoice
from marketplace.trade.cart import price_cart as price
from marketplace.trade.checkout import service as placing
from marketplace.trade.orders import link_token, release_money
from marketplace.trade.orders.models import Order
from marketplace.trade.shipping import Destination
from marketplace.window.storefront import VariantOnDesk, save_product
from marketplace.worker import Worker
from tenants.models import Membership
from tenants.roles import Role
from tenants.scope import BuyerScope, PlatformScope, SellerScope


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Do something as if it were another moment."""
    before = clock.now
    clock.now = lambda: moment
    try:
        yield
    finally:
        clock.now = before


def _by_card(shelf: Shelf, session: str) -> None:
    acts.pay_by_card(shelf, session, acts.APPROVED)


_WAYS: Mapping[str, Sequence[Callable[[Shelf, str], object]]] = {
    "card": (_by_card,),
    "oxxo": (acts.choose_oxxo, acts.pay_at_oxxo),
}


class Story:
    """Tells the demo market's last weeks. `people` are account ids by e-mail name."""

    def __init__(self, app: Flask, people: dict[str, UUID], shops: dict[str, UUID]) -> None:
        self.app, self.people, self.shops = app, people, shops
        self.worker = Worker(app)
        self.start = clock.now()

    def ago(self, days: float) -> datetime:
        """A moment in the past."""
        return self.start - timedelta(days=days)

    def seller(self, slug: str) -> tuple[SellerScope, Actor]:
        """The standpoint of a shop's first packer, or its owner."""
        tenant_id = self.shops[slug]
        with unit_of_work(PlatformScope("demo"), read_only=True) as work:
            members = work.session.scalars(select(Membership).where(Membership.tenant_id == tenant_id)).all()
        member = next((m for m in members if m.role == Role.WAREHOUSE), members[0])
        may = frozenset(GRANTED[Role.OWNER])
        return SellerScope(tenant_id), Actor(member.name, member.account_id, member.role, may)

    def staff(self) -> tuple[PlatformScope, Actor]:
        """The standpoint of staff."""
        may = frozenset(STAFF_GRANTED["administrator"])
        return PlatformScope("staff"), Actor("Sergio Núñez", self.people["sergio"], "administrator", may)

    def buy(
        self,
        buyer: str,
        name: str,
        postal_code: str,
        wanted: list[tuple[str, str, int]],
        *,
        days: float,
        pay: str | None = "card",
        choices: Mapping[str, ShopChoice] | None = None,
    ) -> list[tuple[str, str]]:
        """Buy goods, given as (shop, category, how many), with what was chosen of each shop, and pay in one of `_WAYS`; gives
        (order code, shop) of each order."""
        with at(self.ago(days)), unit_of_work(PlatformScope("demo"), Actor(name, self.people[buyer])) as work:
            locality = find_locality(work, postal_code)
            assert locality is not None  # a real postal code
            to = Destination(locality.code, locality.state_code)
            lines = [self._line(work, *one) for one in wanted]
            key = new_token()
            chosen = {self.shops[slug]: choice for slug, choice in (choices or {}).items()}
            address = {
                "postal_code": locality.code, "state": locality.state, "municipality": locality.municipality,
                "settlement": locality.settlements[0], "street": "Calle Orizaba", "exterior": "101",
                "interior": "4", "between": None, "references": None,
            }  # fmt: skip
            placed = placing.place_purchase(
                work,
                placing.Checkout(
                    key=key, buyer_id=self.people[buyer], email=f"{buyer}@demo.tianguis.example", name=name,
                    phone="+52 55 1234 5678", address=address, to=to, lines=lines,
                    total_seen_minor=price(work, lines, to, choices=chosen).total_minor, locale="es_MX",
                    link_token=link_token(key), choices=chosen,
                ),
                hold=timedelta(minutes=15) if pay else timedelta(days=days, minutes=15),
            )  # fmt: skip
            bought = select(Order.code, Order.shop_slug).where(Order.purchase_id == placed.purchase_id)
            orders = work.session.execute(bought.order_by(Order.shop_slug)).all()
        if pay:
            with at(self.ago(days)):
                self._pay(placed.purchase_id, pay)
        self.settle(days)
        return [(row.code, row.shop_slug) for row in orders]

    def _pay(self, purchase_id: UUID, way: str) -> None:
        """Do at the provider what paying in a way takes."""
        page = open_page(purchase_id)
        for act in _WAYS[way]:
            with get_twin().store.change() as shelf:
                act(shelf, page.rpartition("/")[2])
        with unit_of_work(PlatformScope("demo")) as work:
            hear_twin(work)

    def _line(self, work: Work, slug: str, category: str, quantity: int) -> CartLine:
        listing = work.session.scalars(
            select(Listing)
            .where(Listing.tenant_id == self.shops[slug], Listing.category == category, Listing.available >= 9)
            .order_by(
                (Listing.number * 7919 % 90).desc(), Listing.number
            )  # the same each time, whatever was sold before
            .limit(1)
        ).one()
        variant = max(listing.variants, key=lambda one: one["available"])
        return CartLine(listing.number, UUID(variant["id"]), quantity, variant["price_minor"])

    def settle(self, days: float) -> None:
        """Let the jobs run, as of a moment in the past."""
        with at(self.ago(days)):
            self.worker.drain()

    def as_shop(self, slug: str, days: float, do: Callable[[Work], object]) -> None:
        """Let a shop do something, and what follows from it."""
        scope, actor = self.seller(slug)
        with at(self.ago(days)), unit_of_work(scope, actor) as work:
            do(work)
        self.settle(days)

    def as_buyer(self, buyer: str, name: str, days: float, do: Callable[[Work], object]) -> None:
        """Let a buyer do something, and what follows from it."""
        person = self.people[buyer]
        with at(self.ago(days)), unit_of_work(BuyerScope(person), Actor(name, person)) as work:
            do(work)
        self.settle(days)

    def release(self, days: float) -> None:
        """Let the clock look at money that waits, as of a moment in the past."""
        with at(self.ago(days)), unit_of_work(PlatformScope("clock")) as work:
            release_money(work)

    def deliver(self, buyer: str, name: str, code: str, days: float) -> None:
        """Let a buyer say that a parcel came."""
        person = self.people[buyer]
        with at(self.ago(days)), unit_of_work(PlatformScope("own delivery"), Actor(name, person)) as work:
            orders.deliver_order(work, code, buyer_id=person)
        self.settle(days)


def tell(app: Flask, people: dict[str, UUID], shops: dict[str, UUID]) -> None:
    """Tell the whole story."""
    story = Story(app, people, shops)
    _old_sales(story)
    _orders_of_this_week(story)
    _after_the_sale(story)
    _what_never_came(story)
    _moderation(story)
    story.settle(0)


_NOTES = (
    "Va doblemente envuelto. Que lo disfrutes.", "Le puse una muestra del mismo tono.", "Gracias por comprarnos, esperamos tu mensaje.",
    "Lo revisé antes de cerrarlo.", "Si algo no llega bien, escríbeme a mí directo.",
)  # fmt: skip
_BASKETS = (
    [("cocina-clara", "termos", 1)], [("hilos-alpaca", "estambres", 3)], [("ferreteria-abedul", "martillos", 1)],
    [("cafe-montana", "cafe-grano", 2)], [("papel-y-tinta", "cuadernos", 2)], [("jardin-de-mayo", "macetas", 1)],
    [("la-tarde-juega", "juegos-mesa", 1)], [("bajio-electronica", "cargadores", 1)], [("piel-y-paso", "bolsas", 1)],
)  # fmt: skip


def _old_sales(story: Story) -> None:
    """What Carla bought in the last weeks that went well."""
    for number in range(0, 44, 4):
        days = 50 - number
        basket = _BASKETS[number % len(_BASKETS)]
        for code, slug in story.buy("carla", "Carla Méndez", "06700", basket, days=days):
            late = number % 11 == 5
            _send(story, code, slug, days - (3.6 if late else 0.3), _NOTES[number % len(_NOTES)])
            story.deliver("carla", "Carla Méndez", code, max(days - 4.2, 0.2))
            story.release(max(days - 8.2, 0.1))
        if number % 6 == 2:
            _ask(story, code, slug, days - 0.1, "¿Me confirman cuándo sale?", "Sale hoy mismo en la tarde.", 0.06)


def _send(story: Story, code: str, slug: str, days: float, note: str) -> None:
    story.as_shop(slug, days, lambda work: orders.pack_order(work, code, message=note))
    story.as_shop(
        slug,
        days - 0.05,
        lambda work: orders.ship_order(work, code, carrier="Estafeta", tracking=f"{crc32(code.encode()):010d}"),
    )


def _ask(story: Story, code: str, slug: str, days: float, question: str, answer: str, wait: float) -> None:
    story.as_buyer("carla", "Carla Méndez", days, lambda work: write_message(work, code, side="buyer", body=question))
    if answer:
        story.as_shop(slug, days - wait, lambda work: write_message(work, code, side="shop", body=answer))


def _orders_of_this_week(story: Story) -> None:
    """One purchase in every state that somebody has to do something about."""
    carla = ("carla", "Carla Méndez", "06700")
    for code, slug in story.buy(
        *carla, [("hilos-alpaca", "estambres", 4), ("ferreteria-abedul", "pinturas", 1)], days=0.4
    ):
        if slug == "hilos-alpaca":
            _ask(story, code, slug, 0.3, "¿Las cuatro madejas son del mismo baño? Voy a tejer un suéter.", "", 0)
    packed = story.buy(*carla, [("hilos-alpaca", "rebozos", 1)], days=1.2)
    story.as_shop("hilos-alpaca", 0.6, lambda work: orders.pack_order(work, packed[0][0], message=_NOTES[1]))
    sent = story.buy(*carla, [("cocina-clara", "cafeteras", 1), ("cafe-montana", "cafe-grano", 1)], days=3)
    for code, slug in sent:
        _send(story, code, slug, 2.4, _NOTES[0])
    cancelled = story.buy(*carla, [("bajio-electronica", "audifonos", 1)], days=6)
    person = story.people["carla"]
    with at(story.ago(5.8)), unit_of_work(PlatformScope("own cancellation"), Actor("Carla Méndez", person)) as work:
        orders.cancel_order(work, cancelled[0][0], words="Me lo regalaron ayer.", buyer_id=person)
    story.settle(5.8)
    story.buy("dario", "Darío Pech", "97000", [("papel-y-tinta", "plumas-lapices", 2)], days=0.2)
    story.buy("dario", "Darío Pech", "97000", [("ferreteria-abedul", "taladros", 1)], days=1.4)


def _after_the_sale(story: Story) -> None:
    """A return that was refunded, one that waits, and two claims."""
    carla = ("carla", "Carla Méndez")
    bought = story.buy(*carla, "06700", [("hilos-alpaca", "estambres", 4)], days=20)
    code = bought[0][0]
    _send(story, code, "hilos-alpaca", 19.5, _NOTES[3])
    story.deliver(*carla, code, 16)
    returned: list[str] = []
    story.as_buyer(
        *carla,
        14,
        lambda work: returned.append(_return_some(work, code, 2, "changed_mind", "Me sobraron dos madejas sin abrir.")),
    )
    story.as_shop(
        "hilos-alpaca",
        13.5,
        lambda work: decide_return(work, returned[0], approve=True, message="Claro, mándalas con calma."),
    )
    story.as_shop("hilos-alpaca", 10, lambda work: receive_return(work, returned[0]))

    bought = story.buy(*carla, "06700", [("cocina-clara", "vajillas", 1)], days=9)
    code = bought[0][0]
    _send(story, code, "cocina-clara", 8.5, _NOTES[0])
    story.deliver(*carla, code, 5)
    story.as_buyer(*carla, 0.5, lambda work: _return_some(work, code, 1, "damaged", "Una taza llegó despostillada."))

    bought = story.buy(*carla, "06700", [("ferreteria-abedul", "juegos-herramienta", 1)], days=30)
    code = bought[0][0]
    _send(story, code, "ferreteria-abedul", 29.6, _NOTES[4])
    story.deliver(*carla, code, 26)
    story.as_buyer(*carla, 1, lambda work: _claim(work, code, "El maneral ya no traba. Lo usé tres veces."))

    bought = story.buy(*carla, "06700", [("cocina-clara", "licuadoras", 1)], days=25)
    code = bought[0][0]
    _send(story, code, "cocina-clara", 24.6, _NOTES[2])
    story.deliver(*carla, code, 21)
    claims: list[str] = []
    story.as_buyer(*carla, 12, lambda work: claims.append(_claim(work, code, "Huele a quemado y se apaga.")))
    story.as_shop(
        "cocina-clara",
        11,
        lambda work: answer_claim(
            work, claims[0], remedy="replace", answer="Te mandamos otra mañana; la primera la recogemos nosotros."
        ),
    )


def _what_never_came(story: Story) -> None:
    """Money that waits, a parcel that never came, and one about which staff must decide."""
    carla = ("carla", "Carla Méndez")
    held = story.buy(*carla, "06700", [("hilos-alpaca", "estambres", 2)], days=6)[0][0]
    _send(story, held, "hilos-alpaca", 5.5, _NOTES[1])
    story.deliver(*carla, held, 0.5)

    missed = story.buy(*carla, "06700", [("hilos-alpaca", "rebozos", 1)], days=24)[0][0]
    _send(story, missed, "hilos-alpaca", 23.5, _NOTES[0])
    story.as_buyer(*carla, 0.4, lambda work: open_dispute(work, missed, said="La guía dice en ruta desde hace días."))

    signed = story.buy(*carla, "06700", [("cocina-clara", "termos", 1)], days=25)[0][0]
    _send(story, signed, "cocina-clara", 24.5, _NOTES[2])
    story.as_shop("cocina-clara", 2.1, lambda work: orders.tell_arrival(work, signed))
    opened: list[str] = []
    said = "Aquí no vino nadie; el portero no recibió nada."
    story.as_buyer(*carla, 2, lambda work: opened.append(open_dispute(work, signed, said=said)))
    proof = "La paquetería dice que firmó J. Pérez el martes a las 13:20."
    story.as_shop(
        "cocina-clara",
        1.5,
        lambda work: answer_dispute(work, opened[0], answer=DisputeAnswer.PROOF, message=proof),
    )
    story.as_buyer(
        *carla, 1, lambda work: escalate_dispute(work, opened[0], said="En mi edificio no vive ningún J. Pérez.")
    )


def _return_some(work: Work, code: str, quantity: int, reason: str, message: str) -> str:
    line = orders.lines_of(work, orders.get_order(work, code))[0]
    return request_return(work, code, quantities={line.id: quantity}, reason=reason, message=message)


def _claim(work: Work, code: str, problem: str) -> str:
    line = orders.lines_of(work, orders.get_order(work, code))[0]
    return open_claim(work, code, line_id=line.id, problem=problem)


# What shops wrote of late: three that wait for staff, one that was declined, a draft. Shop, category, number.
SUBMITTED = (
    ("cocina-clara", "cafeteras", 9001),
    ("hilos-alpaca", "rebozos", 9002),
    ("jardin-de-mayo", "asadores", 9003),
    ("bajio-electronica", "cargadores", 9004),
    ("hilos-alpaca", "mantas-cobijas", 9005),
)


def _moderation(story: Story) -> None:
    """Three listings wait for staff, one was declined with its reasons, one is a draft."""
    for slug, category, number in SUBMITTED[:3]:
        _submit(story, slug, category, number, days=0.3)
    product_id = _submit(story, *SUBMITTED[3], days=3)
    scope, actor = story.staff()
    with at(story.ago(2.5)), unit_of_work(scope, actor) as work:
        case_id = work.session.scalars(select(ModerationCase.id).where(ModerationCase.product_id == product_id)).one()
        moderation.decline_listing(
            work, case_id, rule="nom_missing",
            facts="El cargador se conecta a la corriente y la publicación no dice qué NOM cumple.",
            how_to_fix="Agrega el número de certificado NOM-001-SCFI a la descripción y una foto de la etiqueta.",
        )  # fmt: skip
    story.settle(2.5)
    _submit(story, *SUBMITTED[4], days=0.1, submit=False)


def _submit(story: Story, slug: str, category: str, number: int, *, days: float, submit: bool = True) -> UUID:
    good = make_good(category, number)
    data = ProductData(
        title=good.title, category=category, description=good.description, brand=good.brand, model=good.model,
        condition=good.condition, attributes=good.attributes, warranty_months=12, warranty_by="", return_days=30,
        weight_grams=good.grams, length_mm=good.size_mm[0], width_mm=good.size_mm[1], height_mm=good.size_mm[2],
    )  # fmt: skip
    made: list[UUID] = []

    def write(work: Work) -> None:
        made.append(products.create_product(work, data))
        save_product(
            work,
            made[0],
            data,
            variants=[VariantOnDesk(f"NUEVO-{number}", "", good.price_minor, 12)],
            pictures=[drawing.picture for drawing, _alt in drawings_of(good)],
        )
        if submit:
            products.submit_product(work, made[0], shop_slug=slug, shop_name=own_shop(work).name)

    story.as_shop(slug, days, write)
    return made[0]
