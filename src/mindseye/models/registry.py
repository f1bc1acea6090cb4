"""Which models are there: those that ship (the zoo) and those added at home; verified, kept warm, evicted."""

from __future__ import annotations

import hashlib
import shutil
import struct
import tempfile
import threading
import zipfile
import zlib
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mindseye.errors import ModelError, unknown
from mindseye.models.card import NAME, VERSION, Card, read_card
from mindseye.models.session import Session

ZOO = Path(__file__).parent.parent / "zoo"
TOLERANCE = 1e-3  # how far a replayed example may be from the stored answer; float16 weights differ by less
REQUIRED = ("card.json", "model.onnx", "example.npz", "LICENCE")
# What NumPy and zipfile are known to raise on damaged archives.
DAMAGED = (OSError, ValueError, KeyError, EOFError, TypeError, RuntimeError, MemoryError, struct.error, zlib.error,
           zipfile.BadZipFile)  # fmt: skip
MOST_MB = 2000  # of a model that is added


@dataclass(frozen=True, slots=True)
class Model:
    """A model folder that was found: its card and where it lies."""

    card: Card
    folder: Path
    source: str  # "zoo" or "home"

    @property
    def onnx(self) -> Path:
        return self.folder / "model.onnx"


class Models:
    """The models of one installation. A name means its highest version; `name@version` means that very one."""

    def __init__(self, home: Path, zoo: Path = ZOO, warm: int = 24) -> None:
        self._places = {"zoo": zoo, "home": home / "models"}
        self._warm = warm
        self._sessions: OrderedDict[tuple[Path, str, tuple[str, ...]], Session] = OrderedDict()
        self._lock = threading.Lock()
        self._cards: dict[Path, tuple[int, Card]] = {}

    def newest(self, task: str | None = None) -> list[Model]:
        """Return the newest version of every model, by name; of one task only if it is given."""
        latest: dict[str, Model] = {}
        for model in self._found():
            known = latest.get(model.card.name)
            if known is None or model.card.version_key >= known.card.version_key:
                latest[model.card.name] = model
        return [model for _, model in sorted(latest.items()) if task in (None, model.card.task)]

    def get(self, name: str) -> Model:
        """Return a model by `name` or `name@version`; NotFoundError lists the known ones."""
        plain, _, version = name.partition("@")
        candidates = self.newest() if not version else self._found()
        for model in reversed(candidates):  # of the same version in both places, the added one
            if model.card.name == plain and version in ("", model.card.version):
                return model
        raise unknown("model", name, [model.card.name for model in self.newest()])

    def session(self, model: Model, part: tuple[str, ...] = ()) -> Session:
        """Return the loaded model, or only what the outputs `part` need of it.

        It stays loaded until `warm` others have been used since.
        """
        key = model.onnx, model.card.sha256, part  # the file may have been replaced since
        with self._lock:
            session = self._sessions.pop(key, None) or Session(model.onnx, part=part)
            self._sessions[key] = session
            while len(self._sessions) > self._warm:
                self._sessions.popitem(last=False)
            return session

    def check(self, name: str) -> None:
        """Verify one model: files, checksum, and that it still gives the stored answer. Raises ModelError."""
        check_folder(self.get(name).folder)

    def add(self, source: str) -> Card:
        """Add a model from a folder, a .zip or an https URL; it is verified before anything is kept."""
        from mindseye.models.fetch import unpacked

        with tempfile.TemporaryDirectory(prefix="mindseye-") as scratch:
            folder = unpacked(source, Path(scratch), MOST_MB)
            card = check_folder(folder)
            place = self._places["home"] / card.name / card.version
            if place.exists():
                raise ModelError(
                    f"{card.name} {card.version} is already here; to replace it: `mindseye models remove {card.name}`."
                )
            place.parent.mkdir(parents=True, exist_ok=True)
            new = Path(tempfile.mkdtemp(dir=place.parent, prefix=".new-"))
            try:
                new.chmod(0o755)  # a temporary folder is its maker's alone; a server may run as somebody else
                for file in REQUIRED:
                    shutil.copyfile(folder / file, new / file)
                new.replace(place)
            except OSError as error:
                shutil.rmtree(new, ignore_errors=True)
                raise ModelError(f"{card.name} could not be kept in {place.parent}: {error.strerror}.") from error
        return card

    def remove(self, name: str) -> Card:
        """Remove an added model; those that ship with the program stay."""
        model = self.get(name)
        if model.source == "zoo":
            raise ModelError(f"{name} ships with the program and cannot be removed; only added models can.")
        with self._lock:
            for key in [key for key in self._sessions if key[0] == model.onnx]:
                del self._sessions[key]
        shutil.rmtree(model.folder)
        return model.card

    def _found(self) -> list[Model]:
        """Return every version of every model; a folder that is being written or has a broken card is passed over."""
        found = []
        for source, place in self._places.items():
            for path in sorted(place.glob("*/*/card.json")):
                folder = path.parent
                if not (NAME.fullmatch(folder.parent.name) and VERSION.fullmatch(folder.name)):
                    continue
                try:
                    found.append(Model(self._card(folder), folder, source))
                except (ModelError, OSError):
                    continue
        return found

    def broken(self) -> list[str]:
        """Return a sentence for each model folder whose card cannot be read; `mindseye doctor` shows them."""
        sentences = []
        for place in self._places.values():
            for path in sorted(place.glob("*/*/card.json")):
                try:
                    read_card(path.parent)
                except ModelError as error:
                    sentences.append(str(error))
        return sentences

    def _card(self, folder: Path) -> Card:
        changed = (folder / "card.json").stat().st_mtime_ns
        known = self._cards.get(folder)
        if known is None or known[0] != changed:
            self._cards[folder] = known = (changed, read_card(folder))
        return known[1]


