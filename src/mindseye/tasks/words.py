"""Texts as queries: in English or Chinese, as a vector in the space where photos are too."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mindseye import chinese
from mindseye.errors import RequestError, unknown
from mindseye.models.registry import Model, Models
from mindseye.sentences import tokens

TASK = SPACE = "words"
VECTOR = "vector"  # the ONNX output that is read here
UNKNOWN = 1  # tokens up to this one are no words: 0 fills up a shorter text
LONGEST = 200  # characters
_HAN = re.compile(r"[㐀-鿿豈-﫿]")


@dataclass(frozen=True, slots=True)
class Wording:
    """What was understood of a text: its vector (dim,), of unit length, the English words, and what is not known."""

    vector: NDArray[np.float32]
    known: tuple[str, ...]
    unknown: tuple[str, ...]


def words_model(models: Models, name: str = TASK) -> Model:
    """Return the model that understands texts. NotFoundError lists the known ones."""
    model = models.get(name)
    if model.card.task != TASK:
        raise unknown("model of words", name, [one.card.name for one in models.newest(TASK)])
    return model


def embed(models: Models, text: str, name: str = TASK) -> Wording:
    """Return a text's vector in the space of photos and words.

    Raises RequestError for an empty text, for one of more than 200 characters, and where no word is known.
    """
    model = words_model(models, name)
    places = {word: place for place, word in enumerate(model.card.labels) if place > UNKNOWN}
    said, strange = english(text)
    known = tuple(word for word in said if word in places)
    missing = (*(word for word in said if word not in places), *strange)
    if not known:
        raise RequestError(
            f"None of the words is known to the model: {', '.join(missing)}. It has {len(places)} English words and "
            "common Chinese ones; take simpler ones."
        )
    batch = np.array([[places[word] for word in known]], np.int64)
    vector = models.session(model, (VECTOR,)).run({"words": batch}, [VECTOR])[VECTOR][0]
    return Wording(vector, known, missing)


def english(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return a text's English words, and the pieces of Chinese in it that cannot be said in English.

    Raises RequestError for an empty text and for one of more than 200 characters.
    """
    if len(text) > LONGEST:
        raise RequestError(f"The text has {len(text)} characters; it may have {LONGEST}: say it shorter.")
    query = chinese.to_english(text) if _HAN.search(text) else chinese.Query(tokens(text), ())
    said, strange = query.words, query.unknown
    if not said and not strange:
        raise RequestError("The text has no words: say what the pictures should show.")
    return said, strange
