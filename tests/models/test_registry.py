"""Which models there are: found, verified, added, removed, kept warm."""

from __future__ import annotations

import contextlib
import json
import shutil
import threading
import zipfile
from pathlib import Path

import numpy as np
import pytest

from mindseye.errors import ModelError, NotFoundError
from mindseye.models.registry import REQUIRED, ZOO, Models, check_folder
from tests import tiny


@pytest.fixture
def zoo(tmp_path: Path, scratch: Path) -> Path:
    tiny.write_model(tmp_path / "zoo", scratch)
    return tmp_path / "zoo"


@pytest.fixture
def installed(tmp_path: Path, zoo: Path) -> Models:
    return Models(tmp_path / "home", zoo)


def change_card(folder: Path, **changes: object) -> None:
    card = json.loads((folder / "card.json").read_text(encoding="utf-8")) | changes
    (folder / "card.json").write_text(json.dumps(card), encoding="utf-8")


def leftovers(home: Path) -> list[str]:
    return [str(path) for path in home.rglob("*") if path.is_file()]


def test_version_10_is_newer_than_version_9(installed, zoo, scratch):
    for version in ("9", "10", "2.1"):
        tiny.write_model(zoo, scratch, version=version)
    assert [model.card.version for model in installed.newest()] == ["10"]
    assert installed.get("tiny").card.version == "10"
    assert installed.get("tiny@2.1").card.version == "2.1"


def test_an_unknown_name_or_version_lists_the_known_names(installed):
    for name in ("huge", "tiny@7"):
        with pytest.raises(NotFoundError, match="known: tiny"):
            installed.get(name)


def test_an_added_model_goes_before_the_shipped_one_of_the_same_version(installed, folder):
    installed.add(str(folder))
    assert installed.get("tiny").source == installed.get("tiny@1").source == "home"
    installed.remove("tiny@1")
    assert installed.get("tiny").source == installed.get("tiny@1").source == "zoo"


def test_models_are_listed_by_task(installed, zoo, scratch):
    tiny.write_model(zoo, scratch, name="other", task="letters")
    assert [model.card.name for model in installed.newest("letters")] == ["other"]
    assert [model.card.name for model in installed.newest()] == ["other", "tiny"]


def test_a_broken_folder_is_passed_over_and_reported(installed, zoo, scratch):
    broken = tiny.write_model(zoo, scratch, name="broken")
    (broken / "card.json").write_text("{ not json")
    assert [model.card.name for model in installed.newest()] == ["tiny"]
    (sentence,) = installed.broken()
    assert "broken/1/card.json is not a valid card" in sentence


def test_a_folder_that_is_still_being_written_is_no_model_yet(installed, zoo):
    shutil.copytree(zoo / "tiny" / "1", zoo / "tiny" / ".new-abc")
    change_card(zoo / "tiny" / ".new-abc", version="2")
    assert [model.card.version for model in installed.newest()] == ["1"]


def test_an_added_model_is_found_checked_and_removed(installed, folder):
    change_card(folder, name="mine")
    assert installed.add(str(folder)).name == "mine"
    assert installed.get("mine").source == "home"
    installed.check("mine")
    installed.remove("mine")
    assert [model.card.name for model in installed.newest()] == ["tiny"]


def test_a_zip_is_added_like_its_folder(installed, folder, tmp_path):
    change_card(folder, name="zipped")
    with zipfile.ZipFile(tmp_path / "model.zip", "w") as packed:
        for file in folder.iterdir():
            packed.write(file, f"any/where/{file.name}")
    assert installed.add(str(tmp_path / "model.zip")).name == "zipped"


def test_adding_the_same_version_twice_is_refused_and_changes_nothing(installed, folder, tmp_path):
    installed.add(str(folder))
    before = {path: Path(path).read_bytes() for path in leftovers(tmp_path / "home")}
    with pytest.raises(ModelError, match="already here"):
        installed.add(str(folder))
    assert {path: Path(path).read_bytes() for path in leftovers(tmp_path / "home")} == before


def test_a_shipped_model_cannot_be_removed(installed):
    with pytest.raises(ModelError, match="ships with the program"):
        installed.remove("tiny")


def other_weights(folder: Path) -> None:
    data = bytearray((folder / "model.onnx").read_bytes())
    data[-40] ^= 1
    (folder / "model.onnx").write_bytes(data)


def other_answer(folder: Path) -> None:
    with np.load(folder / "example.npz") as example:
        np.savez(folder / "example.npz", input=example["input"], fc1=example["fc1"] + 0.5)


def no_answer(folder: Path) -> None:
    np.savez(folder / "example.npz", input=np.zeros((1, 1, 28, 28), np.float32))


def pickled(folder: Path) -> None:
    np.savez(folder / "example.npz", input=np.array([object()], dtype=object), fc1=np.zeros(1))


def not_onnx(folder: Path) -> None:
    import hashlib

    (folder / "model.onnx").write_bytes(b"this is no network")
    change_card(folder, sha256=hashlib.sha256(b"this is no network").hexdigest())


def empty_example(folder: Path) -> None:
    np.savez(folder / "example.npz", input=np.zeros((0, 1, 28, 28), np.float32), fc1=np.zeros((0, 10), np.float32))


def text_example(folder: Path) -> None:
    np.savez(folder / "example.npz", input=np.array(["seven"]), fc1=np.array(["7"]))


