"""What a part of a file does, or did, and how a run adds its parts up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from marketplace.window.imports.assembling import RowProblem
from marketplace.window.imports.models import ImportRun
from marketplace.window.imports.rules import SHOWN_PROBLEMS


@dataclass
class Tally:
    """Products of a part of a file, by what becomes of them."""

    created: int = 0
    changed: int = 0
    same: int = 0
    failed: int = 0
    far: int = 0  # prices that change by so much that a zero may be wrong

    @property
    def done(self) -> int:
        """How many products that is."""
        return self.created + self.changed + self.same + self.failed


def add_part(run: ImportRun, part: Tally, problems: Sequence[RowProblem]) -> None:
    """Note what a part of a file does, or did, with the first of its problems. The run's row is locked."""
    run.done += part.done
    run.created, run.changed = run.created + part.created, run.changed + part.changed
    run.same, run.failed = run.same + part.same, run.failed + part.failed
    run.far += part.far
    room = SHOWN_PROBLEMS - len(run.problems)
    if room > 0 and problems:
        run.problems = [*run.problems, *(vars(one) for one in problems[:room])]
