"""The product's own templates, rendered from memory: what its pages would cost if data and decisions were free.

The first request for a path is answered by the product; what it rendered is kept, and rendered again from then on, contents
and cards included. Session, language, headers and Flask itself stay, so this is the ceiling for complete pages.
"""

from __future__ import annotations

from typing import Any

from flask import current_app, request, template_rendered

from marketplace.app import create_app
from marketplace.serve import get_ready
from marketplace.web import access, kept_contents
from marketplace.window.storefront import cards

cards.MOST_KEPT = kept_contents.MOST = 0
app = create_app()
_FRAME = "layouts/kept/"  # written once for each language, in all that is measured
_kept: dict[str, tuple[list[tuple[Any, dict[str, Any]]], list[Any]]] = {}
_written: list[Any] = []
_Card = cards.Card


def _remember(**values: Any) -> cards.Card:
    _written.append(_Card(**values))
    return _written[-1]


cards.Card = _remember  # type: ignore[misc,assignment]  # so that what a page's cards say can be kept


def _from_memory(view: Any) -> Any:
    def answer(**arguments: Any) -> Any:
        path = request.full_path
        if path not in _kept:
            seen: list[tuple[Any, dict[str, Any]]] = []
            _written.clear()

            def note(_app: Any, template: Any, context: dict[str, Any], **_more: Any) -> None:
                if not template.name.startswith(_FRAME):
                    seen.append((template, context))

            with template_rendered.connected_to(note, app):
                response = view(**arguments)
            if response.status_code == 200 and seen:
                _kept[path] = seen, list(_written)
            return response
        templates, shown = _kept[path]
        card = current_app.jinja_env.get_template("parts/one_card.html").module.card  # type: ignore[attr-defined]
        for one in shown:
            card(one)
        return [template.render(context) for template, context in templates][-1]

    return answer


for endpoint in (
    "storefront_buyer.home",
    "storefront_buyer.product",
    "search_buyer.results",
    "search_buyer.category",
    "compare_buyer.table",
):
    view = app.view_functions[endpoint]
    assert hasattr(view, "sign"), access
    app.view_functions[endpoint] = _from_memory(view)

get_ready(app)
