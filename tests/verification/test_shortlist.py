"""The index of local features."""

from __future__ import annotations

import json
import subprocess
import sys
import threading

import numpy as np
import pytest

from mindseye.verification import ASKED, LocalIndex, features, pack
from mindseye.verification.local_features import nothing
from mindseye.verification.segment import NEAR
from mindseye.verification.shortlist import MANIFEST, WORDS_ASKED
from mindseye.verification.voting import SIGMA
from mindseye.verification.words import worded
from tests.verification.scenes import scene, view

COUNT = 24


@pytest.fixture(scope="module")
def known():
    return [features(scene(seed, 240, 180)) for seed in range(COUNT)]


@pytest.fixture(scope="module")
def query():
    """A slanted view of picture 7."""
    return features(view(scene(7, 240, 180), 25, 0.9, 0.2)[0], ASKED)


@pytest.fixture
def index(tmp_path, known):
    fresh = LocalIndex(tmp_path / "local")
    fresh.put(np.arange(COUNT) * 10, known)
    return fresh


def test_a_view_is_found_first(index, query):
    hits = index.candidates(query, 5)
    assert hits[0].id == 70
    assert hits[0].score > 2 * hits[1].score
    assert 0 < hits[0].score <= 1


def test_every_picture_finds_itself(index, known):
    assert [index.candidates(one, 1)[0].id for one in known] == [10 * i for i in range(COUNT)]


def test_it_does_not_matter_in_how_many_parts_pictures_came(index, known, query):
    other = LocalIndex()
    for i, one in enumerate(known):
        other.put(np.array([10 * i]), [one])
    assert other.candidates(query, COUNT) == pytest.approx(index.candidates(query, COUNT))


