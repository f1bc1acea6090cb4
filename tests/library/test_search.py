"""Search over a real library: the nearest first, mixes, regions, filters, cut-off, and sentences for what is wrong."""

from __future__ import annotations

import re
from datetime import date

import cv2
import numpy as np
import pytest

from mindseye import images
from mindseye.descriptors.spaces import space
from mindseye.errors import MindsEyeError, NotFoundError, RequestError
from mindseye.library.records import Filter
from mindseye.library.search import Query, band
from mindseye.library.terms import Term, parse_term
from mindseye.tasks.embed import embed_picture
from mindseye.types import Box


def number_of(eye, name: str) -> int:
    (found,) = eye.library.pictures(Filter(text=name)).items
    return found.id


def rgb_of(eye, name: str) -> np.ndarray:
    return eye.library.read(number_of(eye, name))


def names(answer) -> list[str]:
    return [hit.picture.name for hit in answer.hits]


def test_a_picture_is_nearest_to_itself(indexed):
    answer = indexed.search(Query((Term(rgb=rgb_of(indexed, "coffee whole")),), rerank="none"))
    assert names(answer)[0] == "coffee whole.jpg"
    assert answer.hits[0].score == pytest.approx(1.0, abs=2e-3)
    assert answer.hits[0].band == "strong"


@pytest.mark.parametrize("subject", ["cat", "rocket", "bricks", "astronaut"])
def test_variants_of_a_photo_come_before_all_other_photos(indexed, subject):
    answer = indexed.search(Query((Term(picture=number_of(indexed, f"{subject} whole")),), k=6))
    assert [name.split()[0] for name in names(answer)] == [subject] * 6


def test_a_picture_of_the_library_is_not_its_own_hit(indexed):
    number = number_of(indexed, "cat whole")
    answer = indexed.search(Query((Term(picture=number),), k=77))
    assert number not in [hit.picture.id for hit in answer.hits]
    assert len(answer.hits) == 76


def test_scores_are_the_cosines_that_two_embeddings_give(indexed):
    where = space("photo")
    query = embed_picture(indexed.models, where, rgb_of(indexed, "clock whole"))
    answer = indexed.search(Query((Term(rgb=rgb_of(indexed, "clock whole")),), k=20, rerank="none"))
    for hit in answer.hits[::4]:
        expected = float(query @ embed_picture(indexed.models, where, indexed.library.read(hit.picture.id)))
        assert hit.score == pytest.approx(expected, abs=5e-3)  # stored vectors are halves
    scores = [hit.score for hit in answer.hits]
    assert scores == sorted(scores, reverse=True)


def test_a_negative_weight_pushes_a_picture_down(indexed):
    astronaut = Term(picture=number_of(indexed, "astronaut whole"))
    plain = indexed.search(Query((astronaut,), k=76, rerank="none"))
    other = next(hit.picture for hit in plain.hits if not hit.picture.name.startswith("astronaut"))
    unlike = Term(rgb=indexed.library.read(other.id), weight=-0.5)
    pushed = indexed.search(Query((astronaut, unlike), k=76, rerank="none"))
    assert names(pushed).index(other.name) > names(plain).index(other.name) + 20
    assert names(pushed)[0].startswith("astronaut")


def test_a_mix_finds_both(indexed):
    both = tuple(Term(picture=number_of(indexed, f"{what} whole")) for what in ("coffee", "rocket"))
    first = [name.split()[0] for name in names(indexed.search(Query(both, k=8)))]
    assert set(first) == {"coffee", "rocket"}


def test_weights_and_their_sum_decide_not_their_scale(indexed):
    terms = [(number_of(indexed, "coffee whole"), 1.0), (number_of(indexed, "rocket whole"), 0.5)]
    one, ten = (
        indexed.search(Query(tuple(Term(picture=n, weight=w * factor) for n, w in terms), k=10)) for factor in (1, 10)
    )
    assert names(one) == names(ten)


def test_pictures_that_cancel_each_other_out_are_refused(indexed):
    number = number_of(indexed, "cat whole")
    with pytest.raises(RequestError, match="cancel each other out"):
        indexed.search(Query((Term(picture=number), Term(picture=number, weight=-1.0))))


def test_a_region_is_what_its_embedding_says(indexed):
    rgb, box = rgb_of(indexed, "astronaut whole"), Box(100, 20, 260, 180)
    answer = indexed.search(Query((Term(rgb=rgb, box=box),), k=10, rerank="none"))
    marked = embed_picture(indexed.models, space("photo"), rgb, box)
    expected = [embed_picture(indexed.models, space("photo"), indexed.library.read(h.picture.id)) for h in answer.hits]
    assert [h.score for h in answer.hits] == pytest.approx([float(marked @ v) for v in expected], abs=5e-3)
    whole = embed_picture(indexed.models, space("photo"), rgb)
    assert float(marked @ whole) < 0.99
    assert names(answer)[0].startswith("astronaut")


