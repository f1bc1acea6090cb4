"""Search by words: in one space with photos, in texts, beside photos and drawings; and what was not understood."""

from __future__ import annotations

import numpy as np
import pytest
from sqlalchemy import insert

from mindseye import MindsEye, load_settings
from mindseye.app import SAMPLES
from mindseye.descriptors.spaces import SKETCH, WORDS, space
from mindseye.errors import RequestError
from mindseye.library import tables
from mindseye.library.records import Filter
from mindseye.library.search import Query
from mindseye.library.terms import Note, Term
from mindseye.tasks import sketch, words
from mindseye.tasks.embed import embed_picture
from tests.library.test_sketch_search import clock, number_of


def said(text: str, weight: float = 1.0) -> tuple[Term, ...]:
    return (Term(text=text, kind="words", weight=weight),)


def by_name(answer) -> dict[str, object]:
    return {hit.picture.name: hit for hit in answer.hits}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> MindsEye:
    """A library of five photos; two have captions, and a person called Xenia Quill is in the rocket's."""
    photos = tmp_path_factory.mktemp("told") / "photos"
    places = {"cat": "", "clock": "", "coffee": "Zagreb 2019", "rocket": "", "bricks": ""}
    for name, folder in places.items():
        (photos / folder).mkdir(parents=True, exist_ok=True)
        (photos / folder / f"{name}.jpg").write_bytes((SAMPLES / "photos" / f"{name}.jpg").read_bytes())
    eye = MindsEye(load_settings({}, home=tmp_path_factory.mktemp("home")))
    eye.library.add_source(photos)
    assert eye.library.jobs.run("index").state == "done"
    eye.library.write_caption(number_of(eye, "cat"), "Two zorbles sleep.")
    eye.library.write_caption(number_of(eye, "clock"), "一只熊猫 on a shelf.")
    with eye.library.catalogue.writing() as connection:
        person = {"name": "Xenia Quill", "name_key": "xenia quill", "hidden": False, "user_data": "", "created": 0.0}
        connection.execute(insert(tables.people).values(id=1, **person))
        connection.execute(insert(tables.people).values(id=2, **{**person, "name": "Mystery", "hidden": True}))
        corners = {"x1": 0.0, "y1": 0.0, "x2": 9.0, "y2": 9.0, "score": 1.0, "landmarks": "[]", "size": 9}
        face = {**corners, "picture_id": number_of(eye, "rocket"), "version": "1", "forgotten": False}
        connection.execute(insert(tables.faces).values([{**face, "person_id": 1}, {**face, "person_id": 2}]))
    return eye


def test_a_score_is_the_cosine_of_text_and_photo_where_no_text_helps(indexed):
    query = words.embed(indexed.models, "a man in the water").vector
    answer = indexed.search(Query(said("a man in the water"), k=77))
    assert (answer.space, answer.spaces, answer.rerank, answer.considered) == ("words", ("words",), "none", 77)
    assert set(answer.models) == {"photo", "words"}
    bare = [hit for hit in answer.hits if set(hit.matched) <= {"picture"}]
    assert len(bare) > 20
    for hit in bare[::9]:
        other = embed_picture(indexed.models, space(WORDS), indexed.library.read(hit.picture.id))
        assert hit.score == pytest.approx(float(query @ other), abs=5e-3)  # stored vectors are halves
        assert (hit.matched == ("picture",)) == (hit.score >= answer.weak)


