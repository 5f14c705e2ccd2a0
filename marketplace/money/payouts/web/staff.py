"""Paying the shops: what waits, the files for the bank, and the bank's answers."""

from __future__ import annotations

from flask import Response, flash, redirect, url_for
from flask_babel import gettext as _

from marketplace.kernel.errors import Refusal
from marketplace.kernel.permissions import StaffMay
from marketplace.kernel.work import Work
from marketplace.money.payouts import bank_files, queries
from marketplace.money.payouts.bank_files import AnsweredLine
from marketplace.money.payouts.web import words
from marketplace.money.payouts.web.forms import AnswerForm
from marketplace.web.access import requires
from marketplace.web.audiences import STAFF
from marketplace.web.pages import page
from marketplace.web.paging import Page, page_number

room = STAFF.room("payouts")
_ON_PAGE = 30


@room.get("/pagos-a-tiendas")
@requires(StaffMay.PAY_SHOPS)
def waiting(work: Work) -> str:
    """What waits for a file, and the files there are."""
    number = page_number()
    rows, total = queries.files(work, offset=(number - 1) * _ON_PAGE, limit=_ON_PAGE)
    return page(
        "money/payouts/staff/waiting.html",
        waiting=queries.waiting(work),
        own={*bank_files.own_shops(work), work.actor.account_id},
        rows=rows,
        page_of=Page(number, _ON_PAGE, total),
    )


@room.post("/pagos-a-tiendas")
@requires(bank_files.prepare_file, fresh=True)
def prepare(work: Work) -> object:
    """Make a file of all that waits."""
    try:
        with work.attempt():
            file = bank_files.prepare_file(work)
    except Refusal as refusal:
        flash(str(words.WORDS[refusal.code]), "warning")
        return redirect(url_for(".waiting"))
    flash(_("Listo: descárgalo, súbelo al banco, y que otra persona cargue la respuesta."), "success")
    return redirect(url_for(".show", number=file.number))


@room.route("/pagos-a-tiendas/<number>", methods=["GET", "POST"])
@requires(bank_files.take_answer, fresh=True)
def show(work: Work, number: str) -> object:
    """A file, line by line; take the bank's answer to it."""
    form, answered = AnswerForm(), list[AnsweredLine]()
    file = bank_files.get_file(work, number)
    refused = False
    if form.is_submitted():
        refused = not form.carry_out(
            work, lambda: answered.extend(bank_files.take_answer(work, number, form.bank_answer.data))
        )
    payouts, checks = bank_files.payouts_in(work, file), bank_files.checks_in(work, file)
    refunds = bank_files.refunds_in(work, file)
    return page(
        "money/payouts/staff/file.html",
        file=file,
        payouts=payouts,
        checks=checks,
        refunds=refunds,
        shops=queries.names_of(work, [one.tenant_id for one in (*payouts, *checks)]),
        mine=file.made_by_id == work.actor.account_id,
        form=form,
        answered=answered,
        words=words,
    ), 422 if refused else 200


@room.get("/pagos-a-tiendas/<number>/archivo.csv")
@requires(StaffMay.PAY_SHOPS, fresh=True)
def download(work: Work, number: str) -> Response:
    """The file for the bank's page."""
    file = bank_files.get_file(work, number)
    answer = Response(bank_files.content_of(work, file), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="tianguis-{file.number}.csv"'
    return answer
