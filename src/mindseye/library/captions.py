"""Captions of pictures: what a model said, and what a person wrote in its place, which no model ever overwrites."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, exists, func, select, update

from mindseye.errors import RequestError
from mindseye.library import browsing, tables
from mindseye.library.catalogue import Catalogue
from mindseye.library.places import moment
from mindseye.library.records import CaptionStatus, PictureCaption
from mindseye.models.card import Card
from mindseye.models.registry import Models
from mindseye.sentences import tokens
from mindseye.tasks import caption

t, c, p = tables, tables.captions.c, tables.pictures.c
MOST_CHARACTERS = 1000  # of a person's caption
OF_MODEL = ("said", "model", "version", "confidence", "log_probability", "sure", "note")


@dataclass(frozen=True, slots=True)
class Said:
    """What a model says about a picture."""

    text: str
    confidence: float  # 0–1
    log_probability: float  # natural, ≤ 0
    sure: bool
    note: str


def of_picture(catalogue: Catalogue, number: int) -> PictureCaption | None:
    """Return the caption of a picture, or None."""
    return of_pictures(catalogue, [number]).get(number)


def of_pictures(catalogue: Catalogue, ids: Sequence[int]) -> dict[int, PictureCaption]:
    """Return the captions of those pictures that have one, by id."""
    with catalogue.reading() as connection:
        rows = [
            row
            for part in browsing.in_chunks([int(number) for number in ids])
            for row in connection.execute(select(t.captions).where(c.picture_id.in_(part)))
        ]
    return {row.picture_id: _caption(row) for row in rows}


def write(catalogue: Catalogue, number: int, text: str) -> PictureCaption:
    """Keep a person's caption of a picture; what a model said stays behind it. Raises RequestError, NotFoundError."""
    browsing.one(catalogue, number)
    plain = _plain(text)
    values = {"text": plain, "words": searchable(plain), "by": "person", "written": time.time()}
    statement = catalogue.insert(t.captions).values(picture_id=number, **values)
    with catalogue.writing() as connection:
        connection.execute(statement.on_conflict_do_update(index_elements=["picture_id"], set_=values))
    found = of_picture(catalogue, number)
    assert found is not None
    return found


def forget(catalogue: Catalogue, number: int) -> PictureCaption | None:
    """Forget a person's caption, so that what a model said counts again, if it did; else forget the model's.

    Returns the caption that there is now. NotFoundError if there is no such picture.
    """
    browsing.one(catalogue, number)
    with catalogue.writing() as connection:
        row = connection.execute(select(c.by, c.said).where(c.picture_id == number)).first()
        if row is not None and row.by == "person" and row.said is not None:
            back = {"text": row.said, "words": searchable(row.said), "by": "model", "written": time.time()}
            connection.execute(update(t.captions).where(c.picture_id == number).values(**back))
        else:
            connection.execute(delete(t.captions).where(c.picture_id == number))
    return of_picture(catalogue, number)


def put(catalogue: Catalogue, found: Mapping[int, Said], card: Card) -> None:
    """Write what a model says about pictures; where a person has written, only behind their caption."""
    if not found:
        return
    rows = [_row(number, said, card) for number, said in found.items()]
    new = catalogue.insert(t.captions)
    models = new.on_conflict_do_update(
        index_elements=["picture_id"],
        set_={name: new.excluded[name] for name in (*OF_MODEL, "text", "words", "written")},
        where=c.by == "model",
    )
    with catalogue.writing() as connection:
        here = set[int]()
        for part in browsing.in_chunks([row["picture_id"] for row in rows]):
            here.update(connection.execute(select(p.id).where(p.id.in_(part))).scalars())
        if rows := [row for row in rows if row["picture_id"] in here]:  # a picture may have left meanwhile
            connection.execute(models, rows)
            for row in rows:
                behind = {name: row[name] for name in OF_MODEL}
                mine = (c.picture_id == row["picture_id"], c.by == "person")
                connection.execute(update(t.captions).where(*mine).values(**behind))


