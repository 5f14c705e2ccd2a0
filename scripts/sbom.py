"""Writes what the product is made of (CycloneDX 1.6, JSON) from the locked requirements. Needs no network.

python scripts/sbom.py > sbom.json
"""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
_PACKAGE = re.compile(r"^(?P<name>[\w.\-]+)==(?P<version>[^\s;\\]+)(?P<rest>.*)$")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_VIA = re.compile(r"^\s+#\s+(?:via\s+)?([\w.\-]+)$")


def read_lock(text: str) -> list[dict[str, Any]]:
    """Read the locked packages: name, version, the hashes of their files, and which packages ask for them."""
    packages: list[dict[str, Any]] = []
    for line in text.splitlines():
        if found := _PACKAGE.match(line):
            packages.append({"name": found["name"].lower(), "version": found["version"], "hashes": [], "via": []})
        elif packages:
            packages[-1]["hashes"] += _HASH.findall(line)
            packages[-1]["via"] += [name.lower() for name in _VIA.findall(line)]
    return packages


def _reference(package: dict[str, Any]) -> str:
    return f"pkg:pypi/{package['name']}@{package['version']}"


def bill(text: str, *, product: str, version: str) -> dict[str, Any]:
    """Make the bill of materials of a product from the text of its lock."""
    packages = read_lock(text)
    named: dict[str, list[str]] = {}  # a package may be locked in two versions, for different Pythons
    for package in packages:
        named.setdefault(package["name"], []).append(_reference(package))
    ours = f"{product}@{version}"
    asks: dict[str, list[str]] = {ours: [], **{one: [] for references in named.values() for one in references}}
    for package in packages:
        askers = [one for name in package["via"] for one in named.get(name, [])]
        for asker in askers or [ours]:
            asks[asker].append(_reference(package))
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": ours, "name": product, "version": version}},
        "components": [
            {
                "type": "library",
                "bom-ref": _reference(package),
                "name": package["name"],
                "version": package["version"],
                "purl": _reference(package),
                # Of every file that may be installed, wheels and source; the installer takes no other.
                "hashes": [{"alg": "SHA-256", "content": one} for one in package["hashes"]],
            }
            for package in packages
        ],
        "dependencies": [{"ref": one, "dependsOn": sorted(set(others))} for one, others in sorted(asks.items())],
    }


def main() -> None:
    """Write the bill of what runs in production."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    locks = (ROOT / "requirements" / name for name in ("runtime.txt", "cfdi.txt"))
    lock = "\n".join(lock.read_text() for lock in locks)
    print(json.dumps(bill(lock, product=project["name"], version=project["version"]), indent=1))


if __name__ == "__main__":
    main()
