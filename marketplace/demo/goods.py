"""Goods of the demo market: believable names, attributes, prices and stock, the same from the same seed."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marketplace.demo.facts import COLOURS, DEARER_BY, agree, measure, weigh
from marketplace.goods.catalog import ATTRIBUTES, CATEGORIES, top_of


@dataclass(frozen=True)
class Ware:
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

KINDS: Mapping[str, Ware] = {
    "cafeteras": Ware(("Cafetera italiana", "Cafetera de goteo", "Prensa francesa", "Cafetera espresso",
        "Jarra de olla para café"), ("Nixtal", "Loma", "Lumbre"), (259, 3890), 1600, (280, 220, 330)),
    "licuadoras": Ware(("Licuadora de vaso", "Licuadora personal", "Licuadora de inmersión"), ("Nixtal", "Loma"),
        (449, 2690), 2800, (240, 240, 420)),
    "ollas-sartenes": Ware(("Sartén", "Olla exprés", "Cacerola con tapa", "Comal"), ("Nixtal", "Lumbre"),
        (219, 1890), 1900, (320, 320, 160)),
    "vajillas": Ware(("Juego de tazas", "Vajilla", "Juego de platos hondos"), ("Lumbre", "Loma"), (189, 1690), 3200, (340, 340, 240)),
    "termos": Ware(("Termo", "Termo con taza", "Vaso térmico"), ("Arroyo", "Nixtal"), (199, 890), 520, (100, 100, 300)),
    "estambres": Ware(("Estambre de alpaca", "Madeja teñida a mano", "Estambre de algodón",
        "Estambre de lana merino"), ("Hilos Alpaca",), (89, 420), 120, (150, 100, 80)),
    "telas": Ware(("Manta cruda", "Tela de lino", "Popelina de algodón"), ("Hilos Alpaca", "Tamuín"), (79, 390), 400, (400, 300, 40)),
    "agujas-ganchos": Ware(("Juego de ganchos", "Agujas circulares", "Agujas rectas"),
        ("Hilos Alpaca", "Tamuín"), (69, 690), 150, (250, 80, 30)),
    "mantas-cobijas": Ware(("Cobija tejida", "Manta de telar", "Frazada"), ("Hilos Alpaca",), (490, 2390), 1800, (450, 350, 120)),
    "rebozos": Ware(("Rebozo de algodón", "Rebozo de bolita", "Rebozo de seda"), ("Hilos Alpaca",), (690, 3900), 450, (300, 250, 60)),
    "taladros": Ware(("Taladro inalámbrico", "Taladro percutor", "Rotomartillo"), ("Tamuín", "Kukul"), (899, 5490), 2600, (350, 280, 120)),
    "sierras": Ware(("Sierra circular", "Sierra caladora", "Sierra de mesa"), ("Tamuín", "Kukul"), (1090, 7900), 5200, (420, 320, 280)),
    "martillos": Ware(("Martillo de uña", "Mazo de goma", "Martillo de bola"), ("Abedul", "Kukul"), (99, 490), 700, (330, 130, 40)),
    "juegos-herramienta": Ware(("Juego de dados", "Caja de herramienta", "Juego de desarmadores"),
        ("Abedul", "Kukul"), (249, 3290), 3500, (420, 320, 100)),
    "escaleras": Ware(("Escalera de tijera", "Escalera telescópica", "Banco plegable"), ("Abedul",), (649, 4590), 7800, (1500, 450, 150)),
    "pinturas": Ware(("Pintura vinílica", "Esmalte", "Impermeabilizante"), ("Abedul", "Zarza"), (189, 2890), 4800, (240, 240, 260)),
    "barro": Ware(("Olla de barro", "Cazuela de barro", "Jarrón de barro negro"), ("Lumbre",), (149, 1490), 2200, (300, 300, 280)),
    "velas": Ware(("Vela de cera de abeja", "Vela de soya"), ("Lumbre",), (89, 390), 380, (100, 100, 120)),
    "alebrijes": Ware(("Alebrije de copal", "Alebrije de papel"), ("Lumbre",), (390, 4900), 700, (250, 150, 250)),
    "cafe-grano": Ware(("Café de altura", "Café natural", "Café lavado"), ("Café Montaña",), (119, 489), 540, (220, 120, 80)),
    "miel": Ware(("Miel de azahar", "Miel multiflora"), ("Café Montaña",), (99, 289), 700, (90, 90, 130)),
    "audifonos": Ware(("Audífonos de diadema", "Audífonos inalámbricos", "Audífonos deportivos"),
        ("Kukul", "Zarza"), (249, 4290), 350, (220, 200, 90)),
    "bocinas": Ware(("Bocina portátil", "Barra de sonido", "Bocina de librero"), ("Kukul", "Arroyo"), (349, 6490), 1900, (320, 160, 160)),
    "televisores": Ware(("Pantalla", "Pantalla inteligente"), ("Zarza", "Kukul"), (2890, 17900), 9800, (1100, 160, 700)),
    "cargadores": Ware(("Cargador de pared", "Cable USB-C", "Batería externa"), ("Zarza", "Kukul"), (119, 990), 180, (120, 80, 40)),
    "teclados-ratones": Ware(("Teclado mecánico", "Ratón inalámbrico", "Teclado compacto"), ("Zarza",), (229, 2390), 650, (440, 160, 50)),
    "celulares": Ware(("Celular", "Celular plegable"), ("Zarza", "Kukul"), (1990, 12900), 420, (170, 90, 60)),
    "laptops": Ware(("Laptop", "Laptop ligera"), ("Zarza", "Arroyo"), (5490, 23900), 2300, (380, 270, 70)),
    "tabletas": Ware(("Tableta", "Tableta para dibujar"), ("Zarza",), (1790, 9900), 650, (270, 190, 40)),
    "bicicletas": Ware(("Bicicleta urbana", "Bicicleta de montaña", "Bicicleta infantil"), ("Arroyo",),
        (2490, 14900), 14500, (1400, 250, 760)),
    "balones": Ware(("Balón de fútbol", "Balón de básquetbol"), ("Arroyo",), (199, 990), 520, (230, 230, 230)),
    "pesas": Ware(("Par de mancuernas", "Pesa rusa", "Juego de discos"), ("Arroyo",), (299, 2990), 9000, (300, 200, 200)),
    "tiendas-campana": Ware(("Tienda de campaña", "Refugio de playa"), ("Arroyo",), (890, 5490), 3600, (600, 180, 180)),
    "tapetes-yoga": Ware(("Tapete de yoga", "Tapete de corcho"), ("Arroyo",), (249, 1290), 1300, (620, 140, 140)),
    "cuadernos": Ware(("Cuaderno cosido", "Libreta de puntos", "Cuaderno profesional"), ("Tinta Seca",), (49, 389), 380, (280, 210, 20)),
    "plumas-lapices": Ware(("Juego de plumas", "Lápices de color", "Pluma fuente"), ("Tinta Seca",), (39, 890), 160, (200, 120, 30)),
    "mochilas-escolares": Ware(("Mochila escolar", "Mochila para laptop"), ("Tinta Seca", "Loma"), (349, 1690), 900, (460, 320, 150)),
    "impresoras": Ware(("Impresora multifuncional", "Impresora láser"), ("Zarza",), (1690, 7900), 7200, (450, 380, 250)),
    "sillas-oficina": Ware(("Silla de oficina", "Silla ergonómica"), ("Loma",), (1290, 8900), 13500, (700, 640, 350)),
    "macetas": Ware(("Maceta de barro", "Macetero colgante", "Maceta autorregable"), ("Mayo",), (79, 890), 2300, (300, 300, 280)),
    "mangueras": Ware(("Manguera reforzada", "Kit de riego por goteo"), ("Mayo",), (189, 1290), 2600, (350, 350, 140)),
    "asadores": Ware(("Asador de carbón", "Asador portátil"), ("Mayo",), (890, 6900), 11500, (600, 500, 400)),
    "camas-mascota": Ware(("Cama para perro", "Cama para gato"), ("Mayo",), (249, 1690), 1400, (600, 450, 180)),
    "platos-mascota": Ware(("Plato doble", "Plato lento"), ("Mayo",), (99, 590), 700, (380, 200, 90)),
    "bloques": Ware(("Bloques de madera", "Bloques magnéticos"), ("La Tarde",), (249, 1890), 1700, (320, 240, 120)),
    "rompecabezas": Ware(("Rompecabezas", "Rompecabezas de madera"), ("La Tarde",), (129, 690), 650, (300, 220, 60)),
    "juegos-mesa": Ware(("Juego de mesa", "Lotería ilustrada", "Juego de cartas"), ("La Tarde",), (179, 1290), 900, (300, 300, 80)),
    "peluches": Ware(("Peluche de ajolote", "Peluche de xoloitzcuintle", "Peluche de quetzal"), ("La Tarde",),
        (149, 690), 350, (300, 220, 180)),
    "carriolas": Ware(("Carriola ligera", "Carriola todo terreno"), ("La Tarde",), (1890, 8900), 8800, (900, 500, 350)),
    "biberones": Ware(("Juego de biberones", "Biberón anticólico"), ("La Tarde",), (129, 790), 320, (220, 160, 90)),
    "zapatos-hombre": Ware(("Botín de piel", "Mocasín", "Zapato de vestir"), ("Piel y Paso",), (690, 2890), 1100, (330, 220, 130)),
    "zapatos-mujer": Ware(("Zapato de tacón", "Sandalia de piel", "Bota larga"), ("Piel y Paso",), (590, 2790), 900, (330, 220, 130)),
    "tenis": Ware(("Tenis urbanos", "Tenis de piel"), ("Piel y Paso",), (690, 2290), 950, (330, 220, 130)),
    "bolsas": Ware(("Bolsa de mano", "Bolsa cruzada", "Mochila de piel"), ("Piel y Paso",), (490, 3290), 800, (360, 280, 140)),
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
# What goods of a category can be, where that is less than everything.
_FITTING: Mapping[str, Mapping[str, tuple[Any, ...]]] = {
    "licuadoras": {"capacity_ml": (600, 900, 1500, 1900), "speeds": (2, 3, 5, 10), "voltage": ("127",),
        "material": ("vidrio", "plastico", "acero")},
    "ollas-sartenes": {"capacity_ml": (1500, 1900), "material": ("acero", "aluminio", "hierro", "ceramica")},
    "vajillas": {"capacity_ml": (240, 350, 500), "pieces": (4, 6, 12, 24), "material": ("ceramica", "barro", "vidrio")},
    "termos": {"capacity_ml": (350, 500, 600, 750, 900, 1000, 1500), "material": ("acero", "vidrio", "plastico")},
    "estambres": {"weight_g": (50, 100, 200)},
    "telas": {"width_cm": (90, 140, 150), "fibre": ("algodon", "lino", "mezcla"), "length_m": (1, 3, 5, 10)},
    "agujas-ganchos": {"material": ("aluminio", "madera", "acero"), "pieces": (1, 4, 6, 12)},
    "mantas-cobijas": {"width_cm": (130, 150, 180), "fibre": ("alpaca", "lana", "algodon", "mezcla")},
    "rebozos": {"width_cm": (60, 75), "length_cm": (180, 200, 240)},
    "taladros": {"voltage": ("127",), "battery_powered": (False,)},
    "sierras": {"voltage": ("127",), "battery_powered": (False,), "power_w": (600, 900, 1400)},
    "martillos": {"weight_g": (250, 500, 1000), "material": ("acero", "madera", "hierro")},
    "juegos-herramienta": {"pieces": (12, 24, 48, 96), "material": ("acero",)},
    "escaleras": {"max_load_kg": (120, 150), "material": ("aluminio", "madera", "acero"), "height_cm": (60, 110, 180, 240)},
    "barro": {"material": ("barro", "ceramica"), "pieces": (1, 4, 6)},
    "velas": {"weight_g": (100, 250, 500)},
    "alebrijes": {"material": ("madera", "carton")},
    "cafe-grano": {"weight_g": (250, 500, 1000)},
    "miel": {"weight_g": (250, 500, 1000)},
    "audifonos": {"connection": ("bluetooth", "cable", "usb"), "weight_g": (50, 180, 250), "color": ("negro", "blanco", "azul", "rosa")},
    "bocinas": {"power_w": (10, 20, 40, 80, 120), "connection": ("bluetooth", "cable", "wifi")},
    "televisores": {"screen_in": (32, 43, 50, 55, 65), "power_w": (60, 90, 120, 150), "voltage": ("127",)},
    "cargadores": {"power_w": (20, 30, 45, 65)},
    "teclados-ratones": {"connection": ("bluetooth", "usb"), "color": ("negro", "blanco", "gris", "rosa")},
    "celulares": {"screen_in": (6.1, 6.4, 6.7), "color": ("negro", "blanco", "azul", "verde")},
    "laptops": {"screen_in": (13.3, 14, 15.6), "memory_gb": (8, 16, 32), "storage_gb": (256, 512, 1000), "weight_g": (1100, 1400, 1900)},
    "tabletas": {"screen_in": (8, 10.4, 12.4)},
    "bicicletas": {"wheel_in": (16, 20, 26, 29), "speeds": (1, 7, 10, 21), "weight_g": (9500, 12000, 14000),
        "material": ("acero", "aluminio")},
    "balones": {"material": ("sintetico", "piel")},
    "pesas": {"weight_g": (2000, 5000, 8000, 16000), "material": ("hierro", "sintetico"), "pieces": (1, 2, 4)},
    "tiendas-campana": {"weight_g": (1400, 2600, 3800)},
    "tapetes-yoga": {"material": ("sintetico", "algodon"), "length_cm": (173, 180, 183)},
    "mochilas-escolares": {"material": ("sintetico", "tela"), "color": ("negro", "azul", "rosa", "verde", "gris")},
    "impresoras": {"connection": ("usb", "wifi"), "power_w": (15, 30, 400)},
    "sillas-oficina": {"max_load_kg": (120, 150), "material": ("sintetico", "tela", "piel"), "height_cm": (110, 120, 130)},
    "macetas": {"material": ("barro", "ceramica", "plastico")},
    "mangueras": {"length_m": (10, 20, 30)},
    "asadores": {"material": ("acero", "hierro"), "fuel": ("carbon",), "width_cm": (45, 60, 90)},
    "camas-mascota": {"material": ("tela", "algodon"), "length_cm": (50, 70, 100)},
    "platos-mascota": {"capacity_ml": (350, 500, 900, 1500), "material": ("acero", "ceramica", "plastico")},
    "bloques": {"pieces": (24, 48, 100), "min_age": (1, 3), "material": ("madera", "plastico")},
    "rompecabezas": {"pieces": (100, 500, 1000), "min_age": (6, 8)},
    "juegos-mesa": {"min_age": (6, 8)},
    "peluches": {"height_cm": (22, 30, 45), "min_age": (1, 3)},
    "carriolas": {"max_load_kg": (15, 22), "weight_g": (5800, 7400, 9900)},
    "biberones": {"capacity_ml": (120, 150, 240), "pieces": (1, 2, 3), "material": ("vidrio", "plastico", "silicon")},
    "zapatos-hombre": {"material": ("piel",), "color": ("negro", "cafe")},
    "zapatos-mujer": {"material": ("piel", "sintetico"), "color": ("negro", "cafe", "rojo", "natural")},
    "tenis": {"material": ("piel", "tela"), "color": ("blanco", "negro", "verde", "azul")},
    "bolsas": {"material": ("piel",), "capacity_l": (4, 8, 12), "color": ("negro", "cafe", "rojo", "natural")},
}  # fmt: skip
# What a name already says of the goods.
_IMPLIED: Mapping[str, Mapping[str, Any]] = {
    "Cafetera italiana": {"brewing": "italiana", "material": "aluminio", "voltage": "ninguno", "power_w": None, "capacity_ml": None},
    "Prensa francesa": {"brewing": "prensa", "material": "vidrio", "voltage": "ninguno", "power_w": None},
    "Cafetera de goteo": {"brewing": "goteo", "voltage": "127", "material": "vidrio"},
    "Cafetera espresso": {"brewing": "espresso", "voltage": "127", "material": "acero"},
    "Jarra de olla para café": {"brewing": "olla", "material": "barro", "voltage": "ninguno", "power_w": None},
    "Taladro inalámbrico": {"battery_powered": True, "voltage": "bateria", "power_w": None},
    "Estambre de alpaca": {"fibre": "alpaca"}, "Estambre de algodón": {"fibre": "algodon"},
    "Estambre de lana merino": {"fibre": "lana"},
    "Tela de lino": {"fibre": "lino"}, "Popelina de algodón": {"fibre": "algodon"}, "Manta cruda": {"fibre": "algodon", "color": "natural"},
    "Rebozo de algodón": {"fibre": "algodon"}, "Rebozo de bolita": {"fibre": "algodon"}, "Rebozo de seda": {"fibre": "seda"},
    "Alebrije de copal": {"material": "madera"}, "Alebrije de papel": {"material": "carton"},
    "Mazo de goma": {"material": "madera"}, "Maceta de barro": {"material": "barro"},
    "Olla de barro": {"material": "barro"}, "Cazuela de barro": {"material": "barro"},
    "Jarrón de barro negro": {"material": "barro"},
    "Tapete de corcho": {"material": "madera"}, "Bloques de madera": {"material": "madera"}, "Bloques magnéticos": {"material": "plastico"},
    "Impresora láser": {"printing": "laser"}, "Impresora multifuncional": {"printing": "tinta"},
    "Audífonos inalámbricos": {"connection": "bluetooth"}, "Bocina portátil": {"connection": "bluetooth", "water_resistant": True},
    "Ratón inalámbrico": {"connection": "bluetooth"}, "Carriola ligera": {"foldable": True},
    "Tenis de piel": {"material": "piel"}, "Tenis urbanos": {"material": "tela"},
    "Bicicleta infantil": {"wheel_in": 16, "speeds": 1}, "Bicicleta urbana": {"wheel_in": 26},
    "Bicicleta de montaña": {"wheel_in": 29, "speeds": 21},
    "Banco plegable": {"steps": 2, "height_cm": 45}, "Cargador de pared": {"length_cm": None}, "Cable USB-C": {"ports": None},
    "Batería externa": {"length_cm": None}, "Cuaderno cosido": {"binding": "cosido"}, "Libreta de puntos": {"ruling": "punto"},
    "Sandalia de piel": {"material": "piel"}, "Mochila de piel": {"material": "piel"}, "Botín de piel": {"material": "piel"},
}  # fmt: skip
# What a shop says of goods like these, beside what they are made of.
_SAID: Mapping[str, str] = {
    "alimentos": "Se empaca la semana en que se envía y lleva su fecha en la etiqueta. Guárdalo en un lugar fresco y seco.",
    "artesanias": "Está hecha a mano: el tono y las medidas cambian un poco de una pieza a otra. Va envuelta en papel y cartón.",
    "bebes": "Cumple con la norma oficial de su tipo y trae instructivo en español.",
    "deportes": "Trae instructivo en español. Si la medida no te acomoda, la cambiamos dentro del plazo de devolución.",
    "electronica": "Se prueba antes de enviarse. Trae instructivo y póliza de garantía en español.",
    "herramientas": "Se revisa antes de enviarse. Trae instructivo en español cuando lo necesita.",
    "hogar": "Se revisa antes de enviarse, pieza por pieza. Trae instructivo en español cuando lo necesita.",
    "jardin": "Va bien protegida en su caja. Trae instructivo en español cuando lo necesita.",
    "juguetes": "Los colores no manchan y no tiene piezas filosas. La edad que decimos es la que recomienda quien lo hace.",
    "mascotas": "Se lava con agua y jabón neutro. Mide el lugar antes de comprar: las medidas están en la ficha.",
    "moda": "Tallas mexicanas. Si no te queda, la cambiamos dentro del plazo de devolución, sin usar y en su caja.",
    "papeleria": "Se envía en caja rígida para que no se doble.",
    "textiles": "El color puede variar un poco de una tanda a otra: si necesitas varias piezas iguales, dínoslo en el pedido.",
}  # fmt: skip
# Brands that are the workshop's own name: what comes after the kind of goods is a model then, and not another brand.
_OWN = frozenset({"Hilos Alpaca", "Café Montaña", "Tinta Seca", "La Tarde", "Piel y Paso", "Mayo", "Lumbre", "Abedul"})


@dataclass(frozen=True)
class Good:
    """A product of the demo, ready to be written. Money in centavos, weight in grams, sizes in millimetres."""

    name: str  # what it is, as in `KINDS`
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
    line = _line(category, name, number // len(kind.names))
    brand = kind.brands[number % len(kind.brands)]
    model = f"{line[0]}{dice.randint(100, 999)}"
    attributes = agree(category, name, _attributes(category, name, dice))
    price = _price(category, attributes, dice.random())
    grams = weigh(attributes, max(40, int(kind.grams * (0.7 + 0.6 * dice.random()))))
    variants = _variants(category, name, price, dice)
    if "color" in CATEGORIES[category].attributes and variants[0][0] in COLOURS:
        attributes["color"] = COLOURS[variants[0][0]]
    called = line if brand in _OWN else f"{brand} {line}"
    return Good(
        name=name,
        title=f"{name} {called}{_telling(category, attributes)}",
        description=_describe(name, line, brand, category),
        category=category,
        brand=brand,
        model=model,
        condition="refurbished" if category in ("celulares", "laptops", "tabletas") else "new",
        attributes=attributes,
        price_minor=price,
        grams=grams,
        size_mm=measure(category, attributes, kind.size_mm),
        variants=variants,
    )


def _line(category: str, name: str, number: int) -> str:
    """Pick the `number`-th model family; one that the name says already gives way to the next."""
    for further in range(len(_LINES)):
        line = _LINES[(number + further + len(category)) % len(_LINES)]
        if line not in name.split():
            return line
    raise AssertionError(f"{name} says every line")


def _price(category: str, attributes: Mapping[str, Any], chance: float) -> int:
    """Price a good in centavos: most are cheap, few are dear, and more of the same costs more.

    Prices end as a shopkeeper would end them.
    """
    low, high = KINDS[category].pesos
    code = DEARER_BY.get(category, "")
    if code in attributes:
        values = sorted({*(_FITTING.get(category, {}).get(code) or _NUMBERS[code]), attributes[code]})
        chance = 0.8 * values.index(attributes[code]) / max(1, len(values) - 1) + 0.2 * chance
    pesos = low + int((high - low) * chance**2)
    return (pesos // 10 * 10 + 9) * 100


def _attributes(category: str, name: str, dice: random.Random) -> dict[str, Any]:
    said: dict[str, Any] = {}
    implied, fitting = _IMPLIED.get(name, {}), _FITTING.get(category, {})
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
                said[code] = dice.choice(fitting.get(code, (True, False)))
            case "choice":
                said[code] = dice.choice(fitting.get(code) or list(attribute.values))
            case _:
                said[code] = dice.choice(fitting.get(code) or _NUMBERS[code])
    return said


def _telling(category: str, attributes: Mapping[str, Any]) -> str:
    """The one attribute that a shop would put into the name. A weight only of what is sold by weight."""
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
        by_weight = category in ("estambres", "velas", "cafe-grano", "miel", "martillos", "pesas")
        if code not in attributes or (code == "weight_g" and not by_weight) or attributes[code] == 1:
            continue
        written = ATTRIBUTES[code].write(attributes[code], "es")
        unit = {"cups": " tazas", "pieces": " piezas"}.get(code, "")
        return f", {written}{unit}"
    return ""


def _describe(name: str, line: str, brand: str, category: str) -> str:
    return (
        f"{name} de la línea {line}, de {brand}.\n\n{_SAID[top_of(category)]}\n\n"
        "Si tienes dudas, escríbenos: contesta una persona de la tienda."
    )


def _variants(category: str, name: str, price: int, dice: random.Random) -> tuple[tuple[str, int, int], ...]:
    def pieces() -> int:
        return 0 if dice.random() < 0.04 else dice.choice((2, 3, 6, 9, 14, 25, 40, 80))

    if category in ("estambres", "termos", "tapetes-yoga", "bolsas", "cuadernos") and name != "Tapete de corcho":
        return tuple((name, price, pieces()) for name in dice.sample(tuple(COLOURS), 3))
    if category in ("zapatos-hombre", "zapatos-mujer", "tenis"):
        return tuple((f"{size} MX", price, pieces()) for size in (24, 25, 26, 27))
    if category == "pinturas":
        return (("4 litros", price, pieces()), ("19 litros", price * 4 // 100 * 100, pieces()))
    return (("", price, pieces()),)
