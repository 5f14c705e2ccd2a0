"""Files of products in the private store, as their shop's form would have put them there."""

from __future__ import annotations

from uuid import UUID

from marketplace.kernel.work import Work
from marketplace.window.imports.rules import FOLDER, BroughtAs
from marketplace.window.imports.service import BroughtFile, receive_file
from marketplace.window.imports.sheets import read_sheet


def bring_file(work: Work, text: str, *, name: str = "productos.csv") -> UUID:
    """Bring a file of which nothing is said yet; gives its import."""
    data = text.encode()
    kept = work.site.uploads.keep_table(data, folder=FOLDER, extension="csv", most_mb=1)
    columns = read_sheet(data).columns
    return receive_file(work, BroughtFile(name, BroughtAs.CSV, kept.key, kept.size, columns), locale="es_MX")
