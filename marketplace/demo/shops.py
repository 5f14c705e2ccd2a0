"""The twelve shops of the demo market, and who works in them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Any

from stdnum.mx import rfc as rfc_numbers

from marketplace.people.sellers import ShopData
from marketplace.trade.shipping import Terms
from tenants.roles import Role


@dataclass(frozen=True)
class DemoShop:
    """A shop, how it ships, who works there (e-mail name, name, role) and what it sells."""

    data: ShopData
    terms: Terms
    members: tuple[tuple[str, str, Role], ...]
    categories: tuple[str, ...]


# Those that bear that their buyers pay in months without interest -> from how much of their goods on, in centavos.
IN_MONTHS = {"cocina-clara": 0, "bajio-electronica": 100_000}


# What they do for gifts: for how much they wrap, in centavos (None: they do not), and whether a message goes with it.
GIFTS: dict[str, tuple[int | None, bool]] = {
    "barro-y-lumbre": (4_500, True),
    "la-tarde-juega": (0, True),
    "papel-y-tinta": (None, True),
    "hilos-alpaca": (3_500, True),
}


def _terms(
    postal_code: str,
    state: str,
    *,
    handling: int,
    free_from: int | None,
    base: int,
    uncovered: tuple[str, ...] = (),
    express: bool = False,
) -> Terms:
    def rate(factor: int, extra: int, first: int, last: int) -> dict[str, int]:
        return {"base_minor": base * factor // 100, "per_kg_minor": extra, "min_days": first, "max_days": last}

    rates: dict[str, Any] = {
        "local": rate(70, 900, 1, 2),
        "state": rate(85, 1200, 1, 3),
        "national": rate(100, 1600, 2, 4),
        "remote": rate(150, 2900, 4, 7),
    }
    if express:  # not as far as the peninsulas
        for zone in ("local", "state", "national"):
            rates[zone]["express"] = rate(190, 3900, 1, 1)
    return Terms(postal_code, state, handling, 14, free_from, uncovered, rates)


def _shop(
    slug: str,
    name: str,
    tagline: str,
    about: str,
    colour: str,
    owner: str,
    place: tuple[str, str, str, str, str],
    *,
    warranty: tuple[int, str],
    returns: tuple[int, str],
    has_rfc: bool = True,
    person: str = "natural",
) -> ShopData:
    street, city, state_code, state, postal_code = place
    return ShopData(
        slug=slug,
        name=name,
        tagline=tagline,
        about=about,
        colour=colour,
        owner_name=owner,
        street=street,
        city=city,
        state_code=state_code,
        state=state,
        postal_code=postal_code,
        phone="+52 55 5000 0000",
        email=f"{slug}@demo.tianguis.example",
        opened_on=date(2024, 3, 1),
        warranty_months=warranty[0],
        warranty_by=warranty[1],
        return_days=returns[0],
        return_paid_by=returns[1],
        person=person,
        rfc=_rfc(owner if person == "natural" else name, person) if has_rfc else None,
        legal_name=name,
    )


def _rfc(name: str, person: str) -> str:
    """An RFC that nobody has and that is right to its last digit: letters of a name, the first day of 1980, and V9."""
    letters = [letter for letter in unicodedata.normalize("NFKD", name).upper() if "A" <= letter <= "Z"]
    begins = "".join(letters[: 4 if person == "natural" else 3]) + "800101V9"
    return begins + rfc_numbers.calc_check_digit(begins)


SHOPS: tuple[DemoShop, ...] = (
    DemoShop(
        _shop(
            "hilos-alpaca",
            "Hilos Alpaca",
            "Estambre teñido a mano en Tlaxcala",
            "Teñimos en ollas pequeñas, así que cada lote sale un poco distinto. Si quieres tejer un suéter completo, "
            "pídenos madejas del mismo baño y te las apartamos.",
            "#8A3B6B",
            "Alicia Xicohténcatl",
            ("Calle Porfirio Díaz 14", "Tlaxcala", "TLA", "Tlaxcala", "90000"),
            warranty=(3, "Hilos Alpaca"),
            returns=(30, "seller"),
        ),
        _terms("90000", "TLA", handling=1, free_from=89_900, base=9_900),
        (
            ("alicia", "Alicia Xicohténcatl", Role.OWNER),
            ("pia", "Pía Cuatecontzi", Role.WAREHOUSE),
            ("ada", "Ada Luna", Role.ACCOUNTANT),
        ),
        ("estambres", "telas", "agujas-ganchos", "mantas-cobijas", "rebozos"),
    ),
    DemoShop(
        _shop(
            "ferreteria-abedul",
            "Ferretería Abedul",
            "Tres generaciones de tornillos en Puebla",
            "Si no sabes qué broca necesitas, mándanos una foto de tu pared. Contestamos nosotros, no un robot.",
            "#1F5A4A",
            "Bruno Abedul",
            ("Av. 8 Oriente 212", "Puebla", "PUE", "Puebla", "72000"),
            warranty=(12, "Ferretería Abedul"),
            returns=(15, "buyer"),
            person="legal",
        ),
        _terms("72000", "PUE", handling=1, free_from=149_900, base=12_900),
        (("bruno", "Bruno Abedul", Role.OWNER), ("tere", "Tere Abedul", Role.SERVICE)),
        ("taladros", "sierras", "martillos", "juegos-herramienta", "escaleras", "pinturas"),
    ),
    DemoShop(
        _shop(
            "cocina-clara",
            "Cocina Clara",
            "Cosas buenas para cocinas chicas",
            "Probamos todo en una cocina de cuatro metros en la Narvarte. Lo que no cabe o no aguanta, no lo vendemos.",
            "#9C3D12",
            "Clara Ibarra",
            ("Calle Doctor Barragán 500", "Ciudad de México", "CMX", "Ciudad de México", "03020"),
            warranty=(12, "Cocina Clara"),
            returns=(30, "seller"),
        ),
        _terms("03020", "CMX", handling=1, free_from=79_900, base=8_900, express=True),
        (("clara", "Clara Ibarra", Role.OWNER), ("memo", "Memo Ríos", Role.WAREHOUSE)),
        ("cafeteras", "licuadoras", "ollas-sartenes", "vajillas", "termos"),
    ),
    DemoShop(
        _shop(
            "barro-y-lumbre",
            "Barro y Lumbre",
            "Barro negro y rojo de los Valles Centrales",
            "Trabajamos con seis familias de alfareros de Oaxaca. En cada pieza va el nombre de quien la hizo.",
            "#5B3A29",
            "Lupita Aquino",
            ("Calle Reforma 8", "San Bartolo Coyotepec", "OAX", "Oaxaca", "71294"),
            warranty=(3, "Barro y Lumbre"),
            returns=(15, "seller"),
        ),
        _terms("71294", "OAX", handling=2, free_from=None, base=14_900),
        (("lupita", "Lupita Aquino", Role.OWNER),),
        ("barro", "cafeteras", "vajillas", "velas", "alebrijes"),
    ),
    DemoShop(
        _shop(
            "cafe-montana",
            "Café Montaña",
            "Del cafetal de Coatepec a tu cocina",
            "Tostamos los martes y enviamos los miércoles. También vendemos con qué prepararlo.",
            "#4A2C17",
            "Rogelio Montaña",
            ("Calle Zamora 31", "Coatepec", "VER", "Veracruz", "91500"),
            warranty=(6, "Café Montaña"),
            returns=(30, "seller"),
        ),
        _terms("91500", "VER", handling=2, free_from=59_900, base=9_900),
        (("rogelio", "Rogelio Montaña", Role.OWNER), ("ines", "Inés Cruz", Role.SERVICE)),
        ("cafe-grano", "cafeteras", "termos", "miel"),
    ),
    DemoShop(
        _shop(
            "bajio-electronica",
            "Bajío Electrónica",
            "Audio y pantallas, con factura y sin cuentos",
            "Todo es nuevo y con número de serie. Si llega mal, mandamos otro antes de recoger el primero.",
            "#1D4E7A",
            "Nadia Robles",
            ("Blvd. López Mateos 1500", "León", "GUA", "Guanajuato", "37000"),
            warranty=(12, "el fabricante"),
            returns=(30, "seller"),
            person="legal",
        ),
        _terms("37000", "GUA", handling=1, free_from=99_900, base=10_900),
        (("nadia", "Nadia Robles", Role.OWNER), ("hector", "Héctor Lara", Role.MANAGER)),
        ("audifonos", "bocinas", "televisores", "cargadores", "teclados-ratones"),
    ),
    DemoShop(
        _shop(
            "segunda-vuelta",
            "Segunda Vuelta",
            "Celulares y laptops reacondicionados",
            "Abrimos, limpiamos, cambiamos lo gastado y lo decimos. Cada equipo trae su hoja de revisión.",
            "#374151",
            "Iker Sandoval",
            ("Calle Madero 940", "Monterrey", "NLE", "Nuevo León", "64000"),
            warranty=(6, "Segunda Vuelta"),
            returns=(30, "seller"),
        ),
        _terms("64000", "NLE", handling=2, free_from=0, base=13_900, uncovered=("BCS",)),
        (("iker", "Iker Sandoval", Role.OWNER),),
        ("celulares", "laptops", "tabletas"),
    ),
    DemoShop(
        _shop(
            "rodada-norte",
            "Rodada Norte",
            "Bicis armadas y ajustadas antes de salir",
            "Te mandamos la bici lista: solo se endereza el manubrio. El primer ajuste va por nuestra cuenta.",
            "#8A1F2B",
            "Sofía Treviño",
            ("Av. Juárez 77", "Saltillo", "COA", "Coahuila", "25000"),
            warranty=(24, "Rodada Norte"),
            returns=(15, "buyer"),
        ),
        _terms("25000", "COA", handling=2, free_from=None, base=24_900),
        (("sofia", "Sofía Treviño", Role.OWNER),),
        ("bicicletas", "balones", "pesas", "tiendas-campana", "tapetes-yoga"),
    ),
    DemoShop(
        _shop(
            "papel-y-tinta",
            "Papel y Tinta",
            "Papelería para escribir a mano",
            "Cuadernos cosidos, plumas que no se secan y mochilas que llegan a junio.",
            "#5A3E8C",
            "Marta Olvera",
            ("Calle 5 de Mayo 120", "Querétaro", "QUE", "Querétaro", "76000"),
            warranty=(3, "Papel y Tinta"),
            returns=(20, "buyer"),
            has_rfc=False,
        ),
        _terms("76000", "QUE", handling=1, free_from=49_900, base=7_900),
        (("marta", "Marta Olvera", Role.OWNER),),
        ("cuadernos", "plumas-lapices", "mochilas-escolares", "impresoras", "sillas-oficina"),
    ),
    DemoShop(
        _shop(
            "jardin-de-mayo",
            "Jardín de Mayo",
            "Macetas, riego y asadores",
            "Somos vivero desde 1998. Pregunta por tu planta; de eso platicamos con gusto.",
            "#3C6B2F",
            "Efraín Mayo",
            ("Carretera a Cuautla 40", "Cuernavaca", "MOR", "Morelos", "62000"),
            warranty=(6, "Jardín de Mayo"),
            returns=(15, "buyer"),
        ),
        _terms("62000", "MOR", handling=2, free_from=119_900, base=13_900),
        (("efrain", "Efraín Mayo", Role.OWNER),),
        ("macetas", "mangueras", "asadores", "camas-mascota", "platos-mascota"),
    ),
    DemoShop(
        _shop(
            "la-tarde-juega",
            "La Tarde Juega",
            "Juegos para apagar la pantalla",
            "Los probamos con niñas y niños de verdad. Si falta una pieza, la mandamos gratis.",
            "#A3341F",
            "Renata Gil",
            ("Av. Chapultepec 300", "Guadalajara", "JAL", "Jalisco", "44100"),
            warranty=(6, "La Tarde Juega"),
            returns=(30, "seller"),
        ),
        _terms("44100", "JAL", handling=1, free_from=69_900, base=9_900),
        (("renata", "Renata Gil", Role.OWNER),),
        ("bloques", "rompecabezas", "juegos-mesa", "peluches", "carriolas", "biberones"),
    ),
    DemoShop(
        _shop(
            "piel-y-paso",
            "Piel y Paso",
            "Calzado y bolsas de León, hechos en casa",
            "Cosemos la suela. Si en un año se despega, te la volvemos a coser.",
            "#6B3F14",
            "Genaro Paso",
            ("Calle Hilario Medina 18", "León", "GUA", "Guanajuato", "37100"),
            warranty=(12, "Piel y Paso"),
            returns=(30, "seller"),
        ),
        _terms("37100", "GUA", handling=2, free_from=89_900, base=9_900),
        (("genaro", "Genaro Paso", Role.OWNER),),
        ("zapatos-hombre", "zapatos-mujer", "tenis", "bolsas"),
    ),
)
