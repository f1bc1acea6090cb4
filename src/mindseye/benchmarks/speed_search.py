"""Benchmark `speed`, the part about searching: the flat index beside numpy and faiss, which compare every vector.

Protocol: 200 of the given real descriptors, drawn at random, are the queries and are not in the index. The others are
enlarged to n vectors: each is taken again and again, with Gaussian noise of the descriptors' own covariance and of
`jitter` times their length about the mean, and normalised. Small jitter gives crowds of near-duplicates around each
picture, large jitter a cloud in which nothing is near; real libraries lie between. Descriptors of more than 256 dims
are first reduced to 256 by PCA, without whitening. One query at a time, after three that do not count, each engine all
of them in turn; a filter is a random share of the ids, handed over with each query. `recall@10` is against numpy's
exact answer. `queries_per_s` is with one thread a core. `open_ms` and the resident memory are a fresh process's:
`rss_anon` is its own, `rss_file` what of the files happens to be in memory, which the system takes back at need.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from mindseye.benchmarks.result import Row, machine
from mindseye.errors import DataError
from mindseye.index import drop_index, open_index
from mindseye.types import Ids, Vectors

SIZES = (100_000, 1_000_000)
JITTERS = (0.3, 0.6)
SHARES = (1.0, 0.5, 0.01)  # of the ids that a filter leaves
QUERIES = 200
DIM = 256
K = 10
CHUNK = 50_000
SEED = 11
FEWEST = 20  # descriptors without which this means nothing
Search = Callable[[Vectors, Ids | None], Ids]  # one query (dim,) and the allowed ids → the ids of its K best
Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Timed:
    """What one engine did with all queries under one filter."""

    milliseconds: list[float]
    found: list[Ids]
    queries_per_s: float


def search_rows(
    vectors: Vectors,
    sizes: Sequence[int],
    folder: Path,
    report: Report = lambda done, total: None,
    jitters: Sequence[float] = JITTERS,
) -> list[Row]:
    """Measure searching among n vectors made of real descriptors (m, dim), for each n and jitter.

    The index is made in `folder` and thrown away again: it takes 1.1 GB for a million vectors, and this process twice
    as much memory. Raises DataError if there are fewer than 20 descriptors.
    """
    if len(vectors) < FEWEST:
        raise DataError(f"{len(vectors)} pictures are too few to measure searching: give {FEWEST} or more.")
    rng = np.random.default_rng(SEED)
    real = reduced(vectors)
    order, held = rng.permutation(len(real)), min(QUERIES, len(real) // 4)
    queries, rest = real[order[:held]], real[order[held:]]
    rows: list[Row] = []
    cases = [(size, jitter) for size in sizes for jitter in jitters]
    for done, (size, jitter) in enumerate(cases):
        report(done, len(cases))
        rows += _measure(enlarged(rest, size, jitter, rng), queries, jitter, folder, rng)
    report(len(cases), len(cases))
    return rows


def reduced(vectors: Vectors) -> Vectors:
    """Return the descriptors with at most 256 dims, of unit length: the directions in which they differ most."""
    rows = np.asarray(vectors, np.float32)
    if rows.shape[1] > DIM:
        centred = rows - rows.mean(axis=0)
        _, directions = np.linalg.eigh(centred.T @ centred)  # ascending
        rows = centred @ directions[:, -DIM:].astype(np.float32)
    return np.ascontiguousarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12))


def enlarged(real: Vectors, size: int, jitter: float, rng: np.random.Generator) -> Vectors:
    """Return (size, dim) unit vectors around the real ones; see the protocol above."""
    centred = real - real.mean(axis=0)
    length = float(np.linalg.norm(centred, axis=1).mean())
    values, directions = np.linalg.eigh(centred.T @ centred / len(real))
    shape = (directions * np.sqrt(np.maximum(values, 0))).T.astype(np.float32)  # (dim, dim): noise like the data
    made = np.empty((size, real.shape[1]), np.float32)
    for start in range(0, size, CHUNK):
        part = made[start : start + CHUNK]
        noise = rng.standard_normal(part.shape, dtype=np.float32) @ shape
        noise *= jitter * length / np.maximum(np.linalg.norm(noise, axis=1, keepdims=True), 1e-12)
        part[:] = real[np.arange(start, start + len(part)) % len(real)] + noise
        part /= np.maximum(np.linalg.norm(part, axis=1, keepdims=True), 1e-12)
    return made


def _measure(base: Vectors, queries: Vectors, jitter: float, folder: Path, rng: np.random.Generator) -> list[Row]:
    """Return a row for each engine and filter."""
    url, space = f"flat:{folder.absolute()}", "speed"
    drop_index(url, space)
    index = open_index(url, space, base.shape[1], writable=True)
    for start in range(0, len(base), CHUNK):
        index.put(np.arange(start, min(start + CHUNK, len(base))), base[start : start + CHUNK])
    inside = {"bytes": float(base.nbytes)}
    engines: dict[str, tuple[Search, dict[str, float]]] = {
        "numpy": (_numpy(base), inside),
        "faiss-flat": (_faiss(base), inside),
        "flat": (_flat(index), _opened_afresh(url, space, queries)),
    }
    rows = []
    for share in SHARES:
        within = None if share == 1 else np.sort(rng.permutation(len(base))[: max(1, int(share * len(base)))])
        timed = {name: _timed(search, queries, within) for name, (search, _) in engines.items()}
        exact = timed["numpy"].found
        setting = {"n": len(base), "dim": base.shape[1], "k": K, "filter": share, "jitter": jitter}
        for name, (_, more) in engines.items():
            rows.append(Row(name, len(queries), _figures(timed[name], exact) | more, dict(setting)))
    drop_index(url, space)
    return rows


def _timed(search: Search, queries: Vectors, within: Ids | None) -> Timed:
    for query in queries[:3]:
        search(query, within)
    milliseconds, found = [], []
    for query in queries:
        start = time.perf_counter()
        found.append(search(query, within))
        milliseconds.append(1000 * (time.perf_counter() - start))
    with ThreadPoolExecutor(machine()["cores"]) as threads:
        start = time.perf_counter()
        list(threads.map(lambda query: search(query, within), queries))
        together = time.perf_counter() - start
    return Timed(milliseconds, found, len(queries) / together)


def _figures(timed: Timed, exact: list[Ids]) -> dict[str, float]:
    shares = [len(np.intersect1d(a, b)) / max(1, len(b)) for a, b in zip(timed.found, exact, strict=True)]
    p50, p99 = np.percentile(timed.milliseconds, [50, 99])
    return {
        "latency_ms_p50": float(p50),
        "latency_ms_p99": float(p99),
        "queries_per_s": timed.queries_per_s,
        "recall@10": float(np.mean(shares)),
    }


# ── the engines ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _flat(index: Any) -> Search:
    def search(query: Vectors, within: Ids | None) -> Ids:
        return np.array([hit.id for hit in index.nearest(query[None], K, within)[0]], np.int64)

    return search


def _numpy(base: Vectors) -> Search:
    def search(query: Vectors, within: Ids | None) -> Ids:
        few = within is not None and len(within) * 8 <= len(base)
        scores = base[within] @ query if few else base @ query
        if within is not None and not few:
            scores = scores[within]
        best = np.argpartition(-scores, min(K, len(scores) - 1))[:K]
        return np.asarray(best if within is None else within[best], np.int64)

    return search


def _faiss(base: Vectors) -> Search:
    import faiss

    kernels: Any = faiss
    kernels.omp_set_num_threads(machine()["cores"])
    index = kernels.IndexFlatIP(base.shape[1])
    index.add(base)

    def search(query: Vectors, within: Ids | None) -> Ids:
        if within is None:
            return np.asarray(index.search(query[None], K)[1][0], np.int64)
        allowed = np.zeros(-(-len(base) // 8) * 8, bool)
        allowed[within] = True
        selector = kernels.IDSelectorBitmap(np.packbits(allowed, bitorder="little"))
        chosen = kernels.SearchParameters(sel=selector)
        return np.asarray(index.search(query[None], K, params=chosen)[1][0], np.int64)

    return search


AFRESH = """
import json, sys, time
import numpy as np
from mindseye.index import open_index
queries = np.frombuffer(sys.stdin.buffer.read(), np.float32).reshape(-1, int(sys.argv[3]))
start = time.perf_counter()
index = open_index(sys.argv[1], sys.argv[2], queries.shape[1])
opened = time.perf_counter() - start
index.nearest(queries[:1], 10)
first = time.perf_counter() - start
for query in queries:
    index.nearest(query[None], 10)
figures = {"open_ms": 1000 * opened, "open_and_first_ms": 1000 * first}
try:
    for line in open("/proc/self/status", encoding="utf-8"):
        name, _, value = line.partition(":")
        if name in ("RssAnon", "RssFile"):
            figures["rss_" + name[3:].lower() + "_bytes"] = 1024.0 * int(value.split()[0])
except OSError:
    pass
print(json.dumps(figures))
"""


def _opened_afresh(url: str, space: str, queries: Vectors) -> dict[str, float]:
    """Return opening times and memory of a process that opens the index and asks all queries; bytes on the disk."""
    command = [sys.executable, "-c", AFRESH, url, space, str(queries.shape[1])]
    told = subprocess.run(command, input=queries.tobytes(), stdout=subprocess.PIPE, check=True).stdout
    figures: dict[str, float] = json.loads(told)
    files = (Path(url.removeprefix("flat:")) / space).iterdir()
    return {"bytes": float(sum(file.stat().st_size for file in files)), **figures}
