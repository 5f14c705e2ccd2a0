"""Which column is what: the names that markets and shops give their columns, and what a shop said of the same ones before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache

from marketplace.goods.catalog import ATTRIBUTES, leaves
from marketplace.kernel.reading import NotAPath, read_path
from marketplace.kernel.text import fold
from marketplace.window.imports.errors import ColumnTwice, NothingToFindBy
from marketplace.window.imports.rules import ATTRIBUTE, Field, Origin

# Columns as the exports of each programme name them, folded; what stands in brackets (a unit) is left out.
_NAMES: Mapping[Field, str] = {
    Field.HANDLE: "handle|url handle|identificador de url|producto|product|item id|numero de publicacion|id de publicacion",
    Field.PARENT: "parent|superior|principal|padre",
    Field.TITLE: "title|titulo|name|nombre|product name|nombre del producto|nombre de producto",
    Field.DESCRIPTION: "body|description|descripcion|body html|descripcion del producto",
    Field.CATEGORY: "category|categoria|categories|categorias|product category|categoria del producto",
    Field.BRAND: "vendor|brand|marca|brands|marcas|fabricante",
    Field.MODEL: "model|modelo|mpn|google shopping / mpn",
    Field.CONDITION: "condition|condicion|estado del articulo|google shopping / condition",
    Field.VARIANT: "variant|variante|variacion|variaciones",
    Field.OPTION_1_NAME: "option1 name|nombre de propiedad 1|attribute 1 name|nombre del atributo 1|opcion 1",
    Field.OPTION_1: "option1 value|valor de propiedad 1|attribute 1 value|valor del atributo 1|valor de opcion 1",
    Field.OPTION_2_NAME: "option2 name|nombre de propiedad 2|attribute 2 name|nombre del atributo 2|opcion 2",
    Field.OPTION_2: "option2 value|valor de propiedad 2|attribute 2 value|valor del atributo 2|valor de opcion 2",
    Field.OPTION_3_NAME: "option3 name|nombre de propiedad 3|attribute 3 name|nombre del atributo 3|opcion 3",
    Field.OPTION_3: "option3 value|valor de propiedad 3|attribute 3 value|valor del atributo 3|valor de opcion 3",
    Field.SKU: "sku|variant sku|clave|codigo|seller sku|codigo de producto",
    Field.GTIN: "gtin|barcode|variant barcode|codigo de barras|ean|upc|gtin, upc, ean, or isbn|gtin, upc, ean o isbn"
    "|codigo universal de producto|codigo universal",
    Field.PRICE: "price|precio|variant price|regular price|precio normal|precio de venta|precio con iva",
    Field.COST: "cost|costo|cost per item|cost of goods|coste",
    Field.STOCK: "stock|variant inventory qty|inventory quantity|inventario|existencias|cantidad|piezas|quantity"
    "|stock disponible",
    Field.WEIGHT: "weight|peso|variant grams|weight value|peso del paquete",
    Field.LENGTH: "length|largo|longitud|profundidad",
    Field.WIDTH: "width|ancho|anchura",
    Field.HEIGHT: "height|alto|altura",
    Field.WARRANTY_MONTHS: "meses de garantia|warranty months",
    Field.WARRANTY_BY: "quien atiende la garantia|warranty by",
    Field.RETURN_DAYS: "dias para devolver|return days",
    Field.RETURN_PAID_BY: "quien paga el regreso|return paid by",
    Field.SAT_KEY: "clave sat|clave del sat|sat key|claveprodserv",
    Field.SAT_UNIT: "unidad sat|unidad del sat|sat unit|claveunidad",
    Field.PICTURES: "pictures|fotos|images|imagenes|image src|product image url|imagen|image|foto|pictures url",
    Field.OLD_ADDRESS: "url|permalink|slug|product url|url del producto|enlace|enlace permanente|link|direccion anterior"
    "|direccion de antes",
}
_KNOWN = {name: field for field, names in _NAMES.items() for name in names.split("|")}
# The same word is another thing in another programme's file.
_OF_ORIGIN: Mapping[Origin, Mapping[str, Field]] = {
    Origin.WOOCOMMERCE: {"id": Field.HANDLE, "type": Field.KIND, "tipo": Field.KIND},
    Origin.SHOPIFY: {"type": Field.CATEGORY},
}
# Columns that only one programme's files have together.
_SIGNS: Sequence[tuple[Origin, frozenset[str]]] = (
    (Origin.SHOPIFY, frozenset({"handle", "variant price"})),
    (Origin.SHOPIFY, frozenset({"url handle", "option1 name"})),
    (Origin.WOOCOMMERCE, frozenset({"regular price", "parent"})),
    (Origin.WOOCOMMERCE, frozenset({"precio normal", "superior"})),
    (Origin.WOOCOMMERCE, frozenset({"precio normal", "principal"})),
    (Origin.TIENDANUBE, frozenset({"identificador de url", "nombre"})),
    (Origin.MERCADOLIBRE, frozenset({"codigo universal de producto"})),
    (Origin.MERCADOLIBRE, frozenset({"numero de publicacion"})),
    (Origin.MERCADOLIBRE, frozenset({"item id", "sku"})),
    (Origin.TIANGUIS, frozenset({"producto", "sku", "existencias"})),
    (Origin.TIANGUIS, frozenset({"producto", "variante"})),
)
# Where the page of a product stands in shops that a programme makes: its slug follows. Of Shopify and Tiendanube the handle
# of the rows is that slug; WooCommerce's files say it in a column that its shop adds.
_PAGES: Mapping[Origin, Sequence[str]] = {
    Origin.SHOPIFY: ("/products/",),
    Origin.TIENDANUBE: ("/productos/",),
    Origin.WOOCOMMERCE: ("/producto/", "/product/"),
}
_SAY_IT_BY_HANDLE = (Origin.SHOPIFY, Origin.TIENDANUBE)
_UNIT = re.compile(r"\(([^()]{1,12})\)\s*$")
_BRACKETS = re.compile(r"\([^()]{1,12}\)")


def plain(column: str) -> str:
    """Write a column's name as it is looked up: folded, without signs around it and what stands in brackets."""
    text = re.sub(r"[_*:#]+", " ", fold(_BRACKETS.sub("", column)))
    return " ".join(text.split())


