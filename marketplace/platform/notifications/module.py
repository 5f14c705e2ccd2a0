"""What the house knows of notifications."""

from __future__ import annotations

from datetime import timedelta

from marketplace.care.disputes.events import DisputeAnswered, DisputeDecided, DisputeEscalated, DisputeOpened
from marketplace.care.messaging.events import MessageWritten
from marketplace.care.recalls.events import RecallNoticed, RecallStarted
from marketplace.care.returns.events import ReturnDecided, ReturnLapsed, ReturnRequested
from marketplace.care.warranty.events import ClaimAnswered, ClaimOpened
from marketplace.goods.addresses.events import DomainLost, DomainVerified, ShopMoved
from marketplace.goods.groups.events import InvitedToGroup
from marketplace.kernel.jobs import ClockJob, Lane, Reaction
from marketplace.kernel.module import Module
from marketplace.money.payments.events import (
    ChargebackClosed,
    ChargebackOpened,
    ChargeEnding,
    ChargeWaits,
    LeftReturned,
    RefundStuck,
    RefundSucceeded,
)
from marketplace.money.payouts.events import (
    AccountCheckArrived,
    AccountEnded,
    AccountGiven,
    AccountStarted,
    PayoutFailed,
    PayoutPaid,
    RefundAccountGiven,
)
from marketplace.money.taxes.events import RatesFoundEnding
from marketplace.people.accounts.events import AccountTouched, LinkIssued
from marketplace.people.market_rules.events import RulesAnnounced, RulesWithdrawn
from marketplace.people.sellers.events import ApplicationDecided, InvitationSent, OwnershipOffered
from marketplace.platform.adjustments.events import AdjustmentAppealAnswered, AdjustmentReversed, MoneyAdjusted
from marketplace.platform.moderation.events import (
    AppealAnswered,
    BadFaithFound,
    DecisionAppealAnswered,
    ListingDecided,
    MeasureDecided,
    MeasureLifted,
    ReportReceived,
    ReportsDecided,
    ShopClosingDecided,
)
from marketplace.platform.notifications.aging import over
from marketplace.platform.notifications.datamap import KEEPS
from marketplace.platform.notifications.events import MailWritten, NotificationWritten
from marketplace.platform.notifications.jobs import carry_mail
from marketplace.platform.notifications.reactions import (
    accounts,
    care,
    chargebacks,
    invoices,
    messages,
    moderation,
    orders,
    payouts,
    rules,
    shops,
    staff,
    tariffs,
    watching,
)
from marketplace.platform.notifications.service import write_mail
from marketplace.platform.notifications.web import buyer
from marketplace.platform.tariffs.events import (
    PlanDecided,
    PlanRequestAnswered,
    ShopToHearOfWithdrawal,
    TariffWeighed,
)
from marketplace.trade.checkout.events import PurchaseLost, PurchasePaid
from marketplace.trade.invoices.events import InvoiceAnswered, InvoiceAsked, InvoiceLate
from marketplace.trade.orders.events import (
    ArrivalTold,
    LinkAsked,
    OrderCancelled,
    OrderDelivered,
    OrderShipped,
    PurchaseWaits,
)
from marketplace.window.imports.events import ImportEnded
from marketplace.window.watching.events import NewsFound

