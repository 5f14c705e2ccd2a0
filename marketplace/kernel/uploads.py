"""The one way a stranger's file comes in: judged by what is in it, drawn anew, kept under a name of ours.

Pictures are decoded and encoded again, so that what the camera wrote beside them (place, time) and whatever hides behind
them is gone. Documents cannot be drawn anew: they are private, and only ever given out as an attachment.
"""

from __future__ import annotations

import io
import re
import secrets
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from PIL import Image

from marketplace.kernel import pictures
from marketplace.kernel.errors import Invalid
from marketplace.kernel.scanner import Scanner
from marketplace.kernel.storage import BlobStore

SIZES = (400, 800, 1600)
AVIF_SIZES = (200, *SIZES)  # the narrowest for lists of lines, where a picture is as wide as a thumb
PUBLIC = "p"
TABLES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
PHOTO_FOLDER = "private"  # of the private store: what both sides of an order see, and nobody else
_PDF_TAIL_BYTES = 1024
_SIZED = re.compile(r"-\d+\.(webp|avif)$")


class UploadRefused(Invalid):
    """A file that is not taken. `field` is where most forms ask for files."""

    code = "uploads.refused"
    field = "pictures"


class NotAPicture(UploadRefused):
    """Neither JPEG, PNG, WebP, AVIF nor HEIC, whatever its name says; or one that is broken."""

    code = "uploads.not_a_picture"


class IsHeic(UploadRefused):
    """A HEIC that cannot be decoded; iPhones make other pictures when told so."""

    code = "uploads.heic"


class IsDrawing(UploadRefused):
    """An SVG: a page with scripts, not a picture."""

    code = "uploads.svg"


class TooHeavy(UploadRefused):
    """More megabytes than this installation takes."""

    code = "uploads.too_heavy"


class TooManyPoints(UploadRefused):
    """A small file that would unfold into a huge picture."""

    code = "uploads.too_many_points"


class NotADocument(UploadRefused):
    """No PDF, or one that was cut short."""

    code = "uploads.not_a_document"


class Infected(UploadRefused):
    """The scanner found something."""

    code = "uploads.infected"


class TooManyFiles(UploadRefused):
    """More files than one form may bring."""

    code = "uploads.too_many_files"


@dataclass(frozen=True)
class StoredPicture:
    """A picture in the store; its files are `<key>-<size>.webp`, and of a public one, once `pack` made them, `.avif` too."""

    key: str
    width: int
    height: int


@dataclass(frozen=True)
class StoredPaper:
    """A document in the private store: a PDF as it came, or a picture of one, drawn anew."""

    key: str
    content_type: str
    size: int


class Uploads:
    """Takes files in, and keeps the two stores: what anybody may see, and what only some may."""

    def __init__(
        self, public: BlobStore, private: BlobStore, *, scanner: Scanner, most_mb: int, most_megapixels: int
    ) -> None:
        self.public, self.private = public, private
        self._scanner, self._most_mb, self._most_megapixels = scanner, most_mb, most_megapixels

    def keep_picture(self, data: bytes, *, private_folder: str | None = None) -> StoredPicture:
        """Keep a picture in every size: for everybody, or in a folder of the private store.

        Raises TooHeavy, TooManyPoints, IsHeic, IsDrawing, NotAPicture, Infected, ScannerSilent.
        """
        self._weigh_and_scan(data)
        picture = self._draw(data)
        store = self.private if private_folder else self.public
        return keep_image(store, picture, folder=private_folder or PUBLIC)

    def keep_document(self, data: bytes, *, folder: str) -> str:
        """Keep a PDF in a folder of the private store; gives its key. Raises TooHeavy, NotADocument, Infected."""
        self._weigh_and_scan(data)
        if not re.match(rb"%PDF-[12]\.\d", data) or b"%%EOF" not in data[-_PDF_TAIL_BYTES:]:
            raise NotADocument
        key = f"{_new_key(folder)}.pdf"
        self.private.put(key, data)
        return key

    def keep_paper(self, data: bytes, *, folder: str, name: str = "") -> StoredPaper:
        """Keep a PDF or a picture of a paper in a folder of the private store. Raises what both of those do.

        What calls itself a PDF is judged as one, so that a broken one is told as what it was meant to be.
        """
        if data.startswith(b"%PDF-") or name.lower().endswith(".pdf"):
            return StoredPaper(self.keep_document(data, folder=folder), "application/pdf", len(data))
        picture = self.keep_picture(data, private_folder=folder)
        return StoredPaper(f"{picture.key}-{max(SIZES)}.webp", "image/webp", len(data))

    def keep_table(self, data: bytes, *, folder: str, extension: str, most_mb: int) -> StoredPaper:
        """Keep a table (CSV, XLSX) or a packed folder as it came, in a folder of the private store.

        Whoever opens it looks at what is in it. Raises TooHeavy, Infected, ScannerSilent.
        """
        self._weigh_and_scan(data, most_mb=most_mb)
        key = f"{_new_key(folder)}.{extension}"
        self.private.put(key, data)
        return StoredPaper(key, TABLES[extension], len(data))

    def check(self, data: bytes) -> None:
        """Have a file that no store is to keep looked at. Raises TooHeavy, Infected, ScannerSilent."""
        self._weigh_and_scan(data)

    def forget(self, kept: StoredPicture | StoredPaper) -> None:
        """Forget a file that was kept a moment ago, in every size: nothing will name it."""
        store, files = self._files_of(kept)
        packed = [f"{kept.key}-{size}.avif" for size in AVIF_SIZES] if store is self.public else []
        for one in [*files, *packed]:
            store.delete(one)

    def has(self, kept: StoredPicture | StoredPaper) -> bool:
        """Whether a file that was kept is still there."""
        store, files = self._files_of(kept)
        return all(store.has(one) for one in files)

    def _files_of(self, kept: StoredPicture | StoredPaper) -> tuple[BlobStore, list[str]]:
        key = re.sub(r"-\d+\.webp$", "", kept.key)
        store = self.public if key.startswith(f"{PUBLIC}/") else self.private
        is_one = key.rpartition(".")[2] in ("pdf", *TABLES)
        return store, [kept.key] if is_one else [f"{key}-{size}.webp" for size in SIZES]

    def shown(self, key: str, size: int, form: str) -> tuple[bytes, str]:
        """Give a public picture in a size and form ("avif", "webp"), and the form it is in: what was not packed yet is a WebP,
        as wide or wider. Raises FileNotFoundError.
        """
        try:
            return self.public.get(f"{key}-{size}.{form}"), form
        except FileNotFoundError:
            wide = next((one for one in SIZES if one >= size), None)
            if form == "webp" or wide is None:
                raise
            return self.public.get(f"{key}-{wide}.webp"), "webp"

    def _weigh_and_scan(self, data: bytes, *, most_mb: int | None = None) -> None:
        most = most_mb or self._most_mb
        if len(data) > most * 1024 * 1024:
            raise TooHeavy(most=most)
        if not self._scanner.is_clean(data):
            raise Infected

    def _draw(self, data: bytes) -> Image.Image:
        """Decode a picture; its size is read before a single point is."""
        if b"<svg" in data[:1024].lower():
            raise IsDrawing
        try:
            return pictures.draw(data, most_points=self._most_megapixels * 1_000_000)
        except pictures.TooManyPixels as error:
            raise TooManyPoints(most=self._most_megapixels) from error
        except pictures.UndrawablePicture as error:
            raise (IsHeic if pictures.is_heic(data) else NotAPicture) from error


