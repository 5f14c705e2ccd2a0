"""One step of an import, done as a worker does it, in a process of its own; says its seconds and its most megabytes."""

from __future__ import annotations

import json
import re
import sys
import time
from pathlib import Path
from uuid import UUID

from marketplace.app import create_app
from marketplace.kernel.settings import Settings
from marketplace.window.imports.events import ImportToApply, ImportToCheck
from marketplace.window.imports.jobs import apply_import, check_import


def main(step: str, tenant_id: UUID, run_id: UUID, where: dict[str, str]) -> None:
    """Do it."""
    settings = Settings().model_copy(update={**where, "var": Path(where["var"])})
    with create_app(settings).app_context():
        begun = time.perf_counter()
        if step == "check":
            check_import(ImportToCheck(tenant_id, run_id), "bench")
        else:
            apply_import(ImportToApply(tenant_id, run_id), "bench")
        seconds = time.perf_counter() - begun
    # Not `ru_maxrss`, which a process takes over from who started it.
    most = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text("ascii"))
    print(json.dumps([seconds, int(most[1]) // 1024 if most else 0]))


if __name__ == "__main__":
    main(sys.argv[1], UUID(sys.argv[2]), UUID(sys.argv[3]), json.loads(sys.argv[4]))
