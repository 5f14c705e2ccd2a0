"""Staff pay shops by a file for the bank: one prepares it, another brings the answer, and each line counts once."""

from __future__ import annotations

import pytest

from marketplace.kernel.errors import NotAllowed
from marketplace.money.ledger.queries import trial_balance
from marketplace.money.payouts import accounts, bank_files
from marketplace.money.payouts.errors import NoSuchBankFile, NothingToPay, OwnFile, UnreadableConfirmation
from marketplace.money.payouts.gateways import TransferAsked
from marketplace.money.payouts.gateways.bank_file import read_answer, write_file
from marketplace.money.payouts.models import Payout
from marketplace.people.sellers.service import seat_member
from tenants.roles import Role
from tests.cast import Cast, Person
from tests.money.payouts import paying
from tests.money.payouts.paying import agrees


@pytest.fixture
def fidel(market: Cast) -> Person:
    return paying.finance("Fidel")


@pytest.fixture
def greta(market: Cast) -> Person:
    return paying.finance("Greta")


@pytest.fixture
def due(market: Cast) -> Payout:
    paying.prove(market)
    paying.available(market)
    payout = paying.pay(market)
    assert payout is not None
    return payout


def state(market: Cast) -> str:
    return paying.payouts(market)[0].state


def test_what_is_in_a_file_is_sent_and_another_person_says_that_it_arrived(
    market: Cast, due: Payout, fidel: Person, greta: Person
) -> None:
    number = paying.send(fidel)
    assert state(market) == "sent"
    assert paying.answer(greta, number, f"{due.code},pagado,") == ["taken"]
    assert state(market) == "paid"
    assert paying.stands(market) == {}
    agrees(market)


def test_the_file_has_a_line_for_each_deposit_as_it_was_made(market: Cast, due: Payout, fidel: Person) -> None:
    number = paying.send(fidel)
    with market.as_alicia() as work:
        accounts.give_account(work, paying.OTHER_CLABE)  # what is changed later changes nothing of it
    with paying.as_staff(fidel) as work:
        heads, line = bank_files.content_of(work, bank_files.get_file(work, number)).decode().splitlines()
    assert heads == "clabe,nombre,importe,referencia,concepto"
    assert line.startswith(f"{paying.CLABE},")
    assert line.endswith(f",8.84,{due.code},TIANGUIS {due.code}")


def test_names_are_written_as_banks_carry_them_and_never_as_formulas() -> None:
    asked = TransferAsked(
        "k", "7K3M-92QF", paying.CLABE, '=HYPERLINK("x") & Ñandú, S.A. de C.V. ' + "x" * 60, 100, "MXN"
    )
    line = write_file([asked]).decode().splitlines()[1]
    assert line == f"{paying.CLABE},HYPERLINK X Y NANDU S A DE C V XXXXXXXXX,1.00,7K3M-92QF,TIANGUIS 7K3M-92QF"


def test_who_prepared_a_file_does_not_say_what_became_of_it(market: Cast, due: Payout, fidel: Person) -> None:
    number = paying.send(fidel)
    with pytest.raises(OwnFile):
        paying.answer(fidel, number, f"{due.code},pagado,")
    assert state(market) == "sent"


def test_nobody_pays_a_shop_in_which_they_work(market: Cast, due: Payout, fidel: Person, greta: Person) -> None:
    with market.above() as work:
        seat_member(work, tenant_id=market.alpaca.id, account_id=greta.id, name="Greta", role=Role.ACCOUNTANT)
    with pytest.raises(NothingToPay):
        paying.send(greta)
    assert state(market) == "due"
    number = paying.send(fidel)
    assert paying.answer(greta, number, f"{due.code},pagado,") == ["own"]
    assert state(market) == "sent"


def test_others_of_the_staff_neither_prepare_nor_answer(market: Cast, due: Payout) -> None:
    with pytest.raises(NotAllowed), market.as_pia() as work:
        bank_files.prepare_file(work)
    with pytest.raises(NotAllowed), market.as_pia() as work:
        bank_files.take_answer(work, "2026-11-27-1", "")
    assert state(market) == "due"


