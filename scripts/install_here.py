"""Puts this checkout and its command into the environment that runs this script, without asking any registry."""

from __future__ import annotations

import stat
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).parent.parent.resolve()

packages = Path(sysconfig.get_path("purelib"))
(packages / "tianguis_checkout.pth").write_text(f"{ROOT}\n", "utf-8")
command = Path(sysconfig.get_path("scripts")) / "tianguis"
command.write_text(
    f"#!{sys.executable}\nfrom marketplace.cli import main\n\nif __name__ == '__main__':\n    main()\n", "utf-8"
)
command.chmod(command.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
