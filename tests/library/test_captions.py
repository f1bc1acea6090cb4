"""Captions of the library: who wrote them, which ones a job makes, and that a person's are never overwritten."""

from __future__ import annotations

import csv
import io
import shutil
import threading

import pytest
from sqlalchemy import select, update

from mindseye.errors import NotFoundError, RequestError
from mindseye.library import captioning, captions, tables
from mindseye.library.captions import Said
from mindseye.library.library import Library
from mindseye.library.records import CaptionStatus, Filter
from mindseye.models.registry import Models
from mindseye.settings import load_settings
from tests.captioner import WORDS, sentence, wall, write_captioner, write_walls
from tests.library.painting import ids_by_name, index

ALBUM = {"a.png": "red", "b.png": "green", "sea/c.png": "blue"}
LATE = Said("Late.", 0.7, -1.0, True, "")
SWAPPED = tuple({"red": "scarlet"}.get(word, word) for word in WORDS)


def opened(folder, **named):
    """Return a library of three walls, with the model that tells their colours."""
    write_captioner(folder / "zoo")
    write_walls(folder / "photos", ALBUM)
    settings = load_settings({}, home=folder / "home", spaces="colour", **named)
    library = Library(settings, Models(settings.home, folder / "zoo"))
    index(library, folder / "photos")
    return library


@pytest.fixture(scope="session")
def prepared(tmp_path_factory):
    """Such a library's folders, to be copied."""
    folder = tmp_path_factory.mktemp("walls")
    opened(folder).close()
    return folder


@pytest.fixture
def library(prepared, tmp_path):
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    settings = load_settings({}, home=tmp_path / "home", spaces="colour")
    library = Library(settings, Models(settings.home, tmp_path / "zoo"))
    with library.catalogue.writing() as connection:  # the pictures were copied, too
        connection.execute(update(tables.sources).values(path=str(tmp_path / "photos")))
    yield library
    library.close()


@pytest.mark.parametrize("catalogue_url", ["postgresql"], indirect=True)
def test_on_postgresql_a_persons_caption_stands_before_the_models_as_well(catalogue_url, tmp_path):
    library = opened(tmp_path, catalogue=catalogue_url)
    number = ids_by_name(library)["a.png"]
    library.write_caption(number, "Grandma's wall")
    assert (describe(library).done, describe(library, again=True).done) == (2, 0)
    captions.put(library.catalogue, {number: LATE, 999: LATE}, library.models.get("caption").card)
    assert (library.caption_of(number).text, library.caption_of(number).said) == ("Grandma's wall", "Late.")
    assert library.forget_caption(number).text == "Late."
    assert library.summary().captions == CaptionStatus("caption", 3, 0, 0, 0)
    assert "".join(library.captions_csv()).count("\r\n") == 4
    library.close()


def describe(library, **arguments):
    job = library.jobs.run("caption", **arguments)
    assert job.state == "done", job.error
    return job


def told(library) -> dict[str, str | None]:
    found = {name: library.caption_of(number) for name, number in ids_by_name(library).items()}
    return {name: one.text if one else None for name, one in found.items()}


def test_a_job_describes_every_picture_that_has_no_caption_and_says_how_far_it_is(library):
    assert library.summary().captions == CaptionStatus("caption", 0, 0, 0, 3)
    job = describe(library)
    assert (job.title, job.done, job.total, job.failures) == ("Describing", 3, 3, 0)
    assert told(library) == {name.rpartition("/")[2]: sentence(colour) for name, colour in ALBUM.items()}
    assert library.summary().captions == CaptionStatus("caption", 3, 0, 0, 0)
    assert describe(library).done == 0


def test_a_caption_says_how_sure_its_model_was(library):
    describe(library)
    found = library.caption_of(ids_by_name(library)["a.png"])
    assert (found.by, found.model, found.sure, found.note) == ("model", "caption", True, "")
    assert 0.9 < found.confidence < 1
    assert -0.1 < found.log_probability <= 0


def test_only_the_pictures_that_are_named_are_described(library):
    ids = ids_by_name(library)
    assert describe(library, pictures=[ids["b.png"], 999]).total == 1
    assert told(library) == {"a.png": None, "b.png": sentence("green"), "c.png": None}


def test_what_a_person_writes_counts_and_no_job_overwrites_it(library):
    ids = ids_by_name(library)
    library.write_caption(ids["a.png"], "  Grandma's   wall ")
    describe(library)
    describe(library, again=True)
    assert told(library) == {"a.png": "Grandma's wall", "b.png": sentence("green"), "c.png": sentence("blue")}
    assert library.caption_of(ids["a.png"]).by == "person"


def test_a_model_that_ends_after_a_person_has_written_only_stands_behind(library):
    number = ids_by_name(library)["a.png"]
    library.write_caption(number, "Grandma's wall")
    card = library.models.get("caption").card
    captions.put(library.catalogue, {number: LATE}, card)
    found = library.caption_of(number)
    assert (found.text, found.by, found.said, found.confidence) == ("Grandma's wall", "person", "Late.", 0.7)


def test_forgetting_what_a_person_wrote_brings_the_models_back(library):
    describe(library)
    number = ids_by_name(library)["a.png"]
    library.write_caption(number, "Mine.")
    assert library.forget_caption(number).text == sentence("red")
    assert library.forget_caption(number) is None
    assert library.summary().captions.missing == 1


def test_a_caption_must_be_a_text_of_a_picture_that_is_there(library):
    number = ids_by_name(library)["a.png"]
    with pytest.raises(RequestError, match="needs a word"):
        library.write_caption(number, " \n ")
    with pytest.raises(RequestError, match="1,001 characters; the limit is 1,000"):
        library.write_caption(number, "x" * 1001)
    with pytest.raises(RequestError, match="no text, such as NUL"):
        library.write_caption(number, "a\0b")
    for work in (lambda: library.write_caption(999, "x"), lambda: library.forget_caption(999)):
        with pytest.raises(NotFoundError, match="no picture 999"):
            work()


