"""What the table of products may refuse."""

from marketplace.kernel.errors import Conflict, Invalid, NotFound


class ViewNamed(Invalid):
    """A member has a view of that name already."""

    code = "worktable.view_named"
    field = "name"


class TooManyViews(Invalid):
    code = "worktable.too_many_views"
    field = "name"


class NoSuchView(NotFound):
    code = "worktable.no_such_view"


class SkuChanged(Conflict):
    """A key is no longer what whoever changes it saw. Details: `seen` and `now`."""

    code = "worktable.sku_changed"
    field = "sku"


class StateChanged(Conflict):
    """A product is no longer in the state that was seen. Details: `seen` and `now`."""

    code = "worktable.state_changed"
