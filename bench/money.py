"""Ten thousand steps of everything about money, each followed by all of its rules; writes bench/MONEY.md.

`python -m bench.money` runs the machine of tests/money/machine with as many steps as MONEY_STEPS says.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import machine
from tests.money.machine.holding import NEVER

HERE = Path(__file__).parent
STEPS = int(os.environ.get("MONEY_STEPS", "10000"))
_TEST = "tests/money/machine/test_everything_about_money.py"


def main() -> None:
    """Run the machine, write what it did and found, and end as it ended."""
    with tempfile.TemporaryDirectory() as folder:
        report, began = Path(folder) / "report.json", time.monotonic()
        environment = {
            **os.environ, "MONEY_STEPS": str(STEPS), "MONEY_SECONDS": "7200", "MONEY_REPORT": str(report),
        }  # fmt: skip
        command = [sys.executable, "-m", "pytest", "-q", "--show-capture=no", "-k", "all_of_moneys_rules", _TEST]
        ended = subprocess.run(command, cwd=HERE.parent, env=environment, capture_output=True, text=True, check=False)
        lasted = time.monotonic() - began
        did = json.loads(report.read_text("utf-8")) if report.exists() else {"done": {}, "refused": {}}
    said = "\n".join(_lines(did, lasted, found=ended.stdout if ended.returncode else ""))
    (HERE / "MONEY.md").write_text(said, "utf-8")
    print(said)
    raise SystemExit(ended.returncode)


def _lines(did: dict[str, dict[str, int]], lasted: float, *, found: str) -> list[str]:
    done, refused = did["done"], did["refused"]
    names = sorted({*done, *refused}, key=lambda name: (-done.get(name, 0), name))
    assertion = next((line for line in found.splitlines() if line.startswith("E  ")), "")
    return [
        "# Everything about money, in whatever order", "",
        f"{machine.describe()} `make money-machine`", "",
        f"{sum(done.values()):,} steps that were done and {sum(refused.values()):,} that were refused, in {lasted:.0f} seconds. "
        f"After each: {len(NEVER)} questions past all walls, the comparison of the books with everything else, every state against its "
        "table, and the provider's own memory; at the end of each run, when all is heard and done, the books against the provider's. "
        + (f"**Found:** `{assertion[1:].strip()}`" if found else "Nothing was found."), "",
        "| Step | done | refused |", "|---|---:|---:|",
        *[f"| {name.replace('_', ' ')} | {done.get(name, 0)} | {refused.get(name, 0)} |" for name in names], "",
    ]  # fmt: skip


if __name__ == "__main__":
    main()
