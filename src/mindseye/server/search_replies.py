"""From a request to a query, and from what was found to the schemas."""

from __future__ import annotations

import dataclasses
from typing import Literal

from mindseye import ranking
from mindseye.app import MindsEye
from mindseye.descriptors.spaces import DEFAULT, POINTS, SPACES
from mindseye.errors import RequestError
from mindseye.library.search import Answer, Query, usual_rerank
from mindseye.library.terms import Kind, Term
from mindseye.library.why import Why
from mindseye.server import classify_replies, replies
from mindseye.server import schemas as s
from mindseye.server.catalogue_replies import filter_of
from mindseye.server.requests import from_base64, picture_bytes
from mindseye.types import Box

SKETCH = "sketch"  # the model that looks at drawings


def query_of(wanted: s.SearchJson | s.SearchForm) -> Query:
    """Return the query that a request asks for."""
    listed, where = (terms_of(wanted.terms), wanted.where) if isinstance(wanted, s.SearchJson) else ([], s.Filter())
    words = [Term(text=wanted.words, kind="words")] if wanted.words else []
    terms = (*listed, *_plain(wanted, "image", "photo"), *_plain(wanted, "sketch", "sketch"), *words)
    if not terms:
        raise RequestError(
            "There is nothing to search by: send a photo as `image`, a drawing as `sketch`, `words`, or several."
        )
    return Query(
        terms=terms,
        space=wanted.space,
        rerank=wanted.rerank,
        verify=wanted.verify,
        k=wanted.k,
        cutoff=wanted.cutoff,
        where=filter_of(where),
    )


def terms_of(wanted: list[s.Term]) -> list[Term]:
    """Return the parts of a query."""
    return [
        Term(
            picture=term.picture,
            upload=term.upload,
            data=None if term.image is None else from_base64(term.image),
            text=term.text,
            weight=term.weight,
            kind=term.kind,
            box=None if term.box is None else Box(term.box.x1, term.box.y1, term.box.x2, term.box.y2),
        )
        for term in wanted
    ]


def _plain(wanted: s.SearchJson | s.SearchForm, field: Literal["image", "sketch"], kind: Kind) -> list[Term]:
    """Return the picture that a request carries in a field of its own, if it does."""
    if getattr(wanted, field) is None:
        return []
    data, name = picture_bytes(wanted, field)
    return [Term(data=data, name=name, kind=kind)]


def search(eye: MindsEye, answer: Answer) -> s.SearchReply:
    """Pack what was found."""
    card = eye.models.get(SKETCH).card if answer.looks_like else None
    found = {field.name: getattr(answer, field.name) for field in dataclasses.fields(answer)}
    found["looks_like"] = [classify_replies.label(card, one) for one in answer.looks_like] if card else []
    return s.SearchReply.model_validate(found)


def why(found: Why) -> s.WhyReply:
    """Pack the heat maps and the points that agree."""
    return s.WhyReply(
        score=found.score,
        exact=found.exact,
        hit=None if found.hit is None else replies.raster(found.hit[None]),
        query=None if found.query is None else replies.raster(found.query[None]),
        query_box=None if found.query_box is None else s.Box.model_validate(found.query_box),
        query_width=found.query_width,
        query_height=found.query_height,
        words=[s.WordShare.model_validate(word) for word in found.words],
        texts=[s.MatchedText.model_validate(text) for text in found.texts],
        points=[s.PointMatch(x1=x1, y1=y1, x2=x2, y2=y2) for x1, y1, x2, y2 in found.points.tolist()],
    )


def options(eye: MindsEye) -> s.SearchOptionsReply:
    """Pack the spaces with how far each is filled, and the re-ranking methods."""
    filled = {status.name: status for status in eye.library.summary().spaces}
    total = eye.library.summary().pictures
    spaces = []
    for space in (*SPACES.values(), POINTS):
        status = filled.get(space.name)
        spaces.append(
            s.SpaceOption(
                name=space.name,
                title=space.title,
                paper=space.paper,
                dim=space.dim,
                weak=space.weak,
                strong=space.strong,
                rerank=usual_rerank(space),
                vectors=status.vectors if status else 0,
                missing=status.missing if status else total,
            )
        )
    reranks = [s.RerankOption(name=name, title=name, paper=paper) for name, paper in ranking.PAPERS.items()]
    return s.SearchOptionsReply(spaces=spaces, reranks=reranks, space=DEFAULT, rerank=ranking.DEFAULT)
