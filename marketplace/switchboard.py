"""All wiring on one page: which fact has which reactions, what the clock starts, and in which lane each waits."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from marketplace.care.disputes import handlers as disputes
from marketplace.care.disputes.events import (
    DisputeAnswered,
    DisputeDecided,
    DisputeEscalated,
    DisputeOpened,
    RefundDecided,
)
from marketplace.care.messaging.events import MessageWritten
from marketplace.care.returns import handlers as returns
from marketplace.care.returns.events import ReturnDecided, ReturnLapsed, ReturnReceived, ReturnRequested
from marketplace.care.warranty import service as warranty
from marketplace.care.warranty.events import ClaimAnswered, ClaimOpened, ClaimRefunded
from marketplace.goods.addresses import service as addresses
from marketplace.goods.addresses.events import DomainCheckDue, DomainLost, DomainVerified, ShopMoved
from marketplace.goods.addresses.jobs import look_up
from marketplace.goods.catalog.events import ProductSubmitted
from marketplace.kernel import jobs, queue
from marketplace.kernel.jobs import ClockJob, Lane, Reaction
from marketplace.kernel.work import Work
from marketplace.money.payments.events import ChargeSucceeded, RefundRequested, RefundSucceeded
from marketplace.money.payments.jobs import send_refund
from marketplace.money.taxes.events import RatesFoundEnding
from marketplace.money.taxes.jobs import warn_of_endings
from marketplace.people.accounts import lost, tokens
from marketplace.people.accounts.events import AccountOpened, AccountTouched, LinkIssued, ResetAsked
from marketplace.people.sellers.events import ApplicationDecided, BankAccountGiven, InvitationSent, OwnershipOffered
from marketplace.platform.leaving.service import turn_rests
from marketplace.platform.moderation.closings import carry_out_closings
from marketplace.platform.moderation.events import AppealAnswered, ListingDecided, ShopClosingDecided
from marketplace.platform.moderation.service import open_case
from marketplace.platform.notifications import (
    account_letters,
    address_letters,
    dispute_letters,
    order_letters,
    shop_letters,
    staff_letters,
    watch_letters,
)
from marketplace.platform.notifications import handlers as letters
from marketplace.platform.notifications.events import MailWritten
from marketplace.platform.notifications.jobs import carry_mail
from marketplace.platform.privacy import consents, erasure
from marketplace.platform.privacy.aging import forget_aged
from marketplace.platform.privacy.events import ErasureDue, ExportAsked
from marketplace.platform.privacy.exports import expire_exports
from marketplace.platform.privacy.jobs import erase, make_export
from marketplace.platform.upkeep.events import SweepDue
from marketplace.platform.upkeep.jobs import ask_for_sweeps, sweep_folder
from marketplace.trade.ordering import payment, releasing
from marketplace.trade.ordering.events import (
    ArrivalTold,
    OrderCancelled,
    OrderDelivered,
    OrderShipped,
    PurchaseLost,
    PurchasePaid,
)
from marketplace.window.reputation.jobs import measure
from marketplace.window.watching.events import DigestDue, NewsFound
from marketplace.window.watching.jobs import ask_for_digests, find_news, forget_removed

REACTIONS: tuple[Reaction, ...] = (
    # People
    Reaction("send_reset", ResetAsked, Lane.MAIL, inside=tokens.send_reset),
    Reaction("mail_link", LinkIssued, Lane.MAIL, inside=account_letters.send_link),
    Reaction("mail_account_touched", AccountTouched, Lane.MAIL, inside=account_letters.tell_owner),
    # Privacy
    Reaction("note_sign_up", AccountOpened, Lane.SEARCH, inside=consents.note_sign_up),
    Reaction("note_bank_account", BankAccountGiven, Lane.SEARCH, inside=consents.note_bank_account),
    Reaction("make_export", ExportAsked, Lane.BULK, outside=make_export),
    Reaction("erase", ErasureDue, Lane.BULK, outside=erase),
    # Goods
    Reaction("open_moderation_case", ProductSubmitted, Lane.SEARCH, inside=open_case),
    Reaction("mail_listing_decided", ListingDecided, Lane.MAIL, inside=letters.tell_listing_decided),
    # A sale, from the money to the parcel
    Reaction("settle_purchase", ChargeSucceeded, Lane.MONEY, inside=payment.settle_purchase),
    Reaction("mail_purchase_paid", PurchasePaid, Lane.MAIL, inside=letters.confirm_purchase),
    Reaction("mail_purchase_lost", PurchaseLost, Lane.MAIL, inside=letters.tell_lost),
    Reaction("mail_order_shipped", OrderShipped, Lane.MAIL, inside=letters.tell_shipped),
    Reaction("ask_whether_it_came", ArrivalTold, Lane.MAIL, inside=order_letters.ask_whether_it_came),
    Reaction("mail_order_delivered", OrderDelivered, Lane.MAIL, inside=order_letters.tell_delivered),
    Reaction("end_arrived", OrderDelivered, Lane.MONEY, inside=disputes.end_arrived),
    # Money that goes back
    Reaction("refund_dispute", RefundDecided, Lane.MONEY, inside=disputes.refund_dispute),
    Reaction("close_refunded_dispute", RefundSucceeded, Lane.MONEY, inside=disputes.close_refunded),
    Reaction("refund_cancelled", OrderCancelled, Lane.MONEY, inside=payment.refund_cancelled),
    Reaction("mail_order_cancelled", OrderCancelled, Lane.MAIL, inside=letters.tell_cancelled),
    Reaction("refund_received", ReturnReceived, Lane.MONEY, inside=returns.refund_received),
    Reaction("refund_claim", ClaimRefunded, Lane.MONEY, inside=warranty.refund_claim),
    Reaction("send_refund", RefundRequested, Lane.MONEY, outside=send_refund),
    Reaction("note_refund", RefundSucceeded, Lane.MONEY, inside=payment.note_refund),
    Reaction("close_refunded_return", RefundSucceeded, Lane.MONEY, inside=returns.close_refunded),
    Reaction("close_refunded_claim", RefundSucceeded, Lane.MONEY, inside=warranty.close_refunded),
    # Addresses
    Reaction("look_up_domain", DomainCheckDue, Lane.SEARCH, outside=look_up),
    Reaction("mail_shop_moved", ShopMoved, Lane.MAIL, inside=address_letters.tell_moved),
    Reaction("mail_domain_verified", DomainVerified, Lane.MAIL, inside=address_letters.tell_domain_verified),
    Reaction("mail_domain_lost", DomainLost, Lane.MAIL, inside=address_letters.tell_domain_lost),
    # What people follow
    Reaction("find_news", DigestDue, Lane.BULK, inside=find_news),
    Reaction("mail_news", NewsFound, Lane.BULK, inside=watch_letters.tell_news),
    # The law
    Reaction("mail_rates_ending", RatesFoundEnding, Lane.MAIL, inside=staff_letters.tell_rates_ending),
    # Upkeep
    Reaction("sweep_uploads", SweepDue, Lane.BULK, outside=sweep_folder),
    # Talk
    Reaction("mail_message", MessageWritten, Lane.MAIL, inside=letters.tell_message),
    Reaction("mail_return_requested", ReturnRequested, Lane.MAIL, inside=letters.tell_return_requested),
    Reaction("mail_return_decided", ReturnDecided, Lane.MAIL, inside=letters.tell_return_decided),
    Reaction("mail_return_lapsed", ReturnLapsed, Lane.MAIL, inside=letters.tell_return_lapsed),
    Reaction("mail_claim_opened", ClaimOpened, Lane.MAIL, inside=letters.tell_claim_opened),
    Reaction("mail_claim_answered", ClaimAnswered, Lane.MAIL, inside=letters.tell_claim_answered),
    Reaction("mail_dispute_opened", DisputeOpened, Lane.MAIL, inside=dispute_letters.tell_opened),
    Reaction("mail_dispute_answered", DisputeAnswered, Lane.MAIL, inside=dispute_letters.tell_answered),
    Reaction("mail_dispute_escalated", DisputeEscalated, Lane.MAIL, inside=dispute_letters.tell_escalated),
    Reaction("mail_dispute_decided", DisputeDecided, Lane.MAIL, inside=dispute_letters.tell_decided),
    # Shops and their people
    Reaction("mail_invitation", InvitationSent, Lane.MAIL, inside=shop_letters.invite),
    Reaction("mail_ownership_offered", OwnershipOffered, Lane.MAIL, inside=shop_letters.tell_offered),
    Reaction("mail_application_decided", ApplicationDecided, Lane.MAIL, inside=shop_letters.tell_application_decided),
    Reaction("mail_closing_decided", ShopClosingDecided, Lane.MAIL, inside=shop_letters.tell_closing_decided),
    Reaction("mail_appeal_answered", AppealAnswered, Lane.MAIL, inside=shop_letters.tell_appeal_answered),
    Reaction("carry_mail", MailWritten, Lane.MAIL, outside=carry_mail),
)

_JOBS_KEPT = timedelta(days=14)


def _forget_done_jobs(work: Work) -> None:
    queue.forget_done(work, work.now - _JOBS_KEPT)


CLOCK_JOBS: tuple[ClockJob, ...] = (
    ClockJob("expire_unpaid", timedelta(minutes=1), Lane.MONEY, payment.expire_unpaid),
    ClockJob("deliver_overdue", timedelta(minutes=10), Lane.MONEY, releasing.deliver_overdue),
    ClockJob("release_money", timedelta(minutes=10), Lane.MONEY, releasing.release_money),
    ClockJob("lapse_returns", timedelta(minutes=10), Lane.MONEY, returns.lapse_unsent),
    ClockJob("go_on_with_disputes", timedelta(minutes=10), Lane.MONEY, disputes.go_on),
    ClockJob("turn_rests", timedelta(minutes=10), Lane.SEARCH, turn_rests),
    ClockJob("carry_out_closings", timedelta(minutes=10), Lane.SEARCH, carry_out_closings),
    ClockJob("measure_shops", timedelta(hours=1), Lane.BULK, measure),
    ClockJob("check_domains", timedelta(minutes=5), Lane.SEARCH, addresses.ask_for_checks),
    ClockJob("release_old_slugs", timedelta(days=1), Lane.SEARCH, addresses.release_old_slugs),
    ClockJob("take_lost_factors", timedelta(hours=1), Lane.SEARCH, lost.go_on),
    ClockJob("go_on_erasing", timedelta(hours=1), Lane.BULK, erasure.go_on),
    ClockJob("expire_exports", timedelta(hours=1), Lane.BULK, expire_exports),
    ClockJob("forget_aged", timedelta(hours=1), Lane.BULK, forget_aged),
    ClockJob("warn_of_rates", timedelta(days=1), Lane.MAIL, warn_of_endings),
    ClockJob("ask_for_sweeps", timedelta(days=1), Lane.BULK, ask_for_sweeps),
    ClockJob("ask_for_digests", timedelta(hours=1), Lane.BULK, ask_for_digests),
    ClockJob("forget_removed", timedelta(days=1), Lane.BULK, forget_removed),
    ClockJob("forget_done_jobs", timedelta(days=1), Lane.BULK, _forget_done_jobs),
)


def connect(app: Flask) -> None:
    """Make the wiring known to the job table."""
    jobs.connect(REACTIONS, CLOCK_JOBS)
