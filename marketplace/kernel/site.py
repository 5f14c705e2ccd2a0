"""What an installation was put together with: its settings, its stores, and one object of each further kind.

`create_app` makes it, once; a work reaches it as `work.site`, everything else by `site()`. Nothing else holds the state
of a process: no list that somebody fills later, no global, no look-up by a text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from marketplace.kernel.settings import Settings
from tenants.db import of_this_app

if TYPE_CHECKING:
    from marketplace.kernel.uploads import Uploads

Part = TypeVar("Part")

NAME = "tianguis"  # where the app keeps it


@dataclass(frozen=True)
class Site:
    """An installation. What higher floors add is found by its type, which the kernel need not know."""

    settings: Settings
    uploads: Uploads
    parts: dict[type[Any], Any] = field(default_factory=dict)

    def part(self, kind: type[Part]) -> Part:
        """Give the one object of a type that there is here; of what needs nothing to be made, made when first asked for."""
        try:
            found: Part = self.parts[kind]
        except KeyError:
            found = self.parts.setdefault(kind, kind())
        return found


def site() -> Site:
    """The installation whose app this runs in. Needs an app context."""
    found: Site = of_this_app(NAME)
    return found