def keep_image(store: BlobStore, picture: Image.Image, *, folder: str = PUBLIC, name: str = "") -> StoredPicture:
    """Keep a picture that is already open, in every size, under a name of 128 random bits or the one given."""
    key = _new_key(folder, name)
    for size, data in _in_sizes(picture, SIZES, "WEBP", quality=80, method=2):
        store.put(f"{key}-{size}.webp", data)
    return StoredPicture(key, picture.width, picture.height)


def _in_sizes(picture: Image.Image, sizes: Sequence[int], form: str, **how: int) -> Iterator[tuple[int, bytes]]:
    encoded = {}
    for size in sizes:
        resized = picture.copy()
        resized.thumbnail((size, size))
        if resized.size not in encoded:  # what is small is the same in every larger size
            file = io.BytesIO()
            resized.save(file, form, **how)
            encoded[resized.size] = file.getvalue()
        yield size, encoded[resized.size]


def list_unpacked(store: BlobStore, folder: str, *, now: datetime) -> list[str]:
    """List the pictures of a folder that are not there as AVIF, by what `pack` writes last."""
    names = set(store.kept_before(folder, now))
    ends = f"-{min(SIZES)}.webp", f"-{min(AVIF_SIZES)}.avif"
    return sorted(
        key
        for name in names
        if name.endswith(ends[0]) and f"{(key := name.removesuffix(ends[0]))}{ends[1]}" not in names
    )


def pack(store: BlobStore, key: str) -> None:
    """Keep a picture as AVIF beside its WebP, which is about a third smaller. Raises FileNotFoundError where it is gone.

    Speed 8 takes a fiftieth of a second for a card's picture; the next slower one twice that, for a tenth fewer bytes.
    """
    with Image.open(io.BytesIO(store.get(f"{key}-{max(SIZES)}.webp"))) as opened:
        picture = opened.convert("RGB")
    for size, data in _in_sizes(picture, AVIF_SIZES[::-1], "AVIF", quality=55, speed=8, max_threads=1):
        store.put(f"{key}-{size}.avif", data)


def key_of_picture(name: str) -> str:
    """Give the key under which `keep_image` keeps a picture of a given name."""
    return _new_key(PUBLIC, name)


def _new_key(folder: str, name: str = "") -> str:
    name = name or secrets.token_hex(16)
    return f"{folder}/{name[:2]}/{name[2:32]}"


def sweep(store: BlobStore, folder: str, in_use: Collection[str], *, before: datetime) -> int:
    """Forget the files of a folder that were kept before a moment and that no row names; gives how many.

    Names are random and never used again, so a file this old that nobody names now will not be named later.
    """
    orphans = [one for one in store.kept_before(folder, before) if _SIZED.sub("", one) not in in_use]
    for one in orphans:
        store.delete(one)
    return len(orphans)
