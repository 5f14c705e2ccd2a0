"""What every paper that the product writes has: letter size, and fonts that each reader of PDF has."""

from __future__ import annotations

from fpdf import FPDF


def open_paper(title: str, head: str) -> FPDF:
    """Begin a paper, of which `title` is what readers call the file and `head` stands above everything."""
    paper = FPDF(format="letter")
    paper.set_title(title)
    paper.set_auto_page_break(auto=True, margin=15)
    paper.add_page()
    paper.set_font("Helvetica", "B", 15)
    paper.cell(0, 9, latin(head), new_x="LMARGIN", new_y="NEXT")
    paper.set_font("Helvetica", size=10)
    return paper


def write_line(paper: FPDF, text: str, amount: str = "") -> None:
    """Write a line, with what it comes to at the right."""
    paper.cell(130, 6, latin(text))
    paper.cell(40, 6, latin(amount), align="R", new_x="LMARGIN", new_y="NEXT")


def latin(text: str) -> str:
    """The fonts that every reader of PDF has know Latin-1 alone: what is beyond it gives way to what is nearest."""
    return text.replace("−", "-").replace("…", "...").encode("latin-1", "replace").decode("latin-1")
