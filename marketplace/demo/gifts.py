"""A purchase that is a gift, wrapped and without prices, and one that goes by the faster way."""

from __future__ import annotations

from marketplace.demo.story import Story
from marketplace.trade.cart import ShopChoice
from marketplace.trade.shipping import Speed

_GIFT = ShopChoice(wrapped=True, message="Feliz cumpleaños, tía.\nPara tus tardes frescas.", prices_hidden=True)
_EXPRESS = ShopChoice(Speed.EXPRESS)


def tell(story: Story) -> None:
    """Let Carla give a rebozo away, and Darío be in a hurry."""
    story.buy(
        "carla", "Carla Méndez", "06700", [("hilos-alpaca", "rebozos", 1)], days=0.3, choices={"hilos-alpaca": _GIFT}
    )
    wanted = [("cocina-clara", "termos", 1)]
    story.buy("dario", "Darío Pech", "76000", wanted, days=0.5, choices={"cocina-clara": _EXPRESS})
