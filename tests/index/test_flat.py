"""The flat engine alone: its files, its lock, compaction, the funnel over codes, and a random life against a dict."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings, strategies
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from mindseye.errors import MindsEyeError, SettingsError
from mindseye.index import drop_index, flat, open_index
from mindseye.index.flat import FlatIndex
from mindseye.index.lock import writing
from tests.contracts.test_vector_index import unit

DIM = 24
MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "photo"


@pytest.fixture
def index(folder: Path) -> FlatIndex:
    index = FlatIndex(folder, DIM, writable=True, patience=0.2)
    index.put(np.arange(100), unit(100, 1))
    return index


def found_ids(index: FlatIndex, k: int = 1000) -> set[int]:
    return {hit.id for hit in index.nearest(unit(1, 2), k)[0]}


# ── where it lies ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_folder_from_the_root_is_needed():
    with pytest.raises(SettingsError, match="must name a folder from the root"):
        open_index("flat:indexes", "photo", DIM)


def test_an_unknown_engine_lists_the_known_ones():
    for url in ("redis://here", "flat:", "milvus:", "/a/folder", ""):
        with pytest.raises(SettingsError, match="known: flat:/a/folder, milvus://host:port"):
            open_index(url, "photo", DIM)


@pytest.mark.parametrize("space", ["", "../photo", "Photo", "a/b", "-a", "a" * 65])
def test_a_space_cannot_be_named_like_a_path(tmp_path, space):
    with pytest.raises(SettingsError, match="cannot name a space"):
        open_index(f"flat:{tmp_path}", space, DIM)


def test_opening_for_reading_makes_no_folder(tmp_path):
    assert len(open_index(f"flat:{tmp_path / 'new'}", "photo", DIM)) == 0
    assert list(tmp_path.iterdir()) == []


def test_importing_and_opening_load_no_faiss(index, folder):
    code = (
        "import sys, numpy as np; from pathlib import Path; from mindseye.index.flat import FlatIndex\n"
        f"index = FlatIndex(Path({str(folder)!r}), {DIM}); index.nearest(np.eye(1, {DIM}, dtype='f4'), 3)\n"
        "assert not {'faiss', 'pymilvus', 'onnxruntime', 'cv2'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


# ── damage ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def not_json(folder: Path) -> None:
    (folder / "meta.json").write_text("{")


def another_format(folder: Path) -> None:
    (folder / "meta.json").write_text(json.dumps({"format": "lance", "layout": 1}))


def newer_layout(folder: Path) -> None:
    said = json.loads((folder / "meta.json").read_text())
    (folder / "meta.json").write_text(json.dumps({**said, "layout": 2}))


def no_meta(folder: Path) -> None:
    (folder / "meta.json").unlink()


def cut_vectors(folder: Path) -> None:
    with (folder / "1.vectors").open("r+b") as file:
        file.truncate(1000)


def no_codes(folder: Path) -> None:
    (folder / "1.codes").unlink()


def zeroed_ids(folder: Path) -> None:
    with (folder / "1.ids").open("r+b") as file:
        file.seek(8 * 50)
        file.write(bytes(80))


DAMAGES = {
    "meta.json is no JSON": (not_json, "is damaged"),
    "another program's": (another_format, "is damaged"),
    "of a later program": (newer_layout, "has layout 2"),
    "no meta.json": (no_meta, "is no index"),
    "vectors cut short": (cut_vectors, "1.vectors has 1000 bytes where 9600 belong"),
    "codes gone": (no_codes, "1.codes is missing|1.codes' is missing"),
    "ids zeroed": (zeroed_ids, "ids were lost"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_index_says_how_to_get_a_good_one(index, folder, name):
    damage, words = DAMAGES[name]
    damage(folder)
    with pytest.raises(MindsEyeError, match=words) as raised:
        FlatIndex(folder, DIM)
    assert "`mindseye library rebuild`" in str(raised.value)
    with pytest.raises(MindsEyeError):
        FlatIndex(folder, DIM, writable=True).put(np.array([1]), unit(1, 3))
    drop_index(f"flat:{folder.parent}", "photo")
    fresh = FlatIndex(folder, DIM, writable=True)
    fresh.put(np.arange(3), unit(3, 3))
    assert found_ids(fresh) == {0, 1, 2}


def test_a_lost_rotation_is_noticed_when_it_is_needed(index, folder):
    (folder / "rotation.npy").write_bytes(b"nothing")
    assert len(FlatIndex(folder, DIM)) == 100
    with pytest.raises(MindsEyeError, match=r"rotation\.npy.*`mindseye library rebuild`"):
        FlatIndex(folder, DIM, writable=True).put(np.array([1]), unit(1, 3))


def test_somebody_elses_folder_is_left_alone(folder):
    folder.mkdir()
    (folder / "holiday.jpg").write_bytes(b"a picture")
    with pytest.raises(MindsEyeError, match=r"holds holiday\.jpg but no meta\.json"):
        FlatIndex(folder, DIM, writable=True).put(np.array([1]), unit(1, 3))
    with pytest.raises(MindsEyeError, match=r"holds holiday\.jpg, which is no part of an index"):
        drop_index(f"flat:{folder.parent}", "photo")
    assert [path.name for path in folder.iterdir()] == ["holiday.jpg"]


def test_rows_without_ids_as_a_killed_writer_leaves_them_are_written_over(index, folder):
    for part, rest in (("vectors", 96 * 3 + 5), ("codes", 32 * 3 + 5), ("ids", 5)):
        with (folder / f"1.{part}").open("ab") as file:
            file.write(b"\xff" * rest)
    again, more = FlatIndex(folder, DIM, writable=True), unit(4, 4)
    assert len(again) == 100
    again.put(np.arange(200, 204), more)
    np.testing.assert_array_equal(again.vectors(np.arange(200, 204)), more)
    np.testing.assert_array_equal(again.vectors(np.arange(100)), unit(100, 1))
    assert len(index) == 104


def test_a_full_disk_is_told_and_changes_nothing(index, folder):
    resource = pytest.importorskip("resource", reason="Only Unix can be told how long a file may get.")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, ((folder / "1.vectors").stat().st_size + 1000, limits[1]))
    try:
        with pytest.raises(MindsEyeError, match=r"cannot be written .*: make room"):
            index.put(np.arange(90, 120), unit(30, 5))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    for seen in (index, FlatIndex(folder, DIM)):
        np.testing.assert_array_equal(seen.vectors(np.arange(100)), unit(100, 1))
        assert found_ids(seen) == set(range(100))
    index.put(np.arange(90, 120), unit(30, 5))
    assert len(index) == 120


# ── one writer ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_second_writer_waits_and_then_says_so(index, folder):
    with writing(folder.with_name("photo.lock"), 1), pytest.raises(MindsEyeError, match=r"for 0\.2 s: wait until"):
        index.put(np.array([1]), unit(1, 6))
    index.put(np.array([1]), unit(1, 6))


def test_writers_take_turns_and_lose_nothing(folder):
    def write(first: int) -> None:
        own = FlatIndex(folder, DIM, writable=True, patience=60)
        for number in range(first, first + 10):
            own.put(np.array([number]), unit(1, number))

    writers = [threading.Thread(target=write, args=(first,)) for first in (0, 100, 200)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    index = FlatIndex(folder, DIM)
    assert found_ids(index) == {first + i for first in (0, 100, 200) for i in range(10)}
    np.testing.assert_array_equal(index.vectors(np.array([105])), unit(1, 105))


# ── compaction ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_compaction_gives_room_back_and_changes_no_answer(index, folder):
    reader = FlatIndex(folder, DIM)
    index.put(np.arange(50), unit(50, 7))
    index.drop(np.arange(20, 60))
    before, size = reader.nearest(unit(3, 8), 100), (folder / "1.vectors").stat().st_size
    index.compact()
    assert sorted(path.name for path in folder.iterdir()) == [
        "2.codes", "2.ids", "2.vectors", "meta.json", "rotation.npy"
    ]  # fmt: skip
    assert (folder / "2.vectors").stat().st_size == 60 * 4 * DIM < size
    for seen in (index, reader, FlatIndex(folder, DIM)):
        assert seen.nearest(unit(3, 8), 100) == before
        assert len(seen) == 60


def test_more_dead_than_living_rows_are_compacted_by_themselves(index, folder, monkeypatch):
    monkeypatch.setattr(flat, "FEWEST_DEAD", 50)
    for seed in range(3):
        index.put(np.arange(100), unit(100, seed))
    assert (folder / "2.ids").exists()
    assert not (folder / "1.ids").exists()
    np.testing.assert_array_equal(index.vectors(np.arange(100)), unit(100, 2))


def test_files_of_a_compaction_that_was_killed_do_no_harm(index, folder):
    for part in ("vectors", "codes", "ids"):
        (folder / f"2.{part}").write_bytes(b"\x01" * 4000)
    again = FlatIndex(folder, DIM, writable=True)
    assert found_ids(again) == set(range(100))
    again.drop(np.arange(60))
    again.compact()
    assert found_ids(FlatIndex(folder, DIM)) == set(range(60, 100))


# ── the funnel ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory):
    """30,000 vectors around 300 centres, 64 dims, of which the last 3,000 were dropped and 3,000 replaced."""
    centres = unit(300, 40, 64)
    vectors = np.repeat(centres, 100, axis=0) + 0.8 * unit(30_000, 41, 64)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    index = FlatIndex(tmp_path_factory.mktemp("crowd") / "photo", 64, writable=True)
    index.put(np.arange(30_000), vectors)
    index.drop(np.arange(27_000, 30_000))
    vectors[:3_000] = vectors[3_000:6_000][::-1]
    index.put(np.arange(3_000), vectors[:3_000])
    queries = centres[::3] + 0.8 * unit(100, 42, 64)
    return index, vectors[:27_000], queries / np.linalg.norm(queries, axis=1, keepdims=True)


@pytest.mark.parametrize("share", [1.0, 0.5, 0.1])
def test_the_funnel_finds_what_a_full_scan_finds(crowd, share):
    index, vectors, queries = crowd
    within = np.sort(np.random.default_rng(43).permutation(len(vectors))[: int(share * len(vectors))])
    found = index.nearest(queries, 10, None if share == 1 else within)
    scores = queries @ vectors[within].T
    kept = 0
    for hits, row, query in zip(found, scores, queries, strict=True):
        assert len({hit.id for hit in hits}) == 10
        best = set(within[np.argsort(-row)[:10]].tolist())
        kept += len(best & {hit.id for hit in hits})
        expected = vectors[[hit.id for hit in hits]] @ query
        np.testing.assert_allclose([hit.score for hit in hits], expected, atol=1e-6)
        assert np.isin([hit.id for hit in hits], within).all()
    assert kept >= 0.99 * 10 * len(queries)


def test_one_query_gets_what_it_gets_among_others(crowd):
    index, _, queries = crowd
    alone = [index.nearest(query[None], 5)[0] for query in queries[:5]]
    together = index.nearest(queries[:5], 5)
    assert [[hit.id for hit in hits] for hits in alone] == [[hit.id for hit in hits] for hits in together]


def test_the_funnel_gives_as_many_hits_as_are_asked_for(crowd):
    index, vectors, queries = crowd
    for k in (1, 3_000, 40_000):
        assert len(index.nearest(queries[:1], k)[0]) == min(k, len(vectors))
    nothing = index.nearest(np.zeros((1, 64), np.float32), 3)[0]
    assert [hit.score for hit in nothing] == [0, 0, 0]


# ── a random life ───────────────────────────────────────────────────────────────────────────────────────────────────


class Life(RuleBasedStateMachine):
    """Puts, drops, compactions and restarts in any order, against a dict."""

    ids = strategies.lists(strategies.integers(0, 40), min_size=1, max_size=8)

    def __init__(self) -> None:
        super().__init__()
        self.place = tempfile.TemporaryDirectory(dir=MEMORY)
        self.folder, self.known, self.seed = Path(self.place.name) / "photo", {}, 0
        self.index = FlatIndex(self.folder, 4, writable=True)
        self.reader = FlatIndex(self.folder, 4)

    @rule(ids=ids)
    def put(self, ids: list[int]) -> None:
        self.seed += 1
        vectors = unit(len(ids), self.seed, 4)
        self.index.put(np.array(ids), vectors)
        self.known.update(zip(ids, vectors, strict=True))

    @rule(ids=ids)
    def drop(self, ids: list[int]) -> None:
        self.index.drop(np.array(ids))
        for number in ids:
            self.known.pop(number, None)

    @rule()
    def compact(self) -> None:
        self.index.compact()

    @rule()
    def restart(self) -> None:
        self.index = FlatIndex(self.folder, 4, writable=True)

    @rule()
    def throw_away(self) -> None:
        drop_index(f"flat:{self.folder.parent}", "photo")
        self.known.clear()

    @rule(ids=ids, k=strategies.integers(1, 50))
    def search_within(self, ids: list[int], k: int) -> None:
        self.check(k, set(ids) & set(self.known), np.array(ids))

    @invariant()
    def reader_agrees(self) -> None:
        assert len(self.reader) == len(self.known)
        self.check(5, set(self.known), None)
        if self.known:
            expected = np.stack(list(self.known.values()))
            np.testing.assert_array_equal(self.reader.vectors(np.array(list(self.known))), expected)

    def check(self, k: int, allowed: set[int], within: np.ndarray | None) -> None:
        query = unit(1, 1, 4)
        hits = self.reader.nearest(query, k, within)[0]
        best = sorted(allowed, key=lambda number: (-float(self.known[number] @ query[0]), number))[:k]
        assert [hit.id for hit in hits] == best

    def teardown(self) -> None:
        self.place.cleanup()


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=20, stateful_step_count=15, deadline=None, derandomize=True)
