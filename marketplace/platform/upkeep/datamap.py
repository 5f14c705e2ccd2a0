"""What is kept in the tables of upkeep: what for, how long, and what erasing does to it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.datamap import Act, DataKind, For, Keep, Table, Why, cells, is_, none

_ID, _TRC = DataKind.IDENTITY, DataKind.TRACES

KEEPS: dict[str, Table] = {
    "audit_line": Table(
        For.SAFETY, Keep.BOOKS,
        cells(
            none("tenant_id id at account_id verb subject"), is_(_ID, "actor", Act.NAME),
            is_(_TRC, "details", why=Why.RECORD),
        ),
        person="account_id", title=_l("Quién hizo qué"),
    ),
    "job": Table(
        For.MACHINE, Keep.DONE,
        cells(
            none("id name lane key state run_at attempts started_at lease_by lease_until done_at"),
            is_(_TRC, "payload last_error", Act.SCRUB),
        ),
        made="run_at", mentions="payload", exported=False, title=_l("Trabajos pendientes"),
    ),
    "worker_beat": Table(
        For.MACHINE, Keep.DONE, cells(none("id name started_at beat_at looked_at took_at")), exported=False,
    ),
    "installation": Table(
        For.MACHINE, Keep.ALWAYS, cells(none("id cluster database written_by")), exported=False,
    ),
}  # fmt: skip
