"""The blob store: pictures and files under write-once names, on local disk or anything obstore speaks to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import LocalStore, MemoryStore

from marketplace.kernel.errors import OutsideFailure


class NotKept(OutsideFailure):
    """The store took nothing: its disk is full, or it is away. `field` is where most forms ask for files."""

    code = "uploads.not_kept"
    field = "pictures"


class BlobStore:
    """Keeps bytes under a key. A key is written once: the same key always holds the same bytes."""

    def __init__(self, store: LocalStore | MemoryStore, *, private: Path | None = None) -> None:
        self._store, self._private = store, private

    @classmethod
    def local(cls, folder: Path, *, private: bool = False) -> BlobStore:
        """Open a store in a folder, making it when missing. A private one is closed to other users of the machine."""
        folder.mkdir(mode=0o700 if private else 0o777, parents=True, exist_ok=True)
        if private:
            folder.chmod(0o700)  # one that was made before, or restored
        return cls(LocalStore(folder.resolve()), private=folder.resolve() if private else None)

    def put(self, key: str, data: bytes) -> None:
        """Keep bytes under a key. Keeping a key again is no error and changes nothing. Raises NotKept."""
        try:
            obstore.put(self._store, key, data, mode="create")
            self._close(key)
        except AlreadyExistsError:
            return
        except (BaseError, OSError) as error:
            raise NotKept from error

    def _close(self, key: str) -> None:
        """Nobody else could reach the file in its folder; who copies the folder keeps it closed too."""
        if self._private is not None:
            (self._private / key).chmod(0o600)

    def put_file(self, key: str, file: Path) -> None:
        """Keep a file under a key, piece by piece: it need not fit into memory. Raises NotKept."""
        try:
            obstore.put(self._store, key, file)
            self._close(key)
        except (BaseError, OSError) as error:
            raise NotKept from error

    def chunks(self, key: str) -> Iterator[bytes]:
        """Give the bytes of a key piece by piece; raises FileNotFoundError when there are none."""
        found = obstore.get(self._store, key)
        return (bytes(chunk) for chunk in found.stream())

    def get(self, key: str) -> bytes:
        """Give the bytes of a key; raises FileNotFoundError when there are none."""
        return bytes(obstore.get(self._store, key).bytes())

    def has(self, key: str) -> bool:
        """Whether there are bytes under a key."""
        try:
            obstore.head(self._store, key)
        except FileNotFoundError:
            return False
        return True

    def delete(self, key: str) -> None:
        """Forget a key; a missing one is no error."""
        try:
            obstore.delete(self._store, key)
        except FileNotFoundError:
            return

    def kept_before(self, folder: str, moment: datetime) -> Iterator[str]:
        """List the keys of a folder that were kept before a moment."""
        for batch in obstore.list(self._store, prefix=folder):
            yield from (str(entry["path"]) for entry in batch if entry["last_modified"] < moment)
