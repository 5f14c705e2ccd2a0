"""Filters in the page: all in the address, each with its count, each to be taken off, and nonsense answered plainly."""

from __future__ import annotations

import html
import re
import shutil
from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from marketplace.kernel import clock
from marketplace.kernel.calendar import mexican_day
from marketplace.window.search.gateways.whoosh_index import Index
from marketplace.window.search.service import rebuild
from tests import make
from tests.cast import Cast
from tests.installation import executor_of, settings_of
from tests.window.looking import found

pytestmark = pytest.mark.long

YARN = make.YARN


@pytest.fixture
def shelf(market: Cast, browser_client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A visitor before four yarns: of alpaca, of wool, of wool in a heavier ball, and a tool of the neighbour's."""
    for title, more in (
        (
            "Estambre Nube",
            {"attributes": {"fibre": "alpaca", "weight_g": 100}, "warranty_months": 3, "return_days": 15},
        ),
        ("Estambre Lana", {"attributes": {"fibre": "lana", "weight_g": 100}, "warranty_months": 12, "return_days": 30}),
        (
            "Estambre Monte",
            {"attributes": {"fibre": "lana", "weight_g": 250}, "warranty_months": 24, "return_days": 60},
        ),
    ):
        monkeypatch.setattr(make, "YARN", replace(YARN, **more))  # type: ignore[arg-type]  # plain fields
        make.goods(market, title=title)
    tool = {"category": "martillos", "attributes": {"weight_g": 500, "material": "hierro"}}
    monkeypatch.setattr(make, "YARN", replace(YARN, **tool))  # type: ignore[arg-type]
    make.goods(market, shop=market.abedul, title="Martillo de uña")
    rebuild(Index(settings_of(browser_client.application).search_dir))
    return browser_client


def link(client: FlaskClient, path: str, label: str) -> str:
    """Where a link of the page leads, by the words in it."""
    page = re.sub(r"</?(?:span|h\d)[^>]*>", " ", client.get(path).text.partition("</h1>")[2])
    places = re.findall(rf'<a [^>]*href="([^"]+)"[^>]*>\s*{re.escape(label)}[\s<]', page)
    assert places, label
    return html.unescape(places[0])


def boxes(page: str) -> dict[str, tuple[str, str, int]]:
    """The filters to be ticked: by what each says, its name, its value, and how many it would leave."""
    found = re.findall(
        r'type="(?:checkbox|radio)" name="([^"]+)"\s+value="([^"]+)"[^>]*>.*?<span>([^<]+)</span> '
        r'<span class="count num">(\d+)</span>',
        page,
        re.DOTALL,
    )
    return {html.unescape(label): (name, value, int(count)) for name, value, label, count in found}


def ticked(client: FlaskClient, path: str, label: str) -> str:
    """Where the form of the filters leads with one more of them."""
    name, value, _count = boxes(client.get(path).text)[label]
    return f"{path}{'&' if '?' in path else '?'}{name}={value}"


def at_home(client: FlaskClient) -> None:
    client.post("/envio-a", data={"postal_code": "06700"})


def test_a_choice_of_the_category_narrows_and_its_chip_widens_again(shelf: FlaskClient) -> None:
    narrowed = ticked(shelf, "/c/estambres", "Lana")
    assert "con-fibre=lana" in narrowed
    assert set(found(shelf, narrowed)) == {"Estambre Lana", "Estambre Monte"}
    assert len(found(shelf, link(shelf, narrowed, "Fibra: Lana"))) == 3


def test_the_categories_offered_are_the_highest_that_tell_the_results_apart(shelf: FlaskClient) -> None:
    assert link(shelf, "/buscar?q=estambre", "Estambres e hilos").endswith("c=estambres")  # all are of one kind
    assert "c=herramientas" in shelf.get("/buscar?q=estambre+martillo").text


def test_shops_are_called_by_their_names_also_where_nothing_is_found(shelf: FlaskClient) -> None:
    for path in ("/buscar?tienda=ferreteria-abedul", "/buscar?q=estambre&tienda=ferreteria-abedul&pagina=99"):
        page = shelf.get(path).text
        assert "Ferretería Abedul" in page, path
        assert "Ferreteria abedul" not in page, path


def test_two_choices_of_one_attribute_give_either(shelf: FlaskClient) -> None:
    assert len(found(shelf, "/c/estambres?con-fibre=lana&con-fibre=alpaca")) == 3


def test_counts_are_what_a_click_gives_under_the_other_filters(shelf: FlaskClient) -> None:
    page = shelf.get("/c/estambres?con-fibre=lana&con-weight-g-hasta=100").text
    counts = {label: count for label, (_name, _value, count) in boxes(page).items()}
    assert counts["Alpaca"] == 1
    assert counts["Lana"] == 1
    assert counts["12 meses o más"] == 1
    assert "24 meses o más" not in counts


def test_numbers_of_the_category_are_typed_from_and_to_in_their_unit(shelf: FlaskClient) -> None:
    assert found(shelf, "/c/estambres?con-weight-g-desde=200&con-weight-g-hasta=300") == ["Estambre Monte"]
    page = shelf.get("/c/estambres?con-weight-g-desde=200").text
    assert "Peso (g)" in page
    assert "Peso: desde 200 g" in page
    assert 'placeholder="250"' in page


def test_warranty_and_time_to_return_at_least(shelf: FlaskClient) -> None:
    assert set(found(shelf, "/buscar?q=estambre&garantia=12")) == {"Estambre Lana", "Estambre Monte"}
    assert found(shelf, "/buscar?q=estambre&devolucion=60") == ["Estambre Monte"]
    assert "Garantía de 12 meses o más" in shelf.get("/buscar?q=estambre&garantia=12").text


def test_what_it_costs_and_when_it_arrives_at_home_narrow_and_sort(shelf: FlaskClient, market: Cast) -> None:
    make.goods(market, title="Estambre caro", price_minor=99_000)
    rebuild(Index(settings_of(shelf.application).search_dir))
    at_home(shelf)
    by_landed = found(shelf, "/buscar?q=estambre&orden=landed")
    assert by_landed[-1] == "Estambre caro"
    assert "Estambre caro" not in found(shelf, "/buscar?q=estambre&puesto-hasta=500")
    assert "Hasta $500 puesto en 06700" in shelf.get("/buscar?q=estambre&puesto-hasta=500").text
    tomorrow = (mexican_day(clock.now()) + timedelta(days=1)).isoformat()
    assert found(shelf, f"/buscar?q=estambre&llega={tomorrow}") == []
    page = shelf.get("/buscar?q=estambre").text
    day = [value for name, value, _count in boxes(page).values() if name == "llega"][-1]
    assert len(found(shelf, f"/buscar?q=estambre&llega={day}")) == 4


def test_without_a_postal_code_the_way_home_is_asked_for_and_not_filtered_by(shelf: FlaskClient) -> None:
    path = "/buscar?q=estambre&orden=landed&puesto-hasta=1&llega=2020-01-01"
    assert len(found(shelf, path)) == 3
    assert "dinos tu código postal" in shelf.get(path).text
    assert "Menor total en tu casa" not in shelf.get("/buscar?q=estambre").text


def test_everything_is_cleared_at_once_but_the_words(shelf: FlaskClient) -> None:
    path = "/buscar?q=estambre&c=estambres&con-fibre=lana&garantia=12&disponible=1&hasta=900"
    assert link(shelf, path, "Limpiar todo") == "/buscar?q=estambre"
    assert link(shelf, "/c/estambres?con-fibre=lana&garantia=12", "Limpiar todo") == "/c/estambres"


def test_the_form_carries_what_it_does_not_show_and_says_how_many_it_gives(shelf: FlaskClient) -> None:
    page = shelf.get("/buscar?q=estambre&c=estambres&orden=price&con-fibre=lana&con-fibre=seda&pagina=1").text
    form = page.partition('id="filtros"')[2].partition("</form>")[0]
    hidden = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form)
    assert sorted(hidden) == [("c", "estambres"), ("con-fibre", "seda"), ("orden", "price"), ("q", "estambre")]
    assert 'value="lana" checked' in re.sub(r"\s+", " ", form)
    assert "Ver 2 productos" in form
    assert "Ver productos" in form  # where nothing counts while one chooses
    assert "See 2 products" in shelf.get("/c/estambres?con-fibre=lana&idioma=en").text


