"""What is kept in the tables of accounts: what for, how long, and what erasing does to it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.datamap import Act, DataKind, For, Keep, Table, cells, gone, is_, none

_ID, _CON, _TRC, _SEC = DataKind.IDENTITY, DataKind.CONTACT, DataKind.TRACES, DataKind.SECRET

KEEPS: dict[str, Table] = {
    "account": Table(
        For.ENTER, Keep.ACCOUNT,
        cells(
            none("account_id kind locale staff_role created_at verified_at notice_version"),
            is_(_ID, "name", Act.NAME), is_(_CON, "email", Act.ADDRESS), is_(_CON, "phone", Act.EMPTY),
            is_(_SEC, "password_hash", Act.EMPTY), is_(_TRC, "mail_bounced_at", Act.EMPTY),
        ),
        person="account_id", title=_l("Tu cuenta"),
    ),
    "user_session": Table(
        For.ENTER, Keep.SESSION,
        cells(
            none("id account_id created_at expires_at proved_at"), gone(_TRC, "seen_at browser source seen_from"),
            gone(_SEC, "token_hash"),
        ),
        person="account_id", goes=True, title=_l("Tus sesiones"),
    ),
    "account_token": Table(
        For.ENTER, Keep.WEEK,
        cells(
            none("id account_id purpose created_at expires_at used_at"), gone(_CON, "data"), gone(_SEC, "hash"),
        ),
        person="account_id", goes=True, exported=False, title=_l("Enlaces de un solo uso"),
    ),
    "code_app": Table(
        For.ENTER, Keep.ACCOUNT,
        cells(none("account_id confirmed_at last_step created_at"), gone(_SEC, "sealed_secret")),
        person="account_id", goes=True, title=_l("Tu app de códigos"),
    ),
    "passkey": Table(
        For.ENTER, Keep.ACCOUNT,
        cells(
            none("id account_id created_at used_at sign_count"), gone(_TRC, "name"),
            gone(_SEC, "credential_id public_key"),
        ),
        person="account_id", goes=True, title=_l("Tus llaves de acceso"),
    ),
    "recovery_code": Table(
        For.ENTER, Keep.ACCOUNT, cells(none("id account_id used_at"), gone(_SEC, "hash")),
        person="account_id", goes=True, title=_l("Tus códigos de respaldo"),
    ),
    "lost_factor": Table(
        For.ENTER, Keep.YEAR,
        cells(none("account_id id"), gone(_TRC, "state asked_at due_at reminded_at ended_at")),
        person="account_id", goes=True, title=_l("Segundo paso que alguien dijo perder"),
    ),
    "sign_in_attempt": Table(
        For.SAFETY, Keep.WEEK, cells(none("id at kind ok"), gone(_CON, "email"), gone(_TRC, "source device")),
        address="email", made="at", goes=True, title=_l("Intentos de entrar"),
    ),
    "passkey_challenge": Table(For.ENTER, Keep.WEEK, cells(none("id expires_at"), is_(_SEC, "hash", Act.EMPTY)),
    title=_l("Retos de llaves de acceso")),
    "postal_code": Table(
        For.MACHINE, Keep.ALWAYS, cells(none("code state_code state municipality city border settlements")),
    ),
}  # fmt: skip
