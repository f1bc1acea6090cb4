"""Search by a drawing: both towers meet in one space, and what is no drawing is said in a sentence."""

from __future__ import annotations

from collections import Counter

import cv2
import numpy as np
import pytest

from mindseye import MindsEye, images, load_settings
from mindseye.app import SAMPLES
from mindseye.descriptors.kinds import kind
from mindseye.descriptors.seen import Seen
from mindseye.descriptors.spaces import SKETCH, space
from mindseye.errors import RequestError
from mindseye.library.search import MOST_LABELS, Note, Query
from mindseye.library.terms import Term
from mindseye.tasks import sketch
from mindseye.tasks.embed import embed_picture
from mindseye.types import RGB, Box


def clock(side: int = 320, pen: int = 5) -> RGB:
    """A circle with two hands, black on white: (side, side, 3)."""
    sheet = np.full((side, side, 3), 255, np.uint8)
    centre, radius = (side // 2, side // 2), side * 3 // 8
    cv2.circle(sheet, centre, radius, (0, 0, 0), pen, cv2.LINE_AA)
    for x, y in ((0.0, -0.7), (0.5, 0.2)):
        cv2.line(sheet, centre, (centre[0] + int(x * radius), centre[1] + int(y * radius)), (0, 0, 0), pen, cv2.LINE_AA)
    return sheet


def house(side: int = 320) -> RGB:
    sheet = np.full((side, side, 3), 255, np.uint8)
    cv2.rectangle(sheet, (90, 160), (230, 270), (0, 0, 0), 5)
    cv2.polylines(sheet, [np.array([[70, 160], [160, 70], [250, 160]])], False, (0, 0, 0), 5, cv2.LINE_AA)
    return sheet


def drawn(rgb: RGB, **more: object) -> tuple[Term, ...]:
    return (Term(rgb=rgb, kind="sketch", **more),)


def number_of(eye, name: str) -> int:
    (found,) = [one for one in eye.library.pictures().items if one.name.startswith(name)]
    return found.id


def photo_vector(eye, rgb: RGB) -> np.ndarray:
    """The photo tower's vector, from the ONNX outputs with plain numpy; pooling has tests of its own."""
    backbone, towers = eye.models.get("photo"), eye.models.get("sketch")
    asked = eye.models.session(backbone).run(images.prepare(rgb, backbone.card.input)[None], ["map", "logits"])
    spec = towers.card.input
    blank = np.zeros((1, spec.channels, spec.height, spec.width), np.float32)
    layer = eye.models.session(towers).run(blank, ["photo.weight", "photo.bias"])
    seen = Seen(map=asked["map"][0].transpose(1, 2, 0), logits=asked["logits"][0])
    pooled = kind(space(SKETCH).descriptor).pool(seen, None)
    found = layer["photo.weight"] @ (pooled / np.linalg.norm(pooled)) + layer["photo.bias"]
    return found / np.linalg.norm(found)


def test_a_score_is_the_cosine_of_what_the_two_towers_see(indexed):
    query = sketch.embed(indexed.models, sketch.find_drawing(clock())).vector
    answer = indexed.search(Query(drawn(clock()), k=77, rerank="none"))
    assert (answer.space, answer.considered, len(answer.hits)) == ("sketch", 77, 77)
    for hit in answer.hits[::9]:
        other = photo_vector(indexed, indexed.library.read(hit.picture.id))
        assert hit.score == pytest.approx(float(query @ other), abs=5e-3)  # stored vectors are halves
        assert hit.distance == pytest.approx(float(np.linalg.norm(query - other)), abs=5e-3)
    distances = [hit.distance for hit in answer.hits]
    assert distances == sorted(distances)
    assert set(answer.models) == {"photo", "sketch"}


@pytest.mark.parametrize("change", ["white on black", "large", "coloured"])
def test_paper_size_and_colour_do_not_matter(indexed, change):
    plain = clock()
    changed = {
        "white on black": 255 - plain,
        "large": np.pad(clock(640, 10), ((0, 300), (200, 0), (0, 0)), constant_values=255),
        "coloured": np.where(plain < 128, np.array([20, 60, 160], np.uint8), np.uint8(255)),
    }[change]
    one, other = (indexed.search(Query(drawn(rgb), k=77, rerank="none")) for rgb in (plain, changed))
    scores, others = ({hit.picture.id: hit.score for hit in answer.hits} for answer in (one, other))
    assert max(abs(scores[number] - others[number]) for number in scores) < 0.2
    assert other.notes == ()


def test_a_photo_that_comes_as_a_sketch_is_searched_as_a_photo_and_said_so(indexed):
    rgb = indexed.library.read(number_of(indexed, "coffee whole"))
    answer = indexed.search(Query(drawn(rgb), k=5))
    assert answer.notes == (Note("photo-not-sketch", 0),)
    assert answer.looks_like == ()
    as_photo = indexed.search(Query((Term(rgb=rgb),), k=5))
    assert answer.space == as_photo.space == "photo"
    assert answer.hits == as_photo.hits


def test_a_photo_stays_in_the_space_of_sketches_beside_a_sketch_or_where_it_was_named(indexed):
    rgb = indexed.library.read(number_of(indexed, "rocket whole"))
    both = indexed.search(Query((*drawn(clock()), *drawn(rgb)), k=5))
    assert (both.space, both.notes) == ("sketch", (Note("photo-not-sketch", 1),))
    named = indexed.search(Query(drawn(rgb), space="sketch", k=5))
    assert (named.space, named.notes) == ("sketch", (Note("photo-not-sketch", 0),))
    assert named.hits[0].picture.name == "rocket whole.jpg"


def test_a_sketch_and_photos_are_mixed_by_their_weights(indexed):
    number = number_of(indexed, "bricks whole")
    plain = indexed.search(Query(drawn(clock()), k=77, rerank="none"))
    unlike = Term(picture=number, weight=-0.8)
    mixed = indexed.search(Query((*drawn(clock(), weight=2.0), unlike), k=77, rerank="none"))
    query = 2.0 * sketch.embed(indexed.models, sketch.find_drawing(clock())).vector
    query -= 0.8 * embed_picture(indexed.models, space(SKETCH), indexed.library.read(number))
    query /= np.linalg.norm(query)
    for hit in mixed.hits[::11]:
        other = photo_vector(indexed, indexed.library.read(hit.picture.id))
        assert hit.score == pytest.approx(float(query @ other), abs=5e-3)
    places = [[hit.picture.name for hit in answer.hits].index("bricks left.jpg") for answer in (plain, mixed)]
    assert places[1] >= places[0]
    assert number not in [hit.picture.id for hit in mixed.hits]


def test_a_region_of_a_sheet_is_the_drawing_in_it(indexed):
    sheet = np.hstack([clock(), house()])
    part = indexed.search(Query(drawn(sheet, box=Box(0, 0, 320, 320)), k=5))
    alone = indexed.search(Query(drawn(clock()), k=5))
    assert part.hits == alone.hits
    assert part.looks_like == alone.looks_like


def test_a_drawing_looks_like_five_things_and_a_photo_like_none(indexed):
    card = indexed.models.get("sketch").card
    found = indexed.search(Query((Term(picture=1), *drawn(house()), *drawn(clock())), k=3)).looks_like
    assert found == sketch.embed(indexed.models, sketch.find_drawing(house())).labels  # of the first sketch
    assert [card.labels[label.index] for label in found] == [label.name for label in found]
    odds = [label.probability for label in found]
    assert (len(odds), odds) == (5, sorted(odds, reverse=True))
    assert indexed.search(Query((Term(picture=1),), k=3)).looks_like == ()


@pytest.mark.parametrize(
    ("rgb", "words"),
    [
        (np.full((200, 300, 3), 255, np.uint8), "blank"),
        (np.zeros((200, 300, 3), np.uint8), "blank"),
        (np.full((1, 1, 3), 255, np.uint8), "blank"),
        (cv2.circle(np.full((400, 400, 3), 255, np.uint8), (200, 200), 2, (0, 0, 0), -1), "dot|blank"),
    ],
    ids=["blank", "black", "1x1", "dot"],
)
def test_a_sheet_without_a_drawing_is_refused_in_a_sentence(indexed, rgb, words):
    with pytest.raises(RequestError, match=words):
        indexed.search(Query(drawn(rgb)))


def test_a_sketch_has_no_points_and_one_space(indexed):
    with pytest.raises(RequestError, match="a sketch has none"):
        indexed.search(Query(drawn(clock()), verify=True))
    for other in ("photo", "colour", "points"):
        with pytest.raises(RequestError, match=f"only be compared in the space sketch, not in {other}"):
            indexed.search(Query(drawn(clock()), space=other))
        with pytest.raises(RequestError, match="only be compared"):
            indexed.why(drawn(clock()), other, 1)


def test_the_cells_of_drawing_and_hit_add_up_to_the_score(indexed):
    number = number_of(indexed, "clock whole")
    found = indexed.why(drawn(clock()), None, number)
    (hit,) = [h for h in indexed.search(Query(drawn(clock()), k=77)).hits if h.picture.id == number]
    assert found.score == pytest.approx(hit.score, abs=5e-3)
    assert float(found.query.sum()) == pytest.approx(found.score, abs=1e-3)
    assert float(found.hit.sum()) == pytest.approx(found.score, abs=1e-3)
    assert found.query_box.x1 <= 40 < 280 <= found.query_box.x2  # the circle's edges, in px of the sheet
    assert found.query_box.width == pytest.approx(found.query_box.height)
    assert (found.query_width, found.query_height, len(found.points)) == (320, 320, 0)


def test_a_mix_explains_the_hit_alone(indexed):
    found = indexed.why((*drawn(clock()), Term(picture=2)), None, number_of(indexed, "clock whole"))
    assert found.query is None
    assert found.query_box is None
    assert float(found.hit.sum()) == pytest.approx(found.score, abs=1e-3)


def test_the_facet_counts_what_the_hits_show(indexed):
    answer = indexed.search(Query((Term(picture=number_of(indexed, "coffee whole")),), k=40))
    counted: Counter[tuple[str, str, str]] = Counter()
    for hit in answer.hits:
        counted.update((one.model, one.kind, one.name) for one in indexed.library.labels_of(hit.picture.id))
    assert 0 < len(answer.labels) <= MOST_LABELS
    assert all(counted[one.model, one.kind, one.name] == one.pictures for one in answer.labels)
    assert [one.pictures for one in answer.labels] == sorted((one.pictures for one in answer.labels), reverse=True)
    told = {(one.model, one.kind, one.name) for one in answer.labels}
    left_out = {key: count for key, count in counted.items() if key not in told}
    if len(answer.labels) < MOST_LABELS:  # then a label is left out only for a group that says as much
        groups = {(one.model, one.name): one.groups for one in indexed.library.label_counts()}
        for (model, kind, name), count in left_out.items():
            assert kind == "label"
            assert max(counted[model, "group", group] for group in groups[model, name]) >= count
    assert indexed.search(Query(drawn(clock()), cutoff=1.0)).labels == ()


def test_a_library_from_before_is_filled_by_indexing_once_more(tmp_path):
    photos = tmp_path / "photos"
    photos.mkdir()
    for name in ("cat", "clock", "coffee"):
        (photos / f"{name}.jpg").write_bytes((SAMPLES / "photos" / f"{name}.jpg").read_bytes())
    before = MindsEye(load_settings({}, home=tmp_path / "home", spaces="photo"))
    before.library.add_source(photos)
    assert before.library.jobs.run("index").state == "done"
    before.close()
    eye = MindsEye(load_settings({}, home=tmp_path / "home"))
    missing = {status.name: status.missing for status in eye.library.summary().spaces}
    assert (missing["photo"], missing["sketch"]) == (0, 3)
    empty = eye.search(Query(drawn(clock())))
    assert (empty.hits, empty.considered) == ((), 0)
    job = eye.library.jobs.run("index")
    assert job.result["filled"] == 3
    answer = eye.search(Query(drawn(clock())))
    assert len(answer.hits) == answer.considered == 3
