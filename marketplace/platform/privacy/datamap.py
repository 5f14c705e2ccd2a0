"""The map of all that is kept: of each column what kind of thing it is; of each table what for, how long, and how rows of a
person are found; and what erasing does. Public page, export and erasing work from it; a test holds it complete."""

from __future__ import annotations

from marketplace.platform.privacy.cells import Act, For, Keep, Kind, Table, Why, cells, gone, is_, none
from marketplace.platform.privacy.datamap_others import OTHERS

_ID, _CON, _ADR, _MON = Kind.IDENTITY, Kind.CONTACT, Kind.ADDRESS, Kind.MONEY
_TXT, _TRC, _SEC = Kind.CONTENT, Kind.TRACES, Kind.SECRET
_TERMS = "warranty_months warranty_by return_days return_paid_by"

PEOPLE: dict[str, Table] = {
    "account": Table(
        For.ENTER, Keep.ACCOUNT,
        cells(
            none("account_id kind locale staff_role created_at verified_at notice_version"),
            is_(_ID, "name", Act.NAME), is_(_CON, "email", Act.ADDRESS), is_(_CON, "phone", Act.EMPTY),
            is_(_SEC, "password_hash", Act.EMPTY), is_(_TRC, "mail_bounced_at", Act.EMPTY),
        ),
        person="account_id",
    ),
    "user_session": Table(
        For.ENTER, Keep.SESSION,
        cells(
            none("id account_id created_at expires_at proved_at"), gone(_TRC, "seen_at browser source seen_from"),
            gone(_SEC, "token_hash"),
        ),
        person="account_id", goes=True,
    ),
    "account_token": Table(
        For.ENTER, Keep.WEEK,
        cells(
            none("id account_id purpose created_at expires_at used_at"), gone(_CON, "data"), gone(_SEC, "hash"),
        ),
        person="account_id", goes=True, exported=False,
    ),
    "code_app": Table(
        For.ENTER, Keep.ACCOUNT,
        cells(none("account_id confirmed_at last_step created_at"), gone(_SEC, "sealed_secret")),
        person="account_id", goes=True,
    ),
    "passkey": Table(
        For.ENTER, Keep.ACCOUNT,
        cells(
            none("id account_id created_at used_at sign_count"), gone(_TRC, "name"),
            gone(_SEC, "credential_id public_key"),
        ),
        person="account_id", goes=True,
    ),
    "recovery_code": Table(
        For.ENTER, Keep.ACCOUNT, cells(none("id account_id used_at"), gone(_SEC, "hash")),
        person="account_id", goes=True,
    ),
    "lost_factor": Table(
        For.ENTER, Keep.YEAR,
        cells(none("account_id id"), gone(_TRC, "state asked_at due_at reminded_at ended_at")),
        person="account_id", goes=True,
    ),
    "sign_in_attempt": Table(
        For.SAFETY, Keep.WEEK, cells(none("id at kind ok"), gone(_CON, "email"), gone(_TRC, "source device")),
        address="email", made="at", goes=True,
    ),
    "purchase": Table(
        For.BUY, Keep.TAX,
        cells(
            none("account_id id code state locale created_at expires_at paid_at link_expires_at cart_id"),
            is_(_ID, "name", Act.NAME), is_(_CON, "email", Act.ADDRESS), is_(_CON, "phone", Act.EMPTY),
            is_(_ADR, "address", Act.PLACE), is_(_MON, "total_minor currency", why=Why.TAX), is_(_TRC, "source", Act.EMPTY),
            is_(_SEC, "idempotency_key link_hash", why=Why.PROOF),
        ),
        person="account_id",
    ),
    "cart_row": Table(
        For.BUY, Keep.YEAR,
        cells(none("account_id variant_id"), gone(_TRC, "number quantity seen_minor added_at changed_at")),
        person="account_id", goes=True,
    ),
    "order": Table(
        For.BUY, Keep.TAX,
        cells(
            none(
                "tenant_id id buyer_id purchase_id code state shop_slug shop_name fee_version promise_from promise_to "
                "ship_by placed_at packed_at shipped_at delivered_at cancelled_at resent_until arrival_told_at delivered_by "
                "held_until released_at"
            ),
            is_(_ID, "buyer_name", Act.NAME), is_(_ADR, "ship_to", Act.PLACE),
            is_(_MON, "goods_minor shipping_minor total_minor fees_minor refunded_minor shipping_back_minor", why=Why.TAX),
            is_(_MON, "currency", why=Why.TAX),
            is_(_ID, "arrival_told_by", why=Why.RECORD), is_(_ID, "cancelled_by", Act.SCRUB),
            is_(_TXT, "cancel_reason", Act.TEXT), none("cancel_code"),
        ),
        person="buyer_id", theirs="cancelled_by",
    ),
    "order_line": Table(
        For.BUY, Keep.TAX,
        cells(
            none(f"tenant_id id buyer_id order_id product_id variant_id number picture_key iva_article {_TERMS}"),
            none("going_back claimed returned"),
            is_(_TRC, "title variant_name sku category quantity", why=Why.TAX),
            is_(_MON, "unit_price_minor total_minor iva_bp", why=Why.TAX),
        ),
        person="buyer_id",
    ),
    "order_event": Table(
        For.BUY, Keep.TAX,
        cells(
            none("tenant_id id buyer_id order_id at kind"), is_(_ID, "by", Act.SCRUB), is_(_TXT, "note", Act.TEXT),
        ),
        person="buyer_id", theirs="by",
    ),
    "parcel": Table(
        For.BUY, Keep.TAX,
        cells(
            none("tenant_id id buyer_id order_id packed_at carrier shipped_at promise_from promise_to delivered_at"),
            is_(_ID, "packed_by", why=Why.RECORD), is_(_TXT, "note", Act.SCRUB), is_(_TRC, "tracking", Act.EMPTY),
        ),
        person="buyer_id",
    ),
    "fee_line": Table(
        For.PAY, Keep.BOOKS,
        cells(
            none("tenant_id id buyer_id order_id order_line_id kind rule_id version source reverses_id cause at"),
            is_(_MON, "base_minor rate_bp fixed_minor amount_minor", why=Why.TAX),
        ),
        person="buyer_id",
    ),
    "return_case": Table(
        For.BUY, Keep.TAX,
        cells(
            none("tenant_id id buyer_id order_id code state reason paid_by requested_at answer_by decided_at"),
            none("received_at refunded_at"), is_(_TXT, "note", Act.TEXT), is_(_TXT, "photos", Act.FILES),
            is_(_MON, "refund_minor shipping_minor", why=Why.TAX), is_(_ID, "decided_by", why=Why.RECORD),
            is_(_TXT, "decision_note", Act.SCRUB),
        ),
        person="buyer_id", files="photos",
    ),
    "return_line": Table(
        For.BUY, Keep.TAX,
        cells(
            none("tenant_id id buyer_id return_id order_line_id quantity restocked"), is_(_MON, "refund_minor", why=Why.TAX),
        ),
        person="buyer_id",
    ),
    "money_hold": Table(
        For.PAY, Keep.TAX, cells(none("tenant_id id buyer_id order_id cause since ended_at")), person="buyer_id",
    ),
    "dispute": Table(
        For.BUY, Keep.TAX,
        cells(
            none("tenant_id id buyer_id order_id code about about_id state opened_at answer_by answer answered_at"),
            none("escalated_at refunds decided_at ended_at"), is_(_TXT, "said escalation", Act.TEXT),
            is_(_TXT, "answer_note reason", Act.SCRUB), is_(_ID, "answered_by decided_by", why=Why.RECORD),
        ),
        person="buyer_id",
    ),
    "claim": Table(
        For.BUY, Keep.TAX,
        cells(
            none("tenant_id id buyer_id order_id order_line_id code state opened_at answer_by covered_until remedy"),
            none("answered_at closed_at quantity"), is_(_TXT, "problem", Act.TEXT), is_(_TXT, "photos", Act.FILES),
            is_(_TXT, "answer", Act.SCRUB), is_(_ID, "answered_by", why=Why.RECORD),
        ),
        person="buyer_id", files="photos",
    ),
    "thread": Table(
        For.TALK, Keep.FIVE_YEARS,
        cells(
            none("tenant_id id buyer_id order_id order_code number title shop_name last_at turn reply_by unread_shop"),
            none("unread_buyer"), is_(_ID, "buyer_name", Act.NAME), is_(_TXT, "last_body", Act.TEXT),
        ),
        person="buyer_id",
    ),
    "compared": Table(
        For.BUY, Keep.ACCOUNT, cells(none("account_id position"), gone(_TRC, "number"), gone(_TXT, "note")),
        person="account_id", goes=True,
    ),
    "price_watch": Table(
        For.BUY, Keep.ACCOUNT,
        cells(
            none("id account_id made_at paused removed_at told_at told_minor title"), gone(_TRC, "number below_minor"),
        ),
        person="account_id", goes=True,
    ),
    "saved_search": Table(
        For.BUY, Keep.ACCOUNT,
        cells(
            none("id account_id made_at paused removed_at told_at newest fresh"), gone(_TRC, "words address place"),
        ),
        person="account_id", goes=True,
    ),
    "viewed": Table(
        For.BUY, Keep.YEAR, cells(none("account_id"), gone(_TRC, "number at")), person="account_id", goes=True,
    ),
    "watcher": Table(
        For.BUY, Keep.ACCOUNT, cells(none("account_id lettered_on"), gone(_TRC, "letters keeps_viewed")),
        person="account_id", goes=True,
    ),
    "message": Table(
        For.TALK, Keep.FIVE_YEARS,
        cells(
            none("tenant_id id buyer_id thread_id at side author_role"), is_(_ID, "author", Act.SCRUB),
            is_(_TXT, "body", Act.TEXT),
        ),
        person="buyer_id", theirs="side",
    ),
    "application": Table(
        For.SELL, Keep.FIVE_YEARS,
        cells(
            none("account_id id state person created_at submitted_at decide_by decided_at reason tenant_id"),
            none("claimed_by_id claimed_until shop_name slug tagline"), gone(_CON, "email phone"),
            gone(_ID, "applicant legal_name"), gone(_MON, "rfc curp clabe"),
            gone(_ADR, "postal_code state_code region city street"), gone(_ID, "decided_by claimed_by"),
            gone(_TXT, "note"),
        ),
        person="account_id", goes=True, stays_with="tenant_id",
    ),
    "application_document": Table(
        For.SELL, Keep.FIVE_YEARS,
        cells(
            none("account_id id application_id kind content_type size uploaded_at"), gone(_TXT, "name"),
            is_(_ID, "key", Act.FILES),
        ),
        person="account_id", goes=True, files="key",
    ),
    "membership": Table(
        For.SELL, Keep.SHOP,
        cells(
            none("tenant_id id account_id role granted withheld since version offered_at offered_by"), gone(_ID, "name"),
        ),
        person="account_id", goes=True,
    ),
    "invitation": Table(
        For.SELL, Keep.YEAR,
        cells(
            none("tenant_id id role sending invited_at expires_at accepted_at accepted_by revoked_at"),
            gone(_CON, "email"), gone(_ID, "invited_by"), gone(_SEC, "token_hash"),
        ),
        person="accepted_by", address="email", made="invited_at", goes=True,
    ),
    "audit_line": Table(
        For.SAFETY, Keep.BOOKS,
        cells(
            none("tenant_id id at account_id verb subject"), is_(_ID, "actor", Act.NAME),
            is_(_TRC, "details", why=Why.RECORD),
        ),
        person="account_id",
    ),
    "mail": Table(
        For.TALK, Keep.YEAR,
        cells(none("id key state created_at sent_at"), gone(_CON, "to"), gone(_TXT, "subject"), gone(_TRC, "said"),
            gone(_SEC, "text html stop_url"),  # links of letters open doors
        ),
        address="to", made="created_at", goes=True, mentions="subject text",
    ),
    "consent": Table(
        For.RIGHTS, Keep.FIVE_YEARS,
        cells(
            none("account_id id"), is_(_TRC, "purpose version granted_at withdrawn_at", why=Why.PROOF),
        ),
        person="account_id",
    ),
    "data_export": Table(
        For.RIGHTS, Keep.WEEK,
        cells(
            none("account_id id tenant_id state done whole asked_at ready_at expires_at size"), gone(_TRC, "about"),
            is_(_SEC, "key", Act.FILES),
        ),
        person="account_id", goes=True, files="key",
    ),
    "erasure": Table(
        For.RIGHTS, Keep.FIVE_YEARS,
        cells(
            none("account_id id worked_in"), is_(_TRC, "state asked_at block_at erase_at ended_at", why=Why.PROOF),
        ),
        person="account_id",
    ),
    "arco_request": Table(
        For.RIGHTS, Keep.FIVE_YEARS,
        cells(
            none("id code account_id kind state locale asked_at received_at answer_by carry_out_by answered_at done_at"),
            is_(_ID, "name", Act.NAME), is_(_CON, "email", Act.ADDRESS), is_(_TXT, "body", Act.TEXT),
            is_(_TXT, "answer answer_extension carry_out_extension", Act.SCRUB), is_(_ID, "answered_by", why=Why.RECORD),
            is_(_SEC, "link_hash", Act.EMPTY),
        ),
        person="account_id", address="email", made="asked_at",
    ),
}  # fmt: skip

MAP: dict[str, Table] = PEOPLE | OTHERS
