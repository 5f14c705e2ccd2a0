"""Sending the answer to a chargeback, with its pictures on paper."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image

from marketplace.kernel.jobs import Finish
from marketplace.kernel.site import site
from marketplace.kernel.uploads import PUBLIC
from marketplace.kernel.work import unit_of_work
from marketplace.money.payments import get_chargeback, send_evidence
from marketplace.money.payments.events import EvidenceReady
from tenants.scope import PlatformScope

_SIZE = 800
_MOST_WIDE_MM, _MOST_HIGH_MM = 180, 240


def send_answer(fact: EvidenceReady, key: str) -> Finish:
    """Send the bank what was answered, with the pictures that are still there; sending it again changes nothing."""
    with unit_of_work(PlatformScope("payment"), read_only=True) as work:
        chargeback, _charge = get_chargeback(work, fact.chargeback_id)
    return send_evidence(chargeback, _on_paper(chargeback.photos))


def _on_paper(keys: Sequence[str]) -> bytes | None:
    """Put pictures on paper, a page each; None where there are none."""
    from fpdf import FPDF  # half a second of reading, which the start of the web need not wait for

    uploads, paper = site().uploads, FPDF(format="letter")
    for key in keys:
        store, name = uploads.public if key.startswith(f"{PUBLIC}/") else uploads.private, f"{key}-{_SIZE}.webp"
        if not store.has(name):
            continue  # its time was over
        with Image.open(io.BytesIO(b"".join(store.chunks(name)))) as picture:
            scale = min(_MOST_WIDE_MM / picture.width, _MOST_HIGH_MM / picture.height)
            paper.add_page()
            paper.image(picture.convert("RGB"), w=picture.width * scale, h=picture.height * scale)
    return bytes(paper.output()) if paper.pages_count else None
