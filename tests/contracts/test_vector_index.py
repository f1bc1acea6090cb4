"""What every engine behind `VectorIndex` must do; each test runs on all of them."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from mindseye.errors import MindsEyeError, RequestError
from mindseye.index import VectorIndex, drop_index, open_index
from mindseye.types import Hit, Ids, Vectors
from tests.contracts.writer import vectors_of

ROOT = Path(__file__).parents[2]
DIM = 24


@pytest.fixture
def index(url, space):
    yield open_index(url, space, DIM, writable=True)
    drop_index(url, space)


def unit(count: int, seed: int, dim: int = DIM) -> Vectors:
    rows = np.random.default_rng(seed).standard_normal((count, dim)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def by_brute_force(ids: Ids, vectors: Vectors, query: Vectors, k: int, within: Ids | None = None) -> list[Hit]:
    """Return the same hits the slow way: one inner product after the other."""
    allowed = set(ids.tolist()) if within is None else set(within.tolist())
    scores = [
        (-float(np.dot(row.astype(np.float64), query)), int(number))
        for number, row in zip(ids, vectors, strict=True)
        if int(number) in allowed
    ]
    return [Hit(number, -score) for score, number in sorted(scores)[:k]]


def assert_same(found: list[Hit], expected: list[Hit]) -> None:
    assert [hit.id for hit in found] == [hit.id for hit in expected]
    np.testing.assert_allclose([hit.score for hit in found], [hit.score for hit in expected], atol=1e-5)


def write_in_another_process(url: str, space: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.contracts.writer", url, space, str(DIM)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


# ── putting, dropping, finding ──────────────────────────────────────────────────────────────────────────────────────


def test_an_index_that_is_not_there_yet_is_empty(url, space):
    index = open_index(url, space, DIM)
    assert len(index) == 0
    assert index.nearest(unit(2, 1), 5) == [[], []]
    assert index.nearest(unit(1, 1), 5, np.array([3])) == [[]]
    assert index.vectors(np.array([], np.int64)).shape == (0, DIM)
    with pytest.raises(KeyError):
        index.vectors(np.array([1]))


def test_hits_come_best_first_with_inner_products_for_scores(index):
    ids, vectors, queries = np.arange(300) * 7, unit(300, 2), unit(4, 3)
    index.put(ids, vectors)
    for found, query in zip(index.nearest(queries, 10), queries, strict=True):
        assert_same(found, by_brute_force(ids, vectors, query, 10))


def test_a_query_need_not_be_of_unit_length(index):
    ids, vectors, query = np.arange(50), unit(50, 4), 3.5 * unit(1, 5)
    index.put(ids, vectors)
    assert_same(index.nearest(query, 5)[0], by_brute_force(ids, vectors, query[0], 5))


def test_more_hits_than_there_are_vectors_gives_all(index):
    index.put(np.arange(7), unit(7, 6))
    assert {hit.id for hit in index.nearest(unit(1, 7), 100)[0]} == set(range(7))
    assert {hit.id for hit in index.nearest(unit(1, 7), 100, np.array([1, 4]))[0]} == {1, 4}


def test_put_twice_replaces(index):
    before, after = unit(20, 8), unit(20, 9)
    index.put(np.arange(20), before)
    index.put(np.arange(5), after[:5])
    assert len(index) == 20
    expected = np.concatenate([after[:5], before[5:]])
    np.testing.assert_allclose(index.vectors(np.arange(20)), expected, atol=1e-6)
    for number in range(5):
        (best, second) = index.nearest(after[number : number + 1], 2)[0]
        assert best.id == number
        assert best.score == pytest.approx(1, abs=1e-5)
        assert second.id != number


def test_of_two_vectors_for_one_id_in_one_call_the_later_counts(index):
    vectors = unit(3, 10)
    index.put(np.array([4, 5, 4]), vectors)
    assert len(index) == 2
    np.testing.assert_allclose(index.vectors(np.array([4, 5])), vectors[[2, 1]], atol=1e-6)


def test_dropped_ids_are_never_found_again(index):
    vectors = unit(40, 11)
    index.put(np.arange(40), vectors)
    index.drop(np.arange(10, 30))
    assert len(index) == 20
    everything = np.arange(40)
    for within in (None, everything, np.arange(10, 30)):
        for hits in index.nearest(vectors, 40, within):
            assert not {hit.id for hit in hits} & set(range(10, 30))
    with pytest.raises(KeyError):
        index.vectors(np.array([15]))


def test_a_dropped_id_can_come_back(index):
    first, second = unit(2, 12)
    index.put(np.array([1]), first[None])
    index.drop(np.array([1]))
    index.put(np.array([1]), second[None])
    assert len(index) == 1
    assert index.nearest(second[None], 3)[0] == [Hit(1, pytest.approx(1, abs=1e-5))]


def test_unknown_ids_are_ignored_by_drop_and_by_filters(index):
    vectors = unit(5, 13)
    index.drop(np.array([99]))
    index.put(np.arange(5), vectors)
    index.drop(np.array([77, 3, 99, 3]))
    assert len(index) == 4
    assert [hit.id for hit in index.nearest(vectors[:1], 9, np.array([0, 3, 77, 2**40]))[0]] == [0]


def test_putting_and_dropping_nothing_changes_nothing(index):
    index.put(np.array([], np.int64), np.zeros((0, DIM), np.float32))
    index.drop(np.array([], np.int64))
    assert len(index) == 0
    index.put(np.arange(3), unit(3, 14))
    assert index.nearest(unit(1, 1), 5, np.array([], np.int64)) == [[]]
    assert index.nearest(np.zeros((0, DIM), np.float32), 5) == []


def test_vectors_come_in_the_order_asked_for_also_twice(index):
    vectors = unit(30, 15)
    index.put(np.arange(30), vectors)
    asked = np.array([7, 3, 7, 29, 0])
    found = index.vectors(asked)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, vectors[asked], atol=1e-6)


def test_ids_may_lie_far_apart(index):
    ids, vectors = np.array([0, 5, 10**6, 2**40, 2**62]), unit(5, 16)
    index.put(ids, vectors)
    index.put(np.array([2**50]), unit(1, 17))
    index.drop(np.array([2**40, 2**55]))
    assert {hit.id for hit in index.nearest(unit(1, 18), 9)[0]} == {0, 5, 10**6, 2**50, 2**62}
    assert {hit.id for hit in index.nearest(unit(1, 18), 9, np.array([2**62, 2**40, 1, 5]))[0]} == {5, 2**62}
    np.testing.assert_allclose(index.vectors(ids[[4, 0]]), vectors[[4, 0]], atol=1e-6)


def test_filters_from_one_id_to_all(index):
    ids, vectors, queries = np.arange(12_000) + 1, unit(12_000, 19), unit(2, 20)
    index.put(ids, vectors)
    for count in (1, 2, 30, 2_500, 11_000, 12_000):
        within = np.random.default_rng(21).permutation(ids)[:count]
        scores = queries @ vectors[within - 1].T
        for found, row in zip(index.nearest(queries, 10, within), scores, strict=True):
            order = np.argsort(-row)[:10]
            assert [hit.id for hit in found] == within[order].tolist()
            np.testing.assert_allclose([hit.score for hit in found], row[order], atol=1e-5)


# ── restarts, threads, processes ────────────────────────────────────────────────────────────────────────────────────


def test_ids_and_vectors_outlive_a_restart(index, url, space):
    ids, vectors = np.array([3, 1_000, 17]), unit(3, 22)
    index.put(ids, vectors)
    index.drop(np.array([17]))
    del index
    again = open_index(url, space, DIM, writable=True)
    assert len(again) == 2
    assert [hit.id for hit in again.nearest(vectors, 1)[1]] == [1_000]
    again.put(np.array([4]), unit(1, 23))
    np.testing.assert_allclose(again.vectors(ids[:2]), vectors[:2], atol=1e-6)


def test_a_reader_sees_what_a_writer_adds_without_opening_again(index, url, space):
    reader, vectors = open_index(url, space, DIM), unit(3, 24)
    index.put(np.array([1, 2]), vectors[:2])
    assert len(reader) == 2
    index.put(np.array([1]), vectors[2:])
    assert reader.nearest(vectors[2:], 1)[0][0].id == 1
    index.drop(np.array([1]))
    assert [hit.id for hit in reader.nearest(vectors[2:], 5)[0]] == [2]


def test_an_index_can_be_thrown_away_and_built_again(index, url, space):
    reader = open_index(url, space, DIM)
    index.put(np.arange(6), unit(6, 25))
    drop_index(url, space)
    assert (len(reader), len(index)) == (0, 0)
    assert reader.nearest(unit(1, 26), 3) == [[]]
    other = unit(6, 27)
    index.put(np.arange(6), other)
    np.testing.assert_allclose(reader.vectors(np.arange(6)), other, atol=1e-6)
    drop_index(url, space)
    drop_index(url, space)


def test_an_index_can_be_built_again_with_another_dim(index, url, space):
    index.put(np.arange(2), unit(2, 28))
    with pytest.raises(MindsEyeError, match=f"{DIM} dims, not 8; `mindseye library rebuild`"):
        open_index(url, space, 8)
    drop_index(url, space)
    smaller = open_index(url, space, 8, writable=True)
    smaller.put(np.arange(2), unit(2, 28, 8))
    assert len(smaller) == 2


def test_spaces_do_not_mix(index, url, space):
    other = open_index(url, f"{space}_other", DIM, writable=True)
    index.put(np.arange(3), unit(3, 29))
    other.put(np.array([9]), unit(1, 30))
    assert {hit.id for hit in index.nearest(unit(1, 31), 9)[0]} == {0, 1, 2}
    drop_index(url, f"{space}_other")
    assert len(index) == 3


def test_threads_read_whole_answers_while_one_writes(index):
    """Every id's vector follows from the id, so that a reader can tell a wrong one; even ids stay, odd ones go."""
    ids, wrong, stop = np.arange(60), [], threading.Event()
    vectors = vectors_of(ids.tolist(), DIM)
    index.put(ids[::2], vectors[::2])

    def read() -> None:
        while not stop.is_set():
            hits = index.nearest(vectors[:4], 60)
            wrong.extend(hits for row in hits if {hit.id for hit in row} < set(range(0, 60, 2)))
            for row, query in zip(hits, vectors[:4], strict=True):
                expected = np.array([vectors[hit.id] @ query for hit in row])
                wrong.extend(row for _ in [0] if np.abs(expected - [hit.score for hit in row]).max() > 1e-5)
                wrong.extend(row for _ in [0] if len({hit.id for hit in row}) != len(row))

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(1, 20, 2):
        index.put(ids[[number]], vectors[[number]])
        index.put(ids[[number, number - 1]], vectors[[number, number - 1]])
        index.drop(ids[[number]])
    stop.set()
    for reader in readers:
        reader.join()
    assert not wrong
    assert len(index) == 30


