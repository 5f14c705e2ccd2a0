"""Verbs of staff on the files by which shops are paid: preparing one, and taking the bank's answer. Two people do it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import func, select

from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.ids import new_id
from marketplace.kernel.permissions import StaffMay
from marketplace.kernel.published import REFUND_ACCOUNT_HOURS
from marketplace.kernel.states import transition
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import Work
from marketplace.money import payments
from marketplace.money.payouts import accounts, buyers, rules, service
from marketplace.money.payouts.errors import NoSuchBankFile, NothingToPay, OwnFile
from marketplace.money.payouts.gateways import BankFile, TransferAsked
from marketplace.money.payouts.gateways.bank_file import AnswerLine, read_answer, write_file
from marketplace.money.payouts.models import Payout, PayoutAccount, PayoutFile, RefundTransfer
from marketplace.money.payouts.rules import AccountState, PayoutState
from tenants.models import Membership


class LineOutcome(StrEnum):
    """What a line of the bank's answer did."""

    TAKEN = "taken"
    REPEATED = "repeated"  # known already, or over: nothing was done
    UNKNOWN = "unknown"  # no such reference in this file
    UNREADABLE = "unreadable"  # the result is none that we know
    OWN = "own"  # of a shop in which whoever brings it works, or their own money


@dataclass(frozen=True)
class AnsweredLine:
    """A line of the bank's answer, with what it did."""

    line: AnswerLine
    outcome: LineOutcome


def own_shops(work: Work) -> set[UUID]:
    """The shops in which whoever acts works: nobody pays themselves."""
    if work.actor.account_id is None:
        return set()
    rows = select(Membership.tenant_id).where(Membership.account_id == work.actor.account_id)
    return set(work.session.scalars(rows))


@verb(needs=StaffMay.PAY_SHOPS)
def prepare_file(work: Work) -> PayoutFile:
    """Put all that waits into a file for the bank: deposits, money back to buyers, centavos that prove accounts.

    It counts as sent from now on, under its number. Shops in which whoever prepares it works, and their own money, are left
    to others. Raises NothingToPay.
    """
    own = own_shops(work)
    refunds, due, checks = _refunds_due(work), _due(work, own), _unchecked(work, own)
    if not due and not checks and not refunds:
        raise NothingToPay
    total = sum(one.amount_minor for one in due) + sum(one.amount_minor for one in refunds)
    total += sum(one.check_minor or 0 for one in checks)
    file = PayoutFile(
        id=new_id(), number=_next_number(work), made_at=work.now, made_by=work.actor.name,
        made_by_id=work.actor.account_id, lines=len(due) + len(checks) + len(refunds),
        total_minor=total,
    )  # fmt: skip
    work.session.add(file)
    work.session.flush()
    sent: list[Payout | RefundTransfer] = [*due, *refunds]
    for one in sent:
        transition(one, PayoutState.SENT, rules.NEXT)
        one.file_id, one.sent_at = file.id, work.now
    for account in checks:
        account.file_id, account.sent_at = file.id, work.now
    work.audit("payout_file.prepare", f"file:{file.number}", lines=file.lines, total_minor=total)
    return file


def _due(work: Work, own: set[UUID]) -> list[Payout]:
    """Lock the deposits that wait for a file; what somebody else took meanwhile waits no longer."""
    rows = work.session.lock(
        select(Payout)
        .where(Payout.state == PayoutState.DUE, Payout.road == BankFile.name, Payout.tenant_id.not_in(own))
        .order_by(Payout.tenant_id, Payout.id)
    )
    return [one for one in rows if one.state == PayoutState.DUE]


def _refunds_due(work: Work) -> list[RefundTransfer]:
    """Lock what waits to go back to buyers, but to whoever prepares the file: behind the charges that it is of."""
    said_by = work.now - timedelta(hours=REFUND_ACCOUNT_HOURS)
    waiting = (
        RefundTransfer.state == PayoutState.DUE,
        RefundTransfer.owner_id != work.actor.account_id,
        RefundTransfer.given_at < said_by,
    )
    of = work.session.scalars(select(RefundTransfer.refund_id).where(*waiting)).all()
    refunds = {one.id: one for one in payments.lock_refunds(work, of)}
    rows = work.session.lock(
        select(RefundTransfer).where(RefundTransfer.refund_id.in_(of), *waiting).order_by(RefundTransfer.id)
    )
    # While this waited for the locks another account may have been said, whose day begins then, or a guest's taken over.
    still = [one for one in rows if one.state == PayoutState.DUE and one.given_at < said_by]
    still = [one for one in still if one.owner_id != work.actor.account_id]
    return [one for one in still if payments.may_leave(work, refunds[one.refund_id])]


