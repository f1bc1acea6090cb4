"""The description in an XMP sidecar (ISO 16684-1): read, and written without touching another byte of the file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import escape

from mindseye.errors import MindsEyeError

MOST_BYTES = 20_000_000
RDF, DC = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://purl.org/dc/elements/1.1/"
XML = "http://www.w3.org/XML/1998/namespace"
SPACES = f' xmlns:rdf="{RDF}" xmlns:dc="{DC}"'
TREE, NODE, PROPERTY = f"{RDF} RDF", f"{RDF} Description", f"{DC} description"
TAG = re.compile(rb"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # in XML 1.0
NEW = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>
""".encode()


class SidecarError(MindsEyeError):
    """A sidecar that is left as it is, since it cannot be changed without risk."""


@dataclass(slots=True)
class Found:
    """What a sidecar says, and where in its bytes: spans are (first byte, byte after the last)."""

    text: str | None = None  # the description in the default language; None: there is none
    end: int = -1  # of what `rdf:RDF` holds
    about: str = ""  # what the file describes, as it says itself
    whole: tuple[int, int] | None = None  # the property, from tag to tag
    inside: int = -1  # of its `rdf:Alt`, where a first language would stand
    words: tuple[int, int] | None = None  # the text in the default language
    blank: tuple[int, int] | None = None  # <rdf:li xml:lang="x-default"/>, which has no room for a text
    is_attribute: bool = False  # a form that no standard allows, but that is found


def description(data: bytes) -> str | None:
    """Return the description that a sidecar has, or None. Raises SidecarError."""
    return _read(data).text


def with_description(data: bytes, text: str) -> bytes:
    """Return a sidecar with another description in the default language and all else as it was; NEW may be given.

    Raises SidecarError where the file is not a sidecar, or of a form that is better left alone.
    """
    found, words = _read(data), _escaped(text)
    if found.is_attribute or found.end < 0:
        raise SidecarError("its description has a form that only its own program should change")
    if found.words is not None:
        return _replaced(data, found.words, words)
    if found.blank is not None or found.inside >= 0:
        item = f'<rdf:li xmlns:rdf="{RDF}" xml:lang="x-default">{words}</rdf:li>'
        return _replaced(data, found.blank or (found.inside, found.inside), item)
    if found.whole is not None:
        return _replaced(data, found.whole, _property(words, SPACES))
    about = escape(found.about, {'"': "&quot;"})
    node = f' <rdf:Description{SPACES} rdf:about="{about}">\n   {_property(words)}\n  </rdf:Description>\n '
    return _replaced(data, (found.end, found.end), node)


def _property(words: str, spaces: str = "") -> str:
    alternatives = f'<rdf:Alt>\n     <rdf:li xml:lang="x-default">{words}</rdf:li>\n    </rdf:Alt>'
    return f"<dc:description{spaces}>\n    {alternatives}\n   </dc:description>"


def _replaced(data: bytes, span: tuple[int, int], new: str) -> bytes:
    changed = data[: span[0]] + new.encode() + data[span[1] :]
    _read(changed)  # it must still be one
    return changed


def _escaped(text: str) -> str:
    return escape(FORBIDDEN.sub("", text))


def _read(data: bytes) -> Found:
    """Return what a sidecar says and where. Raises SidecarError in words that follow the file's name and a colon."""
    if len(data) > MOST_BYTES:
        raise SidecarError(f"it is {len(data) / 1e6:.0f} MB, which is more than {MOST_BYTES / 1e6:.0f} MB")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:4]:
        raise SidecarError("it is not in UTF-8")
    reader = _Reader(data)
    try:
        reader.parser.Parse(data, True)
    except expat.ExpatError as error:
        raise SidecarError(f"it is not well-formed XML ({error})") from error
    if not reader.has_tree:
        raise SidecarError("there is no rdf:RDF in it, so it is no XMP")
    return reader.found


@dataclass(slots=True)
class _Open:
    """An element that has begun."""

    name: str
    start: int
    tag_end: int  # the byte after its start tag
    is_empty: bool  # <like-this/>
    language: str | None = None
    text: list[str] = field(default_factory=list)


class _Reader:
    """Follows the elements of a sidecar and notes where its description stands."""

    def __init__(self, data: bytes) -> None:
        self.found, self.has_tree = Found(), False
        self._data, self._path = data, list[_Open]()
        self.parser: Any = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = lambda text: self._path[-1].text.append(text)
        self.parser.XmlDeclHandler = self._declared
        self.parser.StartDoctypeDeclHandler = self._refuse_types

    def _declared(self, version: str, encoding: str | None, standalone: int) -> None:
        if encoding and encoding.lower() not in ("utf-8", "us-ascii"):
            raise SidecarError("it is not in UTF-8")

    def _refuse_types(self, *_: Any) -> None:  # entities could make it grow without end
        raise SidecarError("it has a document type, which no XMP needs")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        start = self.parser.CurrentByteIndex
        tag = TAG.match(self._data, start)
        assert tag is not None  # expat has read it
        is_empty, language = tag[0].endswith(b"/>"), attributes.get(f"{XML} lang")
        self._path.append(_Open(name, start, tag.end(), is_empty, language))
        if self._names() == [TREE, NODE]:
            self.found.about = attributes.get(f"{RDF} about", self.found.about)
            if PROPERTY in attributes:
                self.found.text, self.found.is_attribute = attributes[PROPERTY], True
        self.has_tree |= name == TREE

    def _end(self, name: str) -> None:
        names, one, found = self._names(), self._path.pop(), self.found
        stop = one.tag_end if one.is_empty else self.parser.CurrentByteIndex
        if names == [TREE] and not one.is_empty:
            found.end = stop
        elif names == [TREE, NODE, PROPERTY]:
            found.whole = one.start, self._after(one)
            found.text = found.text if found.text is not None else "".join(one.text).strip() or None
        elif names == [TREE, NODE, PROPERTY, f"{RDF} Alt"] and not one.is_empty:
            found.inside = one.tag_end
        elif names == [TREE, NODE, PROPERTY, f"{RDF} Alt", f"{RDF} li"]:
            if one.language == "x-default" and one.is_empty:
                found.blank = one.start, one.tag_end
            elif one.language == "x-default":
                found.words, found.text = (one.tag_end, stop), "".join(one.text)
            elif found.text is None and not one.is_empty:
                found.text = "".join(one.text)

    def _after(self, one: _Open) -> int:
        if one.is_empty:
            return one.tag_end
        return self._data.index(b">", self.parser.CurrentByteIndex) + 1

    def _names(self) -> list[str]:
        """Return the open elements from rdf:RDF on."""
        names = [one.name for one in self._path]
        return names[names.index(TREE) :] if TREE in names else names
