"""Answers for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response


def answer_table(rows: Iterable[Sequence[object]], name: str) -> Response:
    """Answer with a table as a file of that name: CSV, UTF-8 with its mark. What people wrote in it goes through `plain_cell`."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    answer = Response(text.getvalue().encode("utf-8-sig"), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer
