"""The forms there are."""

from __future__ import annotations

import sys

from wtforms import Form as PlainForm

from marketplace.web.forms import Form


def form_classes() -> list[type[PlainForm]]:
    """Every form that the code writes, whatever ran before: one that is made for a page is none of its module's names."""
    kinds: list[type[PlainForm]] = [PlainForm]
    for kind in kinds:
        kinds += [one for one in kind.__subclasses__() if one not in kinds]
    ours = [one for one in kinds if one.__module__.startswith("marketplace.") and one is not Form]
    return [one for one in ours if getattr(sys.modules[one.__module__], one.__name__, None) is one]
