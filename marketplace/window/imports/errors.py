"""What an import may refuse."""

from __future__ import annotations

from marketplace.kernel.errors import Conflict, Invalid, NotFound


class NoSuchImport(NotFound):
    """No import of this shop, or one whose time is over."""

    code = "imports.no_such_import"


class NoFile(Invalid):
    """No file came."""

    code = "imports.no_file"
    field = "file"


class UnreadableFile(Invalid):
    """A file that cannot be read as a table. Each kind has its own sentence."""

    code = "imports.unreadable"
    field = "file"


class NotASheet(UnreadableFile):
    """Neither text with separators nor a workbook, or one that is broken."""

    code = "imports.not_a_sheet"


class OldWorkbook(UnreadableFile):
    """A workbook of Excel before 2007."""

    code = "imports.old_workbook"


class TooLargeInside(UnreadableFile):
    """A packed file that would unfold into a huge one. `most` in megabytes."""

    code = "imports.too_large_inside"


class TooManyColumns(UnreadableFile):
    """More columns than a table of products has."""

    code = "imports.too_many_columns"


class TooManyRows(UnreadableFile):
    """More rows than one import takes."""

    code = "imports.too_many_rows"


class CellTooLong(UnreadableFile):
    """More letters in one cell than any field takes."""

    code = "imports.cell_too_long"


class MergedCells(UnreadableFile):
    """Cells of several rows merged into one: which row says what is not known. `row` is the first."""

    code = "imports.merged_cells"


class NoRows(UnreadableFile):
    """Nothing below the names of the columns, or nothing at all."""

    code = "imports.no_rows"


class ColumnTwice(Invalid):
    """Two columns were said to be the same thing."""

    code = "imports.column_twice"


class NothingToFindBy(Invalid):
    """No column says of which product its row is."""

    code = "imports.nothing_to_find_by"


class ImportMoved(Conflict):
    """The import is not where it was: somebody started, ended or cancelled it meanwhile."""

    code = "imports.moved"


class ImportUnderWay(Conflict):
    """Another file of the shop is being carried out."""

    code = "imports.under_way"


class NothingToDo(Invalid):
    """A file of which nothing can be carried out."""

    code = "imports.nothing_to_do"


class ProductsFileUnderWay(Conflict):
    """The same file is being written already."""

    code = "imports.file_under_way"


class NoSuchProductsFile(NotFound):
    """No file of this shop's products, or one whose time is over."""

    code = "imports.no_such_file"
