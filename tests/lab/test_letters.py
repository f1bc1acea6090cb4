"""Letters to learn from: drawn, rendered and real ones end up as serving prepares them."""

from __future__ import annotations

import dataclasses
import io
import os
import tarfile

import numpy as np
import pytest
from PIL import Image, ImageFont

from mindseye import glyphs, images
from mindseye.errors import DataError, MissingExtraError

if not os.environ.get("CI"):
    pytest.importorskip("torch", reason="the lab needs PyTorch: pip install 'mindseye[train]'")

from mindseye.lab.data import letters as letters_data
from mindseye.lab.data import load_data
from mindseye.lab.data.letter_fonts import FAMILIES, HELD_OUT, LETTERS, capitals, fetch_fonts, font_files, unpack_font
from mindseye.lab.data.letter_strokes import HANDS, HEIGHT, SIZE, draw_letter, parsed, path
from mindseye.lab.losses.outlier_exposure import OUTLIER
from mindseye.lab.recipe import load_recipe

pytestmark = pytest.mark.lab


@pytest.fixture(scope="module")
def recipe():
    return load_recipe("letters-cnn")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Pillow's own typeface as one to learn from and as one that is held out, and five drawings of each letter."""
    place = tmp_path_factory.mktemp("letters")
    typeface = ImageFont.load_default(20).path.getvalue()
    for family in ("own", HELD_OUT[0]):
        (place / "fonts" / family).mkdir(parents=True)
        (place / "fonts" / family / "regular.ttf").write_bytes(typeface)
    for letter in LETTERS:
        (place / "drawings" / letter).mkdir(parents=True)
        for number in range(5):
            ink = np.pad(draw_letter(letter, np.random.default_rng(number)), 8)
            Image.fromarray(np.rint(255 * (1 - ink)).astype(np.uint8)).save(
                place / "drawings" / letter / f"{number}.png"
            )
    return place


@pytest.fixture(scope="module")
def splits(recipe, folder):
    return load_data(recipe, folder)


def test_every_capital_can_be_drawn_in_several_ways_that_stay_on_the_sheet():
    assert "".join(HANDS) == LETTERS
    rng = np.random.default_rng(1)
    for letter in LETTERS:
        assert len(HANDS[letter]) >= 4
        for _ in range(12):
            ink = draw_letter(letter, rng)
            assert ink.shape == (SIZE, SIZE)
            assert ink.max() > 0.5
            assert max(ink[0].max(), ink[-1].max(), ink[:, 0].max(), ink[:, -1].max()) < 0.5


def test_a_curve_passes_through_its_points_and_a_straight_stroke_stays_between_them():
    for stroke in ("~0,0 50,100 100,0 60,40", "0,0 50,100 100,0"):
        points, smooth = parsed(stroke)
        line = path(points, smooth, steps=5)
        assert smooth == stroke.startswith("~")
        np.testing.assert_allclose(line[::5], points, atol=1e-6)
    between = line[:5]
    np.testing.assert_allclose(between[:, 1], 2 * between[:, 0], atol=1e-6)


def test_capitals_of_a_typeface_fill_the_sheet_and_differ(folder):
    pictures = capitals(font_files(folder)["own"][0])
    assert pictures.shape == (26, SIZE, SIZE)
    for picture in pictures:
        rows, columns = np.nonzero(picture.max(axis=1))[0], np.nonzero(picture.max(axis=0))[0]
        assert HEIGHT - 1 <= max(np.ptp(rows), np.ptp(columns)) + 1 <= HEIGHT
    assert len({picture.tobytes() for picture in pictures}) == 26


def test_a_rendered_letter_looks_like_what_serving_prepares(folder, recipe):
    for letter in capitals(font_files(folder)["own"][0]):
        paper = np.repeat(255 - letter[..., None], 3, axis=2)
        trained_on = glyphs.fit(letter.astype(np.float32) / 255, recipe.input.box, 28, 28)
        served = images.prepare(paper, recipe.input)[0]
        np.testing.assert_allclose(trained_on, served, atol=0.02)


