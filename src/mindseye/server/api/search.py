"""Search over HTTP: find pictures by pictures, and see why."""

from __future__ import annotations

from flask import Blueprint, Response, send_file

from mindseye.app import MindsEye
from mindseye.server import schemas as s
from mindseye.server import search_replies as replies
from mindseye.server.requests import asked, picture_bytes
from mindseye.server.spec import validate


def search_api(eye: MindsEye) -> Blueprint:
    """Return the blueprint of the search."""
    api = Blueprint("search", __name__, url_prefix="/api/v1/search")

    @api.post("")
    @validate(s.SearchReply, json=s.SearchJson, form=s.SearchForm, tag="search")
    def search() -> s.SearchReply:
        """Find pictures of the library by a photo, a sketch, both, a region of one, or a weighted mix of several."""
        wanted = asked()
        return replies.search(eye, eye.search(replies.query_of(wanted)))

    @api.post("/why")
    @validate(s.WhyReply, json=s.WhyJson, tag="search")
    def why() -> s.WhyReply:
        """Return which regions of a hit, and of the query's picture, matched."""
        wanted = asked()
        return replies.why(eye.why(replies.terms_of(wanted.terms), wanted.space, wanted.picture))

    @api.get("/options")
    @validate(s.SearchOptionsReply, tag="search")
    def options() -> s.SearchOptionsReply:
        """List the descriptors and re-ranking methods there are."""
        return replies.options(eye)

    @api.post("/pictures")
    @validate(s.QueryPicture, json=s.PictureJson, form=s.PictureForm, tag="search")
    def keep_query() -> s.QueryPicture:
        """Keep a picture to search by, so that the search is a link; the oldest ones are forgotten."""
        kept = eye.queries.keep(*picture_bytes(asked()))
        return s.QueryPicture(upload=kept.token, width=kept.width, height=kept.height)

    @api.get("/pictures/<token>")
    @validate(tag="search", raw=True)
    def show_query(token: str) -> Response:
        """Return a kept picture, upright, as WebP."""
        return send_file(eye.queries.path(token), "image/webp", max_age=3600)

    return api