def test_empty_boxes_say_nothing(shelf: FlaskClient) -> None:
    page = shelf.get("/buscar?q=estambre&garantia=&llega=&desde=&hasta=&con-color=").text
    assert len(found(shelf, "/buscar?q=estambre&garantia=&llega=&desde=&hasta=&con-color=")) == 3
    assert "garantia=&" not in page.partition('id="filtros"')[2].partition("</aside>")[0]


def test_another_category_takes_no_attributes_along(shelf: FlaskClient) -> None:
    away = link(shelf, "/buscar?q=estambre&c=estambres&con-fibre=lana&garantia=12", "Estambres e hilos")
    assert away == "/buscar?q=estambre&garantia=12"


def test_a_correction_is_shown_and_can_be_taken_back(shelf: FlaskClient) -> None:
    page = shelf.get("/buscar?q=estanbre").text
    assert "buscamos “estambre”" in page
    literal = "/buscar?q=estanbre&literal=1"
    assert html.escape(literal) in page
    assert found(shelf, literal) == []
    assert "¿Quisiste decir “estambre”?" in shelf.get(literal).text


def test_where_nothing_is_found_the_narrowest_filter_goes_with_one_click(shelf: FlaskClient) -> None:
    page = shelf.get("/buscar?q=estambre&c=estambres&con-fibre=lana&devolucion=30&garantia=36").text
    assert "No encontramos nada con eso" in page
    assert "Quitar “Garantía de 36 meses o más” y ver 2" in page
    assert "Categorías cercanas" in page


