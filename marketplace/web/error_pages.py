"""From a refusal to a status, a page or JSON. The only file that knows HTTP numbers of refusals."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import structlog
from flask import (
    Flask,
    Response,
    current_app,
    flash,
    g,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import RequestRedirect, Rule

from marketplace.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, OutsideFailure, Refusal
from marketplace.kernel.reading import seen
from marketplace.kernel.work import OutcomeUnknown
from marketplace.web.access import is_for_anybody
from marketplace.web.audiences import BadKey, Detour, ProveFirst, ReasonFirst, SignInFirst
from marketplace.web.forms import prose_fields
from marketplace.web.hosts import UnknownHost
from marketplace.web.pages import page_link
from marketplace.web.paging import PastTheEnd
from marketplace.web.security import WITHOUT_COOKIES, ForeignForm, came_from, here, page_above
from marketplace.web.signatures import BadSignature
from marketplace.web.words import say

log = structlog.get_logger()
Answer = tuple[Any, int] | Response | Any
STATUS: dict[type[Refusal], int] = {NotFound: 404, NotAllowed: 403, Invalid: 422, Conflict: 409, OutsideFailure: 502}


def status_of(refusal: Refusal) -> int:
    """The HTTP number of a refusal."""
    return next(number for kind, number in STATUS.items() if isinstance(refusal, kind))


def _titles() -> dict[int, str]:
    return {
        400: _("No pudimos leer lo que enviaste"),
        401: _("Falta una llave válida"),
        403: _("No tienes permiso para esto"),
        404: _("Aquí no hay nada"),
        405: _("Esta dirección no se abre así"),
        409: _("Esto cambió mientras lo veías"),
        413: _("Lo que enviaste es demasiado grande"),
        414: _("La dirección es demasiado larga"),
        421: _("En esta dirección no hay ninguna tienda"),
        422: _("Hay un dato que no podemos aceptar"),
        429: _("Vas muy rápido"),
        500: _("Se nos rompió algo a nosotros"),
        502: _("Un servicio externo no respondió"),
        503: _("Volvemos en un momento"),
    }


# What somebody tried and may not, or tried too often: those who watch want to see it.
_DENIED = {400, 401, 403, 405, 413, 421, 429}


# What of an address is written into the log as it came; all else of it may be a letter's secret, which still opens.
_NAMED = re.compile(r"<(?:[^<>:]+:)?(shop|slug|code)>")


def path_for_log() -> str:
    """The rule of the address that was asked for (`/enlace/<secret>`), with the shop and the code that it names.

    An address that has no rule is not written: it may be a letter's link with a sign too many.
    """
    rule: Rule | None = request.url_rule
    named: Mapping[str, Any] = request.view_args or {}
    if isinstance(request.routing_exception, MethodNotAllowed):
        rule, named = _rule_by_another_method(request.routing_exception)
    return _NAMED.sub(lambda part: str(named.get(part[1], part[0])), rule.rule) if rule else ""


def _rule_by_another_method(error: MethodNotAllowed) -> tuple[Rule | None, Mapping[str, Any]]:
    adapter = current_app.create_url_adapter(request)
    try:
        return adapter.match(method=next(iter(error.valid_methods or ())), return_rule=True) if adapter else (None, {})
    except HTTPException:
        return None, {}


def _answer(status: int, detail: str, *, code: str = "", errors: object = None, way_back: str = "") -> Answer:
    if status in _DENIED:
        person = g.get("_login_user")
        log.warning(
            "request.denied",
            status=status,
            code=code,
            method=request.method,
            path=path_for_log(),
            source=request.remote_addr,
            account=str(getattr(person, "account_id", "") or ""),
        )
    title = _titles().get(status, _titles()[500 if status >= 500 else 400])
    if request.path.startswith(WITHOUT_COOKIES):
        problem = {"type": "about:blank", "title": title, "status": status, "detail": detail, "code": code}
        if errors:
            problem["errors"] = errors
        answer = jsonify(problem)
        answer.content_type = "application/problem+json"
        return answer, status
    typed = _prose_sent() if code not in _NOT_FROM_HERE else []
    back = here() if request.method == "POST" else page_above(request.path.rstrip("/").rpartition("/")[0])
    page = render_template(
        "error.html",
        status=status,
        title=title,
        detail=detail,
        request_id=g.get("request_id"),
        typed=typed,
        back=way_back or (back if back not in ("/", request.path) or typed else None),
    )
    answer = make_response(page, status)
    if typed:
        answer.headers["Cache-Control"] = "no-store"
    return answer


# Forms that no page of ours sent here: what they carry is not shown as if somebody had written it.
_NOT_FROM_HERE = ("foreign", "unknown_host")


def _prose_sent() -> list[str]:
    """What was written at length in the form that is refused: it is shown, to be sent again, and nothing else of it is."""
    try:
        sent = request.form if request.method == "POST" else MultiDict[str, str]()
    except HTTPException:  # too large to be read
        return []
    return [text for name in sorted(prose_fields()) for each in sent.getlist(name) if (text := seen(each)).strip()]


def name_requests(app: Flask) -> None:
    """Give each request an id, which its log lines and its error page carry. First of all that looks at a request."""

    @app.before_request
    def _name_the_request() -> None:
        g.request_id = uuid.uuid4().hex[:12]
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=g.request_id)


def add_error_pages(app: Flask) -> None:
    """Answer every refusal, HTTP error and crash in the reader's language, with a request id and nothing internal.

    After the API is hung up, which would answer HTTP errors in its own way.
    """
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(NotFound, _nothing_here)
    app.register_error_handler(PastTheEnd, _past_the_end)
    app.register_error_handler(SignInFirst, _sign_in_first)
    app.register_error_handler(Detour, _detour)
    app.register_error_handler(ReasonFirst, _reason_first)
    app.register_error_handler(BadKey, lambda _error: _with_challenge())
    app.register_error_handler(
        BadSignature, lambda _error: _answer(401, _("La firma no es válida."), code="bad_signature")
    )
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(ForeignForm, _foreign_form)
    app.register_error_handler(UnknownHost, _unknown_host)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OutcomeUnknown, _outcome_unknown)
    app.register_error_handler(OperationalError, _operational)
    app.register_error_handler(PoolTimeout, _database_away)
    app.register_error_handler(DataError, _unreadable)
    app.register_error_handler(UnicodeEncodeError, _unreadable)
    app.register_error_handler(RecursionError, _unreadable)
    app.register_error_handler(Exception, _crash)


def _past_the_end(refusal: PastTheEnd) -> Answer:
    return _answer(404, say(refusal), code=refusal.code, way_back=page_link(int(str(refusal.details["last"]))))


def _nothing_here(refusal: NotFound) -> Answer:
    return _leads_there() or _refused(refusal)


def _leads_there() -> Answer | None:
    """The address that was meant: without a slash at its end, in small letters where anybody may look.

    Only what is nowhere leads elsewhere, and only to what there is; a code or a secret is not small letters.
    """
    path = request.path
    if request.method not in ("GET", "HEAD") or path.startswith(WITHOUT_COOKIES):
        return None
    for meant in dict.fromkeys((path.rstrip("/"), path.rstrip("/").lower())):
        rule = _rule_at(meant) if meant and meant != path and meant.isascii() else None
        if rule is not None and (meant == path.rstrip("/") or _is_small_letters(rule)):
            query = quote(request.query_string, safe="%=&+/?:@!$'()*,;~")
            return redirect(f"{meant}?{query}" if query else meant, 301)
    return None


def _is_small_letters(rule: Rule) -> bool:
    """Whether an address may be written small: what anybody may look at, where no secret and no file's name stands in it."""
    return is_for_anybody(current_app.view_functions[rule.endpoint]) and rule.arguments <= {"slug", "code", "number"}


