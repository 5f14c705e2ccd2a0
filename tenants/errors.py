"""The ways the walls say no. They are programming errors or attacks, never a person's typing mistake."""


class WallError(Exception):
    """Base of everything the walls refuse."""


class NoScope(WallError):
    """Somebody asked the database without saying from where they look."""


class ForeignRow(WallError):
    """A write tried to reach a row of another owner, or to move a row to another owner."""


class SideDoor(WallError):
    """Plain SQL, bulk statements or the bare connection were used outside the places that may."""


class WrongRole(WallError):
    """The database role could walk through the walls: it owns tables, is a superuser or bypasses row security."""
