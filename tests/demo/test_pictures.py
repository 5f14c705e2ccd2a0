"""The demo's pictures: a drawing for each name of goods, several of each good, in the colours it comes in."""

from __future__ import annotations

from itertools import combinations

from PIL import Image, ImageChops, ImageStat

from marketplace.demo.drawings import DRAWINGS
from marketplace.demo.facts import COLOURS
from marketplace.demo.goods import KINDS, make_good
from marketplace.demo.pictures import Drawing, draw, drawings_of, picture_of_variant
from marketplace.kernel.storage import BlobStore
from marketplace.kernel.uploads import keep_image

GOODS = [make_good(category, number) for category in KINDS for number in range(12)]
_SHOWN = (160, 120)


def small(drawing: Drawing) -> Image.Image:
    return draw(drawing).resize(_SHOWN)


def differ(one: Image.Image, other: Image.Image) -> float:
    """How far two pictures are from each other, as a share of all that could differ."""
    return sum(ImageStat.Stat(ImageChops.difference(one, other)).mean) / (3 * 255)


def test_every_name_of_goods_has_a_drawing() -> None:
    assert set(DRAWINGS) == {name for kind in KINDS.values() for name in kind.names}


def test_sixty_and_more_drawings_differ_at_the_size_of_a_card() -> None:
    one_each = {drawing: name for name, drawing in DRAWINGS.items()}
    seen = {name: small(Drawing(name, "verde")).convert("L").resize((40, 30)) for name in one_each.values()}
    alike = {
        (one, other)
        for (one, first), (other, second) in combinations(seen.items(), 2)
        if ImageStat.Stat(ImageChops.difference(first, second)).mean[0] < 1.5
    }
    assert alike == set()
    assert len(seen) >= 120


def test_coffee_makers_presses_and_thermoses_are_not_the_same_thing() -> None:
    names = (
        "Cafetera italiana",
        "Cafetera de goteo",
        "Prensa francesa",
        "Cafetera espresso",
        "Jarra de olla para café",
        "Termo",
    )
    assert len({DRAWINGS[name] for name in names}) == len(names)


def test_a_good_has_several_pictures_that_say_what_they_show() -> None:
    for good in GOODS:
        shown = drawings_of(good)
        assert len({drawing.picture.key for drawing, _alt in shown}) == len(shown) >= 2
        assert all(alt.startswith(good.title) for _drawing, alt in shown)
        assert [drawing.is_close for drawing, _alt in shown].count(True) == 1


def test_each_colour_has_its_own_picture_which_is_its_variants() -> None:
    in_colours = [good for good in GOODS if good.variants[0][0] in COLOURS]
    assert in_colours
    for good in in_colours:
        drawn = {drawing.picture.key: drawing.colour for drawing, _alt in drawings_of(good) if not drawing.is_close}
        for name, _price, _pieces in good.variants:
            own = picture_of_variant(good, name)
            assert own is not None
            assert drawn[own.key] == COLOURS[name]
    assert picture_of_variant(make_good("tenis", 0), "24 MX") is None


def test_one_colour_is_drawn_unlike_another() -> None:
    assert differ(small(Drawing("Termo", "verde")), small(Drawing("Termo", "rosa"))) > 0.01


def test_a_small_picture_is_encoded_once_and_kept_in_every_size() -> None:
    kept: dict[str, bytes] = {}

    class Memory:
        def put(self, key: str, data: bytes) -> None:
            kept[key] = data

    store: BlobStore = Memory()  # type: ignore[assignment]
    picture = keep_image(store, Image.new("RGB", (800, 600), "white"), name="0" * 32)
    assert kept[f"{picture.key}-800.webp"] is kept[f"{picture.key}-1600.webp"]
    assert kept[f"{picture.key}-400.webp"] != kept[f"{picture.key}-800.webp"]