def check_folder(folder: Path) -> Card:
    """Return the card of a model folder after verifying it whole, or raise ModelError that says what is wrong."""
    if missing := [file for file in REQUIRED if not (folder / file).is_file()]:
        raise ModelError(f"{folder.name} lacks {', '.join(missing)}: a model folder is {' + '.join(REQUIRED)}.")
    card = read_card(folder)
    digest = hashlib.sha256((folder / "model.onnx").read_bytes()).hexdigest()
    if digest != card.sha256:
        raise ModelError(
            f"{card.name}: model.onnx is not the file its card describes (sha256 {digest[:12]}… ≠ {card.sha256[:12]}…)."
        )
    batch, expected = _example(folder, card)
    part = (card.answer,) if isinstance(batch, dict) else ()  # with several inputs, not all outputs need all of them
    answer = Session(folder / "model.onnx", part=part).run(batch, [card.answer])[card.answer]
    worst = float(np.abs(answer - expected).max()) if answer.shape == expected.shape else float("inf")
    if not worst <= TOLERANCE * max(1.0, float(np.abs(expected).max())):
        raise ModelError(f"{card.name} answers its own example wrongly: off by {worst:.2g}, allowed {TOLERANCE:g}.")
    return card


def _example(folder: Path, card: Card) -> tuple[NDArray[np.float32] | dict[str, NDArray[Any]], NDArray[np.float32]]:
    """Return the stored batch, or the inputs by name where they are several, and the answer, each (n, …)."""
    try:
        with (folder / "example.npz").open("rb") as file, np.load(file, allow_pickle=False) as example:
            arrays = {name: _plain(example[name]) for name in example.files}
            expected = arrays.pop(card.answer)
        batch = arrays["input"] if "input" in arrays or not arrays else arrays
        if not all(array.size for array in arrays.values()):
            raise ValueError("no picture in it")
    except DAMAGED as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise ModelError(
            f"{card.name}: example.npz must hold `input` and `{card.answer}` as plain arrays ({reason})."
        ) from error
    return batch, expected


def _plain(array: NDArray[Any]) -> NDArray[Any]:
    """Return what was stored small as float32; tokens, which are whole numbers, stay so."""
    return array if array.dtype == np.int64 else array.astype(np.float32)
