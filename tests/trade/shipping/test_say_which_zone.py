"""What is wrong with one of several alike boxes is said with the zone it is of, for each at once; and nothing is published."""

from __future__ import annotations

import html
import re

from flask import Flask

from tests.cast import Cast
from tests.web.asking import client_of

PATH = "/vender/hilos-alpaca/tienda"
FORM = {"postal_code": "90000", "handling_days": "1", "cutoff_hour": "14"}


def said(page: str) -> list[str]:
    """The list above the form."""
    notice = page.partition('role="alert"')[2].partition("</ul>")[0]
    return [
        " ".join(html.unescape(re.sub(r"<[^>]+>", "", one)).split()) for one in re.findall(r"(?s)<li>.*?</li>", notice)
    ]


def test_each_wrong_box_is_said_with_its_zone(app: Flask, market: Cast) -> None:
    zones = {"local-base": "mucho", "national-base": "uno", "state-base": "80", "state-min_days": "5"}
    answer = client_of(app, market.alicia).post(PATH, data={**FORM, **zones})
    assert answer.status_code == 422
    found = said(answer.text)
    assert [one.partition(":")[0] for one in found] == ["Primer kilo, Misma ciudad", "Primer kilo, Otros estados"]
    assert 'value="mucho"' in answer.text


def test_days_in_the_wrong_order_are_said_of_every_zone_and_once(app: Flask, market: Cast) -> None:
    days = {"base": "80", "min_days": "9", "max_days": "2"}
    zones = {f"{zone}-{name}": typed for zone in ("local", "remote") for name, typed in days.items()}
    answer = client_of(app, market.alicia).post(PATH, data={**FORM, **zones})
    assert answer.status_code == 422
    assert said(answer.text) == [
        "Días, hasta, Misma ciudad: Escribe los días, de menor a mayor.",
        "Días, hasta, Penínsulas y frontera sur: Escribe los días, de menor a mayor.",
    ]
    assert answer.text.count("de menor a mayor") == 4  # above, and at each box
