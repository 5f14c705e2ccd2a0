"""What of the facts of a demo good follows from others: a name, a size, a weight and a price say the same of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Said = dict[str, Any]

# A colour as a variant is called, and as an attribute and a drawing know it.
COLOURS: Mapping[str, str] = {"Rosa": "rosa", "Azul": "azul", "Natural": "natural", "Negro": "negro", "Verde": "verde"}


def agree(category: str, name: str, said: Said) -> Said:
    """Give what is said of a good, without what contradicts its name or the rest."""
    mend = _MENDS.get(category)
    return mend(name, dict(said)) if mend else said


def _without(said: Said, *codes: str) -> Said:
    return {code: value for code, value in said.items() if code not in codes}


def _coffee_maker(name: str, said: Said) -> Said:
    if "capacity_ml" in said and "cups" in said:
        said["capacity_ml"] = said["cups"] * (60 if name == "Cafetera espresso" else 150)
    return said


def _blender(name: str, said: Said) -> Said:
    if name == "Licuadora de inmersión":
        return {**_without(said, "capacity_ml"), "material": "acero"}
    return said


def _pot(name: str, said: Said) -> Said:
    if name in ("Sartén", "Comal"):
        said = _without(said, "capacity_ml")
    if name == "Olla exprés" and said.get("material") not in ("acero", "aluminio"):
        said["material"] = "acero"
    return said


def _yarn(name: str, said: Said) -> Said:
    if "length_m" in said:
        said["length_m"] = {10: 100, 20: 180}.get(said["length_m"], said["length_m"])
        said["weight_g"] = 50 if said["length_m"] == 100 else 100
    if said.get("fibre") == "lino":
        said["fibre"] = "lana"
    return said


def _ladder(name: str, said: Said) -> Said:
    if "steps" in said:
        said["height_cm"] = said["steps"] * 30
    return said


def _candle(name: str, said: Said) -> Said:
    if "weight_g" in said:
        said["hours_burning"] = {100: 20, 250: 35}.get(said["weight_g"], 60)
    return said


def _weights(name: str, said: Said) -> Said:
    return {**said, "pieces": {"Par de mancuernas": 2, "Pesa rusa": 1}.get(name, 4)}


def _ball(name: str, said: Said) -> Said:
    if "size" in said:
        said["size"] = min(said["size"], 5) if name == "Balón de fútbol" else 7
    return said


def _bicycle(name: str, said: Said) -> Said:
    if name == "Bicicleta infantil" and "weight_g" in said:
        said["weight_g"] = 9500
    return said


def _screen(name: str, said: Said) -> Said:
    if {"screen_in", "resolution"} <= said.keys():
        said["resolution"] = "hd" if said["screen_in"] <= 32 else "fhd" if said["screen_in"] < 50 else "4k"
    return said


def _bed(name: str, said: Said) -> Said:
    said.setdefault("length_cm", 70)
    return {**said, "width_cm": {50: 40, 70: 55}.get(said["length_cm"], 75)}


def _flowerpot(name: str, said: Said) -> Said:
    if {"diameter_cm", "height_cm"} <= said.keys():
        said["height_cm"] = said["diameter_cm"] * 9 // 10
    return said


def _pen(name: str, said: Said) -> Said:
    if name == "Pluma fuente":
        return _without(said, "pieces")
    return {**said, "color": "multicolor"} if name == "Lápices de color" else said


def _pushchair(name: str, said: Said) -> Said:
    if "weight_g" in said:
        said["weight_g"] = 9900 if name == "Carriola todo terreno" else min(said["weight_g"], 7400)
    return said


def _printer(name: str, said: Said) -> Said:
    return {**said, "power_w": 400 if name == "Impresora láser" else 15} if "power_w" in said else said


_MENDS: Mapping[str, Callable[[str, Said], Said]] = {
    "cafeteras": _coffee_maker,
    "licuadoras": _blender,
    "ollas-sartenes": _pot,
    "vajillas": lambda name, said: said if name == "Juego de tazas" else _without(said, "capacity_ml"),
    "termos": lambda name, said: said if name == "Vaso térmico" else {**said, "material": "acero"},
    "estambres": _yarn,
    "escaleras": _ladder,
    "pinturas": lambda _name, said: _without(said, "capacity_ml"),
    "barro": lambda _name, said: _without(said, "pieces"),
    "velas": _candle,
    "pesas": _weights,
    "balones": _ball,
    "bicicletas": _bicycle,
    "televisores": _screen,
    "camas-mascota": _bed,
    "macetas": _flowerpot,
    "plumas-lapices": _pen,
    "carriolas": _pushchair,
    "impresoras": _printer,
    "biberones": lambda name, said: {**said, "pieces": 1} if name == "Biberón anticólico" else said,
    "audifonos": lambda name, said: {**said, "weight_g": 250} if name == "Audífonos de diadema" else said,
}

# The number that makes goods of a kind dearer: of these, the smallest costs the least.
DEARER_BY: Mapping[str, str] = {
    "televisores": "screen_in", "laptops": "memory_gb", "celulares": "storage_gb", "tabletas": "storage_gb", "miel": "weight_g",
    "cafe-grano": "weight_g", "velas": "weight_g", "pesas": "weight_g", "martillos": "weight_g", "estambres": "length_m",
    "telas": "length_m", "mangueras": "length_m", "juegos-herramienta": "pieces", "bloques": "pieces", "rompecabezas": "pieces",
    "cargadores": "power_w", "escaleras": "steps",
}  # fmt: skip

_BOX_MM = 40  # what a box adds to what is in it


def weigh(said: Mapping[str, Any], grams: int) -> int:
    """Give the weight of a good in its box, in grams: more than what it says that it weighs."""
    return max(grams, int(said.get("weight_g", 0)) * 106 // 100 + 30)


def measure(category: str, said: Mapping[str, Any], size_mm: tuple[int, int, int]) -> tuple[int, int, int]:
    """Give length, width and height of its box, in millimetres, so that it fits in."""
    if category == "televisores" and "screen_in" in said:
        wide = int(said["screen_in"] * 22.2)
        return wide + 2 * _BOX_MM, 160, wide * 9 // 16 + 2 * _BOX_MM
    if category in ("alebrijes", "peluches") and "height_cm" in said:
        tall = said["height_cm"] * 10
        return max(size_mm[0], tall // 2), max(size_mm[1], tall // 2), tall + _BOX_MM
    if category == "macetas":
        wide = max(size_mm[0], said.get("diameter_cm", 0) * 10 + _BOX_MM)
        return wide, wide, max(size_mm[2], said.get("height_cm", 0) * 10 + _BOX_MM)
    if category == "ollas-sartenes":
        wide = max(size_mm[0], said.get("diameter_cm", 0) * 10 + _BOX_MM)
        return wide, wide, size_mm[2]
    return size_mm
