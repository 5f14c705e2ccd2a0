"""The bill of materials names every locked package with its hashes, and what asks for it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from scripts.sbom import bill

ROOT = Path(__file__).parents[2]

LOCK = """\
flask==3.1.3 \\
    --hash=sha256:{a} \\
    --hash=sha256:{b}
    # via
    #   -r requirements/runtime.in
    #   flask-login
flask-login==0.6.3 ; sys_platform == 'linux' \\
    --hash=sha256:{b}
    # via -r requirements/runtime.in
werkzeug==3.1.9 \\
    --hash=sha256:{a}
    # via flask
""".format(a="a" * 64, b="b" * 64)


def test_packages_hashes_and_who_asks_for_them() -> None:
    made = bill(LOCK, product="tianguis", version="1")
    assert [(one["purl"], len(one["hashes"])) for one in made["components"]] == [
        ("pkg:pypi/flask@3.1.3", 2),
        ("pkg:pypi/flask-login@0.6.3", 1),
        ("pkg:pypi/werkzeug@3.1.9", 1),
    ]
    asks = {one["ref"]: one["dependsOn"] for one in made["dependencies"]}
    assert asks["pkg:pypi/flask@3.1.3"] == ["pkg:pypi/werkzeug@3.1.9"]
    assert asks["pkg:pypi/flask-login@0.6.3"] == ["pkg:pypi/flask@3.1.3"]
    assert "pkg:pypi/flask-login@0.6.3" in asks["tianguis@1"]


def test_the_products_own_is_whole() -> None:
    said = subprocess.run([sys.executable, "scripts/sbom.py"], cwd=ROOT, capture_output=True, text=True, check=True)
    made: dict[str, Any] = json.loads(said.stdout)
    lock = (ROOT / "requirements/runtime.txt").read_text() + (ROOT / "requirements/cfdi.txt").read_text()
    locked = [line for line in lock.splitlines() if "==" in line.split("#")[0]]
    assert {"satcfdi", "lxml"} <= {one["name"] for one in made["components"]}
    assert len(made["components"]) == len(locked) > 30
    assert len({one["bom-ref"] for one in made["components"]}) == len(made["components"])
    assert all(one["hashes"] for one in made["components"])
