"""The map's other half: what belongs to shops and to the market. People appear in it by the work they did; it goes by age,
not with an account."""

from __future__ import annotations

from marketplace.platform.privacy.cells import Act, For, Keep, Kind, Table, Why, cells, is_, none

_ID, _CON, _ADR, _MON = Kind.IDENTITY, Kind.CONTACT, Kind.ADDRESS, Kind.MONEY
_TXT, _TRC, _SEC = Kind.CONTENT, Kind.TRACES, Kind.SECRET
_GOODS = "title description category brand model gtin condition attributes"
_TERMS = "warranty_months warranty_by return_days return_paid_by"

OTHERS: dict[str, Table] = {
    "shop": Table(
        For.SELL, Keep.SHOP,
        cells(
            none(f"tenant_id id slug name tagline about colour picture_key opened_on status rest_from rest_until {_TERMS}"),
            none("rest_message closed_at closed_by on_time_bp reply_minutes orders_60d measured_at version"),
            is_(_ID, "owner_name", why=Why.SHOP), is_(_CON, "phone email", why=Why.SHOP),
            is_(_ADR, "street city state_code state postal_code", why=Why.SHOP),
        ),
    ),
    "shop_tax": Table(
        For.PAY, Keep.SHOP,
        cells(
            none("tenant_id id person paid_abroad border_scheme"), is_(_ID, "legal_name", why=Why.TAX),
            is_(_MON, "rfc curp clabe", why=Why.TAX),
        ),
    ),
    "shop_closing": Table(
        For.SAFETY, Keep.FIVE_YEARS,
        cells(
            none("tenant_id id shop_name shop_slug ground state decided_at decided_by_id effective_at"),
            is_(_TXT, "facts", why=Why.RECORD), is_(_ID, "decided_by", why=Why.RECORD),
        ),
    ),
    "closing_appeal": Table(
        For.SAFETY, Keep.FIVE_YEARS,
        cells(
            none("tenant_id id closing_id written_at upheld answered_at"), is_(_TXT, "body answer", why=Why.RECORD),
            is_(_ID, "written_by answered_by", why=Why.RECORD),
        ),
    ),
    "moderation_case": Table(
        For.SAFETY, Keep.FIVE_YEARS,
        cells(
            none("tenant_id id product_id revision title shop_name shop_slug snapshot state submitted_at decide_by"),
            none("decided_at rule claimed_by_id claimed_until"), is_(_TXT, "facts how_to_fix", why=Why.RECORD),
            is_(_ID, "decided_by claimed_by", why=Why.RECORD),
        ),
    ),
    "staff_look": Table(
        For.SAFETY, Keep.BOOKS,
        cells(
            none("tenant_id id account_id role areas reason about at ends_at"), is_(_ID, "who", why=Why.RECORD),
            is_(_TXT, "note", why=Why.RECORD),
        ),
    ),
    "movement": Table(
        For.SELL, Keep.BOOKS,
        cells(none("tenant_id id variant_id at kind delta on_hand_after subject"), is_(_ID, "by", why=Why.RECORD)),
    ),
    "api_key": Table(
        For.SELL, Keep.SHOP,
        cells(
            none("tenant_id id name may created_at used_at revoked_at made_by"), is_(_ID, "created_by", why=Why.RECORD),
            is_(_SEC, "hash starts_with", why=Why.SHOP),
        ),
    ),
    "hostname": Table(
        For.SELL, Keep.SHOP,
        cells(
            none("tenant_id id name state added_at check_at checked_at verified_at missed problem"),
            is_(_ID, "added_by", why=Why.RECORD), is_(_SEC, "token", why=Why.SHOP),
        ),
    ),
    "charge": Table(
        For.PAY, Keep.BOOKS,
        cells(
            none("id purchase_id reference provider provider_ref state created_at succeeded_at last_failure"),
            is_(_MON, "amount_minor currency", why=Why.TAX),
        ),
    ),
    "refund": Table(
        For.PAY, Keep.BOOKS,
        cells(
            none("id charge_id tenant_id order_id cause state provider_ref created_at succeeded_at"),
            is_(_MON, "amount_minor", why=Why.TAX),
        ),
        exported=False,
    ),
    "ledger_transaction": Table(For.PAY, Keep.BOOKS, cells(none("id kind cause at"))),
    "ledger_entry": Table(
        For.PAY, Keep.BOOKS,
        cells(none("tenant_id id transaction_id at account order_id kind"),
               is_(_MON, "amount_minor currency", why=Why.TAX)),
    ),
    "tombstone": Table(
        For.RIGHTS, Keep.ALWAYS, cells(none("id account_id"), is_(_TRC, "erased_at", why=Why.PROOF)),
    ),
    "job": Table(
        For.MACHINE, Keep.DONE,
        cells(
            none("id name lane key state run_at attempts started_at lease_by lease_until done_at"),
            is_(_TRC, "payload last_error", Act.SCRUB),
        ),
        made="run_at", mentions="payload", exported=False,
    ),
    "worker_beat": Table(
        For.MACHINE, Keep.DONE, cells(none("id name started_at beat_at looked_at took_at")), exported=False,
    ),
    "installation": Table(
        For.MACHINE, Keep.ALWAYS, cells(none("id cluster database written_by")), exported=False,
    ),
    "product": Table(
        For.SELL, Keep.SHOP,
        cells(
            none(f"tenant_id id {_GOODS} {_TERMS} weight_grams length_mm width_mm height_mm state revision"),
            none("approved_revision version listing_number listing_version listing_sold published_at created_at updated_at"),
        ),
    ),
    "variant": Table(
        For.SELL, Keep.SHOP,
        cells(none("tenant_id id product_id sku name approved_name options price_minor position removed_at")),
    ),
    "media": Table(For.SELL, Keep.SHOP, cells(none("tenant_id id product_id key alt width height position"))),
    "listing": Table(
        For.SELL, Keep.SHOP,
        cells(
            none(f"tenant_id id number slug {_GOODS} {_TERMS} pictures variants price_minor available billable_grams"),
            none("published_at version popularity search_text"),
        ),
    ),
    "stock": Table(For.SELL, Keep.SHOP, cells(none("tenant_id id product_id on_hand reserved"))),
    "reservation": Table(
        For.BUY, Keep.SHOP, cells(none("tenant_id id purchase_id variant_id quantity state expires_at")),
    ),
    "shipping_terms": Table(
        For.SELL, Keep.SHOP,
        cells(
            none("tenant_id id postal_code state_code handling_days cutoff_hour free_from_minor uncovered_states rates"),
            none("version"),
        ),
    ),
    "shop_name": Table(For.SELL, Keep.SHOP, cells(none("tenant_id id name kind since retired_at"))),
    "tenant": Table(For.SELL, Keep.SHOP, cells(none("id name created_at"))),
    "listing_words": Table(For.SELL, Keep.SHOP, cells(none("tenant_id id terms"))),
    "search_synonym": Table(
        For.MACHINE, Keep.ALWAYS, cells(none("word group_id added_at"), is_(_ID, "added_by", why=Why.RECORD)),
    ),
    "sponsorship": Table(
        For.MACHINE, Keep.ALWAYS,
        cells(
            none("id number starts_on ends_on stopped_at added_at"), is_(_ID, "paid_by added_by", why=Why.RECORD),
        ),
    ),
    "listing_change": Table(For.MACHINE, Keep.SHOP, cells(none("id number xid"))),
    "passkey_challenge": Table(For.ENTER, Keep.WEEK, cells(none("id expires_at"), is_(_SEC, "hash", Act.EMPTY))),
    "provider_event": Table(For.PAY, Keep.FIVE_YEARS,
        cells(
            none("id provider event_id kind received_at provider_ref verdict"),
            is_(_MON, "amount_minor currency", why=Why.TAX),
        ),
    ),
    "postal_code": Table(
        For.MACHINE, Keep.ALWAYS, cells(none("code state_code state municipality city border settlements")),
    ),
    "legal_rate": Table(
        For.PAY, Keep.ALWAYS,
        cells(
            none("id levy goods place standing rate_bp valid_from valid_until article published text text_en"),
        ),
    ),
    "fee_schedule": Table(
        For.PAY, Keep.ALWAYS, cells(none("version published_at effective_from summary summary_en")),
    ),
    "fee_rule": Table(
        For.PAY, Keep.ALWAYS,
        cells(none("id version kind category seller rate_bp fixed_minor cap_minor source text text_en")),
    ),
}  # fmt: skip
