"""Which language a page is in: as its address says, as was chosen, else as the browser asks."""

from __future__ import annotations

from functools import lru_cache

from flask import has_request_context, request, session
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

LANGUAGES = ("es_MX", "en")


@lru_cache(1024)
def best_language(asked: str) -> str:
    """Give the one of ours that a header Accept-Language asks for."""
    best = parse_accept_header(asked, LanguageAccept).best_match(["es", "en"], default="es")
    return "en" if best == "en" else "es_MX"


def choose_language() -> str:
    """Choose the language of this request; Spanish outside of any."""
    if not has_request_context():
        return "es_MX"
    if request.args.get("idioma") in ("es", "en"):  # an address of its own for each language, for who searches
        return "en" if request.args["idioma"] == "en" else "es_MX"
    chosen = session.get("locale")
    return str(chosen) if chosen in LANGUAGES else best_language(request.headers.get("Accept-Language", ""))


def keep_language(asked: str) -> str:
    """Let this browser's pages be in a language from here on; gives which of ours it is."""
    locale = "en" if asked == "en" else "es_MX"
    session["locale"] = locale
    session.permanent = True
    return locale
