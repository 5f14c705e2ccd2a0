"""Goods of the demo market: believable names, attributes, prices and stock, the same from the same seed."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marketplace.catalog.taxonomy import ATTRIBUTES, CATEGORIES


@dataclass(frozen=True)
class Kind:
    """What is sold in a category: names, lines (model families), pesos from-to, grams, and sizes in millimetres."""

    names: tuple[str, ...]
    brands: tuple[str, ...]
    pesos: tuple[int, int]
    grams: int
    size_mm: tuple[int, int, int]


_LINES = (
    "Ámbar", "Brisa", "Cenote", "Duna", "Encino", "Faro", "Girasol", "Hacienda", "Jacaranda", "Kiosko", "Luna", "Mezquite",
    "Nopal", "Olmo", "Pitaya", "Quetzal", "Ribera", "Sierra", "Tezontle", "Valle", "Xola", "Yuca", "Zacate",
)  # fmt: skip
_BRANDS = ("Nixtal", "Loma", "Tamuín", "Arroyo", "Kukul", "Zarza")

KINDS: Mapping[str, Kind] = {
    "cafeteras": Kind(("Cafetera italiana", "Cafetera de goteo", "Prensa francesa", "Cafetera espresso", "Jarra de olla para café"), ("Nixtal", "Loma", "Lumbre"), (259, 3890), 1600, (280, 220, 330)),
    "licuadoras": Kind(("Licuadora de vaso", "Licuadora personal", "Licuadora de inmersión"), ("Nixtal", "Loma"), (449, 2690), 2800, (240, 240, 420)),
    "ollas-sartenes": Kind(("Sartén", "Olla exprés", "Cacerola con tapa", "Comal"), ("Nixtal", "Lumbre"), (219, 1890), 1900, (320, 320, 160)),
    "vajillas": Kind(("Juego de tazas", "Vajilla", "Juego de platos hondos"), ("Lumbre", "Loma"), (189, 1690), 3200, (340, 340, 240)),
    "termos": Kind(("Termo", "Termo con taza", "Vaso térmico"), ("Arroyo", "Nixtal"), (199, 890), 520, (100, 100, 300)),
    "estambres": Kind(("Estambre de alpaca", "Madeja teñida a mano", "Estambre de algodón", "Estambre de lana merino"), ("Hilos Alpaca",), (89, 420), 120, (150, 100, 80)),
    "telas": Kind(("Manta cruda", "Tela de lino", "Popelina de algodón"), ("Hilos Alpaca", "Tamuín"), (79, 390), 400, (400, 300, 40)),
    "agujas-ganchos": Kind(("Juego de ganchos", "Agujas circulares", "Agujas rectas"), ("Hilos Alpaca", "Tamuín"), (69, 690), 150, (250, 80, 30)),
    "mantas-cobijas": Kind(("Cobija tejida", "Manta de telar", "Frazada"), ("Hilos Alpaca",), (490, 2390), 1800, (450, 350, 120)),
    "rebozos": Kind(("Rebozo de algodón", "Rebozo de bolita", "Rebozo de seda"), ("Hilos Alpaca",), (690, 3900), 450, (300, 250, 60)),
    "taladros": Kind(("Taladro inalámbrico", "Taladro percutor", "Rotomartillo"), ("Tamuín", "Kukul"), (899, 5490), 2600, (350, 280, 120)),
    "sierras": Kind(("Sierra circular", "Sierra caladora", "Sierra de mesa"), ("Tamuín", "Kukul"), (1090, 7900), 5200, (420, 320, 280)),
    "martillos": Kind(("Martillo de uña", "Mazo de goma", "Martillo de bola"), ("Abedul", "Kukul"), (99, 490), 700, (330, 130, 40)),
    "juegos-herramienta": Kind(("Juego de dados", "Caja de herramienta", "Juego de desarmadores"), ("Abedul", "Kukul"), (249, 3290), 3500, (420, 320, 100)),
    "escaleras": Kind(("Escalera de tijera", "Escalera telescópica", "Banco plegable"), ("Abedul",), (649, 4590), 7800, (1500, 450, 150)),
    "pinturas": Kind(("Pintura vinílica", "Esmalte", "Impermeabilizante"), ("Abedul", "Zarza"), (189, 2890), 4800, (240, 240, 260)),
    "barro": Kind(("Olla de barro", "Cazuela de barro", "Jarrón de barro negro"), ("Lumbre",), (149, 1490), 2200, (300, 300, 280)),
    "velas": Kind(("Vela de cera de abeja", "Vela de soya"), ("Lumbre",), (89, 390), 380, (100, 100, 120)),
    "alebrijes": Kind(("Alebrije de copal", "Alebrije de papel"), ("Lumbre",), (390, 4900), 700, (250, 150, 250)),
    "cafe-grano": Kind(("Café de altura", "Café natural", "Café lavado"), ("Café Montaña",), (119, 489), 540, (220, 120, 80)),
    "miel": Kind(("Miel de azahar", "Miel multiflora"), ("Café Montaña",), (99, 289), 700, (90, 90, 130)),
    "audifonos": Kind(("Audífonos de diadema", "Audífonos inalámbricos", "Audífonos deportivos"), ("Kukul", "Zarza"), (249, 4290), 350, (220, 200, 90)),
    "bocinas": Kind(("Bocina portátil", "Barra de sonido", "Bocina de librero"), ("Kukul", "Arroyo"), (349, 6490), 1900, (320, 160, 160)),
    "televisores": Kind(("Pantalla", "Pantalla inteligente"), ("Zarza", "Kukul"), (2890, 17900), 9800, (1100, 160, 700)),
    "cargadores": Kind(("Cargador de pared", "Cable USB-C", "Batería externa"), ("Zarza", "Kukul"), (119, 990), 180, (120, 80, 40)),
    "teclados-ratones": Kind(("Teclado mecánico", "Ratón inalámbrico", "Teclado compacto"), ("Zarza",), (229, 2390), 650, (440, 160, 50)),
    "celulares": Kind(("Celular", "Celular plegable"), ("Zarza", "Kukul"), (1990, 12900), 420, (170, 90, 60)),
    "laptops": Kind(("Laptop", "Laptop ligera"), ("Zarza", "Arroyo"), (5490, 23900), 2300, (380, 270, 70)),
    "tabletas": Kind(("Tableta", "Tableta para dibujar"), ("Zarza",), (1790, 9900), 650, (270, 190, 40)),
    "bicicletas": Kind(("Bicicleta urbana", "Bicicleta de montaña", "Bicicleta infantil"), ("Arroyo",), (2490, 14900), 14500, (1400, 250, 760)),
    "balones": Kind(("Balón de fútbol", "Balón de básquetbol"), ("Arroyo",), (199, 990), 520, (230, 230, 230)),
    "pesas": Kind(("Par de mancuernas", "Pesa rusa", "Juego de discos"), ("Arroyo",), (299, 2990), 9000, (300, 200, 200)),
    "tiendas-campana": Kind(("Tienda de campaña", "Refugio de playa"), ("Arroyo",), (890, 5490), 3600, (600, 180, 180)),
    "tapetes-yoga": Kind(("Tapete de yoga", "Tapete de corcho"), ("Arroyo",), (249, 1290), 1300, (620, 140, 140)),
    "cuadernos": Kind(("Cuaderno cosido", "Libreta de puntos", "Cuaderno profesional"), ("Tinta Seca",), (49, 389), 380, (280, 210, 20)),
    "plumas-lapices": Kind(("Juego de plumas", "Lápices de color", "Pluma fuente"), ("Tinta Seca",), (39, 890), 160, (200, 120, 30)),
    "mochilas-escolares": Kind(("Mochila escolar", "Mochila para laptop"), ("Tinta Seca", "Loma"), (349, 1690), 900, (460, 320, 150)),
    "impresoras": Kind(("Impresora multifuncional", "Impresora láser"), ("Zarza",), (1690, 7900), 7200, (450, 380, 250)),
    "sillas-oficina": Kind(("Silla de oficina", "Silla ergonómica"), ("Loma",), (1290, 8900), 13500, (700, 640, 350)),
    "macetas": Kind(("Maceta de barro", "Macetero colgante", "Maceta autorregable"), ("Mayo",), (79, 890), 2300, (300, 300, 280)),
    "mangueras": Kind(("Manguera reforzada", "Kit de riego por goteo"), ("Mayo",), (189, 1290), 2600, (350, 350, 140)),
    "asadores": Kind(("Asador de carbón", "Asador portátil"), ("Mayo",), (890, 6900), 11500, (600, 500, 400)),
    "camas-mascota": Kind(("Cama para perro", "Cama para gato"), ("Mayo",), (249, 1690), 1400, (600, 450, 180)),
    "platos-mascota": Kind(("Plato doble", "Plato lento"), ("Mayo",), (99, 590), 700, (380, 200, 90)),
    "bloques": Kind(("Bloques de madera", "Bloques magnéticos"), ("La Tarde",), (249, 1890), 1700, (320, 240, 120)),
    "rompecabezas": Kind(("Rompecabezas", "Rompecabezas de madera"), ("La Tarde",), (129, 690), 650, (300, 220, 60)),
    "juegos-mesa": Kind(("Juego de mesa", "Lotería ilustrada", "Juego de cartas"), ("La Tarde",), (179, 1290), 900, (300, 300, 80)),
    "peluches": Kind(("Peluche de ajolote", "Peluche de xoloitzcuintle", "Peluche de quetzal"), ("La Tarde",), (149, 690), 350, (300, 220, 180)),
    "carriolas": Kind(("Carriola ligera", "Carriola todo terreno"), ("La Tarde",), (1890, 8900), 8800, (900, 500, 350)),
    "biberones": Kind(("Juego de biberones", "Biberón anticólico"), ("La Tarde",), (129, 790), 320, (220, 160, 90)),
    "zapatos-hombre": Kind(("Botín de piel", "Mocasín", "Zapato de vestir"), ("Piel y Paso",), (690, 2890), 1100, (330, 220, 130)),
    "zapatos-mujer": Kind(("Zapato de tacón", "Sandalia de piel", "Bota larga"), ("Piel y Paso",), (590, 2790), 900, (330, 220, 130)),
    "tenis": Kind(("Tenis urbanos", "Tenis de piel"), ("Piel y Paso",), (690, 2290), 950, (330, 220, 130)),
    "bolsas": Kind(("Bolsa de mano", "Bolsa cruzada", "Mochila de piel"), ("Piel y Paso",), (490, 3290), 800, (360, 280, 140)),
}  # fmt: skip

# What a number can be, by attribute, where the category does not say otherwise.
_NUMBERS: Mapping[str, tuple[float, ...]] = {
    "capacity_ml": (240, 350, 500, 600, 750, 900, 1000, 1500, 1900), "cups": (3, 4, 6, 9, 12), "power_w": (450, 600, 750, 900, 1100),
    "speeds": (2, 3, 5, 10, 21), "diameter_cm": (16, 20, 24, 28, 30), "pieces": (1, 4, 6, 12, 24, 48), "threads": (144, 200, 300),
    "lumens": (450, 800, 1100), "height_cm": (15, 22, 30, 45, 60, 110), "width_cm": (30, 45, 60, 140), "max_load_kg": (15, 22, 120, 150),
    "battery_h": (6, 8, 12, 20, 30), "weight_g": (50, 100, 250, 500, 1000, 1400), "screen_in": (6.1, 6.7, 10.4, 13.3, 14, 15.6),
    "memory_gb": (4, 6, 8, 16), "storage_gb": (64, 128, 256, 512), "battery_mah": (4000, 4500, 5000), "length_cm": (100, 150, 180, 200),
    "ports": (1, 2, 3), "torque_nm": (30, 45, 60), "chuck_mm": (10, 13), "blade_mm": (140, 184, 254), "steps": (2, 3, 5, 7),
    "coverage_m2": (10, 40, 90), "length_m": (10, 20, 100, 180, 220), "needle_mm": (3, 3.5, 4, 5, 6), "stitches": (12, 23, 32),
    "sheets": (80, 96, 160, 200), "capacity_l": (8, 18, 24, 30), "wheel_in": (16, 20, 26, 29), "size": (3, 4, 5, 7), "people": (2, 4, 6),
    "thickness_mm": (4, 6, 8), "hours_hot": (6, 12, 24), "hours_burning": (20, 35, 60), "diameter_mm": (13, 19), "min_age": (1, 3, 6, 8),
    "players_max": (4, 6, 8), "minutes": (15, 30, 60), "heel_cm": (2, 5, 8), "cocoa_pct": (55, 70, 85),
}  # fmt: skip
# What a name already says of the goods.
_IMPLIED: Mapping[str, Mapping[str, Any]] = {
    "Cafetera italiana": {"brewing": "italiana", "material": "aluminio", "voltage": "ninguno", "power_w": None},
    "Prensa francesa": {"brewing": "prensa", "material": "vidrio", "voltage": "ninguno", "power_w": None},
    "Cafetera de goteo": {"brewing": "goteo", "voltage": "127", "material": "vidrio"},
    "Cafetera espresso": {"brewing": "espresso", "voltage": "127", "material": "acero"},
    "Jarra de olla para café": {"brewing": "olla", "material": "barro", "voltage": "ninguno", "power_w": None},
    "Taladro inalámbrico": {"battery_powered": True, "voltage": "bateria"},
}
_COLOURS = (("Rosa", "rosa"), ("Azul", "azul"), ("Natural", "natural"), ("Negro", "negro"), ("Verde", "verde"))


@dataclass(frozen=True)
class Good:
    """A product of the demo, ready to be written. Money in centavos, weight in grams, sizes in millimetres."""

    title: str
    description: str
    category: str
    brand: str
    model: str
    condition: str
    attributes: dict[str, Any]
    price_minor: int
    grams: int
    size_mm: tuple[int, int, int]
    variants: tuple[tuple[str, int, int], ...]  # name, price, pieces


def make_good(category: str, number: int) -> Good:
    """Make the `number`-th product of a category."""
    dice = random.Random(f"{category}:{number}")  # noqa: S311 - a demo, the same each time
    kind = KINDS[category]
    name = kind.names[number % len(kind.names)]
    line = _LINES[(number // len(kind.names) + len(category)) % len(_LINES)]
    model = f"{line[0]}{dice.randint(100, 999)}"
    attributes = _attributes(category, name, dice)
    low, high = kind.pesos
    # Most goods are cheap, few are dear; prices end as a shopkeeper would end them.
    pesos = low + int((high - low) * dice.random() ** 2)
    price = (pesos // 10 * 10 + 9) * 100
    refurbished = category in ("celulares", "laptops", "tabletas")
    return Good(
        title=f"{name} {line}{_telling(attributes)}",
        description=_describe(name, line, category),
        category=category,
        brand=kind.brands[number % len(kind.brands)],
        model=model,
        condition="refurbished" if refurbished else "new",
        attributes=attributes,
        price_minor=price,
        grams=max(40, int(kind.grams * (0.7 + 0.6 * dice.random()))),
        size_mm=kind.size_mm,
        variants=_variants(category, price, dice),
    )


def _attributes(category: str, name: str, dice: random.Random) -> dict[str, Any]:
    said: dict[str, Any] = {}
    implied = _IMPLIED.get(name, {})
    for code in CATEGORIES[category].attributes:
        if code in implied:
            if implied[code] is not None:
                said[code] = implied[code]
            continue
        if dice.random() < 0.06:
            continue  # not everything is said of everything
        attribute = ATTRIBUTES[code]
        match attribute.kind:
            case "boolean":
                said[code] = dice.random() < 0.5
            case "choice":
                said[code] = dice.choice(list(attribute.values))
            case _:
                said[code] = dice.choice(_NUMBERS[code])
    return said


def _telling(attributes: Mapping[str, Any]) -> str:
    """The one attribute that a shop would put into the name."""
    for code in (
        "cups",
        "capacity_ml",
        "screen_in",
        "storage_gb",
        "pieces",
        "wheel_in",
        "length_m",
        "weight_g",
        "diameter_cm",
    ):
        if code in attributes:
            written = ATTRIBUTES[code].write(attributes[code], "es")
            unit = {"cups": " tazas", "pieces": " piezas"}.get(code, "")
            return f", {written}{unit}"
    return ""


def _describe(name: str, line: str, category: str) -> str:
    return (
        f"{name} de la línea {line}. La revisamos una por una antes de empacarla.\n\n"
        f"Incluye instructivo en español y todo lo necesario para usarla. "
        f"Si tienes dudas sobre {CATEGORIES[category].es.lower()}, escríbenos: contesta una persona de la tienda."
    )


def _variants(category: str, price: int, dice: random.Random) -> tuple[tuple[str, int, int], ...]:
    def pieces() -> int:
        return 0 if dice.random() < 0.04 else dice.choice((2, 3, 6, 9, 14, 25, 40, 80))

    if category in ("estambres", "termos", "tapetes-yoga", "bolsas", "cuadernos"):
        return tuple((name, price, pieces()) for name, _code in dice.sample(_COLOURS, 3))
    if category in ("zapatos-hombre", "zapatos-mujer", "tenis"):
        return tuple((f"{size} MX", price, pieces()) for size in (24, 25, 26, 27))
    if category == "pinturas":
        return (("4 litros", price, pieces()), ("19 litros", price * 4 // 100 * 100, pieces()))
    return (("", price, pieces()),)