def near(page: str) -> list[str]:
    """The categories that a page without results proposes."""
    return re.findall(r'class="chip" href="/c/([a-z-]+)"', page)


def test_a_word_nobody_says_leads_to_categories_that_are_near(shelf: FlaskClient) -> None:
    page = shelf.get("/buscar?q=estambrería").text
    assert "No encontramos nada con eso" in page
    assert near(page) == ["estambres"]  # and not to the first six


def test_where_nothing_is_near_nothing_is_proposed(shelf: FlaskClient) -> None:
    for text in ("xyzzyxyzzy", "cafetería"):  # coffee makers are a category, but an empty one
        page = shelf.get("/buscar", query_string={"q": text}).text
        assert "No encontramos nada con eso" in page
        assert near(page) == []
        assert "Categorías cercanas" not in page


def test_nothing_is_not_sorted_and_not_narrowed(shelf: FlaskClient) -> None:
    nothing, something = (shelf.get(f"/buscar?q={text}").text for text in ("xyzzyxyzzy", "estambre"))
    for control in ('name="orden"', 'id="filtros"', 'name="desde"'):
        assert control not in nothing
        assert control in something


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/buscar?q=estambre&desde=300&hasta=100", "Estaba al revés"),
        ("/c/estambres?con-weight-g-desde=300&con-weight-g-hasta=50", "Estaba al revés"),
        ("/buscar?q=estambre&desde=barato", "Escribe un número"),
        ("/c/estambres?con-weight-g-desde=NaN", "Escribe un número"),
        ("/c/estambres?con-weight-g-hasta=1e309", "Escribe un número"),
        ("/buscar?q=estambre&c=estambres&con-screen-in-desde=40", "filtros que no son de esta categoría"),
        ("/buscar?q=estambre&con-fibre=lana", "filtros que no son de esta categoría"),
        (f"/buscar?q={'estambre%20' * 1100}", "Leímos las primeras 200 letras"),
        ("/buscar?q=de%20la%20para", "palabras muy comunes"),
    ],
)
def test_what_makes_no_sense_is_said(shelf: FlaskClient, path: str, says: str) -> None:
    answer = shelf.get(path)
    assert answer.status_code == 200
    assert says in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/buscar?q=estambre&pagina=-5",
        "/buscar?q=estambre&garantia=",
        "/c/estambres?con-fibre=oro",
        "/c/estambres?con-fibre=lana%00",
        "/buscar?q=estambre&orden=;drop",
        "/buscar?q=" + quote('estambre AND (title:x OR "y*") [a-z]+ .* \\d{3} NOT'),
        "/buscar?q=%27%22%3C%3E%25_",
        "/buscar?q=" + "&marca=x" * 500,
        "/buscar?q=estambre&garantia=999999999&devolucion=999999999",
    ],
)
def test_hostile_addresses_are_answered(shelf: FlaskClient, path: str) -> None:
    assert shelf.get(path).status_code == 200


def test_what_was_typed_stays_in_its_box_beside_what_is_wrong(shelf: FlaskClient) -> None:
    page = shelf.get("/buscar?q=estambre&desde=barato&hasta=900").text
    assert 'value="barato"' in page
    assert 'value="900"' in page
    assert re.search(r'id="desde"[^>]*aria-invalid="true" aria-describedby="desde-error"', page)


def test_without_an_index_the_same_filters_hold(shelf: FlaskClient) -> None:
    paths = (
        "/c/estambres?con-fibre=lana",
        "/c/estambres?con-weight-g-desde=200",
        "/buscar?q=estambre&garantia=12&devolucion=60",
        "/buscar?q=estambre&garantia=12&orden=price",
    )
    by_index = [set(found(shelf, path)) for path in paths]
    shutil.rmtree(settings_of(shelf.application).search_dir)
    executor_of(shelf.application)._view = None
    assert [set(found(shelf, path)) for path in paths] == by_index
    assert "Por ahora buscamos más lento" in shelf.get(paths[0]).text


def test_a_price_chosen_from_the_list_is_said_as_the_list_says_it(shelf: FlaskClient) -> None:
    page = shelf.get("/buscar?q=estambre&desde=1000.01&hasta=2500").text
    assert "$1,000 – $2,500" in page
    assert "$1,000.01" not in page
    assert "$1,000.50 – $2,500" in shelf.get("/buscar?q=estambre&desde=1000.50&hasta=2500").text
