"""From sentences about pictures to the schemas: nothing is decided here."""

from __future__ import annotations

from mindseye.chinese import to_chinese
from mindseye.library.records import PictureCaption
from mindseye.sentences import tokens
from mindseye.server import schemas as s
from mindseye.tasks.caption import Caption, Described
from mindseye.types import RGB


def described(found: Described, rgb: RGB, model: str, milliseconds: float) -> s.CaptionsReply:
    """Pack the sentences about a picture."""
    return s.CaptionsReply(
        width=rgb.shape[1],
        height=rgb.shape[0],
        model=model,
        captions=[_caption(one) for one in found.captions],
        sure=found.sure,
        note=found.note,  # type: ignore[arg-type]  # one of the few that the task names
        milliseconds=milliseconds,
    )


def of_picture(found: PictureCaption | None) -> s.PictureCaption | None:
    """Pack the sentence about a picture of the library."""
    if found is None:
        return None
    chinese = to_chinese(tokens(found.text)).text if found.by == "model" else ""
    known = {name: getattr(found, name) for name in s.PictureCaption.model_fields if name != "text_zh"}
    return s.PictureCaption(**known, text_zh=chinese)


def _caption(one: Caption) -> s.Caption:
    chinese = to_chinese([word.text for word in one.words])
    return s.Caption(
        text=one.text,
        text_zh=chinese.text,
        sure_zh=chinese.sure,
        log_probability=one.log_probability,
        confidence=one.confidence,
        words=[
            s.WordWithMap(text=word.text, probability=word.probability, attention=word.attention.round(6).tolist())
            for word in one.words
        ],
        words_zh=[s.ChineseWord(text=text, word=place) for text, place in chinese.alignment],
    )
