"""The map of all that is kept: of each column what kind of thing it is; of each table what for, how long, and how rows of a
person are found; and what erasing does. Public page, export and erasing work from it; a test holds it complete."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What kind of thing a column holds."""

    IDENTITY = "identity"
    CONTACT = "contact"
    ADDRESS = "address"
    MONEY = "money"  # amounts, tax and bank data
    CONTENT = "content"  # what somebody wrote or showed
    TRACES = "traces"  # behaviour and technical marks
    SECRET = "secret"  # noqa: S105 - a kind; never exported
    NONE = "none"  # tells nothing of anybody


class Act(StrEnum):
    """What erasing does to a column of a person's rows."""

    KEEP = "keep"
    EMPTY = "empty"
    NAME = "name"  # the fixed words in the place of a name
    TEXT = "text"  # the fixed words in the place of what they wrote
    ADDRESS = "address"  # an address of nobody, unique, that no letter reaches
    PLACE = "place"  # of an address, postal code and state stay
    SCRUB = "scrub"  # the person's name and addresses leave what somebody else wrote
    FILES = "files"  # the files leave the store, their names this list


class Why(StrEnum):
    """Why something stays."""

    TAX = "tax"  # CFF art. 30 and LISR art. 113-C: five years
    CONTRACT = "contract"  # the other side of a sale needs it (LFPDPPP art. 25)
    RECORD = "record"  # who acted in a shop or for the market
    SHOP = "shop"  # what a shop must show (LFPC art. 76 Bis)
    PROOF = "proof"  # shows that the law was kept


class Keep(StrEnum):
    """For how long a table's rows are kept."""

    ACCOUNT = "account"
    FIVE_YEARS = "five_years"
    SESSION = "session"
    WEEK = "week"
    YEAR = "year"
    SHOP = "shop"
    ALWAYS = "always"


class For(StrEnum):
    """What a table is kept for."""

    ENTER = "enter"
    SELL = "sell"
    BUY = "buy"
    PAY = "pay"
    TALK = "talk"
    SAFETY = "safety"
    RIGHTS = "rights"
    MACHINE = "machine"


@dataclass(frozen=True)
class Cell:
    """One column."""

    kind: Kind
    act: Act = Act.KEEP
    why: Why | None = None


@dataclass(frozen=True)
class Table:
    """One table. `person` is the column that names an account, `address` one that holds an e-mail address."""

    use: For
    keep: Keep
    cells: dict[str, Cell]
    person: str | None = None
    address: str | None = None
    goes: bool = False  # erasing deletes the rows
    stays_with: str | None = None  # but for those where this column is filled: they belong to a shop
    exported: bool = True
    files: str | None = None  # the column that names private files
    mentions: str | None = None  # rows whose text here names the person, or an address of theirs, are theirs too
    theirs: str | None = None  # who wrote a row; in what others wrote only the person's name is replaced

    @property
    def personal(self) -> bool:
        """Whether it tells anything of anybody."""
        return any(cell.kind is not Kind.NONE for cell in self.cells.values())


def _cells(*groups: tuple[Kind, str, Act, Why | None]) -> dict[str, Cell]:
    return {name: Cell(kind, act, why) for kind, names, act, why in groups for name in names.split()}


def _none(names: str) -> tuple[Kind, str, Act, Why | None]:
    return Kind.NONE, names, Act.KEEP, None


def _gone(kind: Kind, names: str) -> tuple[Kind, str, Act, Why | None]:
    """Columns of a table whose rows erasing deletes: emptied with their row."""
    return kind, names, Act.EMPTY, None


def _is(kind: Kind, names: str, act: Act = Act.KEEP, why: Why | None = None) -> tuple[Kind, str, Act, Why | None]:
    return kind, names, act, why


_ID, _CON, _ADR, _MON = Kind.IDENTITY, Kind.CONTACT, Kind.ADDRESS, Kind.MONEY
_TXT, _TRC, _SEC = Kind.CONTENT, Kind.TRACES, Kind.SECRET
_GOODS = "title description category brand model gtin condition attributes"
_TERMS = "warranty_months warranty_by return_days return_paid_by"

