"""What the house knows of files of categories."""

from __future__ import annotations

from marketplace.kernel.jobs import Lane, Reaction
from marketplace.kernel.module import Module
from marketplace.window.category_files.aging import over
from marketplace.window.category_files.datamap import KEEPS
from marketplace.window.category_files.events import CategoryFileBrought, CategoryFileWentOn
from marketplace.window.category_files.service import carry_on_file, look_at_file
from marketplace.window.category_files.web import staff, words

MODULE = Module(
    name="category_files",
    rooms=(staff.room,),
    words=words.WORDS,
    reactions=(
        Reaction("look_at_category_file", CategoryFileBrought, Lane.BULK, inside=look_at_file),
        Reaction("carry_on_category_file", CategoryFileWentOn, Lane.BULK, inside=carry_on_file),
    ),
    keeps=KEEPS,
    over=over,
)
