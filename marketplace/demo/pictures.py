"""Pictures of the demo market, drawn here: a simple object on coloured paper, one for each kind of goods and colour."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor

from PIL import Image, ImageDraw

from marketplace.kernel.storage import BlobStore
from marketplace.kernel.uploads import StoredPicture, keep_image

COLOURS = 3
_SIZE = (1600, 1200)
_PAPERS = ("#F3E3D3", "#E4ECE4", "#E2E9F1", "#F6E1E8", "#EFE7D6", "#E9E3EF")
_INKS = ("#9C1256", "#1F6B57", "#1D5F8A", "#A8481F", "#5A3E8C", "#374151")
_SHADE = "#00000022"

Draw = ImageDraw.ImageDraw


def _jar(draw: Draw, ink: str, light: str) -> None:
    draw.rounded_rectangle((560, 330, 1040, 960), 70, fill=ink)
    draw.rectangle((620, 250, 980, 340), fill=light)
    draw.arc((980, 450, 1220, 780), 270, 90, fill=ink, width=46)
    draw.rounded_rectangle((620, 470, 700, 860), 40, fill=light)


def _ball(draw: Draw, ink: str, light: str) -> None:
    draw.ellipse((480, 280, 1120, 920), fill=ink)
    for step in range(5):
        draw.arc((480 + step * 70, 280, 1120 + step * 70, 920), 120, 240, fill=light, width=14)


def _box(draw: Draw, ink: str, light: str) -> None:
    draw.polygon([(800, 260), (1200, 430), (800, 600), (400, 430)], fill=light)
    draw.polygon([(400, 430), (800, 600), (800, 1000), (400, 830)], fill=ink)
    draw.polygon([(1200, 430), (800, 600), (800, 1000), (1200, 830)], fill=ink)
    draw.line([(800, 600), (800, 1000)], fill=light, width=10)


def _screen(draw: Draw, ink: str, light: str) -> None:
    draw.rounded_rectangle((360, 300, 1240, 860), 36, fill=ink)
    draw.rounded_rectangle((400, 340, 1200, 820), 16, fill=light)
    draw.rectangle((700, 860, 900, 950), fill=ink)
    draw.rounded_rectangle((560, 950, 1040, 990), 20, fill=ink)


def _tool(draw: Draw, ink: str, light: str) -> None:
    draw.rounded_rectangle((420, 420, 1040, 600), 60, fill=ink)
    draw.rectangle((1040, 480, 1220, 540), fill=light)
    draw.polygon([(560, 600), (760, 600), (700, 960), (500, 960)], fill=ink)
    draw.ellipse((480, 450, 600, 570), fill=light)


def _cloth(draw: Draw, ink: str, light: str) -> None:
    draw.rounded_rectangle((440, 320, 1160, 920), 30, fill=ink)
    for step in range(8):
        draw.rectangle((440, 370 + step * 70, 1160, 392 + step * 70), fill=light)
    for step in range(18):
        draw.line([(450 + step * 40, 920), (450 + step * 40, 990)], fill=ink, width=8)


def _wheel(draw: Draw, ink: str, light: str) -> None:
    for x in (340, 860):
        draw.ellipse((x, 520, x + 400, 920), outline=ink, width=34)
        draw.ellipse((x + 170, 690, x + 230, 750), fill=ink)
    draw.line([(540, 720), (720, 440), (980, 440), (1060, 720), (720, 440)], fill=light, width=30)
    draw.line([(540, 720), (800, 720), (980, 440)], fill=light, width=30)
    draw.line([(940, 380), (1040, 380)], fill=ink, width=30)


def _leaf(draw: Draw, ink: str, light: str) -> None:
    draw.polygon([(560, 640), (1040, 640), (960, 980), (640, 980)], fill=ink)
    for x, top in ((640, 330), (800, 240), (960, 330)):
        draw.ellipse((x - 70, top, x + 70, top + 330), fill=light)


def _shoe(draw: Draw, ink: str, light: str) -> None:
    draw.polygon([(380, 520), (640, 460), (780, 640), (1180, 740), (1240, 880), (380, 880)], fill=ink)
    draw.rectangle((380, 880, 1240, 930), fill=light)
    for step in range(4):
        draw.line([(680 + step * 60, 560 + step * 30), (760 + step * 50, 530 + step * 40)], fill=light, width=14)


_SHAPES: Mapping[str, Callable[[Draw, str, str], None]] = {
    **dict.fromkeys(("cafeteras", "licuadoras", "termos", "vajillas", "ollas-sartenes", "barro", "biberones", "velas", "miel", "pinturas"), _jar),
    **dict.fromkeys(("estambres", "balones", "peluches", "alebrijes", "audifonos"), _ball),
    **dict.fromkeys(("televisores", "celulares", "laptops", "tabletas", "cuadernos", "impresoras", "teclados-ratones"), _screen),
    **dict.fromkeys(("taladros", "sierras", "martillos", "juegos-herramienta", "escaleras"), _tool),
    **dict.fromkeys(("telas", "mantas-cobijas", "rebozos", "camas-mascota", "tapetes-yoga", "mochilas-escolares", "bolsas"), _cloth),
    **dict.fromkeys(("bicicletas", "carriolas"), _wheel),
    **dict.fromkeys(("macetas", "mangueras", "asadores", "cafe-grano"), _leaf),
    **dict.fromkeys(("zapatos-hombre", "zapatos-mujer", "tenis"), _shoe),
}  # fmt: skip


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
    _SHAPES.get(category, _box)(pen, ink, "#FFF6E9")
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
