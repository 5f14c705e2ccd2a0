"""What is asked of Stripe, and what its twin answers, has the shape that Stripe's own description gives to both."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from stripe import StripeClient

from marketplace.kernel import clock
from marketplace.money.payments.errors import ProviderSilent
from marketplace.money.payments.gateways.stripe import Stripe
from marketplace.money.payments.gateways.stripe_events import read_paid_with
from marketplace.money.payments.gateways.twin import Mishap, StripeTwin, TwinStore, acts
from marketplace.money.payments.gateways.twin.store import Shelf
from marketplace.money.payments.told import ChargeAsked, EventKind, Funding, PaidWith, RefundAsked, Standing
from tests.money.payments.contract import check, description

NOW = clock.now()
Act = Callable[[Shelf, str], Any]


@pytest.fixture
def twin(tmp_path: Path) -> StripeTwin:
    made = StripeTwin(TwinStore(tmp_path / "twin.db", clock.now))
    made.watch = check
    return made


@pytest.fixture
def stripe(twin: StripeTwin) -> Stripe:
    client = StripeClient("sk_test_twin", http_client=twin, max_network_retries=0)
    return Stripe(client, webhook_secret="whsec_x", base_url="https://market.example", voucher_days=2)


def asked(key: str = "charge:1", ref: str | None = None) -> ChargeAsked:
    return ChargeAsked(key, 116_000, "MXN", "T5JA-DG59", NOW, ref)


def act(twin: StripeTwin, do: Act, standing: Standing) -> Any:
    with twin.store.change() as shelf:
        return do(shelf, standing.ref)


def by_card(shelf: Shelf, ref: str) -> str | None:
    return acts.pay_by_card(shelf, ref, acts.APPROVED)


WAYS: dict[str, list[Act]] = {
    "card": [by_card],
    "oxxo": [acts.choose_oxxo, acts.pay_at_oxxo],
    "spei": [acts.choose_spei, lambda shelf, ref: acts.transfer(shelf, ref, 116_000)],
}


@pytest.mark.parametrize("way", WAYS)
def test_a_charge_from_its_page_to_what_it_cost(twin: StripeTwin, stripe: Stripe, way: str) -> None:
    opened = stripe.open_charge(asked())
    assert opened.told is None
    for step in WAYS[way]:
        act(twin, step, opened)
        found = stripe.find_charge(asked(ref=opened.ref))
        assert found is not None
    assert found.told is not None
    assert (found.told.kind, found.told.amount_minor, found.told.method) == (EventKind.CHARGE_SUCCEEDED, 116_000, way)
    cost = stripe.find_cost(opened.ref)
    assert cost is not None
    assert cost.iva_minor == round(cost.fee_minor * 0.16)


@pytest.mark.parametrize("months", [3, 6, 24])
def test_a_charge_in_months_says_in_how_many_and_costs_that(twin: StripeTwin, stripe: Stripe, months: int) -> None:
    dear = replace(asked(), amount_minor=240_000, instalments=True)
    opened = stripe.open_charge(dear)
    act(twin, lambda shelf, ref: acts.pay_by_card(shelf, ref, acts.APPROVED, months), opened)
    assert stripe.find_paid_with(opened.ref) == PaidWith(months, Funding.CREDIT)
    cost = stripe.find_cost(opened.ref)
    assert cost is not None
    assert cost.fee_minor == 8_940 + {3: 12_000, 6: 18_000, 24: 54_000}[months]  # 3.6 % and 3.00, and the plan
    asked_back = RefundAsked("refund:months", opened.ref, 40_000, "MXN")
    assert stripe.refund(asked_back).kind is EventKind.REFUND_SUCCEEDED  # as of any card


def test_a_charge_at_once_or_by_another_way_is_in_no_months(twin: StripeTwin, stripe: Stripe) -> None:
    for number, step in enumerate((by_card, acts.choose_oxxo, None)):
        opened = stripe.open_charge(replace(asked(f"charge:{number}"), instalments=True))
        if step:
            act(twin, step, opened)
        assert stripe.find_paid_with(opened.ref).months is None
    assert stripe.find_paid_with("pi_of_nobody") == PaidWith()


def test_a_charge_with_a_debit_card_says_so(twin: StripeTwin, stripe: Stripe) -> None:
    opened = stripe.open_charge(asked())
    act(twin, lambda shelf, ref: acts.pay_by_card(shelf, ref, acts.DEBIT), opened)
    assert stripe.find_paid_with(opened.ref) == PaidWith(None, Funding.DEBIT)


def test_a_card_of_neither_kind_is_of_no_kind() -> None:
    charge = {"payment_method_details": {"card": {"funding": "prepaid"}}}
    assert read_paid_with({"latest_charge": charge}) == PaidWith()


def test_months_are_asked_for_only_where_they_are_offered(twin: StripeTwin, stripe: Stripe) -> None:
    sent: list[Any] = []

    def note(_method: str, path: str, question: Any, answer: Any) -> None:
        if path.endswith("/sessions") and answer is None:
            sent.append(question["payment_method_options"])

    twin.watch = note
    stripe.open_charge(asked("charge:1"))
    stripe.open_charge(replace(asked("charge:2"), instalments=True))
    without, within = sent
    assert "card" not in without
    assert str(within["card"]["installments"]["enabled"]).lower() == "true"


def test_a_charge_whose_name_was_never_heard_is_found_by_its_key(twin: StripeTwin, stripe: Stripe) -> None:
    for number in range(120):
        stripe.open_charge(asked(f"charge:{number}"))
    found = stripe.find_charge(asked("charge:3"))
    assert found is not None
    assert found.ref == stripe.open_charge(asked("charge:3")).ref
    assert stripe.find_charge(asked("charge:none")) is None
    assert len([call for call in twin.calls if call[:2] == ("get", "/v1/checkout/sessions")]) == 2 + 2


def test_refunds_and_the_ways_in_which_they_fail(twin: StripeTwin, stripe: Stripe) -> None:
    opened = stripe.open_charge(asked())
    act(twin, by_card, opened)
    some = RefundAsked("refund:1", opened.ref, 16_000, "MXN")
    assert stripe.find_refund(some) is None
    assert stripe.refund(some) == stripe.refund(some) == stripe.find_refund(some)
    too_much = stripe.refund(RefundAsked("refund:2", opened.ref, 100_001, "MXN"))
    assert (too_much.kind, too_much.failure) == (EventKind.REFUND_FAILED, "charge_already_refunded")


def test_pages_vouchers_and_transfers_are_ended(twin: StripeTwin, stripe: Stripe) -> None:
    for number, step in enumerate((None, acts.choose_oxxo, acts.choose_spei)):
        opened = stripe.open_charge(asked(f"charge:{number}"))
        if step:
            act(twin, step, opened)
        stripe.close_charge(opened.ref)
        stripe.close_charge(opened.ref)  # again is nothing
        found = stripe.find_charge(asked(f"charge:{number}", opened.ref))
        assert found is not None
        assert found.told is not None
        assert found.told.kind is EventKind.CHARGE_ENDED


def test_what_was_paid_meanwhile_stays_paid(twin: StripeTwin, stripe: Stripe) -> None:
    opened = stripe.open_charge(asked())
    act(twin, by_card, opened)
    stripe.close_charge(opened.ref)
    found = stripe.find_charge(asked(ref=opened.ref))
    assert found is not None
    assert found.told is not None
    assert found.told.kind is EventKind.CHARGE_SUCCEEDED


def test_every_object_that_is_kept_or_told_has_stripes_shape(twin: StripeTwin, stripe: Stripe) -> None:
    first = stripe.open_charge(asked())
    act(twin, by_card, first)
    paid = stripe.find_charge(asked(ref=first.ref))
    assert paid is not None
    assert paid.told is not None
    assert paid.told.payment_ref is not None
    for number, way in enumerate(("oxxo", "spei")):
        opened = stripe.open_charge(asked(f"charge:{number + 2}"))
        for step in WAYS[way]:
            act(twin, step, opened)
    with twin.store.change() as shelf:
        dispute = acts.open_dispute(shelf, paid.told.payment_ref)
        acts.close_dispute(shelf, dispute["id"], won=True)
        kinds = ("checkout.session", "payment_intent", "charge", "balance_transaction", "dispute", "customer")
        for kind in kinds:
            kept = shelf.all(kind)
            assert kept
            for one in kept:
                check("get", "/v1/balance", {}, one)
        for _ref, body in shelf.unsent():
            check("get", "/v1/balance", {}, json.loads(body))


def test_the_control_refuses_what_stripe_refuses() -> None:
    good = {"amount": "100", "currency": "mxn", "destination": "acct_1", "transfer_group": "x"}
    check("post", "/v1/transfers", good, None)
    for bad in (
        {**good, "transfergroup": "x"}, {"amount": "100"}, {**good, "amount": "12.50"}, {**good, "metadata": "x"},
    ):  # fmt: skip
        with pytest.raises(jsonschema_rs.ValidationError):
            check("post", "/v1/transfers", bad, None)
    nested = {"mode": "payment", "payment_intent_data": {"transfergroup": "x"}}
    with pytest.raises(jsonschema_rs.ValidationError):
        check("post", "/v1/checkout/sessions", nested, None)
    with pytest.raises(AssertionError):
        check("post", "/v1/moon", {}, None)
    with pytest.raises(jsonschema_rs.ValidationError):
        check("get", "/v1/balance", {}, {"object": "transfer", "id": "tr_1"})
    assert description()["info"]["version"].endswith(".dahlia")


def test_it_is_asked_again_an_hour_later_under_the_same_key_in_the_same_words(twin: StripeTwin, stripe: Stripe) -> None:
    early = ChargeAsked("charge:1", 116_000, "MXN", "T5JA", clock.now() - timedelta(hours=1))
    twin.bad_days = [Mishap.UNHEARD]
    with pytest.raises(ProviderSilent):
        stripe.open_charge(early)
    assert stripe.open_charge(early) == stripe.open_charge(early)


@pytest.mark.parametrize("day", Mishap)
def test_what_has_no_answer_is_silence_and_no_failure(twin: StripeTwin, stripe: Stripe, day: Mishap) -> None:
    opened = stripe.open_charge(asked())
    act(twin, by_card, opened)
    some = RefundAsked("refund:1", opened.ref, 16_000, "MXN")
    for ask in (stripe.refund, stripe.find_refund):
        twin.bad_days = [day]
        with pytest.raises(ProviderSilent):
            ask(some)
    for look in (stripe.find_charge, stripe.open_charge):
        twin.bad_days = [day]
        with pytest.raises(ProviderSilent):
            look(asked())
    stripe.refund(some)
    with twin.store.change() as shelf:
        assert len(shelf.all("refund")) == 1
        assert len(shelf.all("checkout.session")) == 1