PEOPLE: dict[str, Table] = {
    "account": Table(
        For.ENTER, Keep.ACCOUNT,
        _cells(
            _none("account_id kind locale staff_role created_at verified_at notice_version"),
            _is(_ID, "name", Act.NAME), _is(_CON, "email", Act.ADDRESS), _is(_CON, "phone", Act.EMPTY),
            _is(_SEC, "password_hash", Act.EMPTY),
        ),
        person="account_id",
    ),
    "user_session": Table(
        For.ENTER, Keep.SESSION,
        _cells(
            _none("id account_id created_at expires_at proved_at"), _gone(_TRC, "seen_at browser source seen_from"),
            _gone(_SEC, "token_hash"),
        ),
        person="account_id", goes=True,
    ),
    "account_token": Table(
        For.ENTER, Keep.WEEK,
        _cells(
            _none("id account_id purpose created_at expires_at used_at"), _gone(_CON, "data"), _gone(_SEC, "hash"),
        ),
        person="account_id", goes=True, exported=False,
    ),
    "code_app": Table(
        For.ENTER, Keep.ACCOUNT,
        _cells(_none("account_id confirmed_at last_step created_at"), _gone(_SEC, "sealed_secret")),
        person="account_id", goes=True,
    ),
    "passkey": Table(
        For.ENTER, Keep.ACCOUNT,
        _cells(
            _none("id account_id created_at used_at sign_count"), _gone(_TRC, "name"),
            _gone(_SEC, "credential_id public_key"),
        ),
        person="account_id", goes=True,
    ),
    "recovery_code": Table(
        For.ENTER, Keep.ACCOUNT, _cells(_none("id account_id used_at"), _gone(_SEC, "hash")),
        person="account_id", goes=True,
    ),
    "sign_in_attempt": Table(
        For.SAFETY, Keep.WEEK, _cells(_none("id at kind ok"), _gone(_CON, "email"), _gone(_TRC, "source device")),
        address="email", goes=True,
    ),
    "purchase": Table(
        For.BUY, Keep.FIVE_YEARS,
        _cells(
            _none("account_id id code state locale created_at expires_at paid_at link_expires_at"),
            _is(_ID, "name", Act.NAME), _is(_CON, "email", Act.ADDRESS), _is(_CON, "phone", Act.EMPTY),
            _is(_ADR, "address", Act.PLACE), _is(_MON, "total_minor currency", why=Why.TAX),
            _is(_SEC, "idempotency_key link_hash", why=Why.PROOF),
        ),
        person="account_id",
    ),
    "order": Table(
        For.BUY, Keep.FIVE_YEARS,
        _cells(
            _none(
                "tenant_id id buyer_id purchase_id code state shop_slug shop_name fee_version promise_from promise_to "
                "ship_by placed_at packed_at shipped_at delivered_at cancelled_at"
            ),
            _is(_ID, "buyer_name", Act.NAME), _is(_ADR, "ship_to", Act.PLACE),
            _is(_MON, "goods_minor shipping_minor total_minor fees_minor refunded_minor currency", why=Why.TAX),
            _is(_ID, "cancelled_by", Act.SCRUB), _is(_TXT, "cancel_reason", Act.TEXT),
        ),
        person="buyer_id", theirs="cancelled_by",
    ),
    "order_line": Table(
        For.BUY, Keep.FIVE_YEARS,
        _cells(
            _none(f"tenant_id id buyer_id order_id product_id variant_id number picture_key returned {_TERMS}"),
            _is(_TRC, "title variant_name sku category quantity", why=Why.TAX),
            _is(_MON, "unit_price_minor total_minor", why=Why.TAX),
        ),
        person="buyer_id",
    ),
    "order_event": Table(
        For.BUY, Keep.FIVE_YEARS,
        _cells(
            _none("tenant_id id buyer_id order_id at kind"), _is(_ID, "by", Act.SCRUB), _is(_TXT, "note", Act.TEXT),
        ),
        person="buyer_id", theirs="by",
    ),
    "parcel": Table(
        For.BUY, Keep.FIVE_YEARS,
        _cells(
            _none("tenant_id id buyer_id order_id packed_at carrier shipped_at promise_from promise_to delivered_at"),
            _is(_ID, "packed_by", why=Why.RECORD), _is(_TXT, "note", Act.SCRUB), _is(_TRC, "tracking", Act.EMPTY),
        ),
        person="buyer_id",
    ),
    "fee_line": Table(
        For.PAY, Keep.FIVE_YEARS,
        _cells(
            _none("tenant_id id buyer_id order_id order_line_id kind rule_id version reverses_id cause at"),
            _is(_MON, "base_minor rate_bp fixed_minor amount_minor", why=Why.TAX),
        ),
        person="buyer_id",
    ),
    "return_case": Table(
        For.BUY, Keep.FIVE_YEARS,
        _cells(
            _none("tenant_id id buyer_id order_id code state reason paid_by requested_at answer_by decided_at"),
            _none("received_at refunded_at"), _is(_TXT, "note", Act.TEXT), _is(_TXT, "photos", Act.FILES),
            _is(_MON, "refund_minor", why=Why.TAX), _is(_ID, "decided_by", why=Why.RECORD),
            _is(_TXT, "decision_note", Act.SCRUB),
        ),
        person="buyer_id", files="photos",
    ),
    "return_line": Table(
        For.BUY, Keep.FIVE_YEARS,
        _cells(
            _none("tenant_id id buyer_id return_id order_line_id quantity"), _is(_MON, "refund_minor", why=Why.TAX),
        ),
        person="buyer_id",
    ),
    "claim": Table(
        For.BUY, Keep.FIVE_YEARS,
        _cells(
            _none("tenant_id id buyer_id order_id order_line_id code state opened_at answer_by covered_until remedy"),
            _none("answered_at closed_at"), _is(_TXT, "problem", Act.TEXT), _is(_TXT, "photos", Act.FILES),
            _is(_TXT, "answer", Act.SCRUB), _is(_ID, "answered_by", why=Why.RECORD),
        ),
        person="buyer_id", files="photos",
    ),
    "thread": Table(
        For.TALK, Keep.FIVE_YEARS,
        _cells(
            _none("tenant_id id buyer_id order_id order_code shop_name last_at turn reply_by unread_shop unread_buyer"),
            _is(_ID, "buyer_name", Act.NAME), _is(_TXT, "last_body", Act.TEXT),
        ),
        person="buyer_id",
    ),
    "message": Table(
        For.TALK, Keep.FIVE_YEARS,
        _cells(
            _none("tenant_id id buyer_id thread_id at side author_role"), _is(_ID, "author", Act.SCRUB),
            _is(_TXT, "body", Act.TEXT),
        ),
        person="buyer_id", theirs="side",
    ),
    "application": Table(
        For.SELL, Keep.FIVE_YEARS,
        _cells(
            _none("account_id id state person created_at submitted_at decide_by decided_at reason tenant_id"),
            _none("claimed_by_id claimed_until shop_name slug tagline"), _gone(_CON, "email phone"),
            _gone(_ID, "applicant legal_name"), _gone(_MON, "rfc curp clabe"),
            _gone(_ADR, "postal_code state_code region city street"), _gone(_ID, "decided_by claimed_by"),
            _gone(_TXT, "note"),
        ),
        person="account_id", goes=True, stays_with="tenant_id",
    ),
    "application_document": Table(
        For.SELL, Keep.FIVE_YEARS,
        _cells(
            _none("account_id id application_id kind content_type size uploaded_at"), _gone(_TXT, "name"),
            _is(_ID, "key", Act.FILES),
        ),
        person="account_id", goes=True, files="key",
    ),
    "membership": Table(
        For.SELL, Keep.SHOP,
        _cells(
            _none("tenant_id id account_id role granted withheld since version offered_at offered_by"), _gone(_ID, "name"),
        ),
        person="account_id", goes=True,
    ),
    "invitation": Table(
        For.SELL, Keep.SHOP,
        _cells(
            _none("tenant_id id role sending invited_at expires_at accepted_at accepted_by revoked_at"),
            _gone(_CON, "email"), _gone(_ID, "invited_by"), _gone(_SEC, "token_hash"),
        ),
        person="accepted_by", address="email", goes=True,
    ),
    "audit_line": Table(
        For.SAFETY, Keep.FIVE_YEARS,
        _cells(
            _none("tenant_id id at account_id verb subject"), _is(_ID, "actor", Act.NAME),
            _is(_TRC, "details", why=Why.RECORD),
        ),
        person="account_id",
    ),
    "mail": Table(
        For.TALK, Keep.YEAR,
        _cells(_none("id key state created_at sent_at"), _gone(_CON, "to"), _gone(_TXT, "subject text html")),
        address="to", goes=True, mentions="text",
    ),
    "consent": Table(
        For.RIGHTS, Keep.FIVE_YEARS,
        _cells(
            _none("account_id id"), _is(_TRC, "purpose version granted_at withdrawn_at", why=Why.PROOF),
        ),
        person="account_id",
    ),
    "data_export": Table(
        For.RIGHTS, Keep.WEEK,
        _cells(
            _none("account_id id tenant_id state done whole asked_at ready_at expires_at size"), _gone(_TRC, "about"),
            _is(_SEC, "key", Act.FILES),
        ),
        person="account_id", goes=True, files="key",
    ),
    "erasure": Table(
        For.RIGHTS, Keep.FIVE_YEARS,
        _cells(
            _none("account_id id worked_in"), _is(_TRC, "state asked_at block_at erase_at ended_at", why=Why.PROOF),
        ),
        person="account_id",
    ),
    "arco_request": Table(
        For.RIGHTS, Keep.FIVE_YEARS,
        _cells(
            _none("id code account_id kind state locale asked_at received_at answer_by carry_out_by answered_at done_at"),
            _is(_ID, "name", Act.NAME), _is(_CON, "email", Act.ADDRESS), _is(_TXT, "body", Act.TEXT),
            _is(_TXT, "answer answer_extension carry_out_extension", Act.SCRUB), _is(_ID, "answered_by", why=Why.RECORD),
            _is(_SEC, "link_hash", Act.EMPTY),
        ),
        person="account_id", address="email",
    ),
}  # fmt: skip

