"""Decodes one HEIC in a process of its own: reads it from standard input, writes a PNG to standard output.

The decoder is a large library in C, and a file that lies can end the process that runs it. Here that is a refusal.
"""

from __future__ import annotations

import contextlib
import io
import sys

TOO_LARGE = 3
_MOST_BYTES, _MOST_SECONDS = 2 * 1024**3, 30


def main() -> int:
    """Decode; `argv[1]` is how many points it may have. Gives TOO_LARGE, or 1 for what is none."""
    with contextlib.suppress(ImportError, ValueError, OSError):  # not on every system
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MOST_BYTES, _MOST_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (_MOST_SECONDS, _MOST_SECONDS))
    import pi_heif
    from PIL import Image

    pi_heif.register_heif_opener(thumbnails=False)
    Image.MAX_IMAGE_PIXELS = None  # ours is told
    image = Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=["HEIF"])
    if image.width * image.height > int(sys.argv[1]):
        return TOO_LARGE
    image.save(sys.stdout.buffer, "PNG", compress_level=0, icc_profile=image.info.get("icc_profile"), exif=b"")
    return 0


if __name__ == "__main__":
    sys.exit(main())
