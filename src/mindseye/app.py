"""MindsEye: the one object that the command line, the HTTP server and the studio hold."""

from __future__ import annotations

import dataclasses
import json
import logging
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mindseye import doctor, images
from mindseye.benchmarks import classify as classify_benchmark
from mindseye.benchmarks import kept, sketch_look
from mindseye.benchmarks import marks as marks_benchmark
from mindseye.benchmarks import result as results
from mindseye.benchmarks.label_folders import LabelFolders
from mindseye.benchmarks.labelled_pictures import LabelledPictures
from mindseye.errors import RequestError, unknown
from mindseye.library.duplicates import LEAST, Duplicates, find_duplicates
from mindseye.library.library import Library
from mindseye.library.queries import Queries
from mindseye.library.search import Answer, Query, Search
from mindseye.library.terms import Term
from mindseye.library.why import Why, why
from mindseye.models.registry import Model, Models
from mindseye.people.facesets import FaceSets
from mindseye.people.people import People
from mindseye.settings import Settings
from mindseye.tasks import caption, classify, inside, marks
from mindseye.tasks.caption import Described
from mindseye.tasks.caption_animation import animation
from mindseye.tasks.faces import comparison, detection, embedding
from mindseye.tasks.faces.detection import Search as FaceSearch
from mindseye.tasks.faces.look import Look, look
from mindseye.teach.lessons import Lessons
from mindseye.types import RGB, Tensor

log = logging.getLogger("mindseye")
SAMPLES = Path(__file__).parent / "samples"


