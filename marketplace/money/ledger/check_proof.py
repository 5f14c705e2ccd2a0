"""Comprueba, sin conexión, que tus renglones están en los libros que Tianguis cerró ese día. Python 3.9 o más nuevo.

    python3 check_proof.py comprobante.json

Checks, offline, that your lines are in the books that Tianguis sealed that day. It needs nothing but Python.
"""

import hashlib
import json
import pathlib
import sys


def root_of(line: str, path: "list[list[str]]") -> str:
    """Join a line's hash with what stands beside it, level by level, up to the root (RFC 6962, section 2.1)."""
    found = hashlib.sha256(b"\0" + line.encode()).digest()
    for side, beside in path:
        other = bytes.fromhex(beside)
        found = hashlib.sha256(b"\1" + (other + found if side == "L" else found + other)).digest()
    return found.hex()


def main() -> None:
    """Say of each line whether it leads to the root, and what the lines come to."""
    told = json.loads(pathlib.Path(sys.argv[1]).read_text("utf-8"))
    wrong, centavos = 0, 0
    for entry in told["entries"]:
        if root_of(entry["line"], entry["path"]) != told["root"]:
            wrong += 1
            print("NO ESTÁ / NOT THERE:", entry["line"])
        amount = -int(entry["line"].split("|")[7])  # the books write what is yours with a minus
        centavos += amount
        print(f"{entry['order']:10} {amount / 100:12,.2f} {entry['what']}")
    print(f"{told['day']}: {len(told['entries'])} renglones / lines, {wrong} mal / wrong, MXN {centavos / 100:,.2f}")
    print(f"Raíz / root {told['root']}\nCompárala con / compare it with {told['published_at']}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
