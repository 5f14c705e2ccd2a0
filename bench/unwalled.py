"""The product with its walls down, to measure what they cost: no conditions, no scope told, no row-level security.

It connects as the owner of the tables, for whom policies do not apply. Never run it for anybody.
"""

import os

from sqlalchemy import event

from marketplace.app import create_app
from marketplace.serve import get_ready
from tenants import wall

os.environ["DATABASE_URL"] = os.environ["TIANGUIS_OWNER_DATABASE_URL"]
event.remove(wall.WalledSession, "do_orm_execute", wall._narrow)
event.remove(wall.WalledSession, "before_flush", wall._check_writes)
wall._beginning = lambda _scope, *, read_only: f"BEGIN READ {'ONLY' if read_only else 'WRITE'}"  # type: ignore[assignment]
app = create_app(check_database=False)
get_ready(app)
