"""Pictures: checked, turned the right way up, re-encoded in three sizes, and named by what is in them."""

from __future__ import annotations

import hashlib
import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from marketplace.catalog.errors import NotAPicture
from marketplace.kernel.storage import BlobStore

MOST_BYTES = 12 * 1024 * 1024
_MOST_PIXELS = 40_000_000
SIZES = (400, 800, 1600)
_FORMATS = ("JPEG", "PNG", "WEBP")


@dataclass(frozen=True)
class StoredPicture:
    """A picture in the blob store; its files are `<key>-<size>.webp`."""

    key: str
    width: int
    height: int


def keep_picture(blobs: BlobStore, data: bytes, *, folder: str = "p") -> StoredPicture:
    """Keep an uploaded picture in every size. What the camera wrote beside it (place, time) is dropped.

    Pictures in the folder `p` are public; any other folder is served only by the page that knows who may look.

    Raises NotAPicture when the bytes are no JPEG, PNG or WebP, or are too large (12 MiB, 40 million points).
    """
    if len(data) > MOST_BYTES:
        raise NotAPicture(most=MOST_BYTES // 1024 // 1024)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            opened = Image.open(io.BytesIO(data), formats=_FORMATS)
            if opened.width * opened.height > _MOST_PIXELS:
                raise NotAPicture(most=MOST_BYTES // 1024 // 1024)
            picture = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Warning, Image.DecompressionBombError) as error:
        raise NotAPicture(most=MOST_BYTES // 1024 // 1024) from error
    return keep_image(blobs, picture, folder=folder)


def keep_image(blobs: BlobStore, picture: Image.Image, *, folder: str = "p") -> StoredPicture:
    """Keep a picture that is already open, in every size."""
    digest = hashlib.sha256(picture.tobytes()).hexdigest()[:32]
    key = f"{folder}/{digest[:2]}/{digest[2:]}"
    for size in SIZES:
        resized = picture.copy()
        resized.thumbnail((size, size))
        encoded = io.BytesIO()
        resized.save(encoded, "WEBP", quality=80, method=2)
        blobs.put(f"{key}-{size}.webp", encoded.getvalue())
    return StoredPicture(key, picture.width, picture.height)
