"""What waits for staff at the desk itself: in the books, and among the jobs."""

from __future__ import annotations

from flask_babel import ngettext
from sqlalchemy import func, select

from marketplace.kernel.jobs import Job, JobState
from marketplace.kernel.module import StaffTodo
from marketplace.kernel.permissions import StaffMay
from marketplace.kernel.work import Work
from marketplace.money.ledger import latest_check
from marketplace.money.payments import count_doubtful


def _doubtful(work: Work) -> tuple[int, int]:
    return count_doubtful(work), 0


def _say_doubtful(count: int) -> str:
    return ngettext("aviso de pago que no cuadra", "avisos de pago que no cuadran", count)


def _disagreeing(work: Work) -> tuple[int, int]:
    found = latest_check(work)
    return len(found.differences) if found else 0, 0


def _say_disagreeing(count: int) -> str:
    return ngettext("diferencia en los libros", "diferencias en los libros", count)


def _dead(work: Work) -> tuple[int, int]:
    return work.session.scalar(select(func.count()).select_from(Job).where(Job.state == JobState.DEAD)) or 0, 0


def _say_dead(count: int) -> str:
    return ngettext("trabajo detenido", "trabajos detenidos", count)


STAFF_TODOS = (
    StaffTodo(
        49,
        _disagreeing,
        _say_disagreeing,
        "desk_finance_staff.index",
        StaffMay.VIEW_BOOKS,
        anchor="diferencias",
        urgent=True,
    ),
    StaffTodo(
        50, _doubtful, _say_doubtful, "desk_finance_staff.index", StaffMay.VIEW_BOOKS, anchor="avisos", urgent=True
    ),
    StaffTodo(70, _dead, _say_dead, "desk_staff.dead", StaffMay.RUN_MACHINE),
)