def test_a_region_of_a_picture_may_find_that_picture(indexed):
    number = number_of(indexed, "cat whole")
    answer = indexed.search(Query((Term(picture=number, box=Box(60, 40, 300, 200)),), k=10))
    assert number in [hit.picture.id for hit in answer.hits]


def test_filters_leave_only_what_they_mean(indexed):
    term = (Term(picture=number_of(indexed, "cat whole")),)
    folder = indexed.search(Query(term, k=77, where=Filter(folder="photos/2025 Walks")))
    assert {hit.picture.folder for hit in folder.hits} == {"photos/2025 Walks"}
    assert folder.considered == 21
    days = indexed.search(Query(term, k=77, where=Filter(since=date(2024, 6, 1), until=date(2024, 6, 30))))
    assert days.hits
    assert {hit.picture.taken.strftime("%Y-%m") for hit in days.hits} == {"2024-06"}


def test_the_cut_off_leaves_out_and_counts(indexed):
    term = (Term(picture=number_of(indexed, "cat whole")),)
    everything = indexed.search(Query(term, k=76, rerank="none"))
    cut = indexed.search(Query(term, k=76, rerank="none", cutoff=0.5))
    assert [h.picture.id for h in cut.hits] == [h.picture.id for h in everything.hits if h.score >= 0.5]
    assert cut.below == 76 - len(cut.hits)


def test_bands_follow_the_thresholds_of_the_space():
    where = space("photo")
    assert band(where.strong, where) == "strong"
    assert band(where.weak, where) == "weak"
    assert band(where.weak - 1e-6, where) == "none"


@pytest.mark.parametrize("method", ["aqe", "alpha-qe", "dba", "k-reciprocal", "diffusion"])
def test_every_re_ranking_keeps_the_pictures_and_shows_the_cosine(indexed, method):
    term = (Term(picture=number_of(indexed, "cat whole")),)
    plain = indexed.search(Query(term, k=76, rerank="none"))
    anew = indexed.search(Query(term, k=76, rerank=method))
    assert {h.picture.id: round(h.score, 4) for h in plain.hits} == {h.picture.id: round(h.score, 4) for h in anew.hits}
    ranks = [h.rank_score for h in anew.hits]
    assert ranks == sorted(ranks, reverse=True)
    assert anew.rerank == method
    assert anew.timings_ms["rerank"] >= 0
    assert {name.split()[0] for name in names(anew)[:5]} == {"cat"}


def test_an_unknown_space_or_method_lists_the_known_ones(indexed):
    term = (Term(picture=number_of(indexed, "cat whole")),)
    with pytest.raises(NotFoundError, match=r"known: photo, .*colour"):
        indexed.search(Query(term, space="nope"))
    with pytest.raises(NotFoundError, match=r"known: .*diffusion"):
        indexed.search(Query(term, rerank="nope"))


def test_an_unknown_number_is_refused(indexed):
    with pytest.raises(NotFoundError):
        indexed.search(Query((Term(picture=987_654),)))


def test_a_picture_that_cannot_be_read_is_refused_in_a_sentence(indexed):
    with pytest.raises(MindsEyeError, match="a text file"):
        indexed.search(Query((Term(data=b"no picture"),)))


@pytest.mark.parametrize("shape", [(1, 1), (1, 2000), (2000, 1)])
def test_odd_pictures_can_be_searched_by(indexed, shape):
    data = images.encode_png(np.full((*shape, 3), 90, np.uint8))
    assert len(indexed.search(Query((Term(data=data),), k=3)).hits) == 3


def test_an_empty_library_finds_nothing(tmp_path):
    from mindseye import MindsEye, load_settings

    eye = MindsEye(load_settings({}, home=tmp_path))
    answer = eye.search(Query((Term(rgb=np.zeros((64, 64, 3), np.uint8)),)))
    assert (answer.hits, answer.considered) == ((), 0)


@pytest.mark.parametrize(
    ("text", "weight", "name"),
    [
        ("a.jpg", 1.0, "a.jpg"),
        ("2:a.jpg", 2.0, "a.jpg"),
        ("0.5:#12", 0.5, "#12"),
        ("C:\\a.jpg", 1.0, "C:\\a.jpg"),
        ("2:", 1.0, "2:"),
    ],
)
def test_a_term_is_a_name_with_an_optional_weight(text, weight, name):
    assert parse_term(text) == (weight, name)


def test_the_cells_of_why_add_up_to_the_score(indexed):
    query, hit = number_of(indexed, "coffee whole"), number_of(indexed, "coffee left")
    answer = indexed.why([Term(picture=query)], "photo", hit)
    if answer.exact:
        assert float(answer.hit.sum()) == pytest.approx(answer.score, abs=5e-3)
        assert float(answer.query.sum()) == pytest.approx(answer.score, abs=5e-3)
    assert answer.hit.shape[0] >= 4