def test_votes_are_counted_as_the_papers_say(known, query):
    """One picture, all pairs compared one by one: Hamming embedding, burstiness and weak geometry."""
    one, alone = known[7], LocalIndex()
    alone.put(np.array([1]), [one])
    asked, stored, pairs = worded(query.descriptors, WORDS_ASKED), worded(one.descriptors), []
    for i, j, column in np.argwhere(asked.words[:, None, :] == stored.words[None, :, :]):
        bits = bin(int(asked.signatures[i, column]) ^ int(stored.signatures[j, 0])).count("1")
        if bits <= NEAR:
            turn = round(float(one.angles[j]) * 256 / 360) - round(float(query.angles[i]) * 256 / 360)
            zoom = round(np.log2(one.scales[j]) * 8) - round(np.log2(query.scales[i]) * 8)
            pairs.append((i, np.exp(-((bits / SIGMA) ** 2)), turn % 256 // 16, min(4, max(-4, round(zoom / 8)))))
    turns, zooms = np.zeros(16), np.zeros(9)
    for i, weight, turn, zoom in pairs:
        same = [w / sum(p[0] == i for p in pairs) ** 0.5 for a, w, _, _ in pairs if a == i]
        own = weight / len(same) ** 0.5 / sum(same) ** 0.5
        turns[turn] += own
        zooms[zoom + 4] += own
    best = min(max(turns[k] + turns[k - 1] for k in range(16)), max(zooms[k] + zooms[k + 1] for k in range(8)))
    expected = best / (len(query) ** 0.75 * len(one) ** 0.25)
    assert alone.candidates(query, 1)[0].score == pytest.approx(expected)


def test_put_twice_replaces(index, known, query):
    index.put(np.array([70, 500]), [known[3], known[7]])
    assert len(index) == COUNT + 1
    assert index.candidates(query, 1)[0].id == 500
    assert sorted(hit.id for hit in index.candidates(known[3], 2)) == [30, 70]


def test_dropped_pictures_are_never_returned(index, query):
    index.drop(np.array([70, 12345]))
    assert 70 not in {hit.id for hit in index.candidates(query, COUNT)}
    assert len(index) == COUNT - 1
    assert 70 not in index.ids()


def test_what_was_dropped_can_come_back(index, known, query):
    index.drop(np.array([70]))
    index.put(np.array([70]), [known[7]])
    assert index.candidates(query, 1)[0].id == 70


def test_random_changes_end_where_a_dictionary_ends(tmp_path, known):
    index, expected, rng = LocalIndex(tmp_path / "local"), {}, np.random.default_rng(4)
    for _ in range(40):
        ids = rng.integers(0, 15, rng.integers(1, 4))
        if rng.random() < 0.6:
            chosen = rng.integers(0, COUNT, len(ids))
            index.put(ids, [known[c] for c in chosen])
            expected |= dict(zip(ids.tolist(), chosen.tolist(), strict=True))
        else:
            index.drop(ids)
            expected = {k: v for k, v in expected.items() if k not in ids}
    again, fresh = LocalIndex(tmp_path / "local"), LocalIndex()
    fresh.put(np.array(list(expected), np.int64), [known[c] for c in expected.values()])
    assert again.ids().tolist() == index.ids().tolist() == sorted(expected)
    assert again.candidates(known[0], 50) == pytest.approx(fresh.candidates(known[0], 50))


def test_only_wanted_pictures_are_returned(index, query):
    everything = {hit.id for hit in index.candidates(query, COUNT)}
    some = np.array([70, 30, 50, 999])
    found = {hit.id for hit in index.candidates(query, COUNT, within=some)}
    assert found == everything & {70, 30, 50}
    assert index.candidates(query, COUNT, within=np.zeros(0, np.int64)) == []


def test_an_empty_index_and_an_empty_query_find_nothing(index, query, tmp_path):
    assert LocalIndex().candidates(query) == []
    assert LocalIndex(tmp_path / "nowhere").candidates(query) == []
    assert index.candidates(nothing(5, 5)) == []
    assert index.candidates(query, 0) == []


def test_pictures_without_features_are_stored_and_not_found(index, query):
    index.put(np.array([999]), [nothing(1, 1)])
    assert 999 in index.ids()
    assert 999 not in {hit.id for hit in index.candidates(query, 100)}


def test_another_reader_sees_changes_at_its_next_call(index, known, query, tmp_path):
    reader = LocalIndex(tmp_path / "local")
    assert reader.candidates(query, 1)[0].id == 70
    index.drop(np.array([70]))
    assert 70 not in {hit.id for hit in reader.candidates(query, COUNT)}
    for i in range(5):  # merges sweep away the files that the reader has open
        index.put(np.array([1000 + i]), [known[7]])
    assert reader.candidates(query, 1)[0].id == 1000


def test_readers_are_never_disturbed_by_a_writer(index, known, query, tmp_path):
    reader, seen, done = LocalIndex(tmp_path / "local"), [], threading.Event()

    def read():
        while not done.is_set():
            seen.append(reader.candidates(query, 1)[0].id)

    thread = threading.Thread(target=read)
    thread.start()
    for i in range(20):
        index.put(np.array([1000 + i]), [known[i]])
    done.set()
    thread.join()
    assert set(seen) <= {70, 1007}


def test_an_index_of_another_vocabulary_counts_as_empty_and_is_built_anew(index, known, query, tmp_path):
    place = tmp_path / "local" / MANIFEST
    told = json.loads(place.read_text()) | {"learned": "0" * 12}
    place.write_text(json.dumps(told))
    again = LocalIndex(tmp_path / "local")
    assert len(again) == 0
    again.put(np.array([1]), [known[7]])
    assert [hit.id for hit in again.candidates(query)] == [1]
    assert len([p for p in (tmp_path / "local").iterdir() if p.is_dir()]) == 1


@pytest.mark.parametrize("part", ["rows", "signatures", "starts", "counts"])
def test_a_damaged_part_counts_as_missing(index, known, query, tmp_path, part):
    for place in (tmp_path / "local").glob(f"*/{part}.npy"):
        place.write_bytes(place.read_bytes()[:-40])
    again = LocalIndex(tmp_path / "local")
    assert again.ids().tolist() == []
    again.put(np.arange(COUNT) * 10, known)
    assert again.candidates(query, 1)[0].id == 70


@pytest.mark.parametrize("text", ["", "{", "[]", '{"segments": 3}', "null"])
def test_a_damaged_manifest_counts_as_empty(index, tmp_path, text):
    (tmp_path / "local" / MANIFEST).write_text(text)
    assert len(LocalIndex(tmp_path / "local")) == 0


def test_a_writer_that_was_killed_leaves_all_or_nothing_of_each_change(tmp_path, known):
    (tmp_path / "features").write_bytes(pack(known[0]))
    program = (
        "import sys, pathlib, numpy as np\n"
        "from mindseye.verification import LocalIndex, unpack\n"
        "home = pathlib.Path(sys.argv[1]); known = unpack((home / 'features').read_bytes())\n"
        "index = LocalIndex(home / 'local')\n"
        "for i in range(10_000):\n"
        "    index.put(np.array([2 * i, 2 * i + 1]), [known, known]); print(i, flush=True)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE, text=True) as writer:
        done = [int(writer.stdout.readline()) for _ in range(15)][-1]
        writer.kill()
    ids = LocalIndex(tmp_path / "local").ids().tolist()
    assert ids == list(range(len(ids)))
    assert len(ids) % 2 == 0
    assert len(ids) >= 2 * (done + 1)
