"""A shop says how the SAT has it; what does not fit its RFC is refused, and papers that waited for it go on."""

from __future__ import annotations

import pytest

from marketplace.kernel.errors import NotAllowed
from marketplace.money.cfdi import read_cfdi, service
from marketplace.money.cfdi.errors import NoSuchRegime, RegimeDoesNotFit
from marketplace.people.accounts import UnknownPostalCode
from marketplace.people.sellers.models import ShopTax
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.money.cfdi.monthly import draw, give_rfc, papers, stamper


def test_papers_name_it_so_from_then_on(market: Cast, worker: Worker) -> None:
    stamper()
    give_rfc(market)
    with market.as_alicia() as work:
        service.tell_register(work, regime="626", postal_code="44100")
    make.delivered_order(market, worker, [make.line(make.goods(market))])
    draw(market, worker)
    read = read_cfdi((papers(market)["commission"].xml or "").encode())
    assert (read.receiver.regime, read.receiver.postal_code) == ("626", "44100")


def test_a_regime_that_does_not_fit_keeps_a_paper_waiting_until_it_is_told_right(market: Cast, worker: Worker) -> None:
    twin = stamper()
    give_rfc(market, regime="601")
    make.delivered_order(market, worker, [make.line(make.goods(market))])
    draw(market, worker)
    assert {(one.state, one.lack) for one in papers(market).values()} == {("drafted", "regime")}
    assert twin.stamped == 0
    with market.as_alicia() as work:
        service.tell_register(work, regime="612", postal_code="44100")
    worker.drain()
    assert {one.state for one in papers(market).values()} == {"stamped"}


def test_what_is_no_regime_of_its_rfc_is_refused_and_changes_nothing(market: Cast) -> None:
    give_rfc(market)
    for regime, refusal in (("601", RegimeDoesNotFit), ("999", NoSuchRegime)):
        with pytest.raises(refusal), market.as_alicia() as work:
            service.tell_register(work, regime=regime, postal_code="44100")
    with market.above() as work:
        tax = work.session.get_one(ShopTax, (market.alpaca.id, market.alpaca.id))
        assert (tax.regime, tax.postal_code) == (None, None)


@pytest.mark.parametrize("code", ["99999", "00001"])
def test_a_postal_code_at_which_nobody_lives_is_refused_and_changes_nothing(market: Cast, code: str) -> None:
    give_rfc(market)
    with pytest.raises(UnknownPostalCode), market.as_alicia() as work:
        service.tell_register(work, regime="612", postal_code=code)
    with market.above() as work:
        assert work.session.get_one(ShopTax, (market.alpaca.id, market.alpaca.id)).postal_code is None


def test_who_packs_says_nothing_of_it(market: Cast) -> None:
    with pytest.raises(NotAllowed), market.as_pia() as work:
        service.tell_register(work, regime="612", postal_code="44100")