def _rule_at(path: str) -> Rule | None:
    adapter = current_app.create_url_adapter(request)
    try:
        return adapter.match(path, method="GET", return_rule=True)[0] if adapter else None
    except (HTTPException, RequestRedirect):
        return None


def _refused(refusal: Refusal) -> Answer:
    both = {name: refusal.details[name] for name in ("seen", "now") if name in refusal.details}
    return _answer(status_of(refusal), say(refusal), code=refusal.code, errors=both)


def _with_challenge() -> Answer:
    response = make_response(_answer(401, _("Manda tu llave en el encabezado Authorization: Bearer …"), code="bad_key"))
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _sign_in_first(_error: SignInFirst) -> Answer:
    return redirect(url_for("accounts_buyer.sign_in", next=here() if request.method == "GET" else None))


def _detour(detour: Detour) -> Answer:
    """Lead to what must be done first, and back. What a form carries goes along where one step shows who they are (307),
    and is sent on from there; elsewhere it is not kept, and is said not to be."""
    if request.method == "GET":
        return redirect(url_for(detour.page, next=here()))
    if isinstance(detour, ProveFirst):
        return redirect(url_for(detour.page, next=request.full_path.rstrip("?")), 307)
    flash(_("Lo que enviaste no se guardó: antes hace falta este paso. Después vuelve a enviarlo."), "warning")
    return redirect(url_for(detour.page, next=came_from()), 303)


