"""What is kept in the tables of privacy: what for, how long, and what erasing does to it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.datamap import Act, DataKind, For, Keep, Table, Why, cells, gone, is_, none

_ID, _CON, _TXT, _TRC, _SEC = DataKind.IDENTITY, DataKind.CONTACT, DataKind.CONTENT, DataKind.TRACES, DataKind.SECRET

KEEPS: dict[str, Table] = {
    "tombstone": Table(
        For.RIGHTS, Keep.ALWAYS, cells(none("id account_id"), is_(_TRC, "erased_at", why=Why.PROOF)),
        title=_l("Lista de cuentas borradas"),
    ),
    "consent": Table(
        For.RIGHTS, Keep.FIVE_YEARS,
        cells(
            none("account_id id"), is_(_TRC, "purpose version granted_at withdrawn_at", why=Why.PROOF),
        ),
        person="account_id", title=_l("Lo que aceptaste"),
    ),
    "data_export": Table(
        For.RIGHTS, Keep.WEEK,
        cells(
            none("account_id id tenant_id state done whole asked_at ready_at expires_at size"), gone(_TRC, "about"),
            is_(_SEC, "key", Act.FILES),
        ),
        person="account_id", goes=True, files="key", title=_l("Copias de tus datos"),
    ),
    "erasure": Table(
        For.RIGHTS, Keep.FIVE_YEARS,
        cells(
            none("account_id id worked_in"), is_(_TRC, "state asked_at block_at erase_at ended_at", why=Why.PROOF),
        ),
        person="account_id", title=_l("Tu petición de borrar la cuenta"),
    ),
    "arco_request": Table(
        For.RIGHTS, Keep.FIVE_YEARS,
        cells(
            none("id code account_id kind state locale asked_at received_at answer_by carry_out_by answered_at done_at"),
            is_(_ID, "name", Act.NAME), is_(_CON, "email", Act.ADDRESS), is_(_TXT, "body", Act.TEXT),
            is_(_TXT, "answer answer_extension carry_out_extension", Act.SCRUB), is_(_ID, "answered_by", why=Why.RECORD),
            is_(_SEC, "link_hash", Act.EMPTY),
        ),
        person="account_id", address="email", made="asked_at", title=_l("Tus solicitudes ARCO"),
    ),
}  # fmt: skip
