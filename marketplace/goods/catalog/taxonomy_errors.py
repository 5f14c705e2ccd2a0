"""Why the tree is not changed so."""

from __future__ import annotations

from marketplace.kernel.errors import Conflict, Invalid, NotFound


class NoSuchCategory(NotFound):
    """No category has this code."""

    code = "catalog.no_such_category"


class NoSuchAttribute(NotFound):
    """No attribute has this code."""

    code = "catalog.no_such_attribute"


class TaxonomyEdited(Conflict):
    """Somebody saved it since the form was shown; `version` is the present one."""

    code = "catalog.taxonomy_edited"


class NotYetSeen(Conflict):
    """It reaches products in a way that was not shown yet: `effects` says how, and `sure` is what a form carries to say yes."""

    code = "catalog.taxonomy_not_yet_seen"


class IsPartOfAnother(Conflict):
    """It was merged: what there is to say is said of the other one."""

    code = "catalog.is_part_of_another"


class SlugTaken(Conflict):
    """Another category has or had this address."""

    code = "catalog.slug_taken"
    field = "slug"


class BadCategorySlug(Invalid):
    """An address is of small letters, digits and hyphens."""

    code = "catalog.bad_slug"
    field = "slug"


class UnderItself(Invalid):
    """A category cannot stand below itself."""

    code = "catalog.under_itself"
    field = "parent"


class ParentHoldsGoods(Conflict):
    """Only what holds no goods may have categories below it; `count` says how many it holds."""

    code = "catalog.parent_holds_goods"
    field = "parent"


class BadParent(Invalid):
    """It is there no more, or nothing new may stand below it."""

    code = "catalog.bad_parent"
    field = "parent"


class TooDeep(Invalid):
    """Categories go `most` levels down."""

    code = "catalog.too_deep"
    field = "parent"


class HoldsCategories(Conflict):
    """What has categories in use below it can be neither retired nor merged."""

    code = "catalog.holds_categories"
    field = "retired"


class UnknownAttributes(Invalid):
    """No attribute in use has such a code, or one stands twice: `codes`."""

    code = "catalog.unknown_attributes"
    field = "attributes"


class NotToMerge(Invalid):
    """Two categories that hold goods become one, and both are in use."""

    code = "catalog.not_to_merge"
    field = "into"


class ValuesNeeded(Invalid):
    """A choice needs at least two values, and nothing else has any."""

    code = "catalog.values_needed"
    field = "values"


class KindHeld(Conflict):
    """`count` products hold values that the other kind cannot say."""

    code = "catalog.kind_held"
    field = "kind"


class UnitHeld(Conflict):
    """`count` products hold numbers in the unit that there is; in another they would say something else."""

    code = "catalog.unit_held"
    field = "unit"


class BuiltIn(Invalid):
    """Colour and size are told from the names of variants: they stay a choice, in use, and an option."""

    code = "catalog.built_in"
    field = "kind"


class NotAnAxis(Invalid):
    """Only a choice can be what the forms of a product differ by."""

    code = "catalog.not_an_axis"
    field = "axis"
