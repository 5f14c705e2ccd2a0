"""What the house knows of payouts."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import lazy_gettext as _l

from marketplace.kernel.jobs import ClockJob, Lane, Reaction
from marketplace.kernel.module import FirstStep, Module, NavLink, StaffTodo, any_own
from marketplace.kernel.permissions import May, StaffMay
from marketplace.money.payments.events import AccountTold, RefundSucceeded
from marketplace.money.payouts import buyers, jobs, queries
from marketplace.money.payouts.datamap import KEEPS
from marketplace.money.payouts.events import PayDayCame, PayoutMade
from marketplace.money.payouts.models import PayoutAccount
from marketplace.money.payouts.rules import AccountState
from marketplace.money.payouts.web import seller, staff, words

MODULE = Module(
    name="payouts",
    rooms=(seller.room, staff.room),
    words=words.WORDS,
    activity=words.ACTIVITY,
    labels={
        "payout_state": words.payout_state_label,
        "account_end": words.account_end_label,
        "refund_way": words.refund_way_label,
        "payout_account": words.account_label,
    },
    reactions=(
        Reaction("pay_shop", PayDayCame, Lane.MONEY, inside=jobs.pay_shop),
        Reaction("drop_unsent_refund", RefundSucceeded, Lane.MONEY, inside=buyers.drop_unsent),
        Reaction("look_at_recipient", AccountTold, Lane.MONEY, outside=jobs.look_at_recipient),
        Reaction("send_payout", PayoutMade, Lane.MONEY, outside=jobs.send_payout),
    ),
    clock=(
        ClockJob("call_pay_day", timedelta(hours=1), Lane.MONEY, jobs.call_pay_day),
        ClockJob("start_accounts", timedelta(minutes=10), Lane.MONEY, jobs.start_accounts),
        ClockJob("begin_accounts", timedelta(minutes=10), Lane.MONEY, jobs.begin_accounts),
        ClockJob("doubt_recipients", timedelta(hours=6), Lane.MONEY, jobs.doubt_recipients),
        ClockJob("ask_roads_again", timedelta(hours=1), Lane.MONEY, jobs.ask_again),
    ),
    nav=(NavLink(115, _l("Pagos por banco"), "payouts_staff.waiting", StaffMay.PAY_SHOPS),),
    staff_todos=(
        StaffTodo(
            45, lambda work: (queries.count_waiting(work), 0), words.say_waiting, "payouts_staff.waiting",
            StaffMay.PAY_SHOPS,
        ),
    ),
    steps=(
        FirstStep(
            70, _l("Tu cuenta de banco, comprobada"), _l("Escribe cuántos centavos te depositamos."),
            lambda work: any_own(work, PayoutAccount, PayoutAccount.state == AccountState.IN_USE),
            "payouts_seller.account", May.MANAGE_PAYOUT,
        ),
    ),
    keeps=KEEPS,
)  # fmt: skip
