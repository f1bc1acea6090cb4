"""Bringing a model from a folder, a zip or a URL, whatever is in it."""

from __future__ import annotations

import contextlib
import io
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mindseye.errors import ModelError
from mindseye.models.fetch import unpacked


def zip_of(path: Path, members: dict[str, bytes]) -> str:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return str(path)


def scratch_of(tmp_path: Path) -> Path:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    return scratch


def test_only_the_files_beside_the_card_are_unpacked(tmp_path):
    members = {"a/card.json": b"{}", "a/model.onnx": b"m", "b/other.txt": b"o", "a/deep/x": b"x"}
    folder = unpacked(zip_of(tmp_path / "m.zip", members), scratch_of(tmp_path), 1)
    assert sorted(path.name for path in folder.iterdir()) == ["card.json", "model.onnx"]


def test_a_member_cannot_leave_the_scratch_folder(tmp_path):
    members = {"../../card.json": b"{}", "../../evil": b"e"}
    folder = unpacked(zip_of(tmp_path / "m.zip", members), scratch_of(tmp_path), 1)
    assert sorted(p.name for p in folder.iterdir()) == ["card.json", "evil"]
    assert {p.name for p in tmp_path.iterdir()} == {"m.zip", "scratch"}


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"readme.txt": b"hello"}, "it holds 0"),
        ({"a/card.json": b"{}", "b/card.json": b"{}"}, "it holds 2"),
        ({"card.json": b"{}", "zeros": bytes(2_000_001)}, "unpacks to more than 2 MB"),
    ],
)
def test_a_zip_that_is_no_model_is_one_sentence(tmp_path, members, words):
    with pytest.raises(ModelError, match=words):
        unpacked(zip_of(tmp_path / "m.zip", members), scratch_of(tmp_path), 2)


ZIP = io.BytesIO()
with zipfile.ZipFile(ZIP, "w", zipfile.ZIP_DEFLATED) as whole:
    whole.writestr("m/card.json", b"{}" * 200)
    whole.writestr("m/model.onnx", bytes(range(256)) * 4)


@given(
    changes=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=5),
    kept=st.one_of(st.just(1.0), st.floats(0, 1)),
)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_a_damaged_zip_is_either_unpacked_or_refused(changes, kept):
    data = bytearray(ZIP.getvalue())
    for place, value in changes:
        data[int(place * len(data))] = value
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "m.zip").write_bytes(data[: round(kept * len(data))])
        with contextlib.suppress(ModelError):
            assert unpacked(str(Path(folder) / "m.zip"), Path(folder), 1).is_dir()


def test_what_is_no_zip_and_what_is_not_there_is_said(tmp_path):
    (tmp_path / "notes.zip").write_text("no archive")
    with pytest.raises(ModelError, match=r"is not a whole \.zip"):
        unpacked(str(tmp_path / "notes.zip"), scratch_of(tmp_path), 1)
    with pytest.raises(ModelError, match="neither a folder"):
        unpacked(str(tmp_path / "gone"), tmp_path, 1)


def test_an_unencrypted_url_is_refused_before_anything_is_fetched(tmp_path):
    with pytest.raises(ModelError, match="over https only"):
        unpacked("http://models.example/m.zip", tmp_path, 1)


@pytest.mark.parametrize("url", ["https://[", "https://a b/m.zip", "https://"])
def test_an_address_that_is_none_is_said(tmp_path, url):
    with pytest.raises(ModelError, match="cannot be fetched"):
        unpacked(url, tmp_path, 1)


def test_a_host_that_does_not_answer_is_said(tmp_path):
    with pytest.raises(ModelError, match="cannot be fetched"):
        unpacked("https://127.0.0.1:9/m.zip", tmp_path, 1)