def unit_of(column: str) -> str:
    """Give the unit that a column's name says in brackets (`Peso (kg)`); grams where it says that (`Variant Grams`)."""
    found = _UNIT.search(column)
    return found[1].strip() if found else "g" if "grams" in column.lower() else ""


def origin_of(columns: Iterable[str]) -> Origin:
    """Tell which programme wrote a file with these columns."""
    there = {plain(column) for column in columns}
    return next((origin for origin, signs in _SIGNS if signs <= there), Origin.OTHER)


def guess(columns: Sequence[str]) -> dict[str, str]:
    """Guess what columns are, by their place: the field's code, or `attr:` and an attribute's. Others are left out."""
    own = _OF_ORIGIN.get(origin_of(columns), {})
    attributes = {fold(name): code for code, one in ATTRIBUTES.items() for name in (one.es, one.en)}
    found: dict[str, str] = {}
    for place, column in enumerate(columns):
        name = plain(column)
        field = own.get(name) or _KNOWN.get(name)
        fact = attributes.get(name.removeprefix("dato "), "")
        said = field.value if field else f"{ATTRIBUTE}{fact}" if fact else ""
        if said and said not in found.values():
            found[str(place)] = said
    return found


def old_paths(origin: Origin, *, handle: str, address: str) -> list[str]:
    """Give the paths at which a product's page stood before, by what its row says; none where that is not known.

    `address` is a whole address, a path, or the slug alone. Raises NotAPath for one that is none.
    """
    pages = _PAGES.get(origin, ("/",))
    said = [read_path(address)] if "/" in address else [read_path(f"{page}{address}") for page in pages if address]
    if handle and origin in _SAY_IT_BY_HANDLE:
        with suppress(NotAPath):
            said += [read_path(f"{page}{handle}") for page in pages]
    return list(dict.fromkeys(said))


def check_mapping(mapping: Mapping[str, str]) -> None:
    """Refuse what cannot be read by. Raises ColumnTwice (`what`: the field's code), NothingToFindBy."""
    said = list(mapping.values())
    for one in said:
        if said.count(one) > 1:
            raise ColumnTwice(what=one)
    if not {Field.SKU, Field.HANDLE, Field.TITLE} & set(said):
        raise NothingToFindBy


@lru_cache(maxsize=4096)
def guess_category(text: str) -> str:
    """Find our category for what a file calls one, by its code or the name at its end; empty where that is not clear."""
    last = re.split(r"[>›|/]", text)[-1]
    codes = _leaves().get(fold(text.strip())) or _leaves().get(fold(last.strip())) or frozenset()
    return next(iter(codes)) if len(codes) == 1 else ""


@lru_cache(maxsize=1)
def _leaves() -> Mapping[str, frozenset[str]]:
    """Categories that hold goods, by their codes and names in both languages."""
    names: dict[str, set[str]] = {}
    for one in leaves():
        for name in (one.code, one.es, one.en):
            names.setdefault(fold(name), set()).add(one.code)
    return {name: frozenset(codes) for name, codes in names.items()}
