"""What the house knows of catalog."""

from __future__ import annotations

from marketplace.goods.catalog.datamap import KEEPS
from marketplace.goods.catalog.files import pictures_in_use
from marketplace.goods.catalog.web import words
from marketplace.kernel.module import Module
from marketplace.kernel.uploads import PUBLIC

MODULE = Module(
    name="catalog",
    words=words.WORDS,
    activity=words.ACTIVITY,
    files={PUBLIC: pictures_in_use},
    keeps=KEEPS,
)
