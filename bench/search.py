"""Search at 100,000 listings against tantivy and against Whoosh's own API, query by query, interleaved. Writes SEARCH.md."""

from __future__ import annotations

import gc
import multiprocessing
import os
import random
import shutil
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import tantivy
from whoosh import index as whoosh_index

from bench import machine
from bench.engines import Stock, Tantivy
from marketplace.demo.goods import KINDS, make_good
from marketplace.goods.catalog import CATEGORIES, facts_of, seen_as, several
from marketplace.kernel.analysis import terms, understand
from marketplace.window.search.gateways.executor import Executor
from marketplace.window.search.gateways.facts import RankingFacts
from marketplace.window.search.gateways.segments import IndexSegment, schema
from marketplace.window.search.gateways.view import View
from marketplace.window.search.gateways.whoosh_index import COLUMNS, FIELDS, Index, beginnings, said
from marketplace.window.search.rules import SearchDocument, SearchQuery

HERE = Path(__file__).parent
VAR = HERE.parent / "var" / "bench-search"
PRODUCTS = int(os.environ.get("BENCH_PRODUCTS", "100000"))
REPEATS, QUERIES = 15, 24
BATCHES = 30
FACETS = ("category", "brand")
CATEGORY_OF = {category.number: category.code for category in CATEGORIES.values()}
NO_FACTS = RankingFacts(key="bench")


def document(number: int, category: str) -> SearchDocument:
    """A listing as the database would give it, from the demo's own goods."""
    good = make_good(category, number)
    path = CATEGORIES[category].path
    forms = [{"name": name, "available": pieces} for name, _price, pieces in good.variants]
    seen = seen_as(category, good.attributes, forms)
    sku = f"{category.upper()}-{number}"
    return SearchDocument(
        number=number, title=good.title, text=" ".join([good.brand, good.model, sku, facts_of(category, seen, forms)]),
        description=good.description,
        categories=tuple(CATEGORIES[code].number for code in reversed(path)), brand=good.brand, shop=f"shop-{number % 200}",
        condition="new", price_minor=good.price_minor, available=number % 20, free_shipping=number % 3 == 0,
        published_at=1_760_000_000 + number, popularity=number * 7919 % 90, billable_grams=good.grams, warranty_months=3,
        return_days=30, attributes=seen,
    )  # fmt: skip


def documents() -> list[SearchDocument]:
    kinds = sorted(KINDS)
    return [document(number, kinds[number % len(kinds)]) for number in range(1, PRODUCTS + 1)]


def classes(all_of: list[SearchDocument]) -> dict[str, list[SearchQuery]]:
    """What people ask, by kind; each kind several times."""
    dice = random.Random(7)
    heads = sorted({understand(one.title).typed[0] for one in all_of if understand(one.title).typed})
    some = dice.sample(all_of, QUERIES)

    def words(one: SearchDocument, count: int) -> str:
        return " ".join(understand(one.title).typed[:count])

    def mistyped(one: SearchDocument) -> str:
        word = max(understand(one.title).typed[:2], key=len)
        at = len(word) // 2
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :] if len(word) > at + 1 else word

    plain = SearchQuery(facets=())
    one_word = [replace(plain, text=dice.choice(heads)) for _n in range(QUERIES)]
    leaf = [replace(plain, category=one.categories[0]) for one in some]
    broad = [
        replace(plain, text=text) for text in ("acero", "negro", "rosa", "kit", "juego", "madera", "algodon", "para")
    ]
    return {
        "one word": one_word,
        "two words": [replace(plain, text=words(one, 2)) for one in some],
        "three words": [replace(plain, text=words(one, 3)) for one in some],
        "plurals": [replace(plain, text=f"{noun}s") for noun in dice.sample([h for h in heads if h.isalpha() and h[-1] in "aeo"], QUERIES)],
        "mistyped": [replace(plain, text=mistyped(one)) for one in some],
        "article number": [replace(plain, text=f"{CATEGORY_OF[one.categories[0]].upper()}-{one.number}") for one in some],
        "one word, counted": [replace(one, facets=FACETS) for one in one_word],
        "filters, counted": [
            replace(plain, text=words(one, 1), category=one.categories[0], brands=(one.brand,), price_from=one.price_minor // 2,
                    price_to=one.price_minor * 2, in_stock=True, facets=FACETS)
            for one in some
        ],
        "by price": [replace(one, sort="price") for one in one_word],
        "page 21": [replace(one, offset=480) for one in one_word],
        "category, counted": [replace(one, facets=FACETS) for one in leaf],
        "broad": broad,
        "broad, counted": [replace(one, facets=FACETS) for one in broad],
    }  # fmt: skip


def timed(ask: Callable[[], Any]) -> float:
    began = time.perf_counter()
    ask()
    return (time.perf_counter() - began) * 1000