def test_training_letters_are_the_same_for_the_same_seed_and_others_in_the_next_epoch(splits):
    first, again = splits.train[7], splits.train[7]
    assert first[1] == again[1] == LETTERS.index("H")
    assert first[0].equal(again[0])
    splits.train.epoch = 1
    assert not splits.train[7][0].equal(first[0])
    splits.train.epoch = 0


def test_each_letter_comes_equally_often_and_strangers_after_them(splits, recipe):
    size = letters_data.EPOCH
    assert [splits.train[i][1] for i in range(26)] == list(range(26))
    assert len(splits.train) == size + round(recipe.outliers * size)
    assert {splits.train[i][1] for i in range(size, size + 20)} == {OUTLIER}


def test_training_letters_are_in_the_middle_and_of_the_size_that_serving_gives(splits):
    for i in range(52):
        picture = splits.train[i][0].numpy()[0]
        assert picture.shape == (28, 28)
        rows, columns = np.nonzero(picture.sum(axis=1) > 0.1)[0], np.nonzero(picture.sum(axis=0) > 0.1)[0]
        assert 17 <= max(np.ptp(rows), np.ptp(columns)) + 1 <= 23
        mass = picture.sum()
        assert (picture.sum(axis=1) @ np.arange(28)) / mass == pytest.approx(14, abs=2)
        assert (picture.sum(axis=0) @ np.arange(28)) / mass == pytest.approx(14, abs=2)


def test_validation_holds_a_fifth_of_the_drawings_and_the_held_out_typefaces(splits, folder, recipe):
    assert len(splits.validation) == 26 + 26
    assert "78 real drawings" in splits.words
    assert "26 other drawings" in splits.words
    assert [int(splits.validation[i][1]) for i in range(26)] == list(range(26))
    typeface = capitals(font_files(folder)[HELD_OUT[0]][0])
    expected = images.prepare(np.repeat(255 - typeface[3][..., None], 3, axis=2), recipe.input)
    np.testing.assert_array_equal(splits.validation[26 + 3][0].numpy(), expected)


def test_without_drawings_it_learns_from_typefaces_and_strokes_alone(tmp_path, folder, recipe):
    (tmp_path / "fonts").symlink_to(folder / "fonts")
    alone = load_data(dataclasses.replace(recipe), tmp_path)
    assert len(alone.validation) == 26
    assert "real" not in alone.words
    assert alone.train[0][1] == 0


def test_missing_fonts_say_where_to_get_them(tmp_path, recipe, monkeypatch):
    with pytest.raises(DataError, match="mindseye lab fonts --to DIR"):
        load_data(recipe, tmp_path)
    (tmp_path / "fonts" / "own").mkdir(parents=True)
    (tmp_path / "fonts" / "own" / "broken.ttf").write_bytes(b"no font")
    with pytest.raises(DataError, match="held out for validation"):
        load_data(recipe, tmp_path)
    with pytest.raises(DataError, match=r"broken\.ttf is not a font"):
        capitals(tmp_path / "fonts" / "own" / "broken.ttf")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(MissingExtraError, match=r"install Node\.js"):
        fetch_fonts(tmp_path)


def test_of_a_package_only_upright_latin_styles_and_the_licence_are_kept(tmp_path):
    archive = tmp_path / "font.tgz"
    kept = ["LICENSE", "files/own-latin-400-normal.woff"]
    left = [
        "files/own-latin-400-italic.woff",
        "files/own-greek-400-normal.woff",
        "files/../../own-latin-700-normal.woff",
    ]
    with tarfile.open(archive, "w:gz") as package:
        for name in kept + left:
            member = tarfile.TarInfo(f"package/{name}")
            member.size = len(name)
            package.addfile(member, io.BytesIO(name.encode()))
    unpack_font(archive, "own", tmp_path / "own")
    assert sorted(path.name for path in (tmp_path / "own").iterdir()) == ["LICENSE", "own-latin-400-normal.woff"]


def test_what_is_held_out_is_among_what_is_fetched():
    assert set(HELD_OUT) < set(FAMILIES)
    assert len(set(FAMILIES)) == len(FAMILIES)