def _reason_first(error: ReasonFirst) -> Answer:
    about = (request.view_args or {}).get("code")  # of the order that is looked for
    return redirect(url_for("staff_staff.reason", slug=error.shop, pedido=about))


def _stale_form(_error: CSRFError) -> Answer:
    """The form is of a session that ended."""
    answer = make_response(
        _answer(
            400,
            _("Esta página llevaba mucho tiempo abierta. Regresa, recárgala y vuelve a enviar."),
            code="stale_form",
        )
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _foreign_form(_error: ForeignForm) -> Answer:
    return _answer(
        400, _("Este formulario llegó desde otro sitio. Ábrelo en Tianguis y envíalo de nuevo."), code="foreign"
    )


def _unknown_host(_error: UnknownHost) -> Answer:
    return _answer(
        421,
        _("Puede que la tienda haya cambiado de dirección, o que el dominio todavía no esté comprobado."),
        code="unknown_host",
    )


def _http(error: HTTPException) -> Answer:
    if error.code is None or error.code < 400:
        return error
    if error.response is not None:
        return error.response
    if error.code == 404 and (there := _leads_there()) is not None:
        return there
    if error.code == 405 and request.method == "GET" and not request.path.startswith(WITHOUT_COOKIES):
        return redirect(page_above(request.path))  # a form was sent there, and its address opened again
    details = {
        404: _("No encontramos lo que buscas. Puede que ya no exista o que el enlace esté incompleto."),
        413: _("Si llevaba una foto o un archivo, elige uno más ligero; si no, acorta el texto. No se guardó nada."),
        422: _("Corrige los datos señalados y envíalos de nuevo."),
        429: _("Espera un minuto y vuelve a intentarlo."),
    }
    errors = getattr(error, "data", {}).get("messages") if hasattr(error, "data") else None
    answer = _answer(
        error.code,
        details.get(error.code, _("Revisa la dirección o regresa a la página anterior.")),
        code=(error.name or "").lower().replace(" ", "_"),
        errors=errors,
    )
    response = make_response(answer)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


# SQLSTATE classes of a database that did not answer, or not in time: connection, rollback, resources, locks, an operator's
# hand, its own system. Without a state the connection broke.
_NO_ANSWER = ("08", "40", "53", "55", "57", "58")
_LIMIT_EXCEEDED = "54"  # more than an index or a statement takes


def _operational(error: OperationalError) -> Answer:
    """Say that the database did not answer only where it did not."""
    state = getattr(error.orig, "sqlstate", None) or ""
    if state.startswith(_LIMIT_EXCEEDED):
        log.warning("request.too_long", path=path_for_log(), state=state)
        return _answer(
            422, _("Hay un dato más largo de lo que se puede guardar. Acórtalo y envíalo de nuevo."), code="too_long"
        )
    return _database_away(error) if not state or state.startswith(_NO_ANSWER) else _crash(error)


def _database_away(error: Exception) -> Answer:
    log.error("database.away", error=str(error))
    response = make_response(
        _answer(
            503,
            _(
                "La base de datos no respondió a tiempo. Lo que ya guardaste sigue ahí; inténtalo otra vez en unos segundos."
            ),
        )
    )
    response.headers["Retry-After"] = "5"
    return response


def _outcome_unknown(error: Exception) -> Answer:
    """It may have been saved or not. Nothing is promised; sending a form again finds what it made."""
    log.error("database.outcome_unknown", error=str(error))
    return _answer(
        503,
        _("Se cortó la conexión justo al guardar y no sabemos si quedó. Míralo otra vez antes de repetirlo."),
        code="outcome_unknown",
    )


def _unreadable(error: Exception) -> Answer:
    """Signs that no keyboard writes and no database keeps (NUL, half of a pair), a number beyond all measure, JSON
    nested without end.
    """
    log.warning("request.unreadable", path=path_for_log(), error=type(error).__name__)
    return _answer(
        400, _("Lo que llegó trae caracteres que no podemos guardar. Escríbelo de nuevo."), code="unreadable"
    )


def _crash(error: Exception) -> Answer:
    log.exception("request.crashed", path=path_for_log())
    return _answer(500, _("Ya quedó anotado con este número. Lo que habías guardado antes sigue guardado."))