@dataclass(frozen=True, slots=True)
class SheetAnswer:
    """What the chosen networks read on one sheet."""

    sheet: marks.Sheet
    readings: tuple[marks.SheetReading, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """A network that reads digits or letters, opened on one mark of a sheet."""

    model: Model
    tensor: Tensor
    inside: inside.Inside
    reading: marks.GlyphReading


@dataclass(frozen=True, slots=True)
class WhyLabel:
    """What each cell of a picture speaks for a label, (rows, cols)."""

    model: Model
    label: classify.Label
    cells: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ComparedFaces:
    """Two pictures' faces compared, what the scale was measured on, and the models' names and versions."""

    comparison: comparison.Comparison
    calibrated_on: str
    models: dict[str, str]


@dataclass(frozen=True, slots=True)
class Sample:
    """A picture to try, which ships with the program."""

    name: str
    title: str
    title_zh: str
    task: str
    file: str

    @property
    def path(self) -> Path:
        return SAMPLES / self.file


class MindsEye:
    """Everything the program can do, for one home folder. Safe to use from several threads at once."""

    def __init__(self, settings: Settings, models: Models | None = None) -> None:
        self.settings = settings
        self.models = models or Models(settings.home)
        self.queries = Queries(settings.home, settings.image_limits)
        self._opening = threading.Lock()
        self._library: Library | None = None
        self._lessons: Lessons | None = None
        self._people: People | None = None
        self._face_sets: FaceSets | None = None

    @property
    def library(self) -> Library:
        """The library of this home folder, opened when it is first asked for."""
        with self._opening:
            if self._library is None:
                self._library = Library(self.settings, self.models)
                self._library.jobs.followers["index"].append(lambda: self.people.follow())
            return self._library

    @property
    def lessons(self) -> Lessons:
        """What a person teaches here: classes of their own, and the models that come of them."""
        library = self.library
        with self._opening:
            if self._lessons is None:
                self._lessons = Lessons(library)
            return self._lessons

    @property
    def people(self) -> People:
        """The faces of the library, and whose they are."""
        library, sets = self.library, self.face_sets
        with self._opening:
            if self._people is None:
                self._people = People(library, sets)
            return self._people

    @property
    def face_sets(self) -> FaceSets:
        """Faces that other programs keep here under their own ids."""
        library = self.library
        with self._opening:
            if self._face_sets is None:
                self._face_sets = FaceSets(library)
            return self._face_sets

    def close(self) -> None:
        """Stop this process's jobs, each after committing what is done, and close the library."""
        with self._opening:
            if self._library is not None:
                self._library.close()
                self._library = self._lessons = self._people = self._face_sets = None

    def search(self, query: Query) -> Answer:
        """Return the pictures of the library that are nearest to the query's pictures."""
        return self._finder.find(query)

    def why(self, terms: Sequence[Term], space: str | None, picture: int) -> Why:
        """Return which regions of a hit, and of the query's picture, made the score."""
        return why(self._finder, self.library, self.models, tuple(terms), space, picture)

    def duplicates(self, space: str, least: float | None = None) -> Duplicates:
        """Group pictures of the library that look the same; nothing is deleted."""
        return find_duplicates(self.library, space, LEAST if least is None else least)

    @property
    def _finder(self) -> Search:
        return Search(self.library, self.models, self.queries)

    def warm_up(self) -> None:
        """Load every model and all that reading a picture needs, so that the first answer is as quick as the next."""
        blank = self.picture(images.encode_png(np.full((64, 64, 3), 255, np.uint8)))
        self.read_digits(blank)
        self.look_for_faces(blank)  # loads the detector's three networks, each by itself
        for model in self.models.newest():
            if model.card.task != detection.TASK:
                self.models.session(model)

    def picture(self, data: bytes, name: str = "The picture") -> RGB:
        """Return a decoded picture, within the limits of the settings. Raises ImageError."""
        return images.decode(data, self.settings.image_limits, name)

    def add_model(self, zipped: bytes) -> Model:
        """Add a model from the bytes of a .zip; it is verified before anything is kept. Raises ModelError."""
        with tempfile.TemporaryDirectory(prefix="mindseye-") as scratch:
            path = Path(scratch) / "model.zip"
            path.write_bytes(zipped)
            card = self.models.add(str(path))
        return self.models.get(f"{card.name}@{card.version}")

    def classifying_models(self, names: Sequence[str] | None) -> list[Model]:
        """Return the models of these names that name pictures; all if none are given. NotFoundError lists them."""
        suited = [model for model in self.models.newest() if classify.suits(model.card)]
        if not names:
            return suited
        chosen = [self.models.get(name) for name in dict.fromkeys(names)]
        if strange := next((model.card for model in chosen if not classify.suits(model.card)), None):
            raise unknown("classifying model", strange.name, [model.card.name for model in suited])
        return chosen

    def classify(self, rgb: RGB, names: Sequence[str] | None = None, top: int = 5) -> list[classify.Naming]:
        """Return what each model calls a picture; only the `photo` backbone is asked if no names are given."""
        chosen = self.classifying_models(names or [classify.BACKBONE])
        return [classify.classify(self.models, model, rgb, top) for model in chosen]

    def describe(self, rgb: RGB, count: int = 3, beam: int = 3, start: str = "", name: str = caption.TASK) -> Described:
        """Return `count` sentences about a picture that begin with `start`, the best first. Raises RequestError."""
        return caption.describe(self.models, rgb, count=count, beam=beam, start=start, name=name)

    def animate(
        self, rgb: RGB, choice: int = 0, kind: str = "webp", count: int = 3, beam: int = 3, start: str = "",
        name: str = caption.TASK,
    ) -> bytes:  # fmt: skip
        """Return a moving picture of where the model looked for each word of a sentence, the `choice`th from 0."""
        found = self.describe(rgb, max(count, choice + 1), beam, start, name).captions
        if choice >= len(found):
            raise RequestError(f"There are {len(found)} sentences about this picture; there is no number {choice}.")
        return animation(rgb, found[choice], kind)

    def why_label(self, rgb: RGB, name: str, index: int) -> WhyLabel:
        """Return which places of a picture speak for the label at a place of a model's list."""
        model = self.classifying_models([name])[0]
        cells = classify.heat_map(self.models, model, rgb, index)
        found = float(classify.probabilities(self.models, model, rgb)[index])
        return WhyLabel(model, classify.Label(index, model.card.labels[index], found), cells)

    def look_for_faces(self, rgb: RGB, given: Mapping[str, float] | None = None, attributes: bool = True) -> Look:
        """Return every face of a picture and, if wanted, what can be told about each.

        `given` says how to look where the card shall not decide: `min_size` (px), `min_score` (0 to 1), `most`.
        """
        return look(self.models, rgb, self._wanted(given, rgb), attributes)

    def compare_faces(self, first: RGB, second: RGB, given: Mapping[str, float] | None = None) -> ComparedFaces:
        """Compare every face of one picture with every face of another; `given` as in `look_for_faces`."""
        asked = [detection.detector(self.models).card, embedding.model_of(self.models).card]
        found = comparison.compare(self.models, first, second, self._wanted(given) if given else None)
        return ComparedFaces(found, comparison.calibrated_on(asked[1]), {card.name: card.version for card in asked})

    def _wanted(self, given: Mapping[str, float] | None, rgb: RGB | None = None) -> FaceSearch:
        """Return how to look for faces, where `given` does not say it: as suits the picture, or a usual one."""
        usual = detection.defaults(detection.detector(self.models).card, rgb)
        return dataclasses.replace(usual, **dict(given or {}))  # type: ignore[arg-type]

    def reading_models(self, task: str, names: Sequence[str] | None = None) -> list[Model]:
        """Return the models of these names that read `digits` or `letters`; all if none are given.

        NotFoundError lists the known ones.
        """
        suited = [model for model in self.models.newest(task) if marks.suits(model.card, task)]
        if not names:
            return suited
        chosen = [self.models.get(name) for name in dict.fromkeys(names)]
        if strange := next((model.card for model in chosen if not marks.suits(model.card, task)), None):
            raise unknown(f"{marks.WORDS[task]} model", strange.name, [model.card.name for model in suited])
        return chosen

    def read_digits(self, rgb: RGB, names: Sequence[str] | None = None) -> SheetAnswer:
        """Return every network's reading of the digits on a picture, left to right."""
        return self.read_marks("digits", rgb, names)

    def read_letters(self, rgb: RGB, names: Sequence[str] | None = None) -> SheetAnswer:
        """Return every network's reading of the capital letters on a picture, left to right."""
        return self.read_marks("letters", rgb, names)

    def read_marks(self, task: str, rgb: RGB, names: Sequence[str] | None = None) -> SheetAnswer:
        """Return every network's reading of what is written on a picture, as `digits` or as `letters`."""
        sheet, models = marks.find_marks(rgb), self.reading_models(task, names)
        return SheetAnswer(sheet, tuple(marks.read_sheet(self.models, model, sheet) for model in models))

    def previews(self, task: str, sheet: marks.Sheet) -> list[Any]:
        """Return what the first network of a task sees of each mark: (height, width) uint8, white on black."""
        models = self.reading_models(task)
        return [marks.seen_as_pixels(models[0], marks.see(models[0], m.ink)) for m in sheet.marks] if models else []

    def open_mark(self, task: str, rgb: RGB, name: str, mark: int) -> Opened:
        """Return a network opened on one mark of a picture, counted from the left."""
        model, sheet = self.reading_models(task, [name])[0], marks.find_marks(rgb)
        if not sheet.marks:
            raise RequestError(f"Nothing is drawn, so there is nothing to look into: draw a {marks.WORDS[task]} first.")
        if mark >= len(sheet.marks):
            raise RequestError(f"The drawing has {len(sheet.marks)} marks; there is no number {mark} (counted from 0).")
        one = marks.Sheet(sheet.marks[mark : mark + 1], sheet.boxes[mark : mark + 1], sheet.width, sheet.height)
        tensor = marks.see(model, one.marks[0].ink)
        reading = marks.read_sheet(self.models, model, one).glyphs[0]
        return Opened(model, tensor, inside.open_up(self.models, model, tensor), reading)

    def bench_marks(
        self,
        task: str,
        data: Path,
        words: str,
        names: Sequence[str] | None = None,
        report: Callable[[int, int], None] = lambda done, total: None,
        others: Path | None = None,
        part: str | None = None,
    ) -> results.Result:
        """Measure the models that read `digits` or `letters` on a folder of labelled pictures, or on a part of it.

        A run of all of them is kept as the newest result, which the studio shows: there the networks stand side by
        side, so figures of different runs must not mix.

        `others` is a folder of other pictures, in sub-folders, for measuring what the models refuse.
        """
        pictures = LabelledPictures(data, self.settings.image_limits, part=part)
        strangers = LabelledPictures(others, self.settings.image_limits) if others else None
        chosen = self.reading_models(task, names)
        result = marks_benchmark.run(self.models, task, chosen, pictures, words, report, strangers)
        if not names:
            results.keep(result, self.settings.home)
        return result

    def bench_classify(
        self,
        data: Path,
        words: str,
        names: Sequence[str] | None = None,
        report: Callable[[int, int], None] = lambda done, total: None,
        told: Callable[[str], None] = log.warning,
    ) -> results.Result:
        """Measure classifying models on a folder with one sub-folder per label, without names all that have its labels.

        `told` hears a sentence for all that was left out. A run without names is kept as the newest result.
        """
        pictures = LabelFolders(data, self.settings.image_limits)
        suited = self.classifying_models(names)
        chosen = suited if names else classify_benchmark.fitting(suited, pictures)
        result = classify_benchmark.run(self.models, chosen, pictures, words, report)
        for sentence in pictures.skipped:
            told(sentence)
        if not names:
            results.keep(result, self.settings.home)
        return result

    def bench_sketch(
        self,
        data: Path,
        names: Sequence[str] | None = None,
        report: Callable[[int, int], None] = lambda done, total: None,
    ) -> tuple[results.Result, sketch_look.Look | None, bytes]:
        """Measure sketch search on a folder of photos and drawings; also return what there is to see, and its sprite.

        Without names, all models that take drawings are measured, and the run is kept for the studio to show.
        """
        from mindseye.benchmarks import sketch, sketch_towers

        towers = sketch_towers.chosen(self.models, names or ())
        tiles = sketch_look.Tiles()
        result, found = sketch.run(self.models, data, towers, report, self.settings.image_limits, tiles.add)
        sprite = tiles.sprite()
        before, *after = found[-1:] + found[:-1]  # the untrained stand last
        look = sketch_look.look_at(result, data, before, after[0], sprite) if after else None
        if not names:
            results.keep(result, self.settings.home)
            if look:
                kept.keep(result.bench, look, sprite, self.settings.home)
        return result, look, sprite

    def newest_look(self, bench: str) -> dict[str, Any] | None:
        """Return what the newest kept run of a benchmark (caption, sketch) has to look at, as JSON, or None."""
        return kept.newest(bench, self.settings.home)

    def look_sprite(self, bench: str) -> Path | None:
        """Return the file with all small pictures of that run, or None."""
        return kept.sprite_file(bench, self.settings.home)

    def newest_result(self, bench: str) -> dict[str, Any] | None:
        """Return the newest kept result of a benchmark, as JSON, or None."""
        return results.newest(bench, self.settings.home)

    def latency(self, names: Sequence[str], runs: int) -> dict[str, list[float]]:
        """Return milliseconds per mark (or picture) for models of one task, taking turns in one run."""
        cards = [self.models.get(name).card for name in names]
        if all(classify.suits(card) for card in cards):
            return classify_benchmark.latency(self.models, self.classifying_models(names), runs)
        task = next((card.task for card in cards if card.task in marks.ALPHABETS), "digits")
        return marks_benchmark.latency(self.models, self.reading_models(task, names), runs)

    def samples(self) -> list[Sample]:
        """Return the sample pictures, in order."""
        listed = json.loads((SAMPLES / "samples.json").read_text(encoding="utf-8"))
        return [Sample(**entry) for entry in listed]

    def sample(self, name: str) -> Sample:
        """Return one sample picture; NotFoundError lists the known ones."""
        samples = {sample.name: sample for sample in self.samples()}
        if name not in samples:
            raise unknown("sample", name, list(samples))
        return samples[name]

    def examine(self) -> list[doctor.Check]:
        """Return what works on this machine and how to get the rest."""
        return doctor.examine(self.settings, self.models)
