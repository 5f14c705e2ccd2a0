"""What the house knows of catalog."""

from __future__ import annotations

from datetime import timedelta

from marketplace.goods.catalog.datamap import KEEPS
from marketplace.goods.catalog.files import pictures_in_use
from marketplace.goods.catalog.jobs import tidy_article_numbers
from marketplace.goods.catalog.web import words
from marketplace.kernel.jobs import ClockJob, Lane
from marketplace.kernel.module import Module
from marketplace.kernel.uploads import PUBLIC

MODULE = Module(
    name="catalog",
    words=words.WORDS,
    activity=words.ACTIVITY,
    clock=(ClockJob("tidy_article_numbers", timedelta(minutes=10), Lane.BULK, tidy_article_numbers),),
    files={PUBLIC: pictures_in_use},
    keeps=KEEPS,
)
