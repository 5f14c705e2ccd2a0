"""What is written for paper (PDF): letter size, with the fonts that every reader of PDF has."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fpdf import FPDF

_NAMES_MM, _AMOUNTS_MM = 120, 60  # the columns of names and of what each comes to


def new_paper(title: str, *under: str) -> FPDF:
    """Begin a paper with its title, and lines under it."""
    from fpdf import FPDF  # half a second of reading, which the start of the web need not wait for

    paper = FPDF(format="letter")
    paper.set_title(title)
    paper.set_auto_page_break(auto=True, margin=15)
    paper.add_page()
    paper.set_font("Helvetica", "B", 15)
    paper.multi_cell(0, 8, latin(title), new_x="LMARGIN", new_y="NEXT")
    paper.set_font("Helvetica", size=10)
    for line in under:
        paper.multi_cell(0, 6, latin(line), new_x="LMARGIN", new_y="NEXT")
    paper.ln(3)
    return paper


def write_sums(paper: FPDF, sums: Iterable[tuple[str, str]]) -> None:
    """Write names with what each comes to at the right. A name stays in its column: what is too long of it is left out, so
    that no words of others stand where amounts do."""
    for name, amount in sums:
        width = _NAMES_MM if amount else _NAMES_MM + _AMOUNTS_MM
        paper.cell(width, 6, fit(paper, latin(name), width))
        paper.cell(_AMOUNTS_MM if amount else 0, 6, latin(amount), align="R", new_x="LMARGIN", new_y="NEXT")


def fit(paper: FPDF, text: str, width_mm: float) -> str:
    """Shorten a text to what a cell of this width holds in the font that is set."""
    room = width_mm - 2 * paper.c_margin
    if paper.get_string_width(text) <= room:
        return text
    while text and paper.get_string_width(f"{text}...") > room:
        text = text[:-1]
    return f"{text}..."


def latin(text: str) -> str:
    """Those fonts know Latin-1 alone: what is beyond it gives way to what is nearest."""
    return text.replace("−", "-").replace("…", "...").encode("latin-1", "replace").decode("latin-1")