def test_the_same_answer_again_and_the_contrary_of_it_change_nothing(
    market: Cast, due: Payout, fidel: Person, greta: Person
) -> None:
    number = paying.send(fidel)
    line = f"{due.code},pagado,"
    assert paying.answer(greta, number, line, line) == ["taken", "repeated"]
    assert paying.answer(greta, number, line, f"{due.code},rechazado,No") == ["repeated", "repeated"]
    assert state(market) == "paid"
    agrees(market)


def test_what_did_not_arrive_is_available_again_order_by_order_and_the_account_is_over(
    market: Cast, due: Payout, fidel: Person, greta: Person
) -> None:
    number = paying.send(fidel)
    assert paying.answer(greta, number, f"{due.code},rechazado,Cuenta cancelada") == ["taken"]
    payout = paying.payouts(market)[0]
    assert (payout.state, payout.failure) == ("failed", "Cuenta cancelada")
    assert paying.stands(market) == {"available": 884}
    account = paying.account_of(market.alpaca)
    assert (account.state, account.ended_for) == ("over", "bounced")
    assert paying.pay(market, paying.DAY.replace(month=12, day=4)) is None  # nothing more goes there
    agrees(market)


def test_what_the_bank_sends_back_after_it_arrived_comes_back_too(
    market: Cast, due: Payout, fidel: Person, greta: Person
) -> None:
    number = paying.send(fidel)
    paying.answer(greta, number, f"{due.code},pagado,")
    assert paying.answer(greta, number, f"{due.code},devuelto,Cuenta bloqueada") == ["taken"]
    assert state(market) == "returned"
    assert paying.stands(market) == {"available": 884}
    agrees(market)


def test_lines_of_something_else_are_said_and_the_others_count(
    market: Cast, due: Payout, fidel: Person, greta: Person
) -> None:
    number = paying.send(fidel)
    lines = ("AAAA-BBBB,pagado,", f"{due.code},quizá,", "", f"{due.code.lower()} , PAGADO ,")
    assert paying.answer(greta, number, *lines) == ["unknown", "unreadable", "taken"]
    assert state(market) == "paid"


@pytest.mark.parametrize("text", ["", "   \n", "hola", "clabe,importe\n1,2", "\x00", "referencia;motivo\nx;y"])
def test_what_is_no_answer_is_refused_whole(market: Cast, due: Payout, fidel: Person, greta: Person, text: str) -> None:
    number = paying.send(fidel)
    with pytest.raises(UnreadableConfirmation), paying.as_staff(greta) as work:
        bank_files.take_answer(work, number, text)
    assert state(market) == "sent"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_answers_are_read_as_spreadsheets_write_them(separator: str) -> None:
    text = f"\ufeffReferencia{separator}Resultado{separator}Motivo\r\n7k3m-92qf{separator}Pagado{separator}\r\n"
    assert [(one.reference, one.told.kind if one.told else None) for one in read_answer(text)] == [
        ("7K3M-92QF", "paid")
    ]


def test_a_file_that_there_is_not_is_not_answered(market: Cast, greta: Person) -> None:
    with pytest.raises(NoSuchBankFile):
        paying.answer(greta, "2026-11-27-9")


def test_the_centavos_for_a_new_account_go_with_the_next_file_and_are_ours(
    market: Cast, fidel: Person, greta: Person
) -> None:
    with market.as_alicia() as work:
        code = accounts.give_account(work, paying.CLABE).code
    number = paying.send(fidel)
    assert paying.answer(greta, number, f"{code},pagado,") == ["taken"]
    account = paying.account_of(market.alpaca)
    assert account.arrived_at is not None
    assert account.state == "unproven"  # whoever sees them there must tell
    with market.above() as work:
        assert dict(trial_balance(work)) == {"account_checks": account.check_minor, "provider": -account.check_minor}
    with pytest.raises(NothingToPay):
        paying.send(fidel)
    agrees(market)


def test_centavos_that_did_not_arrive_end_the_account(market: Cast, fidel: Person, greta: Person) -> None:
    with market.as_alicia() as work:
        code = accounts.give_account(work, paying.CLABE).code
    number = paying.send(fidel)
    assert paying.answer(greta, number, f"{code},rechazado,No existe") == ["taken"]
    account = paying.account_of(market.alpaca)
    assert (account.state, account.ended_for) == ("over", "bounced")
    agrees(market)
