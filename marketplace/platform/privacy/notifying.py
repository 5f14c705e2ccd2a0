"""What people are told about their data."""

from __future__ import annotations

from typing import Any

from marketplace.kernel.work import Work
from marketplace.platform.notifications import Recipient, notify, to_person
from marketplace.platform.privacy.models import ArcoRequest, DataExport, Erasure

_DATA = "/cuenta/datos"


def tell_export_ready(work: Work, export: DataExport) -> None:
    """Who asked for a copy learns that it is there, and until when."""
    data = {"shop": export.about, "until": export.expires_at}
    notify(work, "export_ready", to_person(work, export.account_id), export.id, data, _DATA)


def tell_leaving(work: Work, erasure: Erasure) -> None:
    """Whoever asked to be erased learns when, and how to stay."""
    data = {"block_at": erasure.block_at, "erase_at": erasure.erase_at}
    notify(work, "erasure_asked", to_person(work, erasure.account_id), erasure.id, data, _DATA)


def tell_blocked(work: Work, erasure: Erasure) -> None:
    """The last mail: the account is blocked, and when the rest goes."""
    data = {"erase_at": erasure.erase_at}
    notify(work, "account_blocked", to_person(work, erasure.account_id), erasure.id, data)


def _answer(
    work: Work, asked: ArcoRequest, kind: str, *, path: str = "/privacidad", step: str = "", **data: Any
) -> None:
    to = Recipient(asked.email, asked.name, asked.locale, asked.account_id)
    notify(work, kind, to, f"{asked.id}{step}", {"code": asked.code, **data}, path)


def ask_to_confirm(work: Work, asked: ArcoRequest, token: str) -> None:
    """Whoever asks without an account shows that the address is theirs."""
    _answer(work, asked, "request_confirm", path=f"/privacidad/solicitud/{token}")


def tell_received(work: Work, asked: ArcoRequest) -> None:
    """Whoever asked learns that it arrived, its code, and until when it is answered."""
    _answer(work, asked, "request_received", until=asked.answer_by)


def tell_answered(work: Work, asked: ArcoRequest) -> None:
    """Whoever asked reads the answer and its reason, who gave it, and what comes next."""
    kind = "request_granted" if asked.carry_out_by else "request_declined"
    _answer(work, asked, kind, answer=asked.answer, who=asked.answered_by, until=asked.carry_out_by)


def tell_extended(work: Work, asked: ArcoRequest, reason: str) -> None:
    """Whoever asked learns why it takes longer, and until when."""
    until = asked.carry_out_by or asked.answer_by
    _answer(work, asked, "request_extended", step=f":{asked.state}", reason=reason, until=until)


def tell_carried_out(work: Work, asked: ArcoRequest, said: str) -> None:
    """Whoever asked learns what was done."""
    _answer(work, asked, "request_done", said=said)