def test_a_process_reads_while_another_writes_and_survives_its_kill(index, url, space):
    """A real process writes and is killed with SIGKILL in the midst of it; all that it had reported is there."""
    writer = write_in_another_process(url, space)
    assert writer.stdout is not None
    reader = open_index(url, space, DIM)
    done = 0
    while done < 40:
        done = int(writer.stdout.readline())
        check_what_is_written(reader, done)
    writer.kill()
    done = max([done, *(int(line) for line in writer.stdout.read().splitlines() if line.endswith("0"))])
    writer.wait()
    writer.stdout.close()
    check_what_is_written(reader, done)
    again = open_index(url, space, DIM, writable=True)
    check_what_is_written(again, done)
    again.put(np.array([500_000]), vectors_of([500_000], DIM))  # nobody holds a lock any more
    assert again.nearest(vectors_of([500_000], DIM), 1)[0][0].id == 500_000
    check_what_is_written(reader, done)


def check_what_is_written(index: VectorIndex, done: int) -> None:
    """Check ids 0 … done − 1 against what the writer is known to have put and dropped."""
    kept = [number for number in range(done) if number % 10 != 7]
    np.testing.assert_allclose(index.vectors(np.array(kept)), vectors_of(kept, DIM), atol=1e-6)
    hits = index.nearest(vectors_of([0, 7], DIM), 20_000)
    for row, query in zip(hits, vectors_of([0, 7], DIM), strict=True):
        found = [hit.id for hit in row]
        assert len(set(found)) == len(found)
        assert set(kept) <= set(found)
        assert not {number for number in found if number < done} - set(kept)
        expected = vectors_of(found, DIM) @ query
        np.testing.assert_allclose([hit.score for hit in row], expected, atol=1e-5)


