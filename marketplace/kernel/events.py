"""A fact: something that happened, told upwards after the commit. Frozen, small, made of plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import TypeAdapter


@dataclass(frozen=True)
class Fact:
    """Base of all facts. Their names are in the past tense."""


F = TypeVar("F", bound=Fact)


def pack(fact: Fact) -> dict[str, Any]:
    """Turn a fact into what is stored with its job."""
    packed: dict[str, Any] = TypeAdapter(type(fact)).dump_python(fact, mode="json")
    return packed


def unpack(kind: type[F], stored: dict[str, Any]) -> F:
    """Turn what was stored back into the fact."""
    return TypeAdapter(kind).validate_python(stored)
