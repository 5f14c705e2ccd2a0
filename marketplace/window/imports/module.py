"""What the house knows of imports."""

from __future__ import annotations

from datetime import timedelta

from marketplace.kernel.jobs import ClockJob, Lane, Reaction
from marketplace.kernel.module import Module
from marketplace.window.imports.aging import over
from marketplace.window.imports.datamap import KEEPS
from marketplace.window.imports.events import ImportToApply, ImportToCheck, PicturesLeft, ProductsFileAsked
from marketplace.window.imports.exporting import expire_products_files, write_products_file
from marketplace.window.imports.files import files_in_use
from marketplace.window.imports.jobs import apply_import, check_import
from marketplace.window.imports.picture_jobs import fetch_pictures
from marketplace.window.imports.rules import FOLDER
from marketplace.window.imports.web import seller, words

MODULE = Module(
    name="imports",
    rooms=(seller.room,),
    words=words.WORDS,
    activity=(words.ACTIVITY,),
    reactions=(
        Reaction("check_import", ImportToCheck, Lane.BULK, outside=check_import),
        Reaction("apply_import", ImportToApply, Lane.BULK, outside=apply_import),
        Reaction("fetch_pictures", PicturesLeft, Lane.BULK, outside=fetch_pictures),
        Reaction("write_products_file", ProductsFileAsked, Lane.BULK, outside=write_products_file),
    ),
    clock=(ClockJob("expire_products_files", timedelta(hours=1), Lane.BULK, expire_products_files),),
    files={FOLDER: files_in_use},
    keeps=KEEPS,
    over=over,
)