MODULE = Module(
    name="notifications",
    rooms=(buyer.room,),
    reactions=(
        Reaction("mail_link", LinkIssued, Lane.MAIL, inside=accounts.send_link),
        Reaction("mail_account_touched", AccountTouched, Lane.MAIL, inside=accounts.tell_touched),
        Reaction("mail_import_ended", ImportEnded, Lane.MAIL, inside=shops.tell_import_ended),
        Reaction("mail_listing_decided", ListingDecided, Lane.MAIL, inside=shops.tell_listing_decided),
        Reaction("mail_voucher", ChargeWaits, Lane.MAIL, inside=orders.tell_voucher),
        Reaction("mail_voucher_ending", ChargeEnding, Lane.MAIL, inside=orders.tell_ending),
        Reaction("mail_purchase_link", LinkAsked, Lane.MAIL, inside=orders.tell_link),
        Reaction("mail_purchase_waits", PurchaseWaits, Lane.MAIL, inside=orders.tell_waits),
        Reaction("mail_purchase_paid", PurchasePaid, Lane.MAIL, inside=orders.tell_paid),
        Reaction("mail_purchase_lost", PurchaseLost, Lane.MAIL, inside=orders.tell_lost),
        Reaction("mail_left_returned", LeftReturned, Lane.MAIL, inside=orders.tell_left),
        Reaction("mail_refund_made", RefundSucceeded, Lane.MAIL, inside=orders.tell_refunded),
        Reaction("mail_refund_stuck", RefundStuck, Lane.MAIL, inside=orders.tell_stuck),
        Reaction("mail_refund_account", RefundAccountGiven, Lane.MAIL, inside=orders.tell_refund_account),
        Reaction("mail_order_shipped", OrderShipped, Lane.MAIL, inside=orders.tell_shipped),
        Reaction("ask_whether_it_came", ArrivalTold, Lane.MAIL, inside=orders.ask_whether_it_came),
        Reaction("mail_order_delivered", OrderDelivered, Lane.MAIL, inside=orders.tell_delivered),
        Reaction("mail_order_cancelled", OrderCancelled, Lane.MAIL, inside=orders.tell_cancelled),
        Reaction("mail_shop_moved", ShopMoved, Lane.MAIL, inside=shops.tell_moved),
        Reaction("mail_domain_verified", DomainVerified, Lane.MAIL, inside=shops.tell_domain_verified),
        Reaction("mail_domain_lost", DomainLost, Lane.MAIL, inside=shops.tell_domain_lost),
        Reaction("mail_news", NewsFound, Lane.BULK, inside=watching.tell_news),
        Reaction("mail_rates_ending", RatesFoundEnding, Lane.MAIL, inside=staff.tell_rates_ending),
        Reaction("mail_rules_announced", RulesAnnounced, Lane.BULK, inside=rules.tell_announced),
        Reaction("mail_rules_withdrawn", RulesWithdrawn, Lane.BULK, inside=rules.tell_withdrawn),
        Reaction("mail_tariff_announced", TariffWeighed, Lane.BULK, inside=tariffs.tell_announced),
        Reaction("mail_tariff_withdrawn", ShopToHearOfWithdrawal, Lane.BULK, inside=tariffs.tell_withdrawn),
        Reaction("mail_plan_decided", PlanDecided, Lane.MAIL, inside=tariffs.tell_plan_decided),
        Reaction("mail_plan_answered", PlanRequestAnswered, Lane.MAIL, inside=tariffs.tell_plan_answered),
        Reaction("mail_message", MessageWritten, Lane.MAIL, inside=messages.tell_message),
        Reaction("mail_recall", RecallNoticed, Lane.MAIL, inside=care.tell_recall),
        Reaction("mail_recall_started", RecallStarted, Lane.MAIL, inside=care.tell_recall_started),
        Reaction("mail_return_requested", ReturnRequested, Lane.MAIL, inside=care.tell_return_requested),
        Reaction("mail_return_decided", ReturnDecided, Lane.MAIL, inside=care.tell_return_decided),
        Reaction("mail_return_lapsed", ReturnLapsed, Lane.MAIL, inside=care.tell_return_lapsed),
        Reaction("mail_invoice_asked", InvoiceAsked, Lane.MAIL, inside=invoices.tell_asked),
        Reaction("mail_invoice_answered", InvoiceAnswered, Lane.MAIL, inside=invoices.tell_answered),
        Reaction("mail_invoice_late", InvoiceLate, Lane.MAIL, inside=invoices.tell_late),
        Reaction("mail_claim_opened", ClaimOpened, Lane.MAIL, inside=care.tell_claim_opened),
        Reaction("mail_claim_answered", ClaimAnswered, Lane.MAIL, inside=care.tell_claim_answered),
        Reaction("mail_dispute_opened", DisputeOpened, Lane.MAIL, inside=care.tell_dispute_opened),
        Reaction("mail_dispute_answered", DisputeAnswered, Lane.MAIL, inside=care.tell_dispute_answered),
        Reaction("mail_dispute_escalated", DisputeEscalated, Lane.MAIL, inside=care.tell_dispute_escalated),
        Reaction("mail_dispute_decided", DisputeDecided, Lane.MAIL, inside=care.tell_dispute_decided),
        Reaction("mail_invitation", InvitationSent, Lane.MAIL, inside=shops.tell_invited),
        Reaction("mail_group_invitation", InvitedToGroup, Lane.MAIL, inside=shops.tell_invited_to_group),
        Reaction("mail_ownership_offered", OwnershipOffered, Lane.MAIL, inside=shops.tell_offered),
        Reaction("mail_application_decided", ApplicationDecided, Lane.MAIL, inside=shops.tell_application_decided),
        Reaction("mail_closing_decided", ShopClosingDecided, Lane.MAIL, inside=shops.tell_closing_decided),
        Reaction("mail_appeal_answered", AppealAnswered, Lane.MAIL, inside=shops.tell_appeal_answered),
        Reaction("mail_report_received", ReportReceived, Lane.MAIL, inside=moderation.tell_report_received),
        Reaction("mail_reports_decided", ReportsDecided, Lane.MAIL, inside=moderation.tell_reports_decided),
        Reaction("mail_bad_faith", BadFaithFound, Lane.MAIL, inside=moderation.tell_bad_faith),
        Reaction("mail_measure_decided", MeasureDecided, Lane.MAIL, inside=moderation.tell_measure_decided),
        Reaction("mail_measure_lifted", MeasureLifted, Lane.MAIL, inside=moderation.tell_measure_lifted),
        Reaction(
            "mail_decision_appeal", DecisionAppealAnswered, Lane.MAIL, inside=moderation.tell_decision_appeal_answered
        ),
        Reaction("mail_money_adjusted", MoneyAdjusted, Lane.MAIL, inside=shops.tell_adjusted),
        Reaction("mail_adjustment_reversed", AdjustmentReversed, Lane.MAIL, inside=shops.tell_adjustment_reversed),
        Reaction(
            "mail_adjustment_appeal", AdjustmentAppealAnswered, Lane.MAIL, inside=shops.tell_adjustment_appeal_answered
        ),
        Reaction("mail_chargeback", ChargebackOpened, Lane.MAIL, inside=chargebacks.tell_chargeback),
        Reaction("mail_chargeback_closed", ChargebackClosed, Lane.MAIL, inside=chargebacks.tell_chargeback_closed),
        Reaction("mail_payout_paid", PayoutPaid, Lane.MAIL, inside=payouts.tell_paid),
        Reaction("mail_payout_failed", PayoutFailed, Lane.MAIL, inside=payouts.tell_failed),
        Reaction("mail_account_given", AccountGiven, Lane.MAIL, inside=payouts.tell_account_given),
        Reaction("mail_account_check", AccountCheckArrived, Lane.MAIL, inside=payouts.tell_check_arrived),
        Reaction("mail_account_started", AccountStarted, Lane.MAIL, inside=payouts.tell_account_started),
        Reaction("mail_account_ended", AccountEnded, Lane.MAIL, inside=payouts.tell_account_ended),
        Reaction("write_mail", NotificationWritten, Lane.MAIL, inside=write_mail),
        Reaction("carry_mail", MailWritten, Lane.MAIL, outside=carry_mail),
    ),
    clock=(ClockJob("remind_of_account", timedelta(hours=1), Lane.MAIL, orders.remind_of_account),),
    keeps=KEEPS,
    over=over,
)
