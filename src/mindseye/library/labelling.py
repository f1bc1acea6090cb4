"""The labels of the library's pictures: the job that fills them in, what they say, and how often."""

from __future__ import annotations

import dataclasses
import itertools
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, select

from mindseye.errors import NotFoundError
from mindseye.library import browsing, labels, tables
from mindseye.library.catalogue import Catalogue
from mindseye.library.indexing import Indexing
from mindseye.library.jobs import Running, job_kind
from mindseye.library.labels import Labeller
from mindseye.library.locks import held
from mindseye.library.records import Filter, LabelCount, LabelStatus, PictureLabel
from mindseye.models.card import Card
from mindseye.models.registry import Models
from mindseye.tasks import classify

if TYPE_CHECKING:
    from mindseye.library.library import Library

t, p, of, seen = tables, tables.pictures.c, tables.labels.c, tables.labelled.c
LOCK = "labelling"


@job_kind("label", "Labelling")
def label(library: Library, job: Running, arguments: dict[str, Any]) -> None:
    """Label the pictures that the model `model` has not looked at; without one, those of every model in use.

    It may be stopped or killed at any moment, as indexing may, whose machinery this is.
    """
    given = arguments.get("model")
    labellers = [labels.labeller(library.models, given)] if given else in_use(library.catalogue, library.models)
    if not labellers:
        raise NotFoundError("There is no model here that names pictures.")
    with held(library.catalogue.locks, LOCK, lambda: _wait(job)):
        job.message, started = "", time.monotonic()
        try:
            Indexing(library, [], job, labellers).run([])
        finally:
            seconds = time.monotonic() - started
            looked = job.done - job.failures
            by = ", ".join(one.name for one in labellers)
            job.message = f"{looked:,} pictures labelled by {by}, in {seconds:.1f} s ({looked / seconds:.0f} a second)."


def _wait(job: Running) -> None:
    job.check()
    job.message = "Waiting for another job that is labelling."


def in_use(catalogue: Catalogue, models: Models) -> list[Labeller]:
    """Return the models that label: `photo`, and those that have labelled before and are still here."""
    able = {model.card.name: model for model in models.newest() if classify.suits(model.card)}
    return [Labeller(able[name]) for name in dict.fromkeys([labels.DEFAULT, *_known(catalogue)]) if name in able]


def resolved(catalogue: Catalogue, models: Models, where: Filter) -> Filter:
    """Return a filter whose label is named as the catalogue names it; NotFoundError if there is none such."""
    if where.label is None:
        return where
    model, name = labels.split(where.label)
    card = _cards(models).get(model)
    if not _is_kept(catalogue, model, name):
        name = labels.meant(labels.labeller(models, model).model.card if card is None else card, name)
    return dataclasses.replace(where, label=f"{model}:{name}")


def of_picture(catalogue: Catalogue, models: Models, number: int) -> tuple[PictureLabel, ...]:
    """Return what each model says about a picture: groups before labels, the most probable first."""
    query = select(of.model, of.kind, of.name, of.probability).where(of.picture_id == number)
    with catalogue.reading() as connection:
        rows = connection.execute(query.order_by(of.model, of.rank)).all()
    words = _chinese(models)
    return tuple(
        PictureLabel(row.model, row.kind, row.name, words.get(tuple(row[:3]), row.name), row.probability)
        for row in rows
    )


def counts(catalogue: Catalogue, models: Models, of_model: str | None = None) -> tuple[LabelCount, ...]:
    """Return how many pictures show each group and label, the most frequent first; of one model or of all.

    All are counted from an index alone; then the few that were removed are taken off.
    """
    named = (of.model, of.kind, of.name)
    every = select(*named, func.count()).group_by(*named)
    gone = every.join(t.pictures, p.id == of.picture_id).where(p.removed)
    if of_model is not None:
        every, gone = every.where(of.model == of_model), gone.where(of.model == of_model)
    with catalogue.reading() as connection:
        counted = {(model, kind, name): count for model, kind, name, count in connection.execute(every)}
        for model, kind, name, count in connection.execute(gone):
            counted[model, kind, name] = counted.get((model, kind, name), 0) - count
    return _listed(models, counted)