def _unchecked(work: Work, own: set[UUID]) -> list[PayoutAccount]:
    """Lock the accounts that wait for their centavos."""
    rows = work.session.lock(
        select(PayoutAccount)
        .where(
            PayoutAccount.state == AccountState.UNPROVEN,
            PayoutAccount.road == BankFile.name,
            PayoutAccount.file_id.is_(None),
            PayoutAccount.tenant_id.not_in(own),
        )
        .order_by(PayoutAccount.tenant_id, PayoutAccount.id)
    )
    return [one for one in rows if one.state == AccountState.UNPROVEN and one.file_id is None]


def _next_number(work: Work) -> str:
    day = mexican_day(work.now).isoformat()
    made = select(func.count()).where(PayoutFile.number.startswith(day))
    return f"{day}-{(work.session.scalar(made) or 0) + 1}"


def get_file(work: Work, number: str) -> PayoutFile:
    """Load a file by its number; raises NoSuchBankFile."""
    found = work.session.scalar(select(PayoutFile).where(PayoutFile.number == number))
    if found is None:
        raise NoSuchBankFile
    return found


def payouts_in(work: Work, file: PayoutFile, *, lock: bool = False) -> Sequence[Payout]:
    """List the deposits of a file."""
    query = select(Payout).where(Payout.file_id == file.id).order_by(Payout.tenant_id, Payout.id)
    return work.session.lock(query) if lock else work.session.scalars(query).all()


def checks_in(work: Work, file: PayoutFile, *, lock: bool = False) -> Sequence[PayoutAccount]:
    """List the accounts that get centavos by a file."""
    query = (
        select(PayoutAccount)
        .where(PayoutAccount.file_id == file.id)
        .order_by(PayoutAccount.tenant_id, PayoutAccount.id)
    )
    return work.session.lock(query) if lock else work.session.scalars(query).all()


def refunds_in(work: Work, file: PayoutFile) -> Sequence[RefundTransfer]:
    """List what goes back to buyers by a file."""
    query = select(RefundTransfer).where(RefundTransfer.file_id == file.id).order_by(RefundTransfer.id)
    return work.session.scalars(query).all()


def content_of(work: Work, file: PayoutFile) -> bytes:
    """Write what stands in a file; the same each time, for the rows of a file are frozen."""
    checks = [
        TransferAsked(f"check:{one.id}", one.code, one.clabe, one.holder, one.check_minor or 0, "MXN")
        for one in checks_in(work, file)
    ]
    deposits, refunds = payouts_in(work, file), refunds_in(work, file)
    return write_file([*(one.asked for one in deposits), *(one.asked for one in refunds), *checks])


@verb(needs=StaffMay.PAY_SHOPS)
def take_answer(work: Work, number: str, text: str) -> list[AnsweredLine]:
    """Take the bank's answer to a file, line by line; gives what each did. The same answer again does nothing.

    Raises NoSuchBankFile, OwnFile for who prepared it, UnreadableConfirmation.
    """
    file = get_file(work, number)
    if file.made_by_id == work.actor.account_id:
        raise OwnFile
    lines = read_answer(text)
    refunds = {one.code: one for one in _lock_refunds(work, file)}
    payouts = {one.code: one for one in payouts_in(work, file, lock=True)}
    checks = {one.code: one for one in checks_in(work, file, lock=True)}
    own = own_shops(work)
    answered = []
    for line in lines:
        found = payouts.get(line.reference) or checks.get(line.reference) or refunds.get(line.reference)
        answered.append(AnsweredLine(line, _take_line(work, line, found, own)))
    work.session.flush()
    taken = sum(one.outcome is LineOutcome.TAKEN for one in answered)
    work.audit("payout_file.answer", f"file:{number}", lines=len(lines), taken=taken)
    return answered


def _lock_refunds(work: Work, file: PayoutFile) -> Sequence[RefundTransfer]:
    """Lock what goes back to buyers by a file, behind the charges that it is of."""
    payments.lock_refunds(work, [one.refund_id for one in refunds_in(work, file)])
    return work.session.lock(
        select(RefundTransfer).where(RefundTransfer.file_id == file.id).order_by(RefundTransfer.id)
    )


def _take_line(
    work: Work, line: AnswerLine, found: Payout | PayoutAccount | RefundTransfer | None, own: set[UUID]
) -> LineOutcome:
    if found is None:
        return LineOutcome.UNKNOWN
    if line.told is None:
        return LineOutcome.UNREADABLE
    if isinstance(found, RefundTransfer):
        if found.owner_id == work.actor.account_id:
            return LineOutcome.OWN
        did = buyers.take_refund_told(work, found, line.told)
        return LineOutcome.TAKEN if did else LineOutcome.REPEATED
    if found.tenant_id in own:
        return LineOutcome.OWN
    if isinstance(found, Payout):
        did = service.take_told(work, found, line.told)
    else:
        did = accounts.take_check_told(work, found, line.told)
    return LineOutcome.TAKEN if did else LineOutcome.REPEATED
