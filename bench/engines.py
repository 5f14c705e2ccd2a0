"""What our search is measured against: tantivy, and Whoosh's own writer and API, over the same documents."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import tantivy
from whoosh import index as whoosh_index
from whoosh.fields import KEYWORD, NUMERIC, Schema
from whoosh.query import And, NumericRange, Or, Term
from whoosh.sorting import Count, FieldFacet

from marketplace.kernel.analysis import terms, understand
from marketplace.window.search.rules import SearchDocument, SearchQuery


class Tantivy:
    """The same documents, the same terms, the same columns, in Rust."""

    def __init__(self, folder: Path) -> None:
        builder = tantivy.SchemaBuilder()
        for name in ("title", "text", "described"):
            builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
        builder.add_text_field("spoken", tokenizer_name="raw", index_option="basic")
        for name in ("listing", "leaf", "middle", "top", "brand", "price", "available", "sold"):
            builder.add_unsigned_field(name, indexed=True, fast=True)
        self.schema = builder.build()
        folder.mkdir(parents=True, exist_ok=True)
        self.index = tantivy.Index(self.schema, path=str(folder))
        self.brands: dict[str, int] = {}

    def build(self, all_of: list[SearchDocument]) -> float:
        began = time.process_time()
        writer = self.index.writer(heap_size=256_000_000, num_threads=1)
        for one in all_of:
            leaf, *above = one.categories
            made = tantivy.Document()
            made.add_text("title", " ".join(terms(one.title)))
            made.add_text("text", " ".join(terms(one.text)))
            made.add_text("described", " ".join(terms(one.description)))
            made.add_text("spoken", one.title.lower())
            for name, value in (
                ("listing", one.number), ("leaf", leaf), ("middle", above[0] if len(above) > 1 else 0),
                ("top", above[-1] if above else leaf), ("brand", self.brands.setdefault(one.brand, len(self.brands))),
                ("price", one.price_minor), ("available", one.available), ("sold", one.popularity),
            ):  # fmt: skip
                made.add_unsigned(name, value)
            writer.add_document(made)
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        self.searcher = self.index.searcher()
        return time.process_time() - began

    def _word(self, term: str, *, fuzzy: bool) -> Any:
        query = tantivy.Query
        if fuzzy:
            return query.boolean_query([
                (tantivy.Occur.Should, query.boost_query(query.fuzzy_term_query(self.schema, "title", term, distance=1), 3.0)),
                (tantivy.Occur.Should, query.fuzzy_term_query(self.schema, "text", term, distance=1)),
            ])  # fmt: skip
        return query.boolean_query([
            (tantivy.Occur.Should, query.boost_query(query.term_query(self.schema, "title", term), 3.0)),
            (tantivy.Occur.Should, query.term_query(self.schema, "text", term)),
        ])  # fmt: skip

    def ask(self, asked: SearchQuery, *, fuzzy: bool = False) -> Any:
        query, must = tantivy.Query, tantivy.Occur.Must
        parts = [(must, self._word(word[0], fuzzy=fuzzy)) for word in understand(asked.text).words]
        if asked.category is not None:
            levels = [
                (tantivy.Occur.Should, query.term_query(self.schema, level, asked.category))
                for level in ("leaf", "middle", "top")
            ]
            parts.append((must, query.boolean_query(levels)))
        if asked.brands:
            parts.append((must, query.term_query(self.schema, "brand", self.brands[asked.brands[0]])))
        if asked.price_from is not None or asked.price_to is not None:
            kind = tantivy.FieldType.Unsigned
            parts.append(
                (must, query.range_query(self.schema, "price", kind, asked.price_from or 0, asked.price_to or 2**40))
            )
        if asked.in_stock:
            parts.append((must, query.range_query(self.schema, "available", tantivy.FieldType.Unsigned, 1, 2**31)))
        whole = query.boolean_query(parts) if parts else query.all_query()
        order: dict[str, Any] = {}
        if asked.sort == "price":
            order = {"order_by_field": "price", "order": tantivy.Order.Asc}
        if not parts or (not asked.text and asked.sort == "relevance"):
            order = {"order_by_field": "sold"}
        found = self.searcher.search(whole, limit=asked.limit, offset=asked.offset, count=True, **order)
        self.searcher.fast_field_values("listing", [address for _score, address in found.hits])
        if asked.facets:
            self.searcher.aggregate(whole, {
                "leaf": {"terms": {"field": "leaf" if asked.category else "top", "size": 50}},
                "brand": {"terms": {"field": "brand", "size": 50}},
            })  # fmt: skip
        return found.count

    def suggest(self, typed: str) -> Any:
        query = tantivy.Query.regex_query(self.schema, "spoken", f"{typed}.*")
        return self.searcher.search(query, limit=8).count


class Stock:
    """Whoosh's own writer and API: terms, sortable numbers, ranges as queries, counts by its facets."""

    def __init__(self, folder: Path) -> None:
        numbers = dict.fromkeys(("leaf", "brand", "price", "available"), NUMERIC(sortable=True))
        made = Schema(title=KEYWORD(scorable=True), text=KEYWORD(scorable=True), **numbers)
        folder.mkdir(parents=True)
        self.index = whoosh_index.create_in(str(folder), made)

    def build(self, all_of: list[SearchDocument], brands: list[str]) -> None:
        writer = self.index.writer(limitmb=512)
        for one in all_of:
            writer.add_document(
                title=" ".join(terms(one.title)), text=" ".join(terms(one.title) + terms(one.text)), leaf=one.categories[0],
                brand=brands.index(one.brand), price=one.price_minor, available=one.available,
            )  # fmt: skip
        writer.commit()

    def ask(self, searcher: Any, query: SearchQuery, brands: list[str]) -> int:
        words = [Or([Term("title", word[0]), Term("text", word[0])]) for word in understand(query.text).words]
        ranges = [
            NumericRange("leaf", query.category, query.category), NumericRange("available", 1, 2**31 - 1),
            NumericRange("brand", *[brands.index(query.brands[0])] * 2), NumericRange("price", query.price_from, query.price_to),
        ]  # fmt: skip
        counts = {name: FieldFacet(name, maptype=Count) for name in ("leaf", "brand")}
        return len(searcher.search(And(words + ranges), limit=24, groupedby=counts))
