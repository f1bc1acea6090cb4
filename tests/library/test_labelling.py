"""Labels: who shows what, who has been looked at, and what happens when models and pictures come and go."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlalchemy import func, inspect, select, update

from mindseye import MindsEye, images
from mindseye.errors import NotFoundError
from mindseye.library import labels, tables
from mindseye.library.library import Library
from mindseye.library.records import Filter, LabelStatus
from mindseye.models.registry import Models
from mindseye.tasks import classify
from tests.library.painting import ids_by_name, index, names
from tests.library.shades import expected, fill, write_shades

PICTURES = {
    "crimson.png": (200, 10, 20),
    "leaf.png": (10, 200, 30),
    "sky.png": (30, 40, 220),
    "teal.png": (5, 180, 170),  # more green than blue, sure to be cold
    "sea/rose.png": (210, 60, 120),
    "grey.png": (128, 129, 127),  # the model refuses it
}


@pytest.fixture
def library(settings, tmp_path):
    """A library whose only model names colours."""
    write_shades(tmp_path / "zoo")
    opened = Library(settings, Models(settings.home, tmp_path / "zoo"))
    yield opened
    opened.close()


@pytest.fixture
def coloured(library, tmp_path):
    """Six pictures, labelled."""
    for name, colour in PICTURES.items():
        fill(tmp_path / "photos" / name, colour)
    index(library, tmp_path / "photos")
    label(library)
    return library


def label(library, model="shades"):
    job = library.jobs.run("label", model=model)
    assert job.state == "done", job.error
    return job


def told(library) -> dict[str, dict[str, float]]:
    """Return what is known about each picture: names and probabilities."""
    return {
        name: {one.name: pytest.approx(one.probability, abs=0.02) for one in library.labels_of(number)}
        for name, number in ids_by_name(library).items()
    }


def test_a_picture_gets_what_its_model_is_sure_of(coloured):
    assert told(coloured) == {name.rpartition("/")[2]: expected(colour) for name, colour in PICTURES.items()}


def test_groups_come_before_labels_with_their_names_in_both_languages(coloured):
    (group, one) = coloured.labels_of(ids_by_name(coloured)["sky.png"])
    assert (group.model, group.kind, group.name, group.name_zh) == ("shades", "group", "cold", "冷色")
    assert (one.model, one.kind, one.name, one.name_zh) == ("shades", "label", "blue", "蓝")


def test_a_picture_of_none_of_the_labels_has_been_looked_at_all_the_same(coloured):
    assert coloured.labels_of(ids_by_name(coloured)["grey.png"]) == ()
    assert coloured.summary().labels == (LabelStatus("shades", "Shades", 6, 0),)
    assert label(coloured).done == 0


def test_only_what_lacks_labels_is_looked_at(coloured, tmp_path):
    fill(tmp_path / "photos" / "new.png", (0, 0, 255))
    index(coloured)
    assert coloured.summary().labels == (LabelStatus("shades", "Shades", 6, 1),)
    job = label(coloured)
    assert (job.title, job.done, job.total) == ("Labelling", 1, 1)
    assert "blue" in told(coloured)["new.png"]


def test_a_job_without_a_name_goes_on_with_the_models_in_use(coloured, tmp_path):
    fill(tmp_path / "photos" / "new.png", (0, 0, 255))
    index(coloured)
    assert label(coloured, None).done == 1


def test_a_new_version_of_a_model_labels_anew(coloured, tmp_path):
    write_shades(tmp_path / "zoo", version="2", labels=("scarlet", "green", "blue"), thresholds={})
    assert coloured.summary().labels == (LabelStatus("shades", "Shades", 0, 6),)
    assert "red" in told(coloured)["crimson.png"], "the old labels stay until the new ones are there"
    assert label(coloured).done == 6
    found = told(coloured)
    assert set(found["crimson.png"]) == {"warm", "scarlet"}
    assert found["grey.png"] == {"warm": pytest.approx(1 / 3, abs=0.02), "cold": pytest.approx(2 / 3, abs=0.02)}


def test_two_models_speak_for_themselves(coloured, tmp_path):
    write_shades(tmp_path / "zoo", "other", labels=("x", "y", "z"), labels_zh=(), groups=())
    label(coloured, "other")
    found = coloured.labels_of(ids_by_name(coloured)["sky.png"])
    assert [(one.model, one.name, one.name_zh) for one in found] == [
        ("other", "z", "z"),
        ("shades", "cold", "冷色"),
        ("shades", "blue", "蓝"),
    ]
    assert [status.model for status in coloured.summary().labels] == ["other", "shades"]
    assert {one.model for one in coloured.label_counts("other")} == {"other"}


def test_labels_leave_with_their_picture(coloured, tmp_path):
    (tmp_path / "photos" / "sky.png").unlink()
    index(coloured)
    with coloured.catalogue.reading() as connection:
        looked = connection.execute(select(func.count()).select_from(tables.labelled)).scalar_one()
        left = set(connection.execute(select(tables.labels.c.name)).scalars())
    assert looked == 5
    assert left == {"warm", "red", "cold", "green"}


def test_what_a_model_said_can_be_forgotten(coloured):
    assert coloured.forget_labels("shades") == 6
    assert coloured.label_counts() == ()
    assert not any(told(coloured).values())
    with pytest.raises(NotFoundError, match="shades has labelled no picture here"):
        coloured.forget_labels("shades")
    assert label(coloured).done == 6


def test_counts_are_those_of_the_pictures_that_are_there(coloured):
    def counted(without=()):
        by_hand = Counter(
            name for path, colour in PICTURES.items() if path not in without for name in expected(colour)
        )  # fmt: skip
        return sorted(by_hand.items(), key=lambda pair: -pair[1])

    def shown():
        return sorted(((one.name, one.pictures) for one in coloured.label_counts()), key=lambda pair: -pair[1])

    assert sorted(shown()) == sorted(counted())
    assert [one.pictures for one in coloured.label_counts()] == [count for _, count in counted()]
    coloured.remove([ids_by_name(coloured)["sky.png"]])
    assert sorted(shown()) == sorted(counted(["sky.png"]))
    red = next(one for one in coloured.label_counts() if one.name == "red")
    assert (red.model, red.kind, red.name_zh, red.groups) == ("shades", "label", "红", ("warm",))


def test_a_filter_is_a_name_in_either_language(coloured):
    wanted = {name for name, colour in PICTURES.items() if "cold" in expected(colour)}
    numbers = {ids_by_name(coloured)[name] for name in wanted}
    assert wanted == {"leaf.png", "sky.png", "teal.png"}
    for text in ("shades:cold", "shades:COLD", "shades:冷色", "shades: cold "):
        assert set(names(coloured, where=Filter(label=text))) == wanted, text
        assert coloured.pictures(Filter(label=text)).total == 3, text
        assert set(coloured.ids(Filter(label=text))) == numbers, text


def test_a_filter_by_label_goes_with_the_others(coloured):
    assert names(coloured, where=Filter(label="shades:warm", folder="photos/sea")) == ["rose.png"]
    assert names(coloured, where=Filter(label="shades:blue", text="teal")) == []
    coloured.remove([ids_by_name(coloured)["sky.png"]])
    assert names(coloured, where=Filter(label="shades:blue")) == []
    assert names(coloured, where=Filter(label="shades:blue", removed=True)) == ["sky.png"]


def test_a_label_that_is_not_known_is_said(coloured):
    for text, words in (
        ("shades:gren", "shades has no label or group called 'gren'; did you mean green"),
        ("shades:zebra", "`mindseye library labels` lists them"),
        ("nobody:zebra", "no model that names pictures called 'nobody'; known: shades"),
        ("zebra", "no model that names pictures called 'photo'"),
    ):
        with pytest.raises(NotFoundError, match=words):
            coloured.pictures(Filter(label=text))


def test_an_unknown_model_ends_its_job_with_a_sentence(library):
    job = library.jobs.run("label", model="nobody")
    assert (job.state, job.error) == (
        "failed",
        "There is no model that names pictures called 'nobody'; known: shades.",
    )
    assert "no model here that names pictures" in (library.jobs.run("label").error or "")


def test_a_cancelled_job_keeps_what_is_done_and_the_next_goes_on(coloured, tmp_path):
    for number in range(40):
        fill(tmp_path / "photos" / f"{number}.png", (number, 0, 200), (400, 300))
    index(coloured)
    job = coloured.jobs.start("label", model="shades")
    coloured.jobs.cancel(job.id)
    assert coloured.jobs.wait(job.id).state in ("cancelled", "done")
    label(coloured)
    assert coloured.summary().labels == (LabelStatus("shades", "Shades", 46, 0),)


def test_a_catalogue_of_the_first_schema_is_led_forward(library, settings):
    def shape():
        with library.catalogue.reading() as connection:
            seen = inspect(connection)
            return {
                table.name: (
                    [(c["name"], str(c["type"]), c["nullable"]) for c in seen.get_columns(table.name)],
                    sorted((i["name"], tuple(i["column_names"])) for i in seen.get_indexes(table.name)),
                    seen.get_pk_constraint(table.name)["constrained_columns"],
                )
                for table in tables.metadata.sorted_tables
            }

    fresh = shape()
    old = {"schema", "sources", "pictures", "files", "vectors", "spaces", "changes", "indexes", "jobs"}
    with library.catalogue.writing() as connection:
        for table in reversed(tables.metadata.sorted_tables):
            if table.name not in old:
                table.drop(connection)
        connection.execute(update(tables.schema).values(version=1))
    again = Library(settings, library.models)
    assert shape() == fresh
    assert again.label_counts() == ()
    again.close()


# ── choosing ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("count", "wanted"), [(1000, 0.1), (20, 0.1), (10, 0.2), (5, 0.4), (4, 0.5), (2, 0.5)])
def test_a_label_must_be_surer_where_there_are_few(count, wanted):
    assert labels.least(count) == pytest.approx(wanted)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("dog", ("photo", "dog")),
        ("cats-dogs:dog", ("cats-dogs", "dog")),
        ("mine:a:b", ("mine", "a:b")),
        ("Straße: nachts", ("photo", "Straße: nachts")),
        ("狗", ("photo", "狗")),
    ],
)
def test_a_filter_names_a_model_before_a_colon(text, wanted):
    assert labels.split(text) == wanted


# ── the backbone ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_indexing_labels_every_picture_in_the_pass_that_embeds_it(indexed: MindsEye):
    library = indexed.library
    (status,) = library.summary().labels
    assert (status.model, status.pictures, status.missing) == ("photo", 77, 0)
    model = indexed.models.get("photo")
    (cat,) = library.pictures(Filter(text="cat whole")).items
    rgb = images.decode(library.data(cat.id)[0], library.limits, "cat", 256)
    slowly = dict(zip(model.card.labels, classify.probabilities(indexed.models, model, rgb), strict=True))
    found = library.labels_of(cat.id)
    assert {one.name for one in found if one.kind == "label"} == {n for n, p in slowly.items() if p >= 0.1}
    assert all(one.probability == pytest.approx(slowly[one.name], abs=1e-4) for one in found if one.kind == "label")
    assert [one.name for one in found if one.kind == "group"] == ["cat"]


def test_pictures_are_found_by_what_they_show(indexed: MindsEye):
    cats = names(indexed.library, where=Filter(label="猫"))
    assert "cat whole.jpg" in cats
    assert not [name for name in cats if not name.startswith("cat")]
    (count,) = [one for one in indexed.library.label_counts() if (one.kind, one.name) == ("group", "cat")]
    assert (count.pictures, count.name_zh) == (len(cats), "猫")
