"""`mindseye caption` and the library's captions in the command line: what they print, write and refuse."""

from __future__ import annotations

import json
import shutil

import pytest
from click.testing import CliRunner
from PIL import Image

from mindseye.cli import root
from tests.captioner import sentence, write_captioner, write_walls


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A home folder whose model tells the colours of walls, and two walls."""
    folder = tmp_path_factory.mktemp("cli")
    write_captioner(folder / "home" / "models", "99")
    (folder / "home" / "mindseye.toml").write_text('spaces = ["colour"]\n')
    write_walls(folder / "photos", {"a.png": "red", "b.png": "blue"})
    return folder


@pytest.fixture
def run(prepared, tmp_path):
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)

    def run(*arguments: object, status: int = 0, fed: str = ""):
        done = CliRunner().invoke(root, ["--home", str(tmp_path / "home"), *map(str, arguments)], input=fed)
        assert done.exit_code == status, done.output
        return done

    return run


def test_each_file_gets_a_line_and_a_broken_one_a_reason(run, tmp_path):
    broken = tmp_path / "broken.png"
    broken.write_text("no picture")
    photos = tmp_path / "photos"
    done = run("caption", photos / "a.png", broken, photos / "b.png", status=3)
    assert done.stdout == f"{photos / 'a.png'}: {sentence('red')}\n{photos / 'b.png'}: {sentence('blue')}\n"
    assert "broken.png is a text file" in done.stderr
    run("caption", broken, status=1)
    piped = run("caption", "--json", fed=f"{photos / 'b.png'}\n")
    assert json.loads(piped.stdout)["captions"][0]["text"] == sentence("blue")


def test_alternatives_come_with_what_the_model_thinks_of_them(run, tmp_path):
    path = tmp_path / "photos" / "a.png"
    found = json.loads(run("caption", "--count", 3, "--json", path).stdout)
    assert (found["file"], found["sure"], len(found["captions"])) == (str(path), True, 3)
    best = found["captions"][0]
    assert [word["text"] for word in best["words"]] == ["a", "red", "wall", "is", "here"]
    shown = run("caption", "--count", 3, "--zh", path).stdout
    assert f"log-probability {best['log_probability']:.2f}, confidence {best['confidence']:.0%}" in shown
    assert best["text_zh"] in shown
    assert run("caption", "--start", "a blue", path).stdout == f"{path}: {sentence('blue')}\n".replace(
        "\n", "  (may be wrong: the model is not sure)\n"
    )


def test_a_page_that_is_no_photo_is_told_to_be_one(run, tmp_path):
    Image.new("RGB", (60, 60), (250, 250, 250)).save(tmp_path / "blank.png")
    assert "(may be wrong: there is nothing to see)" in run("caption", tmp_path / "blank.png").stdout


def test_attention_is_written_for_each_file_and_nothing_is_overwritten(run, tmp_path):
    photo, folder = tmp_path / "photos" / "a.png", tmp_path / "maps"
    for expected in ("a.png.webp", "a.png (2).webp"):
        found = json.loads(run("caption", "--attention", folder, "--json", photo).stdout)
        assert found["attention"] == str(folder / expected)
        with Image.open(folder / expected) as moving:
            assert moving.n_frames == 5


def test_wrong_numbers_words_and_models_are_refused(run, tmp_path):
    photo = tmp_path / "photos" / "a.png"
    run("caption", "--count", 11, photo, status=2)
    run("caption", status=2)
    for options, reason in ((("--start", "a purple"), "purple"), (("--model", "nope"), "nope")):
        with pytest.raises(Exception, match=reason):
            CliRunner().invoke(
                root, ["--home", str(tmp_path / "home"), "caption", *options, str(photo)], catch_exceptions=False
            )


def test_the_library_is_described_corrected_listed_and_written_out(run, tmp_path):
    photos = tmp_path / "photos"
    run("index", photos)
    assert "2 pictures described by caption" in run("library", "caption").stdout
    assert "Captions: 2 pictures, 0 by a person, 0 by an older model; 0 have none." in run("library", "status").stdout
    assert "Mine." in run("library", "caption", photos / "a.png", "--set", "Mine.").stdout
    run("library", "caption", "--again")
    listed = json.loads(run("library", "captions", "--json").stdout)
    assert sorted((one["text"], one["by"]) for one in listed) == [(sentence("blue"), "model"), ("Mine.", "person")]
    assert sentence("blue") not in run("library", "captions", "--by", "person").stdout
    assert "2 captions written" in run("library", "captions", "--csv", tmp_path / "all.csv").stdout
    assert (tmp_path / "all.csv").read_bytes() == run("library", "captions", "--csv", "-").stdout_bytes
    assert "2 sidecars written" in run("library", "sidecars").stdout
    assert b"Mine." in (photos / "a.png.xmp").read_bytes()
    assert sentence("red") in run("library", "caption", photos / "a.png", "--forget").stdout
    run("library", "caption", "--set", "Whose?", status=2)
