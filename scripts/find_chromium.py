"""Makes sure that the browser tests have a Chromium: finds the system's, or installs it where it may; says which."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """Find a Chromium on this machine."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


def main() -> None:
    """Find or install, and say what was done."""
    found = find()
    if found is None and shutil.which("apt-get") and os.geteuid() == 0:
        print("No Chromium here; installing the system's package.")
        quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
        subprocess.run(["apt-get", "update", "-q"], check=False, **quiet)
        subprocess.run(["apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium"], check=False, **quiet)
        found = find()
    if found is None:
        print(
            "Browser tests will be skipped: there is no Chromium, and it may not be installed from here.",
            file=sys.stderr,
        )
    else:
        print(f"Browser: {found}")


if __name__ == "__main__":
    main()
