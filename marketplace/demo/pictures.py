"""Pictures of the demo market, drawn here: each good on coloured paper, in its own colours, from afar and close by."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from PIL import Image, ImageDraw

from marketplace.demo.drawings import DRAWINGS
from marketplace.demo.facts import COLOURS
from marketplace.demo.goods import Good
from marketplace.kernel.storage import BlobStore
from marketplace.kernel.uploads import StoredPicture, keep_image, key_of_picture

_CANVAS = (1600, 1200)
SIZE = (800, 600)
_PAPERS = ("#F3E3D3", "#E4ECE4", "#E2E9F1", "#F6E1E8", "#EFE7D6", "#E9E3EF")
_LIGHT, _SHADE = "#FFF6E9", "#00000022"
_INKS = {
    "rosa": "#C2186B", "azul": "#1D5F8A", "natural": "#C29F6D", "negro": "#2B2724", "verde": "#1F6B57", "rojo": "#B3261E",
    "cafe": "#6B3F14", "blanco": "#FFFFFF", "gris": "#7B8290", "amarillo": "#D9A023", "multicolor": "#5A3E8C",
    "acero": "#6F7B87", "aluminio": "#8A949E", "barro": "#A8532B", "madera": "#94673A", "hierro": "#3A3F46", "piel": "#6B3F14",
    "carton": "#A98557", "ceramica": "#1D5F8A", "vidrio": "#2C7A7B",
}  # fmt: skip
_OTHERS = ("plum", "agave", "cielo", "clay", "violet", "slate")
_INKS |= dict(zip(_OTHERS, ("#9C1256", "#1F6B57", "#1D5F8A", "#A8481F", "#5A3E8C", "#374151"), strict=True))
_ON_BLACK = {"Jarrón de barro negro": "negro", "Tapete de corcho": "natural", "Vela de cera de abeja": "amarillo"}


@dataclass(frozen=True)
class Drawing:
    """A picture that can be drawn: of goods by their name, in a colour, from afar or close by."""

    name: str
    colour: str
    is_close: bool = False

    @property
    def file(self) -> str:
        """The name of its file, the same each time, where real ones get one at random."""
        return hashlib.sha256(f"demo:{self.name}:{self.colour}:{self.is_close}".encode()).hexdigest()[:32]

    @property
    def picture(self) -> StoredPicture:
        """Where it is kept, and how large it is."""
        return StoredPicture(key_of_picture(self.file), *SIZE)


def drawings_of(good: Good) -> list[tuple[Drawing, str]]:
    """The pictures of a good with what they show: one for each colour that it comes in, and one from close by."""
    colours = [(COLOURS[name], name) for name, _price, _pieces in good.variants if name in COLOURS]
    if colours:
        of_each = [(Drawing(good.name, code), f"{good.title}, {name.lower()}") for code, name in colours]
    else:
        of_each = [(Drawing(good.name, _colour_of(good)), good.title)]
    return [*of_each, (Drawing(good.name, of_each[0][0].colour, is_close=True), f"{good.title}, de cerca")]


def picture_of_variant(good: Good, name: str) -> StoredPicture | None:
    """The picture of a variant, where its name is a colour."""
    return Drawing(good.name, COLOURS[name]).picture if name in COLOURS else None


def _colour_of(good: Good) -> str:
    """In which colour to draw a good: its own, that of its material, or one of six."""
    said = (_ON_BLACK.get(good.name), good.attributes.get("color"), good.attributes.get("material"))
    found = next((str(one) for one in said if one in _INKS), None)
    return found or _OTHERS[len(good.name) * 7 % len(_OTHERS)]


def draw(drawing: Drawing) -> Image.Image:
    """Draw a picture."""
    dice = random.Random(f"{drawing.name}:{drawing.colour}")  # noqa: S311 - a demo, the same each time
    paper = _PAPERS[(sorted(_INKS).index(drawing.colour) + len(drawing.name) + 3 * drawing.is_close) % len(_PAPERS)]
    is_white = drawing.colour == "blanco"
    image = Image.new("RGB", _CANVAS, "#C9D3D9" if is_white else paper)
    pen = ImageDraw.Draw(image, "RGBA")
    pen.rectangle((0, 900, 1600, 1200), fill=_SHADE)
    pen.ellipse((380, 930, 1220, 1040), fill=_SHADE)
    for _n in range(3):
        x, y, r = dice.randint(0, 1600), dice.randint(0, 700), dice.randint(40, 120)
        pen.ellipse((x - r, y - r, x + r, y + r), fill="#FFFFFF55")
    DRAWINGS[drawing.name](pen, _INKS[drawing.colour], "#AEB9C0" if is_white else _LIGHT)
    if drawing.is_close:
        return image.crop((440, 300, 1240, 900))
    return image.reduce(2)


@contextmanager
def drawing_meanwhile(blobs: BlobStore, goods: Iterable[Good], *also: Drawing) -> Iterator[None]:
    """Draw and keep the pictures of goods, and some more, while something else is done; all are kept when that is over."""
    wanted = dict.fromkeys([*also, *(drawing for good in goods for drawing, _alt in drawings_of(good))])
    with ThreadPoolExecutor(max_workers=1) as pool:
        work: Future[None] = pool.submit(_keep_all, blobs, list(wanted))
        yield
        work.result()


def _keep_all(blobs: BlobStore, drawings: list[Drawing]) -> None:
    for one in drawings:
        keep_image(blobs, draw(one), name=one.file)
