"""More of the market behind the doors: what an invoice, a tax paper and money on its way back ask of people."""

from __future__ import annotations

from sqlalchemy import update

from marketplace.kernel.calendar import mexican_day
from marketplace.money.cfdi.models import TaxPaper
from marketplace.money.payments import get_twin, hear_twin
from marketplace.money.payments.gateways.twin import acts
from marketplace.money.payouts import accounts
from marketplace.money.payouts.onboarding import lead_to_stripe
from marketplace.trade.invoices import TaxData, save_tax_data
from marketplace.worker import Worker
from tests import make
from tests.doors.world import World
from tests.money.payouts.paying import buy_at_oxxo
from tests.trade.invoices.papers import ask

CARLA = TaxData("MEMA790325AB3", "Carla Méndez", make.ROMA_NORTE, "612", "G03")


def ask_of_everybody(world: World, worker: Worker) -> dict[str, list[str]]:
    """Bring in what waits for a buyer, a shop and staff; gives where each begins to look at it."""
    return {
        "owner": [f"/vender/{world.market.alpaca.slug}/facturas/{_invoice_to_send(world, worker)}"],
        "administrator": [f"/operacion/facturas?mes={_refuse_a_paper(world)}"],
        "buyer": ["/cuenta/datos-fiscales", f"/compra/{buy_at_oxxo(world.market, worker).code}/dinero-de-vuelta"],
        "other buyer": _choose_slow_ways(world, worker),
        "neighbour": [_open_account(world)],
    }


def _invoice_to_send(world: World, worker: Worker) -> str:
    market = world.market
    with market.as_carla() as work:
        save_tax_data(work, market.carla.id, CARLA)
    order = make.paid_order(market, worker, [make.line(make.goods(market, title="Con factura"))])
    return ask(market, worker, order, CARLA)


def _refuse_a_paper(world: World) -> str:
    """Whoever stamps did not take a paper of this month."""
    with world.market.above() as work:
        work.session.execute(
            update(TaxPaper)
            .where(TaxPaper.id == world.named["paper_id"])
            .values(state="refused", refusal="El nombre no es el del SAT.", uuid=None, stamped_at=None)
        )
        return f"{mexican_day(work.now):%Y-%m}"


def _choose_slow_ways(world: World, worker: Worker) -> list[str]:
    """A voucher for OXXO, and a transfer, that nobody paid yet."""
    found = []
    for way in (acts.choose_oxxo, acts.choose_spei):
        goods = make.goods(world.market, title="Por pagar")
        placed = make.place(world.market, [make.line(goods)], buyer=world.market.diego)
        with world.market.above() as work:
            session = make.attempt_of(work, placed.purchase_id).provider_ref or ""
        with get_twin().store.change() as shelf:
            way(shelf, session)
        with world.market.above("webhook") as work:
            hear_twin(work)
        worker.drain()
        found.append(f"/pago-de-prueba/{session}/ficha")
    return found


def _open_account(world: World) -> str:
    """The neighbour is on his way to an account at Stripe."""
    with world.market.as_bruno() as work:
        account = accounts.give_stripe_account(work)
    return lead_to_stripe(account.tenant_id, account.id, f"/vender/{world.market.abedul.slug}/cuenta-de-pago")
