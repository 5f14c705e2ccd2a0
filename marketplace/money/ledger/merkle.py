"""A hash over many lines from which each single line can be proven: the Merkle tree of RFC 6962, section 2.1."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256


class MerkleTree:
    """The tree over some lines. `root` is its hash; of no lines at all, the hash of nothing."""

    def __init__(self, lines: Sequence[str]) -> None:
        level = [sha256(b"\0" + line.encode()).digest() for line in lines]
        self._levels = [level]
        while len(level) > 1:
            pairs = [_join(*level[at : at + 2]) for at in range(0, len(level) - 1, 2)]
            level = pairs + level[2 * len(pairs) :]  # one without a partner goes up as it is
            self._levels.append(level)
        self.root = level[0].hex() if level else sha256().hexdigest()

    def path(self, place: int) -> list[tuple[str, str]]:
        """Give what the line at a place is joined with on the way to the root: the side it stands on (L, R), and its hash."""
        return list(self._path(place))

    def _path(self, place: int) -> Iterator[tuple[str, str]]:
        for level in self._levels[:-1]:
            beside = place ^ 1
            if beside < len(level):
                yield ("L" if beside < place else "R"), level[beside].hex()
            place //= 2


def _join(left: bytes, right: bytes) -> bytes:
    return sha256(b"\1" + left + right).digest()
