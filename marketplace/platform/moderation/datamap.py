"""What is kept in the tables of moderation: what for, how long, and what erasing does to it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.datamap import Act, DataKind, For, Keep, Table, Why, cells, is_, none

_ID, _TXT, _CON, _SEC = DataKind.IDENTITY, DataKind.CONTENT, DataKind.CONTACT, DataKind.SECRET

KEEPS: dict[str, Table] = {
    "shop_closing": Table(
        For.SAFETY, Keep.FIVE_YEARS,
        cells(
            none("tenant_id id shop_name shop_slug ground rules_version state decided_at decided_by_id effective_at"),
            is_(_TXT, "facts", why=Why.RECORD), is_(_ID, "decided_by", why=Why.RECORD),
        ), title=_l("Decisiones de cerrar una tienda"),
    ),
    "closing_appeal": Table(
        For.SAFETY, Keep.FIVE_YEARS,
        cells(
            none("tenant_id id closing_id written_at upheld answered_at"), is_(_TXT, "body answer", why=Why.RECORD),
            is_(_ID, "written_by answered_by", why=Why.RECORD),
        ), title=_l("Apelaciones"),
    ),
    "moderation_case": Table(
        For.SAFETY, Keep.FIVE_YEARS,
        cells(
            none("tenant_id id product_id revision title shop_name shop_slug snapshot state submitted_at decide_by"),
            none("decided_at decided_by_id rule taken_down claimed_by_id claimed_until flags risk evidence reversed_at"),
            none("rules_version"),
            is_(_TXT, "facts how_to_fix plea", why=Why.RECORD),
            is_(_ID, "decided_by claimed_by", why=Why.RECORD),
        ), title=_l("Revisiones de publicaciones"),
    ),
    "report_case": Table(
        For.SAFETY, Keep.FIVE_YEARS,
        cells(
            none("id about about_id product_id shop_id shop_name shop_slug title number state flags risk reports submitted_at"),
            none("decide_by decided_at decided_by_id rule rules_version done decisions claimed_by_id claimed_until"),
            is_(_TXT, "answer", why=Why.RECORD), is_(_ID, "decided_by claimed_by", why=Why.RECORD),
        ), title=_l("Lo que se reportó y qué se decidió"),
    ),
    "report": Table(
        For.SAFETY, Keep.FIVE_YEARS,
        cells(
            none("id code case_id account_id reason locale times reported_at last_at behind bad_faith_at"),
            is_(_CON, "email", Act.ADDRESS), is_(_TXT, "body", Act.TEXT), is_(_ID, "right_owner", Act.EMPTY),
            is_(_SEC, "link_hash", why=Why.RECORD), is_(_TXT, "bad_faith", why=Why.RECORD),
            is_(_ID, "bad_faith_by", why=Why.RECORD),
        ),
        person="account_id", address="email", made="reported_at", title=_l("Tus reportes"),
    ),
    "measure": Table(
        For.SAFETY, Keep.FIVE_YEARS,
        cells(
            none("tenant_id id kind product_id number title shop_name shop_slug rule evidence state decided_at decided_by_id"),
            none("begins_at ends_at over_at reversed_at rules_version asked_by_id"),
            is_(DataKind.MONEY, "amount_minor", why=Why.RECORD), is_(_TXT, "facts how_to_fix lifted_why", why=Why.RECORD),
            is_(_ID, "decided_by lifted_by asked_by", why=Why.RECORD),
        ), title=_l("Medidas"),
    ),
    "hold_request": Table(
        For.SAFETY, Keep.FIVE_YEARS,
        cells(
            none("id shop_id shop_name shop_slug days rule follows_id state asked_at asked_by_id decided_at decided_by_id"),
            none("measure_id"), is_(DataKind.MONEY, "amount_minor", why=Why.RECORD),
            is_(_TXT, "facts how_to_fix answer", why=Why.RECORD), is_(_ID, "asked_by decided_by", why=Why.RECORD),
        ), title=_l("Dinero que se pidió detener"),
    ),
    "decision_appeal": Table(
        For.SAFETY, Keep.FIVE_YEARS,
        cells(
            none("tenant_id id against against_id title rule written_at answer_by upheld answered_at answered_by_id"),
            is_(_TXT, "body answer", why=Why.RECORD), is_(_ID, "written_by answered_by", why=Why.RECORD),
        ), title=_l("Apelaciones de decisiones"),
    ),
    "content_mark": Table(For.SAFETY, Keep.SHOP, cells(none("id shop_id product_id key value bands"))),
    "mediator": Table(For.SAFETY, Keep.ALWAYS, cells(none("id name contact position"))),
}  # fmt: skip