def among(catalogue: Catalogue, models: Models, ids: Sequence[int], most: int) -> tuple[LabelCount, ...]:
    """Return how many of these pictures show each group and label, the `most` frequent ones.

    A label is left out if a group that it belongs to is as frequent: "dog" says it for all breeds.
    """
    counted: Counter[tuple[str, str, str]] = Counter()
    with catalogue.reading() as connection:
        for part in browsing.in_chunks([int(number) for number in ids]):
            rows = connection.execute(select(of.model, of.kind, of.name).where(of.picture_id.in_(part)))
            counted.update((row.model, row.kind, row.name) for row in rows)
    found = _listed(models, counted)
    groups = {(one.model, one.name): one.pictures for one in found if one.kind == "group"}
    told = (one for one in found if all(groups.get((one.model, name), 0) < one.pictures for name in one.groups))
    return tuple(itertools.islice(told, most))


def _listed(models: Models, counted: Mapping[tuple[str, str, str], int]) -> tuple[LabelCount, ...]:
    """Return the counts of labels by model, kind and name with their words, the most frequent first."""
    words = _chinese(models)
    groups = {name: labels.groups_of(card) for name, card in _cards(models).items()}
    found = (
        LabelCount(model, kind, name, words.get((model, kind, name), name), _groups(groups, (model, kind, name)), count)
        for (model, kind, name), count in counted.items()
        if count > 0
    )
    return tuple(sorted(found, key=lambda one: (-one.pictures, one.model, one.kind, one.name)))


def statuses(catalogue: Catalogue, models: Models, pictures: int) -> tuple[LabelStatus, ...]:
    """Return how far each model in use has labelled the `pictures` that are there."""
    return tuple(_status(catalogue, one, pictures) for one in in_use(catalogue, models))


def forget(catalogue: Catalogue, model: str) -> int:
    """Forget all that a model said; return how many pictures that were."""
    with catalogue.writing() as connection:
        connection.execute(delete(t.labels).where(of.model == model))
        count = connection.execute(delete(t.labelled).where(seen.model == model)).rowcount
    if not count:
        raise NotFoundError(f"{model} has labelled no picture here; {', '.join(_known(catalogue)) or 'none'} has.")
    return count


def _status(catalogue: Catalogue, one: Labeller, pictures: int) -> LabelStatus:
    query = select(func.count()).select_from(t.labelled).join(t.pictures, p.id == seen.picture_id)
    present = query.where(seen.model == one.name, seen.version == one.version, p.removed.is_(False))
    with catalogue.reading() as connection:
        looked = int(connection.execute(present).scalar_one())
    return LabelStatus(one.name, one.model.card.title, looked, pictures - looked)


def _known(catalogue: Catalogue) -> list[str]:
    """Return the models that have labelled pictures, by name."""
    with catalogue.reading() as connection:
        return sorted(connection.execute(select(seen.model).distinct()).scalars())


def _is_kept(catalogue: Catalogue, model: str, name: str) -> bool:
    with catalogue.reading() as connection:
        query = select(of.picture_id).where(of.model == model, of.name == name).limit(1)
        return connection.execute(query).first() is not None


def _cards(models: Models) -> dict[str, Card]:
    return {model.card.name: model.card for model in models.newest() if classify.suits(model.card)}


def _chinese(models: Models) -> dict[tuple[str, str, str], str]:
    """Return the names in 中文 by model, kind and English name."""
    return {(name, *key): zh for name, card in _cards(models).items() for key, zh in labels.chinese(card).items()}


def _groups(groups: dict[str, dict[str, Sequence[str]]], key: tuple[str, str, str]) -> tuple[str, ...]:
    """Return the groups that a label belongs to; a group belongs to none."""
    model, kind, name = key
    return tuple(groups.get(model, {}).get(name, ())) if kind == "label" else ()