def test_a_known_word_in_every_text_adds_the_step_from_weak_to_strong(told):
    where = space(WORDS)
    query = words.embed(told.models, "bricks").vector
    other = embed_picture(told.models, where, told.library.read(number_of(told, "bricks")))
    hit = by_name(told.search(Query(said("bricks"))))["bricks.jpg"]
    assert "name" in hit.matched
    assert hit.score == pytest.approx(
        min(1.0, max(float(query @ other) + where.strong - where.weak, where.weak)), abs=5e-3
    )


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("zorble", "cat.jpg", "caption"),
        ("ZORBLES", "cat.jpg", "caption"),
        ("熊猫", "clock.jpg", "caption"),
        ("Xenia", "rocket.jpg", "person"),
        ("zagreb", "coffee.jpg", "name"),
    ],
)
def test_a_word_that_the_model_does_not_know_is_found_in_texts_alone(told, text, name, kind):
    found = told.search(Query(said(text), k=5))
    if found.notes and found.notes[0].code == "words-unknown":  # 熊猫 may be a word of the dictionary
        pytest.fail(f"{text} was not looked for in texts: {found.notes}")
    first = found.hits[0]
    assert first.picture.name == name
    assert kind in first.matched
    assert first.band == "strong" or not found.notes


def test_what_is_known_nowhere_is_said_and_finds_nothing(told):
    answer = told.search(Query(said("qwertz"), k=5))
    assert answer.notes == (Note("words-unknown", 0, ("qwertz",)),)
    assert (answer.hits, answer.space, answer.considered) == ((), "words", 5)


def test_part_of_a_word_and_hidden_people_are_not_found(told):
    for text in ("zorb", "xeni", "mystery", "zagr"):
        assert told.search(Query(said(text))).hits == ()


def test_an_unknown_word_comes_first_and_a_known_one_decides_the_rest(told):
    answer = told.search(Query(said("Xenia with a dog"), k=5))
    assert answer.notes == (Note("words-as-text", 0, ("xenia",)),)
    assert answer.hits[0].picture.name == "rocket.jpg"
    query = words.embed(told.models, "with a dog").vector
    rest = [hit.picture.id for hit in answer.hits[1:] if set(hit.matched) <= {"picture"}]
    cosines = [float(query @ embed_picture(told.models, space(WORDS), told.library.read(number))) for number in rest]
    assert cosines == sorted(cosines, reverse=True)


def test_a_library_without_vectors_for_words_answers_by_its_texts(told, tmp_path):
    eye = MindsEye(load_settings({}, home=tmp_path / "home", spaces="colour"))
    eye.library.add_source(told.library.location(number_of(told, "cat")).parent)
    assert eye.library.jobs.run("index").state == "done"
    answer = eye.search(Query(said("a cat on the bricks"), k=5))
    assert {hit.picture.name for hit in answer.hits} == {"cat.jpg", "bricks.jpg"}
    assert {hit.matched for hit in answer.hits} == {("name",)}
    assert all(hit.band in ("weak", "strong") for hit in answer.hits)


def test_a_filter_holds_for_texts_too(told):
    where = Filter(folder=told.library.picture(number_of(told, "coffee")).folder)
    assert [hit.picture.name for hit in told.search(Query(said("zorble zagreb"), where=where)).hits] == ["coffee.jpg"]


def test_words_beside_a_drawing_are_placed_between_the_marks_of_both_spaces(indexed):
    answer = indexed.search(Query((*said("a man in the water", 2.0), Term(rgb=clock(), kind="sketch")), k=77))
    assert (answer.space, answer.spaces, answer.rerank) == ("words", ("words", "sketch"), "none")
    assert len(answer.looks_like) == 5
    text = words.embed(indexed.models, "a man in the water").vector
    drawing = sketch.embed(indexed.models, sketch.find_drawing(clock())).vector
    for hit in [hit for hit in answer.hits if set(hit.matched) <= {"picture"}][::11]:
        rgb = indexed.library.read(hit.picture.id)
        placed = 0.0
        for name, query, weight in ((WORDS, text, 2 / 3), (SKETCH, drawing, 1 / 3)):
            where = space(name)
            cosine = float(query @ embed_picture(indexed.models, where, rgb))
            placed += weight * (cosine - where.weak) / (where.strong - where.weak)
        assert hit.score == pytest.approx(answer.weak + (answer.strong - answer.weak) * placed, abs=2e-2)
    scores = [hit.score for hit in answer.hits if set(hit.matched) <= {"picture"}]
    assert scores == sorted(scores, reverse=True)


