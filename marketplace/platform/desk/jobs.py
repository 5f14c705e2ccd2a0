"""Writing a long statement into a file, outside of any transaction, while its page shows how far it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from marketplace.kernel.ids import new_token
from marketplace.kernel.jobs import Finish
from marketplace.kernel.site import site
from marketplace.kernel.work import Work, unit_of_work
from marketplace.money.ledger import entries_of, statement
from marketplace.people.sellers import own_shop
from marketplace.platform.desk import filing
from marketplace.platform.desk.events import StatementFileAsked
from marketplace.platform.desk.models import StatementFile
from marketplace.platform.desk.rules import FILE_FOLDER
from marketplace.platform.desk.statement_files import StatementRow, rows_of, write_in
from marketplace.trade.orders import codes_of
from tenants.scope import SellerScope

_SAID_EVERY = 2_000  # lines


def make_statement_file(fact: StatementFileAsked, key: str) -> Finish:
    """Write a statement into the private store, within its shop's walls; a file of an attempt that failed is swept."""
    with unit_of_work(SellerScope(fact.tenant_id), read_only=True) as work:
        asked = work.session.get_one(StatementFile, (fact.tenant_id, fact.file_id))
        data = _write(work, asked)
    name = f"{FILE_FOLDER}/{new_token()}.{asked.format}"
    site().uploads.private.put(name, data)

    def finish(work: Work) -> None:
        filing.finish_file(work, fact.tenant_id, fact.file_id, key=name, size=len(data))

    return finish


def _write(work: Work, asked: StatementFile) -> bytes:
    told = statement(work, asked.first, asked.last)
    entries = list(entries_of(work, asked.first, asked.last))
    codes = codes_of(work, list({entry.order_id for entry in entries if entry.order_id}))
    rows = rows_of(told.opening_minor, entries, codes)
    return write_in(asked.locale, asked.format, told, own_shop(work).name, _said(asked, rows, len(entries)))


def _said(asked: StatementFile, rows: Iterable[StatementRow], whole: int) -> Iterator[StatementRow]:
    """Say every now and then, in a unit of work beside, how far it is."""
    for number, row in enumerate(rows):
        if number % _SAID_EVERY == 0:
            with unit_of_work(SellerScope(asked.tenant_id)) as beside:
                filing.note_lines(beside, asked.id, done=number, whole=whole)
        yield row
