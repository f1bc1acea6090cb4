"""Lessons: classes and examples that come, move and go; warnings; several processes are the catalogue's business."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from mindseye.errors import ImageError, NotFoundError, RequestError
from mindseye.library.records import Filter
from tests.teach.conftest import run


def painted(seed: int) -> bytes:
    patches = np.random.default_rng(seed).integers(0, 256, (5, 7, 3), np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(patches).resize((70, 50), Image.Resampling.BICUBIC).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture
def lesson(lessons):
    """A lesson with the classes red (1) and blue (2)."""
    lessons.begin("Colours of things", "colours")
    return lessons.add_class("colours", "red"), lessons.add_class("colours", "blue")


def counts(lessons):
    return {one.name: one.examples for one in lessons.get("colours").class_list}


def kinds(lessons):
    return [warning.kind for warning in lessons.get("colours").warnings]


def test_a_name_is_made_from_the_title(lessons):
    assert lessons.begin("My Ångström  Things!").name == "my-angstrom-things"
    assert lessons.begin("My angstrom things").name == "my-angstrom-things-2"
    assert lessons.begin("我的照片").name == "lesson"


@pytest.mark.parametrize("name", ["A b", "a/b", "../x", "x" * 65, "photo", ""])
def test_a_name_that_programs_cannot_use_or_that_a_model_has_is_refused(lessons, name):
    if name == "":
        assert lessons.begin("x", name or None).name == "x"
        return
    with pytest.raises(RequestError):
        lessons.begin("x", name)


@pytest.mark.parametrize("title", ["", "   ", "x" * 101, "bell\a"])
def test_a_title_must_be_something_that_can_be_printed(lessons, title):
    with pytest.raises(RequestError, match="1 to 100 printable characters"):
        lessons.begin(title)


def test_class_names_may_hold_slashes_and_emoji(lessons, lesson):
    number = lessons.add_class("colours", "  a/b  😀 ")
    assert lessons.get("colours").class_list[-1].name == "a/b 😀"
    lessons.rename_class("colours", number, "c/d")
    assert lessons.get("colours").class_list[-1].name == "c/d"


def test_two_classes_of_one_name_are_refused_in_capitals_too(lessons, lesson):
    with pytest.raises(RequestError, match="a class called 'RED' already"):
        lessons.add_class("colours", "RED")
    with pytest.raises(RequestError, match="a class called 'red' already"):
        lessons.rename_class("colours", lesson[1], "red")
    lessons.rename_class("colours", lesson[0], "Red")  # its own name in capitals is no other's


def test_an_upload_is_an_example_once(lessons, lesson):
    first, known = lessons.upload("colours", lesson[0], "a.png", painted(1))
    again, known_again = lessons.upload("colours", lesson[0], "b.png", painted(1))
    assert (known, known_again, again.id) == (False, True, first.id)
    assert counts(lessons) == {"red": 1, "blue": 0}


def test_what_cannot_be_read_is_no_example(lessons, lesson):
    with pytest.raises(ImageError, match="is a text file"):
        lessons.upload("colours", lesson[0], "a.jpg", b"just words, no picture")
    assert counts(lessons) == {"red": 0, "blue": 0}


def test_removed_examples_come_back(lessons, lesson):
    one, _ = lessons.upload("colours", lesson[0], "a.png", painted(1))
    assert lessons.remove("colours", [one.id]) == 1
    assert counts(lessons)["red"] == 0
    assert lessons.restore("colours", [one.id]) == 1
    assert counts(lessons)["red"] == 1


def test_an_example_moves_to_another_class(lessons, lesson):
    one, _ = lessons.upload("colours", lesson[0], "a.png", painted(1))
    assert lessons.move("colours", [one.id], lesson[1]) == 1
    assert counts(lessons) == {"red": 0, "blue": 1}


def test_an_example_that_moves_to_where_it_is_already_only_leaves(lessons, lesson):
    one, _ = lessons.upload("colours", lesson[0], "a.png", painted(1))
    lessons.upload("colours", lesson[1], "a.png", painted(1))
    assert lessons.move("colours", [one.id], lesson[1]) == 1
    assert counts(lessons) == {"red": 0, "blue": 1}


def test_examples_of_another_lesson_stay_where_they_are(lessons, lesson):
    one, _ = lessons.upload("colours", lesson[0], "a.png", painted(1))
    lessons.begin("Other", "other")
    assert lessons.remove("other", [one.id]) == 0
    assert counts(lessons)["red"] == 1


def test_pages_of_examples_are_newest_first(lessons, lesson):
    ids = [lessons.upload("colours", lesson[seed % 2], f"{seed}.png", painted(seed))[0].id for seed in range(5)]
    total, page = lessons.examples("colours", offset=1, limit=2)
    assert (total, [one.id for one in page]) == (5, [ids[3], ids[2]])
    assert lessons.examples("colours", lesson[1])[0] == 2


def test_a_deleted_lesson_takes_its_uploads_along_unless_another_needs_them(lessons, eye, lesson):
    lessons.upload("colours", lesson[0], "a.png", painted(1))
    lessons.upload("colours", lesson[0], "b.png", painted(2))
    lessons.begin("Other", "other")
    lessons.upload("other", lessons.add_class("other", "x"), "a.png", painted(1))
    assert lessons.delete("colours") == 2
    assert len([path for path in (eye.settings.home / "lessons").rglob("*") if path.is_file()]) == 1
    with pytest.raises(NotFoundError, match="no lesson called 'colours'; known: other"):
        lessons.get("colours")


def test_a_deleted_lesson_takes_its_models_along(eye, subjects):
    eye.lessons.begin("a", "a")
    run(eye, "a", subjects)
    assert eye.models.get("a").card.version == "1"
    eye.lessons.delete("a")
    with pytest.raises(NotFoundError):
        eye.models.get("a")
    assert len(list(subjects.rglob("*.*"))) == 21


def test_a_deleted_version_leaves_the_others(eye, subjects):
    eye.lessons.begin("a", "a")
    run(eye, "a", subjects)
    run(eye, "a")
    eye.lessons.delete_version("a", "2")
    assert eye.models.get("a").card.version == "1"
    assert eye.lessons.report("a").version == "1"
    with pytest.raises(NotFoundError, match="no version called '2'; known: 1"):
        eye.lessons.report("a", "2")


def test_a_lesson_is_stale_when_its_examples_have_changed(eye, subjects):
    eye.lessons.begin("a", "a")
    run(eye, "a", subjects)
    assert not eye.lessons.get("a").stale
    eye.lessons.remove("a", [eye.lessons.examples("a")[1][0].id])
    assert eye.lessons.get("a").stale


def test_pictures_of_the_library_become_examples(eye, sample_photos):
    for path in sorted((sample_photos / "2024 Space").glob("cat *"))[:3]:
        eye.library.upload(path.name, path.read_bytes())
    eye.lessons.begin("a", "a")
    number = eye.lessons.add_class("a", "cats")
    found, known = eye.lessons.from_library("a", number, [], Filter(text="cat"))
    assert (len(found), known, {one.origin for one in found}) == (3, 0, {"library"})
    assert eye.lessons.from_library("a", number, [found[0].picture])[1] == 1
    with pytest.raises(NotFoundError, match="no picture 999 in the library"):
        eye.lessons.from_library("a", number, [999])


def test_warnings_say_what_will_hurt(lessons, lesson):
    assert kinds(lessons) == ["empty", "empty"]
    for seed in range(12):
        lessons.upload("colours", lesson[0], f"{seed}.png", painted(seed))
    lessons.upload("colours", lesson[1], "0.png", painted(0))
    assert kinds(lessons) == ["few", "same_in_two", "imbalance"]
    lessons.delete_class("colours", lesson[1])
    assert kinds(lessons) == ["one_class"]


def test_the_same_scene_again_and_again_is_said(lessons, lesson):
    rng = np.random.default_rng(0)
    scene = np.asarray(Image.open(io.BytesIO(painted(3))).resize((140, 100)))
    for seed in range(5):
        noisy = np.clip(scene + rng.normal(0, 3, scene.shape), 0, 255).astype(np.uint8)
        buffer = io.BytesIO()
        Image.fromarray(noisy).save(buffer, "PNG")
        lessons.upload("colours", lesson[0], f"{seed}.png", buffer.getvalue())
    (warning,) = [one for one in lessons.get("colours").warnings if one.kind == "repeated"]
    assert warning.detail == "4 of the 5 pictures of red look like another of them and teach little."


def test_a_thumbnail_is_small_and_webp(lessons, lesson):
    one, _ = lessons.upload("colours", lesson[0], "a.png", painted(1))
    with Image.open(lessons.thumbnail("colours", one.id)) as small:
        assert (small.format, max(small.size)) == ("WEBP", 70)
    with pytest.raises(NotFoundError, match="no example 99"):
        lessons.thumbnail("colours", 99)


def test_a_lesson_that_was_never_taught_says_so(lessons, lesson):
    with pytest.raises(NotFoundError, match="has not been taught yet"):
        lessons.report("colours")
    with pytest.raises(NotFoundError, match="has not been taught yet"):
        lessons.teaching("colours")
