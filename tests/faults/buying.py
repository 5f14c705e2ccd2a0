"""A process that sends one filled-in checkout form, and dies just before its commit: `python -m tests.faults.buying <file>`.

As a web process does that is killed in the middle of a request. The file holds the form and the browser's cookies.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from marketplace.app import create_app
from marketplace.kernel import work
from tenants.db import count_statements


def main(sent: dict[str, Any]) -> None:
    """Send it."""
    app = create_app()
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        said = count_statements()

    def die_instead(session: Any) -> None:
        session.flush()
        if any('INSERT INTO "purchase"' in statement for statement in said):
            os.kill(os.getpid(), signal.SIGKILL)
        session.commit()

    work._commit = die_instead
    client = app.test_client()
    for name, value in sent["cookies"].items():
        client.set_cookie(name, value)
    print(client.post("/pagar", data=sent["form"]).status_code, flush=True)


if __name__ == "__main__":
    main(json.loads(Path(sys.argv[1]).read_text("utf-8")))
