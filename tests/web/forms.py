"""The forms there are."""

from __future__ import annotations

from wtforms import Form as PlainForm

from marketplace.web.forms import Form


def form_classes() -> list[type[PlainForm]]:
    kinds: list[type[PlainForm]] = [PlainForm]
    for kind in kinds:
        kinds += [one for one in kind.__subclasses__() if one not in kinds]
    return [one for one in kinds if one.__module__.startswith("marketplace.") and one is not Form]