def test_those_of_an_older_model_are_done_again_when_asked_for(library, tmp_path):
    describe(library)
    write_captioner(tmp_path / "zoo", "2", SWAPPED)
    assert library.summary().captions == CaptionStatus("caption", 3, 0, 3, 0)
    assert describe(library).done == 0
    assert describe(library, again=True).done == 3
    assert told(library)["a.png"] == sentence("scarlet")
    assert describe(library, again=True).done == 0


def test_a_stopped_job_keeps_what_is_done_and_the_next_goes_on(library, monkeypatch):
    gate, real = threading.Event(), captioning.Captioning._describe

    def slow(self, entry):
        """The third picture takes its time, until the job was told to stop."""
        if entry.name == "c.png":
            gate.wait(30)
        return real(self, entry)

    with monkeypatch.context() as patch:
        patch.setattr(captioning.Captioning, "_describe", slow)
        job = library.jobs.start("caption")
        while library.jobs.get(job.id).state == "queued":
            gate.wait(0.01)
        library.jobs.cancel(job.id)
        gate.set()
        stopped = library.jobs.wait(job.id)
    assert stopped.state == "cancelled"
    kept = library.summary().captions.pictures
    assert kept == stopped.done < 3
    assert library.jobs.resume(stopped.id).done == 3 - kept
    assert library.summary().captions.missing == 0


def test_a_file_that_cannot_be_read_is_counted_and_one_that_is_away_waits(library, tmp_path):
    (tmp_path / "photos" / "a.png").write_bytes(b"no picture any more")
    (tmp_path / "photos" / "b.png").unlink()
    job = describe(library)
    assert (job.done, job.failures, job.result["described"], job.result["away"]) == (2, 1, 1, 1)
    assert "1 unreadable, 1 out of reach" in job.message


def test_without_a_model_a_job_says_so(tmp_path):
    settings = load_settings({}, home=tmp_path / "home", spaces="colour")
    bare = Library(settings, Models(settings.home, tmp_path / "nothing"))
    job = bare.jobs.run("caption")
    assert (job.state, job.error) == ("failed", "There is no model called 'caption'; known: none yet.")
    assert bare.summary().captions.model is None
    bare.close()


@pytest.mark.parametrize(("said", "described"), [("yes", 3), ("no", 0)])
def test_new_pictures_are_described_after_indexing_if_the_setting_says_so(tmp_path, said, described):
    write_captioner(tmp_path / "zoo")
    write_walls(tmp_path / "photos", ALBUM)
    settings = load_settings({"MINDSEYE_CAPTION_NEW": said}, home=tmp_path / "home", spaces="colour")
    library = Library(settings, Models(settings.home, tmp_path / "zoo"))
    followers = index(library, tmp_path / "photos").result.get("followed_by", [])
    for number in followers:
        library.jobs.wait(number)
    assert library.summary().captions.pictures == described
    assert index(library).result.get("followed_by", []) == []
    library.close()


def test_captions_leave_with_their_pictures_and_removed_ones_do_not_count(library, tmp_path):
    describe(library)
    library.remove([ids_by_name(library)["b.png"]])
    (tmp_path / "photos" / "a.png").unlink()
    index(library)
    assert library.summary().captions == CaptionStatus("caption", 1, 0, 0, 0)
    with library.catalogue.reading() as connection:
        assert len(connection.execute(select(tables.captions)).all()) == 2


def test_whole_words_can_be_looked_for(library):
    ids = ids_by_name(library)
    library.write_caption(ids["a.png"], "The dog's T-shirt, 2024!")
    describe(library)

    def with_word(word):
        query = select(tables.captions.c.picture_id).where(tables.captions.c.words.contains(f" {word} "))
        with library.catalogue.reading() as connection:
            return set(connection.execute(query).scalars())

    assert with_word("dog") == with_word("t-shirt") == with_word("2024") == {ids["a.png"]}
    assert with_word("wall") == {ids["b.png"], ids["c.png"]}
    assert with_word("wal") == with_word("shirt") == set()


def test_the_table_for_other_programs_has_a_line_for_each_caption(library):
    ids = ids_by_name(library)
    library.write_caption(ids["a.png"], '=1+1, she said "狗"')
    describe(library, pictures=[ids["b.png"]])
    text = "".join(library.captions_csv())
    assert text.startswith("\ufeffpicture,path,caption")
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    first, second = sorted(rows, key=lambda row: row["path"])
    assert (first["picture"], first["caption"], first["by"]) == (str(ids["a.png"]), '\'=1+1, she said "狗"', "person")
    assert (first["said"], first["confidence"], first["sure"]) == ("", "", "")
    assert (second["caption"], second["path"], second["sure"]) == (sentence("green"), "photos/b.png", "yes")
    assert float(second["confidence"]) == pytest.approx(library.caption_of(ids["b.png"]).confidence, abs=1e-4)


def test_a_blank_picture_gets_a_sentence_that_says_why_it_may_be_wrong(library, tmp_path):
    from PIL import Image

    Image.fromarray(wall("red")[:1, :1].repeat(40, 0).repeat(40, 1)).save(tmp_path / "photos" / "blank.png")
    index(library)
    describe(library)
    found = library.caption_of(ids_by_name(library)["blank.png"])
    assert (found.text, found.sure, found.note) == (sentence("red"), False, "blank")
    assert library.pictures(Filter()).total == 4
