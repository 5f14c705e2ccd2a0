"""Pictures of the demo market, drawn here: a simple object on coloured paper, one for each kind of goods and colour."""

from __future__ import annotations

import hashlib
import random
from concurrent.futures import ThreadPoolExecutor

from PIL import Image, ImageDraw

from marketplace.demo.shapes import SHAPES
from marketplace.kernel.storage import BlobStore
from marketplace.kernel.uploads import StoredPicture, keep_image

COLOURS = 3
_SIZE = (1600, 1200)
_PAPERS = ("#F3E3D3", "#E4ECE4", "#E2E9F1", "#F6E1E8", "#EFE7D6", "#E9E3EF")
_INKS = ("#9C1256", "#1F6B57", "#1D5F8A", "#A8481F", "#5A3E8C", "#374151")
_SHADE = "#00000022"


def draw(category: str, colour: int) -> Image.Image:
    """Draw the picture of a kind of goods in one of three colours."""
    dice = random.Random(f"{category}:{colour}")  # noqa: S311 - a demo, the same each time
    paper, ink = _PAPERS[colour], _INKS[(colour + len(category)) % len(_INKS)]
    image = Image.new("RGB", _SIZE, paper)
    pen = ImageDraw.Draw(image, "RGBA")
    pen.rectangle((0, 900, 1600, 1200), fill=_SHADE)
    pen.ellipse((380, 930, 1220, 1040), fill=_SHADE)
    for _n in range(3):
        x, y, r = dice.randint(0, 1600), dice.randint(0, 700), dice.randint(40, 120)
        pen.ellipse((x - r, y - r, x + r, y + r), fill="#FFFFFF55")
    SHAPES[category](pen, ink, "#FFF6E9")
    return image


def _name(category: str, colour: int) -> str:
    """Name a picture the same each time, where real ones get a name at random."""
    return hashlib.sha256(f"demo:{category}:{colour}".encode()).hexdigest()[:32]


def draw_all(blobs: BlobStore, categories: list[str]) -> dict[tuple[str, int], StoredPicture]:
    """Draw and keep every picture of some categories, on all cores."""
    wanted = [(category, colour) for category in categories for colour in range(COLOURS)]
    with ThreadPoolExecutor() as pool:
        kept = list(pool.map(lambda one: keep_image(blobs, draw(*one), name=_name(*one)), wanted))
    return dict(zip(wanted, kept, strict=True))