def test_why_points_lead_from_the_query_to_the_hit(indexed):
    answer = indexed.why(
        [Term(picture=number_of(indexed, "coffee whole"))], "photo", number_of(indexed, "coffee right")
    )
    assert len(answer.points) >= 15
    shift = np.median(answer.points[:, 0] - answer.points[:, 2])
    assert shift == pytest.approx(120, abs=3)  # the crop begins at a third of 360 px


def test_colours_have_no_cells_to_show(indexed):
    answer = indexed.why([Term(picture=number_of(indexed, "cat whole"))], "colour", number_of(indexed, "cat left"))
    assert answer.hit is None
    assert re.match(r"0\.\d+|1\.0", f"{answer.score:.3f}")


@pytest.fixture(scope="module")
def with_points(tmp_path_factory, sample_photos):
    """An installation that keeps local features too."""
    from mindseye import MindsEye, load_settings

    eye = MindsEye(load_settings({}, home=tmp_path_factory.mktemp("points")))
    eye.library.add_source(sample_photos)
    job = eye.library.jobs.run("index", space=["points"])
    assert job.state == "done", job.error
    return eye


def turned(rgb: np.ndarray) -> np.ndarray:
    """The picture as a phone sees it lying on a table."""
    height, width = rgb.shape[:2]
    corners = np.float32([[0, 0], [width, 0], [width, height], [0, height]])
    seen = np.float32([[90, 60], [340, 20], [380, 300], [60, 260]])
    lying = cv2.getPerspectiveTransform(corners, seen)
    return cv2.warpPerspective(rgb, lying, (440, 330), borderValue=(120, 110, 100))


@pytest.mark.parametrize("subject", ["astronaut", "coffee", "bricks"])
def test_points_find_the_very_thing_in_a_photo_of_it(with_points, subject):
    query = turned(rgb_of(with_points, f"{subject} whole"))
    answer = with_points.search(Query((Term(rgb=query),), space="points", k=3))
    assert {name.split()[0] for name in names(answer)} == {subject}
    assert answer.hits[0].band == "strong"
    assert answer.hits[0].inliers >= 15


def test_points_are_stored_once_and_leave_with_their_picture(with_points):
    status = {space.name: space for space in with_points.library.summary().spaces}["points"]
    assert (status.vectors, status.missing) == (77, 0)
    number = number_of(with_points, "rocket whole")
    query = Query((Term(rgb=rgb_of(with_points, "rocket whole")),), space="points")
    assert number in [hit.picture.id for hit in with_points.search(query).hits]
    with_points.library.remove([number])
    assert number not in [hit.picture.id for hit in with_points.search(query).hits]
    with_points.library.restore([number])
    assert number in [hit.picture.id for hit in with_points.search(query).hits]


@pytest.mark.parametrize("installation", ["indexed", "with_points"])
def test_verification_puts_convincing_pictures_first(request, installation):
    eye = request.getfixturevalue(installation)
    query = turned(rgb_of(eye, "gravel whole"))
    answer = eye.search(Query((Term(rgb=query),), k=20, verify=True))
    sure = [hit.picture.name for hit in answer.hits if hit.inliers]
    assert len(sure) >= 4
    assert {name.split()[0] for name in names(answer)[:4]} == {"gravel"}
    assert {hit.band for hit in answer.hits[:4]} == {"strong"}
    assert answer.hits[0].rank_score > max(hit.rank_score for hit in answer.hits if not hit.inliers)
    assert answer.timings_ms["verify"] > 0


def test_points_cannot_be_mixed_and_must_have_been_looked_for(indexed, with_points):
    two = (Term(picture=number_of(with_points, "cat whole")), Term(picture=number_of(with_points, "rocket whole")))
    with pytest.raises(RequestError, match="one picture"):
        with_points.search(Query(two, space="points"))
    with pytest.raises(RequestError, match="mindseye index --space points"):
        indexed.search(Query((Term(picture=number_of(indexed, "cat whole")),), space="points"))


def test_why_by_points_leads_from_the_photo_to_the_thing(with_points):
    query = turned(rgb_of(with_points, "astronaut whole"))
    answer = with_points.why([Term(rgb=query)], "points", number_of(with_points, "astronaut whole"))
    assert answer.hit is None
    corners = np.float32([[0, 0], [360, 0], [360, 360], [0, 360]])
    seen = np.float32([[90, 60], [340, 20], [380, 300], [60, 260]])
    there = cv2.perspectiveTransform(answer.points[None, :, 2:], cv2.getPerspectiveTransform(corners, seen))[0]
    assert np.median(np.linalg.norm(there - answer.points[:, :2], axis=1)) < 3
