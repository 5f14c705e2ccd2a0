"""What is kept in the tables of sellers: what for, how long, and what erasing does to it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.datamap import Act, DataKind, For, Keep, Table, Why, cells, gone, is_, none

_ID, _CON, _ADR, _MON, _TXT, _SEC = (
    DataKind.IDENTITY,
    DataKind.CONTACT,
    DataKind.ADDRESS,
    DataKind.MONEY,
    DataKind.CONTENT,
    DataKind.SECRET,
)
_TERMS = "warranty_months warranty_by return_days return_paid_by instalments_from_minor wrap_minor gift_messages"

KEEPS: dict[str, Table] = {
    "application": Table(
        For.SELL, Keep.FIVE_YEARS,
        cells(
            none("account_id id state person created_at submitted_at decide_by decided_at reason tenant_id rules_version"),
            none("prepared_tenant_id claimed_by_id claimed_until shop_name slug tagline"), gone(_CON, "email phone"),
            gone(_ID, "applicant legal_name"), gone(_MON, "rfc curp clabe"),
            gone(_ADR, "postal_code state_code region city street"), gone(_ID, "decided_by claimed_by"),
            gone(_TXT, "note"),
        ),
        person="account_id", goes=True, stays_with="tenant_id", title=_l("Tu solicitud para vender"),
    ),
    "application_document": Table(
        For.SELL, Keep.FIVE_YEARS,
        cells(
            none("account_id id application_id kind content_type size uploaded_at"), gone(_TXT, "name"),
            is_(_ID, "key", Act.FILES),
        ),
        person="account_id", goes=True, files="key", title=_l("Documentos de tu solicitud"),
    ),
    "membership": Table(
        For.SELL, Keep.SHOP,
        cells(
            none("tenant_id id account_id role granted withheld since version offered_at offered_by"), gone(_ID, "name"),
        ),
        person="account_id", goes=True, title=_l("Tu lugar en una tienda"),
    ),
    "invitation": Table(
        For.SELL, Keep.YEAR,
        cells(
            none("tenant_id id role sending invited_at expires_at accepted_at accepted_by revoked_at"),
            gone(_CON, "email"), gone(_ID, "invited_by"), gone(_SEC, "token_hash"),
        ),
        person="accepted_by", address="email", made="invited_at", goes=True, title=_l("Invitaciones a una tienda"),
    ),
    "shop": Table(
        For.SELL, Keep.SHOP,
        cells(
            none("tenant_id id slug name tagline about colour picture_key cover_key links former_names opened_on"),
            none(f"status rest_from rest_until {_TERMS}"),
            none("rest_message paused_until closed_at closed_by on_time_bp reply_minutes orders_60d measured_at version"),
            is_(_ID, "owner_name", why=Why.SHOP), is_(_CON, "phone email", why=Why.SHOP),
            is_(_ADR, "street city state_code state postal_code", why=Why.SHOP),
        ), title=_l("La página de tu tienda"),
    ),
    "shop_tax": Table(
        For.PAY, Keep.SHOP,
        cells(
            none("tenant_id id person paid_abroad border_scheme"), is_(_ID, "legal_name", why=Why.TAX),
            is_(_MON, "rfc curp clabe regime postal_code", why=Why.TAX),
        ), title=_l("Datos fiscales y CLABE de tu tienda"),
    ),
    "staff_look": Table(
        For.SAFETY, Keep.BOOKS,
        cells(
            none("tenant_id id account_id role areas reason about at ends_at"), is_(_ID, "who", why=Why.RECORD),
            is_(_TXT, "note", why=Why.RECORD),
        ), title=_l("Quién de Tianguis vio una tienda"),
    ),
    "shop_plan": Table(
        For.PAY, Keep.ALWAYS,
        cells(
            none("tenant_id id number plan valid_from takes_more decided_at decided_by_id"),
            is_(_ID, "decided_by", why=Why.RECORD), is_(_TXT, "reason", why=Why.RECORD),
        ), title=_l("El plan de tu tienda"),
    ),
    "shop_name": Table(For.SELL, Keep.SHOP, cells(none("tenant_id id name kind since retired_at"))),
    "tenant": Table(For.SELL, Keep.SHOP, cells(none("id name created_at"))),
}  # fmt: skip