def status(catalogue: Catalogue, models: Models, pictures: int) -> CaptionStatus:
    """Return how far the `pictures` that are there have captions."""
    model = next((one for one in models.newest(caption.TASK) if one.card.name == caption.TASK), None)
    query = (
        select(c.by, c.model, c.version, func.count())
        .join(t.pictures, p.id == c.picture_id)
        .where(p.removed.is_(False))
        .group_by(c.by, c.model, c.version)
    )
    with catalogue.reading() as connection:
        rows = connection.execute(query).all()
    present = None if model is None else (model.card.name, version(model.card))
    total = sum(count for *_, count in rows)
    return CaptionStatus(
        model=None if model is None else model.card.name,
        pictures=total,
        by_person=sum(count for by, *_, count in rows if by == "person"),
        older=sum(count for by, *of, count in rows if by == "model" and tuple(of) != present),
        missing=pictures - total,
    )


def has_any(model: str = "", of_version: str = "") -> Any:
    """Return the condition that a picture has a caption; with a version, a person's or one of this model's version."""
    present = [(c.by == "person") | ((c.model == model) & (c.version == of_version))] if of_version else []
    return exists().where(c.picture_id == p.id, *present)


def count(catalogue: Catalogue) -> int:
    """Return how many pictures that are there have a caption."""
    query = select(func.count()).select_from(t.captions).join(t.pictures, p.id == c.picture_id)
    with catalogue.reading() as connection:
        return int(connection.execute(query.where(p.removed.is_(False))).scalar_one())


def pages(catalogue: Catalogue, at_once: int = 500) -> Iterator[list[PictureCaption]]:
    """Give the captions of all pictures that are there, by id, some at a time."""
    last = 0
    while True:
        query = (
            select(t.captions)
            .join(t.pictures, p.id == c.picture_id)
            .where(p.removed.is_(False), c.picture_id > last)
            .order_by(c.picture_id)
            .limit(at_once)
        )
        with catalogue.reading() as connection:
            rows = connection.execute(query).all()
        if not rows:
            return
        yield [_caption(row) for row in rows]
        last = rows[-1].picture_id


def version(card: Card) -> str:
    """Return a short text that changes whenever the captions of this model would."""
    parts = (card.sha256, card.input, card.labels, card.thresholds)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def searchable(text: str) -> str:
    """Return the words of a text with a space around each, so that a whole word can be looked for.

    >>> searchable("The dog's bone.")
    " the dog 's bone "
    """
    return f" {' '.join(tokens(text))} "


def _plain(text: str) -> str:
    """Return a person's text in one line. RequestError if it is empty or too long."""
    plain = " ".join(text.split())
    if not plain:
        raise RequestError("A caption needs a word at least: to forget one, delete it.")
    if len(plain) > MOST_CHARACTERS:
        raise RequestError(
            f"The caption has {len(plain):,} characters; the limit is {MOST_CHARACTERS:,}: write a shorter one."
        )
    if any(character == "\0" or "\ud800" <= character <= "\udfff" for character in plain):
        raise RequestError("The caption holds characters that are no text, such as NUL: write it again without them.")
    return plain


def _row(number: int, said: Said, card: Card) -> dict[str, Any]:
    return {
        "picture_id": number,
        "text": said.text,
        "words": searchable(said.text),
        "by": "model",
        "written": time.time(),
        "said": said.text,
        "model": card.name,
        "version": version(card),
        "confidence": said.confidence,
        "log_probability": said.log_probability,
        "sure": said.sure,
        "note": said.note,
    }


def _caption(row: Any) -> PictureCaption:
    return PictureCaption(
        picture=row.picture_id,
        text=row.text,
        by=row.by,
        written=moment(row.written),
        said=row.said,
        model=row.model,
        confidence=row.confidence,
        log_probability=row.log_probability,
        sure=row.sure,
        note=row.note,
        sidecar=row.sidecar,
    )