# ── what is refused ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_queries_of_another_shape_are_refused(index):
    index.put(np.arange(3), unit(3, 32))
    for wrong in (unit(1, 1, DIM + 1), unit(1, 1)[0], np.zeros((1, 1, DIM), np.float32)):
        with pytest.raises(RequestError, match=rf"\(n, {DIM}\)"):
            index.nearest(wrong, 3)
    with pytest.raises(RequestError, match="no finite numbers"):
        index.nearest(np.full((1, DIM), np.nan, np.float32), 3)
    with pytest.raises(RequestError, match="0 hits were asked for"):
        index.nearest(unit(1, 1), 0)


def test_wrong_vectors_and_ids_are_refused_and_nothing_is_kept(index):
    with pytest.raises(RequestError, match=rf"\(n, {DIM}\)"):
        index.put(np.arange(2), unit(2, 33, DIM - 1))
    with pytest.raises(RequestError, match="2 ids came with 3 vectors"):
        index.put(np.arange(2), unit(3, 33))
    with pytest.raises(RequestError, match="no finite numbers"):
        index.put(np.arange(2), np.full((2, DIM), np.inf, np.float32))
    with pytest.raises(RequestError, match=r"that of id 1 is 2\."):
        index.put(np.arange(2), unit(2, 33) * np.array([[1], [2]], np.float32))
    with pytest.raises(RequestError, match="Ids are from 0"):
        index.put(np.array([-1]), unit(1, 33))
    with pytest.raises(RequestError, match="whole numbers"):
        index.put(np.array([0.5]), unit(1, 33))
    assert len(index) == 0


def test_an_index_opened_for_reading_cannot_be_written(url, space):
    reader = open_index(url, space, DIM)
    with pytest.raises(MindsEyeError, match="writable=True"):
        reader.put(np.array([1]), unit(1, 34))
    with pytest.raises(MindsEyeError, match="writable=True"):
        reader.drop(np.array([1]))
