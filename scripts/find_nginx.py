"""Makes sure that the tests of slow clients have an nginx: finds the system's, or installs it where it may; says which."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys


def find() -> str | None:
    """Find nginx on this machine."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


def main() -> None:
    """Find or install, and say what was done."""
    found = find()
    if found is None and shutil.which("apt-get") and os.geteuid() == 0:
        print("No nginx here; installing the system's package.")
        quiet = {
            "stdout": subprocess.DEVNULL,
            # In the single-user runlevel the package does not start it as a service of this machine.
            "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"},
        }
        subprocess.run(["apt-get", "update", "-q"], check=False, **quiet)
        subprocess.run(
            ["apt-get", "install", "-y", "-q", "--no-install-recommends", "nginx-light"], check=False, **quiet
        )
        found = find()
    if found is None:
        print(
            "Tests behind nginx will be skipped: there is none, and it may not be installed from here.", file=sys.stderr
        )
    else:
        print(f"Proxy: {found}")


if __name__ == "__main__":
    main()
