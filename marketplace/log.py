"""How the log is written: one line an event, for people in development, as JSON in production; never a secret."""

from __future__ import annotations

import logging
import warnings

import structlog
from structlog.tracebacks import ExceptionDictTransformer

# Where it crashed, and not what the variables held: those are people's passwords, codes and addresses.
_WITHOUT_VALUES = ExceptionDictTransformer(show_locals=False)


def set_up(*, production: bool) -> None:
    """Choose how events are written."""
    # Remarks of libraries on themselves: Whoosh 2.7 compares integers with `is`, and is no longer changed.
    warnings.filterwarnings("ignore", message='"is" with', category=SyntaxWarning)
    writer = (
        [structlog.processors.ExceptionRenderer(_WITHOUT_VALUES), structlog.processors.JSONRenderer()]
        if production
        else [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
    )
    # Each job that is done is a line in production, and none on a developer's screen.
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG if production else logging.INFO),
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *writer,
        ],
    )
