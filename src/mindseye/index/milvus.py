"""The engine `milvus`: a server, or a cluster of them, for those who outgrow one machine. Needs `mindseye[milvus]`.

One collection a space, index type FLAT (exact), consistency level Strong: with Bounded, dropped ids were still found.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

import numpy as np

from mindseye.errors import MissingExtraError, RequestError
from mindseye.index import checks
from mindseye.types import Hit, Ids, Vectors

MOST_HITS = 16_384  # what Milvus returns for one query at most
IDS_AT_A_TIME = 10_000  # ids in one filter expression: the server parses longer ones slowly
BYTES_AT_A_TIME = 8 << 20  # of vectors in one message; the limit is 64 MB
QUERIES_AT_A_TIME = 64
PATIENCE = 60.0  # seconds for one answer
STRONG = "Strong"
Answer = TypeVar("Answer")


class MilvusIndex:
    """One space in a Milvus collection, made by the first `put`. Safe to share by threads."""

    def __init__(self, address: str, space: str, dim: int, writable: bool = False) -> None:
        self._dim, self._writable, self._space = dim, writable, space
        self._collection, self._where = collection_of(space), shown(address)
        self._client = connected(address)
        self._making = threading.Lock()
        self._there()

    def put(self, ids: Ids, vectors: Vectors) -> None:
        """See VectorIndex."""
        self._check_writable()
        ids = checks.checked_ids(ids)
        vectors = checks.checked_vectors(ids, vectors, self._dim)
        last = checks.last_of_each(ids)
        ids, vectors = ids[last], vectors[last]
        with self._making:
            if not self._there():
                self._ask(lambda: create(self._client, self._collection, self._dim))
        step = max(1, BYTES_AT_A_TIME // (4 * self._dim))
        for start in range(0, len(ids), step):
            pairs = zip(ids[start : start + step].tolist(), vectors[start : start + step], strict=True)
            rows = [{"id": number, "vector": vector} for number, vector in pairs]
            self._ask(partial(self._client.upsert, self._collection, rows, timeout=PATIENCE))

    def drop(self, ids: Ids) -> None:
        """See VectorIndex."""
        self._check_writable()
        ids = np.unique(checks.checked_ids(ids))
        if len(ids) and self._there():
            for part in _chunks(ids, IDS_AT_A_TIME):
                self._ask(partial(self._client.delete, self._collection, ids=part.tolist(), timeout=PATIENCE))

    def nearest(self, queries: Vectors, k: int, within: Ids | None = None) -> list[list[Hit]]:
        """See VectorIndex. RequestError for more than 16,384 hits, unless the space has no more vectors than that."""
        queries, k = checks.checked_queries(queries, self._dim), checks.checked_k(k)
        ids = None if within is None else np.unique(checks.checked_ids(within))
        if not self._there() or (ids is not None and not len(ids)):
            return [[] for _ in queries]
        count = len(self) if k > MOST_HITS or (ids is not None and len(ids) > IDS_AT_A_TIME) else 0
        if k > MOST_HITS and min(count, k if ids is None else len(ids)) > MOST_HITS:
            raise RequestError(f"{k} hits were asked for; Milvus gives at most {MOST_HITS}.")
        k = min(k, MOST_HITS)
        hits: list[list[Hit]] = []
        for part in _chunks(queries, QUERIES_AT_A_TIME):
            hits += self._search(part, k, "") if ids is None else self._search_within(part, k, ids, count)
        return hits

    def vectors(self, ids: Ids) -> Vectors:
        """See VectorIndex."""
        ids = checks.checked_ids(ids)
        found: dict[int, Any] = {}
        step = max(1, min(IDS_AT_A_TIME, BYTES_AT_A_TIME // (4 * self._dim)))
        for part in _chunks(np.unique(ids), step) if self._there() else ():
            for row in self._query(f"id in {part.tolist()}", ["id", "vector"]):
                found[row["id"]] = row["vector"]
        rows = [np.asarray(found[number], np.float32) for number in ids.tolist()]
        return np.stack(rows) if rows else np.zeros((0, self._dim), np.float32)

    def __len__(self) -> int:
        return int(self._query("", ["count(*)"])[0]["count(*)"]) if self._there() else 0

    # ── what is asked of the server ─────────────────────────────────────────────────────────────────────────────────

    def _search_within(self, queries: Vectors, k: int, ids: Ids, count: int) -> list[list[Hit]]:
        """Return the k best hits among `ids` (sorted): exact, however many they are.

        Of many ids, the first try is to look at more hits without a filter: if k of these are among the ids, they are
        the best k. Otherwise the ids are asked for in parts, whose hits are merged.
        """
        if len(ids) > IDS_AT_A_TIME:
            wider = min(MOST_HITS, 4 * k * -(-count // len(ids)))
            allowed = set(ids.tolist())
            tried = [[hit for hit in row if hit.id in allowed][:k] for row in self._search(queries, wider, "")]
            if all(len(row) == k for row in tried):
                return tried
        merged: list[list[Hit]] = [[] for _ in queries]
        for part in _chunks(ids, IDS_AT_A_TIME):
            for row, more in zip(merged, self._search(queries, k, f"id in {part.tolist()}"), strict=True):
                row += more
        return [_best(row, k) for row in merged]

    def _search(self, queries: Vectors, k: int, condition: str) -> list[list[Hit]]:
        answer: Any = self._ask(
            lambda: self._client.search(
                self._collection,
                data=list(queries),
                filter=condition,
                limit=k,
                search_params={"metric_type": "IP"},
                consistency_level=STRONG,
                timeout=PATIENCE,
            )
        )
        return [_best([Hit(int(hit["id"]), float(hit["distance"])) for hit in row], k) for row in answer]

    def _query(self, condition: str, fields: list[str]) -> list[dict[str, Any]]:
        answer: Any = self._ask(
            lambda: self._client.query(
                self._collection, filter=condition, output_fields=fields, consistency_level=STRONG, timeout=PATIENCE
            )
        )
        return list(answer)

    def _there(self) -> bool:
        """Return whether the collection is there; EngineError if its vectors have another dim."""
        if not self._ask(lambda: self._client.has_collection(self._collection, timeout=PATIENCE)):
            return False
        described: Any = self._ask(lambda: self._client.describe_collection(self._collection, timeout=PATIENCE))
        dims = [field["params"].get("dim") for field in described["fields"] if field["name"] == "vector"]
        if dims != [self._dim]:
            found = f"vectors of {dims[0]} dims, not {self._dim}" if dims else "no vectors"
            raise checks.EngineError(f"The collection {self._collection} at {self._where} has {found}; {checks.CURE}.")
        return True

    def _ask(self, question: Callable[[], Answer]) -> Answer:
        with telling(self._where):
            return question()

    def _check_writable(self) -> None:
        if not self._writable:
            raise checks.EngineError(f"The space {self._space} was opened for reading; open it with writable=True.")


def connected(address: str) -> Any:
    """Return a client. MissingExtraError without pymilvus, EngineError if no server answers."""
    try:
        import pymilvus
    except ImportError as error:
        raise MissingExtraError("Milvus needs an extra: pip install 'mindseye[milvus]'.") from error
    logging.getLogger("pymilvus").setLevel(logging.CRITICAL)  # what goes wrong is raised, in a sentence; see `telling`
    parts = urlsplit(address)
    with telling(shown(address)):
        return pymilvus.MilvusClient(
            uri=shown(address),
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            timeout=PATIENCE,
        )


def create(client: Any, collection: str, dim: int) -> None:
    """Make an empty collection, with its index, ready to be searched."""
    from pymilvus import DataType

    schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("id", DataType.INT64, is_primary=True)
    schema.add_field("vector", DataType.FLOAT_VECTOR, dim=dim)
    index = client.prepare_index_params()
    index.add_index("vector", index_type="FLAT", metric_type="IP")
    client.create_collection(collection, schema=schema, index_params=index, consistency_level=STRONG, timeout=PATIENCE)


def drop_collection(address: str, space: str) -> None:
    """Throw a space away, if it is there."""
    client = connected(address)
    with telling(shown(address)):
        client.drop_collection(collection_of(space), timeout=PATIENCE)
        client.close()


def collection_of(space: str) -> str:
    """Return the collection's name: Milvus knows no hyphens."""
    return "mindseye_" + space.replace("_", "_u").replace("-", "_d")


def shown(address: str) -> str:
    """Return the address without user and password, as messages may show it."""
    parts = urlsplit(address)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return f"{parts.scheme}://{host}:{parts.port or 19530}{parts.path}"


@contextlib.contextmanager
def telling(where: str) -> Iterator[None]:
    """Say in one sentence what the server or the way to it refused."""
    from pymilvus.exceptions import MilvusException

    try:
        yield
    except (MilvusException, ConnectionError, TimeoutError) as error:
        reason = " ".join(str(getattr(error, "message", "") or error).split())[:200].rstrip(".")
        raise checks.EngineError(
            f"Milvus at {where} does not do what it was asked ({reason}): see that it runs and is reachable."
        ) from error


def _best(hits: list[Hit], k: int) -> list[Hit]:
    return sorted(hits, key=lambda hit: (-hit.score, hit.id))[:k]


def _chunks(rows: Any, step: int) -> Iterator[Any]:
    return (rows[start : start + step] for start in range(0, len(rows), step))
