"""Search over HTTP: what is asked for, what was found, and why."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator, model_validator
from spectree.model_adapter.pydantic_adapter import BaseFile

from mindseye.server.schemas.base import Box, Raster, Schema
from mindseye.server.schemas.classify import Label
from mindseye.server.schemas.library import Filter, LabelCount, Picture

Band = Literal["strong", "weak", "none"]
Kind = Literal["photo", "sketch", "words"]
TextKind = Literal["caption", "label", "person", "name"]
Match = Literal["picture", "caption", "label", "person", "name"]
MOST_TERMS = 20
MOST_CHARACTERS = 200  # of a text
TEXT = 'What the pictures shall show, in English or 中文: "a dog in the snow".'


class Term(Schema):
    """A part of a query: a picture of the library, one uploaded before or carried along, or words; give just one."""

    picture: int | None = Field(default=None, description="Number of a picture of the library.")
    upload: str | None = Field(default=None, description="What `POST /search/pictures` returned.")
    image: str | None = Field(default=None, description="The picture as base64 or as a data URL.")
    text: str | None = Field(default=None, min_length=1, max_length=MOST_CHARACTERS, description=TEXT)
    kind: Kind = Field(
        default="photo", description="`sketch`: it is a drawing of what to find. `words`: follows from `text`."
    )
    weight: float = Field(default=1.0, ge=-10, le=10, description="Negative: not like this one.")
    box: Box | None = Field(default=None, description="Only this region, in px of the upright picture.")

    @model_validator(mode="after")
    def _one_of_four(self) -> Term:
        if sum(given is not None for given in (self.picture, self.upload, self.image, self.text)) != 1:
            raise ValueError("give exactly one of `picture`, `upload`, `image` and `text`")
        if self.text is not None:
            self.kind = "words"
        elif self.kind == "words":
            raise ValueError("`words` are given as `text`, not as a picture")
        if self.text is not None and self.box is not None:
            raise ValueError("words have no region: leave `box` away")
        if self.box is not None and (self.box.x1 >= self.box.x2 or self.box.y1 >= self.box.y2):
            raise ValueError("the box is empty: x1 must be less than x2 and y1 less than y2")
        return self


class SearchOptions(Schema):
    space: str | None = Field(
        default=None,
        description="The descriptor to compare photos by; see `GET /search/options`. When absent: `photo`, or `sketch` "
        "beside a sketch. Words are always compared in `words`.",
    )
    rerank: str | None = Field(default=None, description="Re-ranking method; the usual one when absent, or `none`.")
    verify: bool = Field(default=False, description="Check the best hits point by point.")
    k: int = Field(default=60, ge=1, le=1000)
    cutoff: float | None = Field(default=None, ge=-1, le=1, description="Leave out hits that score less.")


class SearchJson(SearchOptions):
    """A weighted mix: `terms`, and for the plain cases a photo, a sketch and words, which come after the terms."""

    terms: list[Term] = Field(default=[], max_length=MOST_TERMS)
    image: str | None = Field(default=None, description="A photo to search by, as base64 or as a data URL.")
    sketch: str | None = Field(default=None, description="A drawing to search by, as base64 or as a data URL.")
    words: str | None = Field(default=None, min_length=1, max_length=MOST_CHARACTERS, description=TEXT)
    where: Filter = Filter()

    @model_validator(mode="after")
    def _something(self) -> SearchJson:
        if not self.terms and self.image is None and self.sketch is None and self.words is None:
            raise ValueError("give `terms`, `image`, `sketch` or `words`: there is nothing to search by")
        return self


class SearchForm(SearchOptions):
    """A photo, a sketch, words, or several of them."""

    image: BaseFile | None = Field(default=None, description="A photo to search by.")
    sketch: BaseFile | None = Field(default=None, description="A drawing to search by.")
    words: str | None = Field(default=None, max_length=MOST_CHARACTERS, description=TEXT)

    @field_validator("space", "rerank", "cutoff", "words", mode="before")
    @classmethod
    def _empty_is_absent(cls, value: object) -> object:
        return None if value == "" else value


class Hit(Schema):
    picture: Picture
    score: float = Field(
        description="Cosine between query and picture; larger is nearer, 1 is the same. For words, with what the "
        "picture's texts add; for words beside pictures, the mean of both on the scale of `words`."
    )
    distance: float = Field(description="√(2 − 2 · score), how far the two vectors are apart: 0 to 2; same order.")
    band: Band
    rank_score: float = Field(description="What the order is by: the score, or the re-ranking's own number.")
    inliers: int | None = Field(default=None, description="Points that agree, if `verify` looked at this hit.")
    matched: list[Match] = Field(
        description="Where the query's words were found: in what the `picture` shows (a weak match at least), in its "
        "`caption`, a `label`, the name of a `person`, or its file's `name`. Empty without words."
    )


class Note(Schema):
    """What a person should know of how their query was taken."""

    code: Literal["photo-not-sketch", "words-unknown", "words-as-text"] = Field(
        description="`photo-not-sketch`: what came as a sketch is a photo, and was searched as one. `words-unknown`: "
        "words that the model does not know and that stand in no text of the library; they were passed over. "
        "`words-as-text`: words that the model does not know, but that were found in captions, labels or names."
    )
    term: int = Field(
        description="Which part of the query, counted from 0: the terms, then `image`, then `sketch`, then `words`."
    )
    words: list[str] = Field(default=[], description="Those words.")


class SearchReply(Schema):
    hits: list[Hit]
    notes: list[Note] = Field(description="Empty for most queries.")
    looks_like: list[Label] = Field(
        description="What the query's first sketch looks like, of the things that the model learned; the likest first."
    )
    labels: list[LabelCount] = Field(
        description="What the hits show, as `where.label` can filter: `pictures` counts hits; the most frequent first."
    )
    considered: int = Field(description="How many pictures were compared.")
    below: int = Field(description="Hits that were left out by the cut-off.")
    space: str = Field(description="The space that was searched in; of several, the one on whose scale the scores are.")
    spaces: list[str] = Field(description="All spaces that were searched in: two for words beside pictures.")
    rerank: str
    strong: float = Field(description="1 in 100,000 unrelated pairs scores higher.")
    weak: float = Field(description="1 in 1,000 unrelated pairs scores higher.")
    cutoff: float | None
    models: dict[str, str] = Field(description="Name and version of each model that was used.")
    timings_ms: dict[str, float] = Field(description="`read`, `embed`, `search`, `rerank`, `verify`, `total`.")


class QueryPicture(Schema):
    """A picture to search by, kept for a while so that a search is a link."""

    upload: str
    width: int
    height: int


class SpaceOption(Schema):
    name: str
    title: str
    paper: str
    dim: int
    weak: float
    strong: float
    rerank: str = Field(description="The usual re-ranking in this space.")
    vectors: int
    missing: int


class RerankOption(Schema):
    name: str
    title: str
    paper: str


class SearchOptionsReply(Schema):
    spaces: list[SpaceOption]
    reranks: list[RerankOption]
    space: str = Field(description="The usual one.")
    rerank: str = Field(description="The usual one.")


class WhyJson(Schema):
    terms: list[Term] = Field(min_length=1, max_length=MOST_TERMS)
    space: str | None = Field(default=None, description="As for the search.")
    picture: int = Field(description="The hit to explain.")


class PointMatch(Schema):
    """Two points that show the same, in px of the upright pictures."""

    x1: float
    y1: float
    x2: float
    y2: float


class MatchedText(Schema):
    """A text of the hit that holds words of the query."""

    kind: TextKind
    text: str
    words: list[str] = Field(description="Those words of it, in lower case.")


class WordShare(Schema):
    """What a word of the query adds: the cosine less the cosine of the query without it."""

    text: str
    share: float


class WhyReply(Schema):
    """Which regions matched. Cells add up to the score where the descriptor is linear (`exact`)."""

    score: float
    exact: bool
    hit: Raster | None = Field(description="What each cell of the hit adds to the score; null for colour.")
    query: Raster | None = Field(description="The same for the query's picture, if it is one picture.")
    query_box: Box | None = Field(
        description="What the query's cells cover, in px of its picture: a drawing's ink made square, which may reach "
        "beyond the picture; null: all of it."
    )
    query_width: int | None
    query_height: int | None
    points: list[PointMatch] = Field(description="Points of the query's picture and the hit that agree (`verify`).")
    words: list[WordShare] = Field(description="What each of the query's words adds, where the query is words alone.")
    texts: list[MatchedText] = Field(description="The hit's caption, labels and names that hold words of the query.")
