"""From how many lines on a statement is made into a file by a job, and in which folder that is kept."""

from __future__ import annotations

MOST_AT_ONCE = 5_000  # lines; a page must not keep its reader waiting for more
FILE_FOLDER = "statements"  # of the private store