def compare(
    ours: Executor, theirs: Tantivy, asked: dict[str, list[SearchQuery]]
) -> list[tuple[str, float, float, float, float, float]]:
    """For each kind: medians of ours and theirs, warm; the ratio query by query; the first touch; and hits."""
    rows = []
    for kind, queries in asked.items():
        ratios, mine, rust, first, hits = [], [], [], [], []
        for query in queries:
            fuzzy = kind == "mistyped"
            theirs.ask(query, fuzzy=fuzzy)
            view = untouched(ours)
            ours.standing(view, NO_FACTS)
            other = next((one for one in queries if not about(one) & about(query)), None)
            if other:
                ours.answer(view, other, NO_FACTS)  # a process that answers, but was never asked this
            touch = timed(lambda q=query, v=view: ours.answer(v, q, NO_FACTS))
            view = ours.view()
            hits.append(ours.answer(view, query, NO_FACTS).total)
            a, b = [], []
            for _n in range(REPEATS):
                a.append(timed(lambda q=query, v=view: ours.answer(v, q, NO_FACTS)))
                b.append(timed(lambda q=query, f=fuzzy: theirs.ask(q, fuzzy=f)))
            mine.append(statistics.median(a))
            rust.append(statistics.median(b))
            ratios.append(mine[-1] / rust[-1])
            first.append(touch / rust[-1])
        rows.append(
            (
                kind,
                statistics.median(mine),
                statistics.median(rust),
                statistics.median(ratios),
                statistics.median(first),
                statistics.mean(hits),
            )
        )
    return rows


def about(query: SearchQuery) -> set[object]:
    """What has to be read for a query: terms and the category."""
    return {term for word in understand(query.text).words for term in word} | ({query.category} - {None})


def untouched(ours: Executor) -> View:
    """The same index with no posting read yet."""
    leaves = [leaf for leaf, _start in ours._index.open().reader().leaf_readers()]
    return View([(IndexSegment(leaf, COLUMNS, ours._index.files()), leaf) for leaf in leaves], ours._index.names())


def stock_writer(folder: Path, some: list[SearchDocument]) -> float:
    """Documents per CPU second of Whoosh's own writer, with our schema and terms."""
    folder.mkdir(parents=True)
    writer = whoosh_index.create_in(str(folder), schema(FIELDS, COLUMNS)).writer(limitmb=512)
    began = time.process_time()
    for one in some:
        writer.add_document(
            title=" ".join(terms(one.title)), text=" ".join(terms(one.title) + terms(one.text)),
            described=" ".join(terms(one.description)),
            said=" ".join(said(code, each) for code, value in one.attributes.items() for each in several(value)),
            beginning=list(beginnings(one.title)), listing=one.number, price=one.price_minor, available=one.available,
            leaf=one.categories[0], sold=one.popularity, published=one.published_at, grams=one.billable_grams,
        )  # fmt: skip
    writer.commit()
    return len(some) / (time.process_time() - began)


def write_batches(folder: str, changed: list[SearchDocument], begun: Any) -> None:
    """In a process of its own, as a worker does: batch after batch, each with a price that tells it apart."""
    index = Index(Path(folder))
    for number in range(1, BATCHES + 1):
        some = [replace(one, price_minor=number) for one in changed]
        began = time.time()
        index.write(some, since=number + 1)
        begun.put((number, began))
        time.sleep(0.3)
        if index.untidy():
            index.write([replace(one, price_minor=number) for one in changed], since=number + 1)
    begun.put(None)


def while_writing(
    index: Index, changed: list[SearchDocument], queries: list[SearchQuery]
) -> tuple[float, float, float]:
    """95th percentiles: seconds until a batch is seen here; milliseconds of answers while quiet, and while written to."""
    executor = Executor(index)
    executor.view()
    time.sleep(1)

    def ask(rounds: int) -> list[float]:
        return [
            timed(lambda q=query: executor.answer(executor.view(), q, NO_FACTS))
            for _n in range(rounds)
            for query in queries
        ]

    ask(20)
    quiet = ask(60)
    context = multiprocessing.get_context("spawn")
    begun = context.Queue()
    writer = context.Process(target=write_batches, args=(str(index.folder), changed, begun))
    writer.start()
    busy: list[float] = []
    seen: dict[int, float] = {}
    waiting: dict[int, float] = {}
    over = False
    while not over or waiting:
        busy += ask(1)
        view = executor.view()
        place = np.flatnonzero((view.columns["listing"] == changed[0].number) & view.alive)
        price = int(view.columns["price"][place[0]]) if len(place) else 0
        while not begun.empty():
            told = begun.get()
            if told is None:
                over = True
            else:
                waiting[told[0]] = told[1]
        for number in [number for number in waiting if number <= price]:
            seen[number] = time.time() - waiting.pop(number)
    writer.join()
    return tuple(float(np.percentile(one, 95)) for one in (list(seen.values()), quiet, busy))  # type: ignore[return-value]