def test_a_photo_beside_words_keeps_its_own_space_unless_words_is_named(indexed):
    photo = Term(picture=number_of(indexed, "coffee whole"))
    assert indexed.search(Query((*said("a man"), photo), k=3)).spaces == ("words", "photo")
    assert indexed.search(Query((*said("a man"), photo), space="words", k=3)).spaces == ("words",)
    assert indexed.search(Query((*said("qwertz"), photo), k=3)).spaces == ("photo",)
    unlike = Term(picture=number_of(indexed, "coffee whole"), weight=-1.0)
    plain, without = (
        by_name(indexed.search(Query((*said("a cup of coffee"), *more), k=77))) for more in ((), (unlike,))
    )
    assert without["coffee left.jpg"].score < plain["coffee left.jpg"].score
    assert without["rocket whole.jpg"].score == pytest.approx(plain["rocket whole.jpg"].score, abs=1e-3)


def test_the_reasons_of_a_hit_add_up_in_one_space_and_in_two(told):
    number = number_of(told, "cat")
    found = told.why(said("zorbles and a dog"), None, number)
    query = words.embed(told.models, "and a dog").vector
    other = embed_picture(told.models, space(WORDS), told.library.read(number))
    assert found.score == pytest.approx(float(query @ other), abs=1e-4)
    assert float(found.hit.sum()) == pytest.approx(found.score, abs=1e-3)
    assert [word.text for word in found.words] == ["and", "a", "dog"]
    rest = words.embed(told.models, "and a").vector
    assert found.words[2].share == pytest.approx(found.score - float(rest @ other), abs=1e-4)
    assert [(text.kind, text.text, text.words) for text in found.texts] == [
        ("caption", "Two zorbles sleep.", ("zorbles",))
    ]
    both = (*said("a dog"), Term(rgb=clock(), kind="sketch"))
    (hit,) = [hit for hit in told.search(Query(both, k=5)).hits if hit.picture.id == number]
    mixed = told.why(both, None, number)
    assert float(mixed.hit.sum()) == pytest.approx(mixed.score, abs=1e-3)
    if set(hit.matched) <= {"picture"}:
        assert mixed.score == pytest.approx(hit.score, abs=1e-2)
    alone = told.why(said("zorbles"), None, number)
    assert (alone.hit, len(alone.texts)) == (None, 1)


def test_what_cannot_be_asked_in_words_is_refused_in_a_sentence(told):
    photo = Term(picture=1)
    for terms, more, sentence in (
        (said("  "), {}, "no words"),
        (said("a " * 101), {}, "200"),
        (said("a dog"), {"space": "colour"}, "A text can only be compared in the space words, not in colour"),
        ((*said("a dog"), photo), {"space": "points"}, "not in points"),
        (said("a dog"), {"verify": True}, "a text has none"),
        ((*said("a dog"), *said("a dog", -1.0)), {}, "cancel each other out"),
    ):
        with pytest.raises(RequestError, match=sentence):
            told.search(Query(terms, **more))


def test_words_that_are_unwanted_are_not_looked_for_in_texts(told):
    answer = told.search(Query((*said("a dog"), *said("zorbles", -1.0)), k=5))
    assert answer.notes == (Note("words-unknown", 1, ("zorbles",)),)
    assert "caption" not in by_name(answer)["cat.jpg"].matched


def test_chinese_words_mean_what_their_english_means(indexed):
    ours, english = (indexed.search(Query(said(text), k=9)) for text in ("雪地里的狗", "snow dog"))
    assert ours.notes == ()
    assert np.intersect1d(*([hit.picture.id for hit in answer.hits] for answer in (ours, english))).size >= 5