def one_array(folder: Path) -> None:
    with (folder / "example.npz").open("wb") as file:
        np.save(file, np.zeros((1, 1, 28, 28), np.float32))


def cut_example(folder: Path) -> None:
    data = (folder / "example.npz").read_bytes()
    (folder / "example.npz").write_bytes(data[: len(data) // 2])


def another_shape(folder: Path) -> None:
    with np.load(folder / "example.npz") as example:
        np.savez(folder / "example.npz", input=example["input"], fc1=example["fc1"][:, :9])


def not_a_number(folder: Path) -> None:
    with np.load(folder / "example.npz") as example:
        np.savez(folder / "example.npz", input=example["input"], fc1=np.full_like(example["fc1"], np.nan))


DAMAGES = {
    "an empty example": (empty_example, "no picture in it"),
    "text for an example": (text_example, "as plain arrays"),
    "one array for two": (one_array, "as plain arrays"),
    "half an example": (cut_example, "as plain arrays"),
    "an answer of another shape": (another_shape, "answers its own example wrongly"),
    "an answer that is no number": (not_a_number, "answers its own example wrongly"),
    "weights changed": (other_weights, "is not the file its card describes"),
    "another answer": (other_answer, "answers its own example wrongly"),
    "no answer stored": (no_answer, "must hold `input` and `fc1`"),
    "pickles": (pickled, "as plain arrays"),
    "no network": (not_onnx, "not a model that ONNX Runtime can load"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_model_is_refused_and_nothing_is_kept(installed, folder, tmp_path, name):
    damage, words = DAMAGES[name]
    damage(folder)
    with pytest.raises(ModelError, match=words):
        installed.add(str(folder))
    assert leftovers(tmp_path / "home") == []


def test_an_example_with_any_few_wrong_bytes_is_refused_or_still_right(folder):
    whole, rng = (folder / "example.npz").read_bytes(), np.random.default_rng(3)
    for _ in range(60):
        data = bytearray(whole)
        for place in rng.integers(0, len(whole), 3):
            data[place] = rng.integers(256)
        (folder / "example.npz").write_bytes(data)
        with contextlib.suppress(ModelError):
            check_folder(folder)


@pytest.mark.parametrize("file", REQUIRED)
def test_a_missing_file_is_named(folder, file):
    (folder / file).unlink()
    with pytest.raises(ModelError, match=f"lacks {file}"):
        check_folder(folder)


def test_an_interrupted_copy_leaves_nothing(installed, folder, tmp_path, monkeypatch):
    def full_disk(source, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full_disk)
    with pytest.raises(ModelError, match="No space left on device"):
        installed.add(str(folder))
    assert list((tmp_path / "home" / "models" / "tiny").iterdir()) == []
    assert leftovers(tmp_path / "home") == []
    assert installed.broken() == []


def test_only_so_many_models_stay_loaded(tmp_path, zoo, scratch):
    for name in ("second", "third"):
        tiny.write_model(zoo, scratch, name=name)
    models = Models(tmp_path / "home", zoo, warm=2)
    first = models.session(models.get("tiny"))
    assert models.session(models.get("tiny")) is first
    for name in ("second", "third"):
        models.session(models.get(name))
    assert models.session(models.get("tiny")) is not first


def test_a_model_that_was_replaced_on_disk_is_loaded_again(installed, folder, zoo):
    before = installed.session(installed.get("tiny"))
    weights = tiny.random_weights(tiny.LAYERS, (1, 28, 28), seed=9)
    tiny.write_onnx(zoo / "tiny" / "1" / "model.onnx", tiny.LAYERS, weights, (1, 28, 28))
    change_card(zoo / "tiny" / "1", sha256=tiny.card_of(zoo / "tiny" / "1").sha256)
    after = installed.session(installed.get("tiny"))
    picture = np.ones((1, 1, 28, 28), np.float32)
    assert not np.allclose(before.run(picture, ["fc1"])["fc1"], after.run(picture, ["fc1"])["fc1"])


def test_parts_of_a_model_are_kept_beside_the_whole_and_go_with_it(installed, folder):
    change_card(folder, name="mine")
    installed.add(str(folder))
    mine = installed.get("mine")
    whole, part = installed.session(mine), installed.session(mine, ("relu1",))
    assert (installed.session(mine), installed.session(mine, ("relu1",))) == (whole, part)
    assert part.outputs == ("relu1",)
    installed.remove("mine")
    installed.add(str(folder))
    assert installed.session(installed.get("mine"), ("relu1",)) is not part


def test_many_threads_may_use_one_model(installed):
    picture, answers = np.zeros((1, 1, 28, 28), np.float32), []

    def ask():
        session = installed.session(installed.get("tiny"))
        answers.extend(session.run(picture, ["fc1"])["fc1"] for _ in range(20))

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 120
    assert all(np.array_equal(answer, answers[0]) for answer in answers)


def test_the_zoo_that_ships_gives_its_own_answers():
    models = Models(Path("/nonexistent"))
    assert [model.card.name for model in models.newest("digits")] == ["digits-cnn", "digits-fcn", "digits-lenet5"]
    for model in models.newest():
        assert check_folder(model.folder) == model.card


@pytest.mark.parametrize("path", sorted(ZOO.glob("*/*/model.onnx")), ids=lambda path: path.parent.parent.name)
def test_no_model_that_ships_tells_of_the_machine_it_was_made_on(path):
    data = path.read_bytes()
    assert b'File "' not in data
    assert b".py" not in data