# What belongs to shops and to the market. People appear in it by the work they did; it goes by age, not with an account.
OTHERS: dict[str, Table] = {
    "shop": Table(
        For.SELL, Keep.SHOP,
        _cells(
            _none(f"tenant_id id slug name tagline about colour picture_key opened_on status rest_from rest_until {_TERMS}"),
            _none("rest_message closed_at closed_by on_time_bp reply_minutes orders_60d measured_at version"),
            _is(_ID, "owner_name", why=Why.SHOP), _is(_CON, "phone email", why=Why.SHOP),
            _is(_ADR, "street city state_code state postal_code", why=Why.SHOP),
        ),
    ),
    "shop_tax": Table(
        For.PAY, Keep.FIVE_YEARS,
        _cells(
            _none("tenant_id id person paid_abroad"), _is(_ID, "legal_name", why=Why.TAX),
            _is(_MON, "rfc curp clabe", why=Why.TAX),
        ),
    ),
    "shop_closing": Table(
        For.SAFETY, Keep.FIVE_YEARS,
        _cells(
            _none("tenant_id id shop_name shop_slug ground state decided_at decided_by_id effective_at"),
            _is(_TXT, "facts", why=Why.RECORD), _is(_ID, "decided_by", why=Why.RECORD),
        ),
    ),
    "closing_appeal": Table(
        For.SAFETY, Keep.FIVE_YEARS,
        _cells(
            _none("tenant_id id closing_id written_at upheld answered_at"), _is(_TXT, "body answer", why=Why.RECORD),
            _is(_ID, "written_by answered_by", why=Why.RECORD),
        ),
    ),
    "moderation_case": Table(
        For.SAFETY, Keep.FIVE_YEARS,
        _cells(
            _none("tenant_id id product_id revision title shop_name shop_slug snapshot state submitted_at decide_by"),
            _none("decided_at rule claimed_by_id claimed_until"), _is(_TXT, "facts how_to_fix", why=Why.RECORD),
            _is(_ID, "decided_by claimed_by", why=Why.RECORD),
        ),
    ),
    "staff_look": Table(
        For.SAFETY, Keep.FIVE_YEARS,
        _cells(
            _none("tenant_id id account_id role areas reason about at ends_at"), _is(_ID, "who", why=Why.RECORD),
            _is(_TXT, "note", why=Why.RECORD),
        ),
    ),
    "movement": Table(
        For.SELL, Keep.FIVE_YEARS,
        _cells(_none("tenant_id id variant_id at kind delta on_hand_after subject"), _is(_ID, "by", why=Why.RECORD)),
    ),
    "api_key": Table(
        For.SELL, Keep.SHOP,
        _cells(
            _none("tenant_id id name may created_at used_at revoked_at"), _is(_ID, "created_by", why=Why.RECORD),
            _is(_SEC, "hash starts_with", why=Why.SHOP),
        ),
    ),
    "hostname": Table(
        For.SELL, Keep.SHOP,
        _cells(
            _none("tenant_id id name state added_at check_at checked_at verified_at missed problem"),
            _is(_ID, "added_by", why=Why.RECORD), _is(_SEC, "token", why=Why.SHOP),
        ),
    ),
    "charge": Table(
        For.PAY, Keep.FIVE_YEARS,
        _cells(
            _none("id purchase_id reference provider provider_ref state created_at succeeded_at last_failure"),
            _is(_MON, "amount_minor currency", why=Why.TAX),
        ),
    ),
    "refund": Table(
        For.PAY, Keep.FIVE_YEARS,
        _cells(
            _none("id charge_id tenant_id order_id cause state provider_ref created_at succeeded_at"),
            _is(_MON, "amount_minor", why=Why.TAX),
        ),
        exported=False,
    ),
    "ledger_transaction": Table(For.PAY, Keep.FIVE_YEARS, _cells(_none("id kind cause at"))),
    "ledger_entry": Table(
        For.PAY, Keep.FIVE_YEARS,
        _cells(_none("tenant_id id transaction_id at account order_id kind"),
               _is(_MON, "amount_minor currency", why=Why.TAX)),
    ),
    "tombstone": Table(
        For.RIGHTS, Keep.ALWAYS, _cells(_none("id account_id erased_at"), _is(_SEC, "email_hash", why=Why.PROOF)),
    ),
    "job": Table(
        For.MACHINE, Keep.WEEK,
        _cells(
            _none("id name key state run_at attempts lease_by lease_until done_at"),
            _is(_TRC, "payload last_error", Act.SCRUB),
        ),
        mentions="payload", exported=False,
    ),
    "product": Table(
        For.SELL, Keep.SHOP,
        _cells(
            _none(f"tenant_id id {_GOODS} {_TERMS} weight_grams length_mm width_mm height_mm state revision"),
            _none("approved_revision listing_number created_at updated_at"),
        ),
    ),
    "variant": Table(
        For.SELL, Keep.SHOP, _cells(_none("tenant_id id product_id sku name options price_minor position")),
    ),
    "media": Table(For.SELL, Keep.SHOP, _cells(_none("tenant_id id product_id key alt width height position"))),
    "listing": Table(
        For.SELL, Keep.SHOP,
        _cells(
            _none(f"tenant_id id number slug {_GOODS} {_TERMS} pictures variants price_minor available billable_grams"),
            _none("published_at version popularity search_text"),
        ),
    ),
    "stock": Table(For.SELL, Keep.SHOP, _cells(_none("tenant_id id product_id on_hand reserved"))),
    "reservation": Table(
        For.BUY, Keep.SHOP, _cells(_none("tenant_id id purchase_id variant_id quantity state expires_at")),
    ),
    "shipping_terms": Table(
        For.SELL, Keep.SHOP,
        _cells(
            _none("tenant_id id postal_code state_code handling_days cutoff_hour free_from_minor uncovered_states rates"),
            _none("version"),
        ),
    ),
    "shop_name": Table(For.SELL, Keep.SHOP, _cells(_none("tenant_id id name kind since retired_at"))),
    "tenant": Table(For.SELL, Keep.SHOP, _cells(_none("id name created_at"))),
    "listing_change": Table(For.MACHINE, Keep.WEEK, _cells(_none("id number xid"))),
    "passkey_challenge": Table(For.ENTER, Keep.WEEK, _cells(_none("id expires_at"), _is(_SEC, "hash", Act.EMPTY))),
    "provider_event": Table(For.PAY, Keep.FIVE_YEARS, _cells(_none("id provider event_id kind received_at"))),
    "postal_code": Table(
        For.MACHINE, Keep.ALWAYS, _cells(_none("code state_code state municipality city border settlements")),
    ),
    "fee_schedule": Table(
        For.PAY, Keep.ALWAYS, _cells(_none("version published_at effective_from summary summary_en")),
    ),
    "fee_rule": Table(
        For.PAY, Keep.ALWAYS,
        _cells(_none("id version kind category seller rate_bp fixed_minor cap_minor source text text_en")),
    ),
}  # fmt: skip

MAP: dict[str, Table] = PEOPLE | OTHERS