def size_mb(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def quality() -> list[str]:
    """Say how well what people mean is found, over judged queries; `tests/window/search/test_quality.py` holds the floor."""
    from tests.window.search.judged import SETS, demo_market, measure

    market = demo_market(VAR / "judged")
    lines = [
        "What people mean (`pytest -s tests/window/search/test_quality.py`): judged queries over the demo's goods, one half of",
        "which, by a hash of its own words, nobody looked at while tuning.", "",
        "| Queries | half | how many | nDCG@10 | meant in the first three |", "|---|---|---|---|---|",
    ]  # fmt: skip
    for kind in SETS:
        for held_out in (False, True):
            found = measure(market, kind, held_out=held_out)
            half = "held out" if held_out else "tuned on"
            lines.append(f"| {kind} | {half} | {found.queries} | {found.ndcg:.3f} | {found.hits:.3f} |")
    return [*lines, ""]


def main() -> None:
    """Build, measure, write."""
    shutil.rmtree(VAR, ignore_errors=True)
    all_of = documents()
    ours, theirs = Index(VAR / "ours"), Tantivy(VAR / "tantivy")
    began = time.process_time()
    ours.build(all_of, since=1)
    built = len(all_of) / (time.process_time() - began)
    rust = len(all_of) / theirs.build(all_of)
    stock = stock_writer(VAR / "stock", all_of[: PRODUCTS // 5])
    bulk_part = Index(VAR / "part")
    began = time.process_time()
    bulk_part.build(all_of[: PRODUCTS // 5], since=1)
    part = PRODUCTS // 5 / (time.process_time() - began)
    asked = classes(all_of)
    brands = sorted({one.brand for one in all_of})
    stock_index = Stock(VAR / "stock-numbers")
    stock_index.build(all_of, brands)
    changed = all_of[5000:5200]
    del all_of
    gc.collect()
    before = machine.memory_mb(os.getpid())
    executor = Executor(ours)
    began_wall = time.perf_counter()
    executor.view()
    opened = time.perf_counter() - began_wall
    rows = compare(executor, theirs, asked)
    memory = machine.memory_mb(os.getpid()) - before
    filtered = asked["filters, counted"][:5]
    with stock_index.index.searcher() as searcher:
        slow = statistics.median(timed(lambda q=query: stock_index.ask(searcher, q, brands)) for query in filtered)
    fast = next(row[1] for row in rows if row[0] == "filters, counted")
    lag, quiet, busy = while_writing(ours, changed, asked["one word"] + asked["two words"])
    write(
        rows,
        (lag, quiet, busy),
        built,
        part,
        stock,
        rust,
        opened,
        memory,
        size_mb(VAR / "ours"),
        slow / fast,
        len(brands),
    )


def write(
    rows: Any,
    fresh: tuple[float, float, float],
    built: float,
    part: float,
    stock: float,
    rust: float,
    opened: float,
    memory: float,
    size: float,
    filters: float,
    brands: int,
) -> None:
    """Write SEARCH.md."""
    mean = statistics.geometric_mean(row[3] for row in rows)
    lines = [
        "# Search, measured", "", f"`make bench-search`, {date.today()}, {machine.describe()}. {PRODUCTS:,} listings of the demo's "
        f"goods, {brands} brands, 200 shops; each query {REPEATS} times, ours and tantivy ({tantivy.__version__}) in "
        f"turn; medians. Answers "
        "are not kept between askings; both engines are asked the same terms, give the listings' numbers, and count "
        "categories and brands where it says *counted*. Ours looks into descriptions too, and for what says most of the words, where "
        "fewer than 48 say all of them. *First* is ours in a process that answered something else "
        "before and never read what this query needs, against tantivy warm; in service the 500 commonest words are "
        "read when a process opens the index.", "",
        "| Asked | hits | ours ms | tantivy ms | ours / tantivy | first / tantivy |", "|---|---|---|---|---|---|",
        *(f"| {kind} | {hits:,.0f} | {mine:.3f} | {other:.3f} | {ratio:.2f} | {first:.1f} |"
          for kind, mine, other, ratio, first, hits in rows),
        "", f"Geometric mean of the ratios: {mean:.2f}. Median of the first touches over the kinds: "
        f"{statistics.median(row[4] for row in rows):.1f}.", "",
        f"- Filters with counts against Whoosh's own API: {filters:,.0f} times as fast.",
        f"- Building {PRODUCTS:,}: {built:,.0f} documents per CPU second (tantivy, one thread: {rust:,.0f}); "
        f"{PRODUCTS // 5:,} with ours {part:,.0f}, "
        f"with Whoosh's own writer {stock:,.0f}: {part / stock:.1f} times.",
        f"- A batch of 200 changes is seen by another process within {fresh[0]:.2f} s (p95 of {BATCHES}); answers "
        f"meanwhile take {fresh[2]:.3f} ms "
        f"(p95), {fresh[2] / fresh[1]:.1f} times those while nothing is written.",
        f"- Opening in a process: {opened * 1000:.0f} ms. Memory it adds, after all queries: {memory:.0f} MB (tantivy's share included). "
        f"On disk: {size:.1f} MB, {size * 1e6 / PRODUCTS / 1024:.2f} KB a listing.", "",
        *quality(),
    ]  # fmt: skip
    (HERE / "SEARCH.md").write_text("\n".join(lines), "utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
