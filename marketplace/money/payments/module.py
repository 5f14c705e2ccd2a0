"""What the house knows of payments."""

from __future__ import annotations

from datetime import timedelta

from marketplace.kernel.jobs import ClockJob, Lane, Reaction
from marketplace.kernel.module import Module
from marketplace.money.payments.asking import (
    doubt_costs,
    doubt_unanswered,
    end_page,
    find_cost,
    judge_told,
    look_at_attempt,
    remind_waiting,
    return_left,
    send_refund,
)
from marketplace.money.payments.chargebacks import look_at_dispute
from marketplace.money.payments.datamap import KEEPS
from marketplace.money.payments.events import (
    AttemptAbandoned,
    AttemptDoubted,
    ChargeSucceeded,
    CostUnknown,
    DisputeTold,
    MoneyLeft,
    ProviderTold,
    RefundDoubted,
    RefundRequested,
)
from marketplace.money.payments.twin_events import hear_twin_by_the_clock
from marketplace.money.payments.web import buyer, hooks, words

MODULE = Module(
    name="payments",
    rooms=(buyer.room, hooks.room),
    words=words.WORDS,
    labels={
        "decline": words.decline_label,
        "pay_methods": words.methods_label,
        "verdict": words.verdict_label,
        "verdict_help": words.verdict_help,
        "attempt_state": words.attempt_label,
        "attempt_try": words.try_label,
        "refund_failure": words.refund_failure_label,
        "told_failure": words.told_failure_label,
        "charge_state": words.charge_label,
        "refund_state": words.refund_label,
    },
    reactions=(
        Reaction("judge_told", ProviderTold, Lane.MONEY, inside=judge_told),
        Reaction("look_at_attempt", AttemptDoubted, Lane.MONEY, outside=look_at_attempt),
        Reaction("return_left", MoneyLeft, Lane.MONEY, outside=return_left),
        Reaction("end_page", AttemptAbandoned, Lane.MONEY, outside=end_page),
        Reaction("find_cost_again", CostUnknown, Lane.MONEY, outside=find_cost),
        Reaction("find_cost", ChargeSucceeded, Lane.MONEY, outside=find_cost),
        Reaction("look_at_dispute", DisputeTold, Lane.MONEY, outside=look_at_dispute),
        Reaction("send_refund", RefundRequested, Lane.MONEY, outside=send_refund),
        Reaction("look_at_refund", RefundDoubted, Lane.MONEY, outside=send_refund),
    ),
    clock=(
        ClockJob("doubt_unanswered", timedelta(minutes=10), Lane.MONEY, doubt_unanswered),
        ClockJob("hear_twin", timedelta(minutes=1), Lane.MONEY, hear_twin_by_the_clock),
        ClockJob("doubt_costs", timedelta(hours=6), Lane.MONEY, doubt_costs),
        ClockJob("remind_waiting", timedelta(hours=1), Lane.MAIL, remind_waiting),
    ),
    keeps=KEEPS,
)
