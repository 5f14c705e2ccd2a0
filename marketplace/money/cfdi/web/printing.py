"""Tax papers for paper (PDF): a representation of one, and the certificate of what was withheld in a month or a year."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flask_babel import gettext as _

from marketplace.kernel.calendar import MEXICO
from marketplace.money.cfdi.models import TaxPaper
from marketplace.money.cfdi.rules import PaperKind, PaperState, Party
from marketplace.money.cfdi.web.words import paper_kind_label, paper_state_label
from marketplace.money.ledger import Withheld
from marketplace.web.formatting import money, month_name
from marketplace.web.printing import latin, new_paper, write_sums

_WIDTHS = (32, 30, 30, 30, 66)


def print_paper(paper: TaxPaper, issuer: Party) -> bytes:
    """Write what a paper says for people: parties, month, amounts, and its number at the SAT where it has one."""
    what = f"{paper_kind_label(paper.kind)}, {month_name(paper.month)}"
    made = new_paper(what, *_parties(paper.receiver_name, paper.receiver_rfc, issuer))
    write_sums(made, _amounts(paper))
    made.ln(4)
    made.set_font("Helvetica", size=8)
    for line in _marks(paper):
        made.multi_cell(0, 5, latin(line), new_x="LMARGIN", new_y="NEXT")
    return bytes(made.output())


def _parties(name: str, rfc: str, issuer: Party) -> tuple[str, str]:
    return (
        _("De %(name)s, RFC %(rfc)s", name=issuer.name, rfc=issuer.rfc),
        _("Para %(name)s, RFC %(rfc)s", name=name, rfc=rfc or "—"),
    )


def _amounts(paper: TaxPaper) -> list[tuple[str, str]]:
    named: tuple[tuple[str, int], ...]
    if paper.kind == PaperKind.RETENTION:
        named = (
            (_("Vendido, sin IVA"), paper.net_minor), (_("IVA de lo vendido"), paper.iva_minor),
            (_("ISR retenido, acreditable"), paper.isr_withheld_minor),
            (_("IVA retenido, acreditable"), paper.iva_withheld_minor),
        )  # fmt: skip
    else:
        named = ((_("Importe sin IVA"), paper.net_minor), (_("IVA"), paper.iva_minor), (_("Total"), paper.total_minor))
    return [(name, money(minor)) for name, minor in named]


def _marks(paper: TaxPaper) -> list[str]:
    lines = [_("Folio %(folio)s. %(state)s.", folio=paper.folio, state=paper_state_label(paper.state))]
    if paper.uuid and paper.stamped_at:
        at = paper.stamped_at.astimezone(MEXICO).strftime("%Y-%m-%d %H:%M")
        lines.append(_("Folio fiscal (UUID) %(uuid)s, timbrada el %(at)s.", uuid=paper.uuid, at=at))
    if paper.is_test:
        lines.append(_("Hecha para probar: no vale ante el SAT."))
    elif paper.state != PaperState.STAMPED:
        lines.append(_("Sin timbre no vale ante el SAT."))
    else:
        lines.append(_("Representación impresa de un CFDI: lo que vale es el XML."))
    return lines


def print_certificate(
    months: Mapping[date, Withheld], papers: Mapping[date, TaxPaper], *, name: str, rfc: str, issuer: Party
) -> bytes:
    """Write the certificate of what was withheld of a shop in some months, with the number of each one's CFDI."""
    first, last = min(months), max(months)
    span = month_name(first) if first == last else f"{month_name(first)} – {month_name(last)}"
    made = new_paper(_("Constancia de retenciones"), span.replace("–", "-"), *_parties(name, rfc, issuer))
    made.set_font("Helvetica", size=8)
    with made.table(col_widths=_WIDTHS, text_align=("LEFT", "RIGHT", "RIGHT", "RIGHT", "LEFT"), line_height=5) as table:
        heads = (_("Mes"), _("Operaciones, con IVA"), _("ISR retenido"), _("IVA retenido"), _("Folio fiscal (UUID)"))
        table.row([latin(head) for head in heads])
        for month in sorted(months):
            one, paper = months[month], papers.get(month)
            told = (one.operations_minor, one.isr_minor, one.iva_minor)
            number = (paper.uuid or "") if paper else _("sin timbrar")
            table.row([latin(cell) for cell in (month_name(month), *map(money, told), number)])
        every = months.values()
        sums = (
            sum(one.operations_minor for one in every), sum(one.isr_minor for one in every),
            sum(one.iva_minor for one in every),
        )  # fmt: skip
        table.row([latin(cell) for cell in (_("Total"), *map(money, sums), "")])
    made.ln(3)
    made.multi_cell(
        0, 5, latin(_("Retenido por ventas en una plataforma (LISR art. 113-A y 113-C; LIVA art. 18-J). Es acreditable.")),
        new_x="LMARGIN", new_y="NEXT",
    )  # fmt: skip
    if any(paper.is_test for paper in papers.values()):
        made.multi_cell(0, 5, latin(_("Hecha para probar: no vale ante el SAT.")), new_x="LMARGIN", new_y="NEXT")
    return bytes(made.output())
