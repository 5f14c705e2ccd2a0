"""What the house knows of catalog."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import lazy_gettext as _l

from marketplace.goods.catalog.aging import over
from marketplace.goods.catalog.brands import learn_brands, rename_products
from marketplace.goods.catalog.datamap import KEEPS
from marketplace.goods.catalog.events import BrandsMerged, BulkActWentOn, TaxonomyChanged, WordsOutdated
from marketplace.goods.catalog.files import pictures_in_use
from marketplace.goods.catalog.jobs import (
    carry_on_bulk_act,
    look_for_outdated,
    retell_prices,
    rewrite_words,
    tidy_article_numbers,
)
from marketplace.goods.catalog.promotions import turn_promotions
from marketplace.goods.catalog.taxonomy_following import follow_change, gather_left_behind
from marketplace.goods.catalog.web import staff, words
from marketplace.kernel.jobs import ClockJob, Lane, Reaction
from marketplace.kernel.module import Module, NavLink
from marketplace.kernel.permissions import StaffMay
from marketplace.kernel.uploads import PUBLIC

MODULE = Module(
    name="catalog",
    rooms=(staff.room,),
    nav=(NavLink(72, _l("Categorías"), "catalog_staff.index", StaffMay.EDIT_TAXONOMY),),
    words=words.WORDS,
    labels={"taxonomy_effect": words.effect_said},
    activity=words.ACTIVITY,
    reactions=(
        Reaction("rewrite_words", WordsOutdated, Lane.BULK, inside=rewrite_words),
        Reaction("carry_on_bulk_act", BulkActWentOn, Lane.BULK, outside=carry_on_bulk_act),
        Reaction("follow_taxonomy_change", TaxonomyChanged, Lane.SEARCH, inside=follow_change),
        Reaction("rename_products_of_brand", BrandsMerged, Lane.BULK, inside=rename_products),
    ),
    clock=(
        ClockJob("look_for_outdated_words", timedelta(minutes=10), Lane.BULK, look_for_outdated),
        ClockJob("turn_promotions", timedelta(minutes=1), Lane.SEARCH, turn_promotions),
        ClockJob("retell_prices", timedelta(minutes=5), Lane.BULK, retell_prices),
        ClockJob("learn_brands", timedelta(days=1), Lane.BULK, learn_brands),
        ClockJob("gather_left_behind", timedelta(minutes=10), Lane.BULK, gather_left_behind),
        ClockJob("tidy_article_numbers", timedelta(minutes=10), Lane.BULK, tidy_article_numbers),
    ),
    files={PUBLIC: pictures_in_use},
    keeps=KEEPS,
    over=over,
)
