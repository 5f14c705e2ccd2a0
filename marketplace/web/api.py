"""What the API's rooms share: whole numbers as JSON means them, and problems as they are described."""

from __future__ import annotations

from typing import Any

from flask import request
from marshmallow import Schema, fields, validate
from werkzeug.exceptions import UnsupportedMediaType

from marketplace.kernel.reading import read_line, read_prose

_MOST_ON_PAGE = 100

PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "errors": {"type": "object"},
    },
}


class Whole(fields.Integer):
    """A whole number; 5.0 is one in JSON, 5.5 is not."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strict=True, **kwargs)

    def _validated(self, value: Any) -> Any:
        return super()._validated(int(value) if isinstance(value, float) and value.is_integer() else value)


class PageArguments(Schema):
    """Where in a list."""

    page = fields.Integer(load_default=1, validate=validate.Range(1, 10_000))
    size = fields.Integer(load_default=50, validate=validate.Range(1, _MOST_ON_PAGE))


class TextLine(fields.String):
    """A line of text as forms read it: one Unicode form, nothing unseen, at most `most` signs and at least one where required."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        least = 1 if kwargs.get("required") else None
        super().__init__(validate=validate.Length(least, most), **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        return self._read(str(super()._deserialize(value, attr, data, **kwargs)))

    def _read(self, written: str) -> str:
        return read_line(written)


class TextProse(TextLine):
    """A text of several lines, as forms read it."""

    def _read(self, written: str) -> str:
        return read_prose(written)


def refuse_other_than_json() -> None:
    """Refuse a body that is not JSON (415): the parser would read it as an empty one, and the answer would be 200."""
    if request.method in ("POST", "PUT", "PATCH") and not request.is_json and request.get_data(cache=True):
        raise UnsupportedMediaType


def describe_problems(spec: dict[str, Any]) -> dict[str, Any]:
    """Say in a description that every error is a problem (RFC 9457)."""
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    components = spec.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = PROBLEM
    for response in components.get("responses", {}).values():
        response["content"] = content
    for path in spec["paths"].values():
        for operation in path.values():
            if not isinstance(operation, dict):
                continue
            for status, response in operation.get("responses", {}).items():
                if status[0] in "45" and "$ref" not in response:
                    response["content"] = content
    return spec
