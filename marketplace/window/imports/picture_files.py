"""Pictures in a packed folder: each named by the key (SKU) of a variant of what it shows, `NUBE-50.jpg`, `NUBE-50_2.jpg`."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from marketplace.goods.catalog import TooManyPictures
from marketplace.goods.catalog import service as products
from marketplace.goods.catalog.models import Media, Product, Variant
from marketplace.kernel.errors import Refusal
from marketplace.kernel.uploads import StoredPicture, Uploads
from marketplace.kernel.work import Work
from marketplace.window.imports.assembling import RowProblem
from marketplace.window.imports.cells import Unsure
from marketplace.window.imports.sheets import packed_files

_MOST_PICTURE_BYTES = 12 * 1024 * 1024
_NUMBERED = re.compile(r"(?P<sku>.+?)[ _-]\(?(?P<number>[0-9]{1,2})\)?")


class NobodysPicture(Unsure):
    """A picture named by a key that no variant of the shop has."""

    code = "imports.nobodys_picture"


class Brought(NamedTuple):
    """A picture of a folder: its name there, and its file's SHA-256."""

    name: str
    digest: str


@dataclass
class ToPicture:
    """A product and the pictures that a folder brings it, in order; those that it has already are left out."""

    product_id: UUID
    title: str
    pictures: list[Brought] = field(default_factory=list)


def match_pictures(work: Work, data: bytes) -> tuple[list[ToPicture], int, list[RowProblem]]:
    """Find the product of each picture of a folder; gives them, how many products have theirs already, and what has none."""
    named = {one.filename: PurePosixPath(one.filename).stem for one in packed_files(data) if _is_picture(one)}
    found = _by_sku(work, [part for stem in named.values() for part in _keys(stem)])
    to_do: dict[UUID, ToPicture] = {}
    problems = []
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        for name, stem in sorted(named.items(), key=lambda one: _order(one[1])):
            product = next((found[key] for key in _keys(stem) if key in found), None)
            if product is None:
                problems.append(RowProblem(0, name, NobodysPicture.code, {"sku": stem}))
                continue
            digest = hashlib.sha256(packed.read(name)).hexdigest()
            to_do.setdefault(product[0], ToPicture(*product)).pictures.append(Brought(name, digest))
    there = _digests(work, list(to_do))
    for one in to_do.values():
        one.pictures = [brought for brought in one.pictures if (one.product_id, brought.digest) not in there]
    return [one for one in to_do.values() if one.pictures], sum(not one.pictures for one in to_do.values()), problems


def _is_picture(one: zipfile.ZipInfo) -> bool:
    """What a folder of pictures holds beside what systems leave in it (`__MACOSX`, `.DS_Store`)."""
    hidden = any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(one.filename).parts)
    return not one.is_dir() and not hidden and one.file_size <= _MOST_PICTURE_BYTES


def _keys(stem: str) -> list[str]:
    """What a picture's name may say: a key, or a key with a number behind it."""
    numbered = _NUMBERED.fullmatch(stem)
    return [stem, numbered["sku"]] if numbered else [stem]


def _order(stem: str) -> tuple[str, int]:
    numbered = _NUMBERED.fullmatch(stem)
    return (numbered["sku"], int(numbered["number"])) if numbered else (stem, 0)


def _by_sku(work: Work, skus: Sequence[str]) -> dict[str, tuple[UUID, str]]:
    rows = work.session.execute(
        select(Variant.sku, Product.id, Product.title)
        .join(Product, (Product.tenant_id == Variant.tenant_id) & (Product.id == Variant.product_id))
        .where(Variant.tenant_id == work.tenant_id, Variant.sku.in_(skus), Variant.removed_at.is_(None))
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def _digests(work: Work, product_ids: Sequence[UUID]) -> set[tuple[UUID, str]]:
    rows = work.session.execute(
        select(Media.product_id, Media.digest).where(
            Media.tenant_id == work.tenant_id, Media.product_id.in_(product_ids), Media.digest.is_not(None)
        )
    )
    return {(row[0], row[1] or "") for row in rows}


def keep_pictures(uploads: Uploads, data: bytes, one: ToPicture) -> Iterator[tuple[Brought, StoredPicture | Refusal]]:
    """Keep a product's pictures in the store, outside of any transaction; what is none comes as its refusal."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        for brought in one.pictures:
            try:
                yield brought, uploads.keep_picture(packed.read(brought.name))
            except Refusal as refusal:
                yield brought, refusal


def add_pictures(
    work: Work, one: ToPicture, kept: Sequence[tuple[Brought, StoredPicture | Refusal]]
) -> tuple[int, list[RowProblem]]:
    """Put kept pictures to their product; gives how many, and what is wrong with the others."""
    added, problems = 0, []
    for brought, picture in kept:
        refusal = picture if isinstance(picture, Refusal) else None
        if isinstance(picture, StoredPicture):
            try:
                with work.attempt():
                    products.add_picture(
                        work, one.product_id, key=picture.key, alt=one.title, width=picture.width,
                        height=picture.height, digest=brought.digest,
                    )  # fmt: skip
                added += 1
            except TooManyPictures as error:
                refusal = error
        if refusal:
            details = {name: str(value) for name, value in refusal.details.items()}
            problems.append(RowProblem(0, brought.name, refusal.code, details))
    return added, problems
