"""What the house knows of quality."""

from __future__ import annotations

from datetime import timedelta

from marketplace.kernel.jobs import ClockJob, Lane
from marketplace.kernel.module import Module, Todo
from marketplace.kernel.permissions import May
from marketplace.window.quality.aging import over
from marketplace.window.quality.datamap import KEEPS
from marketplace.window.quality.jobs import measure_facts
from marketplace.window.quality.queries import count_improvable
from marketplace.window.quality.web import seller, words

MODULE = Module(
    name="quality",
    rooms=(seller.room,),
    labels={"fact_lacking": words.lacking_label, "fact_effect": words.effect_said, "fact_box": words.box_of},
    clock=(ClockJob("measure_facts", timedelta(days=1), Lane.BULK, measure_facts),),
    todos=(
        Todo(
            95,
            count_improvable,
            words.say_improvable,
            "quality_seller.index",
            May.EDIT_PRODUCTS,
            {"estado": "published"},
        ),
    ),
    keeps=KEEPS,
    over=over,
)
