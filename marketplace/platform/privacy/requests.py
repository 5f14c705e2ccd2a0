"""Verbs on ARCO requests (LFPDPPP art. 22-34): anybody asks, staff answer with a reason, on a clock of working days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, select

from marketplace.kernel.errors import NotFound, OwnCase
from marketplace.kernel.ids import hash_token, new_code, new_id
from marketplace.kernel.permissions import StaffMay
from marketplace.kernel.states import transition
from marketplace.kernel.verbs import PROOF, verb
from marketplace.kernel.visitor import Visitor
from marketplace.kernel.work import Work
from marketplace.people.accounts import Door, check_limit, note_try, tidy_email
from marketplace.platform.privacy import errors, notifying, rules
from marketplace.platform.privacy.links import request_token
from marketplace.platform.privacy.models import ArcoRequest
from marketplace.platform.privacy.rules import REQUEST_NEXT, RequestState, Right

SHORTEST_REASON = 20


@verb(needs=PROOF)
def ask(
    work: Work,
    *,
    kind: Right,
    name: str,
    email: str,
    body: str,
    locale: str,
    visitor: Visitor,
    account_id: UUID | None = None,
) -> ArcoRequest:
    """Ask for one of the four rights. With an account whose address is verified (`account_id`) the clock starts now;
    otherwise when the link that they are sent is opened. Raises TooManyAttempts.
    """
    email = tidy_email(email)
    check_limit(work, Door.LETTER, email, visitor, account_id=account_id)
    note_try(work, Door.LETTER, email, visitor, ok=True, account_id=account_id)
    asked = ArcoRequest(
        id=new_id(),
        code=new_code(),
        account_id=account_id,
        kind=kind,
        state=RequestState.UNCONFIRMED,
        name=name,
        email=email,
        body=body,
        locale=locale,
        asked_at=work.now,
    )
    work.session.add(asked)
    work.audit("privacy.request", f"request:{asked.id}", code=asked.code, kind=kind)
    if account_id is not None:
        _receive(work, asked)
    else:
        token = request_token(asked.id)
        asked.link_hash = hash_token(token)
        notifying.ask_to_confirm(work, asked, token)
    work.session.flush()
    return asked


def _receive(work: Work, asked: ArcoRequest) -> None:
    _turn(asked, RequestState.WAITING)
    asked.link_hash, asked.received_at, asked.answer_by = None, work.now, rules.answer_by(work.now)
    notifying.tell_received(work, asked)


def _turn(asked: ArcoRequest, state: RequestState) -> None:
    transition(asked, state, REQUEST_NEXT, otherwise=errors.RequestNotOpen())


def get_unconfirmed(work: Work, token: str, *, lock: bool = False) -> ArcoRequest:
    """Find the request that a link confirms. Raises RequestLinkOver."""
    query = select(ArcoRequest).where(ArcoRequest.link_hash == hash_token(token))
    found = work.session.find(query, lock=lock)
    if found is None:
        raise errors.RequestLinkOver
    return found


@verb(needs=PROOF)
def confirm(work: Work, token: str) -> ArcoRequest:
    """Confirm the address of a request; from here the clock runs. Raises RequestLinkOver, also the second time."""
    asked = get_unconfirmed(work, token, lock=True)
    _receive(work, asked)
    return asked


def get_request(work: Work, code: str, *, lock: bool = False) -> ArcoRequest:
    """Find a request that was confirmed. Raises NotFound."""
    query = select(ArcoRequest).where(ArcoRequest.code == code, ArcoRequest.state != RequestState.UNCONFIRMED)
    found = work.session.find(query, lock=lock)
    if found is None:
        raise NotFound
    return found


def _held(work: Work, code: str, reason: str) -> ArcoRequest:
    """Hold a request for staff to do something about it."""
    asked = get_request(work, code, lock=True)
    if asked.account_id is not None and asked.account_id == work.actor.account_id:
        raise OwnCase
    if len(reason.strip()) < SHORTEST_REASON:
        raise errors.ExtensionReasonMissing
    return asked


@verb(needs=StaffMay.PRIVACY)
def answer(work: Work, code: str, *, granted: bool, reason: str) -> None:
    """Grant or decline a request, with words the person reads; what is granted is carried out in fifteen days more.

    Raises RequestNotOpen, ExtensionReasonMissing, OwnCase, NotFound.
    """
    asked = _held(work, code, reason)
    _turn(asked, RequestState.GRANTED if granted else RequestState.DECLINED)
    asked.answer, asked.answered_at, asked.answered_by = reason.strip(), work.now, work.actor.name
    asked.carry_out_by = rules.carry_out_by(work.now) if granted else None
    work.audit("privacy.answer", f"request:{asked.id}", code=code, granted=granted)
    notifying.tell_answered(work, asked)


@verb(needs=StaffMay.PRIVACY)
def extend(work: Work, code: str, *, reason: str) -> None:
    """Take as long again, once for answering and once for carrying out, with a reason (art. 31).

    Raises ExtendedAlready, RequestNotOpen, ExtensionReasonMissing, OwnCase, NotFound.
    """
    asked = _held(work, code, reason)
    match RequestState(asked.state):
        case RequestState.WAITING:
            _once(asked.answer_extension)
            assert asked.received_at is not None  # it waits
            asked.answer_extension, asked.answer_by = reason.strip(), rules.answer_by(asked.received_at, extended=True)
        case RequestState.GRANTED:
            _once(asked.carry_out_extension)
            assert asked.answered_at is not None  # it was granted
            asked.carry_out_extension = reason.strip()
            asked.carry_out_by = rules.carry_out_by(asked.answered_at, extended=True)
        case _:
            raise errors.RequestNotOpen
    work.audit("privacy.extend", f"request:{asked.id}", code=code)
    notifying.tell_extended(work, asked, reason.strip())


def _once(before: str | None) -> None:
    if before is not None:
        raise errors.ExtendedAlready


@verb(needs=StaffMay.PRIVACY)
def carry_out(work: Work, code: str, *, said: str) -> None:
    """Note that what was granted is done, and tell the person what was. Raises as `answer` does."""
    asked = _held(work, code, said)
    _turn(asked, RequestState.DONE)
    asked.done_at = work.now
    work.audit("privacy.carry_out", f"request:{asked.id}", code=code)
    notifying.tell_carried_out(work, asked, said.strip())


def _due() -> ColumnElement[datetime]:
    return case((ArcoRequest.state == RequestState.GRANTED, ArcoRequest.carry_out_by), else_=ArcoRequest.answer_by)


_OPEN = ArcoRequest.state.in_([RequestState.WAITING, RequestState.GRANTED])


def queue(work: Work) -> Sequence[ArcoRequest]:
    """List requests for staff: those that wait first, by deadline, then the latest answered ones."""
    return work.session.scalars(
        select(ArcoRequest)
        .where(ArcoRequest.state != RequestState.UNCONFIRMED)
        .order_by(_OPEN.desc(), _due(), ArcoRequest.id)
        .limit(200)
    ).all()


def count_waiting(work: Work) -> tuple[int, int]:
    """Count the requests that wait for staff, and those of them that are late."""
    row = work.session.execute(
        select(func.count(), func.count().filter(_due() < work.now)).select_from(ArcoRequest).where(_OPEN)
    ).one()
    return int(row[0]), int(row[1])


def requests_of(work: Work, account_id: UUID) -> Sequence[ArcoRequest]:
    """List what a person asked for with their account."""
    return work.session.scalars(
        select(ArcoRequest).where(ArcoRequest.account_id == account_id).order_by(ArcoRequest.asked_at.desc())
    ).all()
