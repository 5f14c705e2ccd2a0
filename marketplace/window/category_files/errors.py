"""Why a file of categories, or a row of it, is not taken."""

from __future__ import annotations

from marketplace.kernel.errors import Conflict, Invalid, NotFound


class NoSuchCategoryFile(NotFound):
    """No file has this id."""

    code = "category_files.no_such_file"


class NoCategoryFile(Invalid):
    """None was chosen."""

    code = "category_files.no_file"
    field = "file"


class NotCategories(Invalid):
    """It lacks `columns`."""

    code = "category_files.not_categories"
    field = "file"


class TooManyCategories(Invalid):
    """It has more rows than `most`."""

    code = "category_files.too_many"
    field = "file"


class CategoryTwice(Invalid):
    """Rows `first` and `again` are both of the category `code`."""

    code = "category_files.twice"
    field = "file"


class BadCell(Invalid):
    """What stands in a `column` cannot be read; `why` is the code of the refusal, with its `details`."""

    code = "category_files.bad_cell"


class NotGoods(Invalid):
    """IVA knows no such kind of goods; `kinds` are those it knows."""

    code = "category_files.not_goods"


class NotYesOrNo(Invalid):
    """It says neither."""

    code = "category_files.not_yes_or_no"


class CategoryFileMoved(Conflict):
    """It is no longer in the state in which this is done."""

    code = "category_files.moved"


class NothingToApply(Conflict):
    """None of its rows makes or changes anything."""

    code = "category_files.nothing_to_apply"
