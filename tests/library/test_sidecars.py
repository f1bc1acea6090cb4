"""XMP sidecars: what is written, and that nothing else in them changes."""

from __future__ import annotations

import shutil
import xml.etree.ElementTree as ET
import zipfile

import pytest

from mindseye.library import captions, xmp
from mindseye.library.captions import Said
from mindseye.library.library import Library
from mindseye.library.sidecars import sidecar
from mindseye.models.registry import Models
from mindseye.settings import load_settings
from tests.captioner import write_captioner
from tests.library.painting import ids_by_name, index, paint

RDF, DC = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}", "{http://purl.org/dc/elements/1.1/}"
LIGHTROOM = b"""<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="XMP Core 5.6">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="a &quot;b&quot;" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="4"
    xmp:Label="one&#10;two > three"><!-- kept -->%s
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end='w'?>"""
PROPERTY = b'<dc:description xmlns:dc="http://purl.org/dc/elements/1.1/"'
OLD = PROPERTY + b"><rdf:Alt>%s</rdf:Alt></dc:description >"


def described(data: bytes) -> list[str | None]:
    """Return all descriptions in the default language, read by another parser."""
    items = ET.fromstring(data).iterfind(f".//{DC}description/{RDF}Alt/{RDF}li")
    return [item.text for item in items if "x-default" in item.attrib.values()]


@pytest.mark.parametrize("text", ["A dog runs.", 'A <b> & "c" \x08end', "一只狗在雪地里。"])
def test_a_new_sidecar_holds_the_description_and_can_be_changed(text):
    first = xmp.with_description(xmp.NEW, text)
    clean = text.replace("\x08", "")  # which XML cannot hold
    assert described(first) == [clean] == [xmp.description(first)]
    second = xmp.with_description(first, "Another.")
    assert described(second) == ["Another."]


def test_all_else_in_a_sidecar_stays_byte_for_byte():
    before = LIGHTROOM % b""
    after = xmp.with_description(before, "New.")
    at = after.index(b" <rdf:Description xmlns:rdf")
    end = after.index(b"</rdf:Description>\n ", at) + len(b"</rdf:Description>\n ")
    assert after[:at] + after[end:] == before
    assert described(after) == ["New."]
    abouts = {one.attrib[f"{RDF}about"] for one in ET.fromstring(after).iter(f"{RDF}Description")}
    assert abouts == {'a "b"'}, "both parts are about the same"


def test_only_the_words_in_the_default_language_are_replaced():
    languages = b'<rdf:li xml:lang="x-default">Old <![CDATA[&]]> tired.</rdf:li><rdf:li xml:lang="de">Alt.</rdf:li>'
    before = LIGHTROOM % (OLD % languages)
    assert xmp.description(before) == "Old & tired."
    assert xmp.with_description(before, "New.") == before.replace(b"Old <![CDATA[&]]> tired.", b"New.")


@pytest.mark.parametrize(
    ("property_", "known"),
    [
        (PROPERTY + b"/>", None),
        (OLD % b"", None),
        (PROPERTY + b"><rdf:Alt/></dc:description>", None),
        (OLD % b'<rdf:li xml:lang="x-default"/>', None),
        (PROPERTY + b">plain</dc:description>", "plain"),
        (OLD % b'<rdf:li xml:lang="de">Alt.</rdf:li>', "Alt."),
    ],
)
def test_a_description_of_any_form_is_read_and_becomes_one(property_, known):
    before = LIGHTROOM % property_
    assert xmp.description(before) == known
    after = xmp.with_description(before, "New.")
    assert described(after) == ["New."]
    assert (b"Alt." in after) == (b"Alt." in before)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not well-formed"),
        (b"<a/>", "no rdf:RDF"),
        (LIGHTROOM[:-200], "not well-formed"),
        (LIGHTROOM.decode().encode("utf-16"), "not in UTF-8"),
        (b'<?xml version="1.0" encoding="latin-1"?><a/>', "not in UTF-8"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "document type"),
        (
            LIGHTROOM.replace(b" xmp:Rating", b' xmlns:dc="http://purl.org/dc/elements/1.1/" dc:description') % b"",
            "form",
        ),
        (b" " * (xmp.MOST_BYTES + 1), "more than 20 MB"),
    ],
)
def test_what_is_no_sidecar_is_left_alone_with_a_reason(data, reason):
    with pytest.raises(xmp.SidecarError, match=reason):
        xmp.with_description(data, "New.")


# ── the job ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def library(tmp_path):
    """A library of five pictures, one of them in an archive, all described by a person."""
    photos = tmp_path / "photos"
    for seed, name in enumerate(("a.png", "b.png", "sea/c.png", "sea/d.png", "e.png")):
        paint(photos / name, seed)
    with zipfile.ZipFile(photos / "old.zip", "w") as archive:
        archive.write(photos / "e.png", "e.png")
    (photos / "e.png").unlink()
    settings = load_settings({}, home=tmp_path / "home", spaces="colour")
    opened = Library(settings, Models(settings.home, tmp_path / "none"))
    index(opened, photos)
    for name, number in ids_by_name(opened).items():
        opened.write_caption(number, f"This is {name[0]}.")
    yield opened
    opened.close()


def write(library, **arguments):
    job = library.jobs.run("sidecars", **arguments)
    assert job.state == "done", job.error
    return job


def test_each_caption_is_written_beside_its_file_once(library, tmp_path):
    job = write(library)
    assert (job.result["written"], job.result["in_archives"], job.done, job.total) == (4, 1, 5, 5)
    assert described((tmp_path / "photos" / "sea" / "c.png.xmp").read_bytes()) == ["This is c."]
    again = write(library).result
    assert (again["written"], again["unchanged"]) == (0, 4)
    assert sorted(path.name for path in (tmp_path / "photos").iterdir()) == [
        "a.png", "a.png.xmp", "b.png", "b.png.xmp", "old.zip", "sea",
    ]  # fmt: skip


def test_what_was_written_from_here_follows_the_caption_and_what_others_wrote_stays(library, tmp_path):
    write(library)
    ids = ids_by_name(library)
    theirs = tmp_path / "photos" / "b.png.xmp"
    theirs.write_bytes(LIGHTROOM % (OLD % b'<rdf:li xml:lang="x-default">My own words.</rdf:li>'))
    for name in ("a.png", "b.png"):
        library.write_caption(ids[name], "Changed.")
    found = write(library).result
    assert (found["written"], found["kept"]) == (1, 1)
    assert described((tmp_path / "photos" / "a.png.xmp").read_bytes()) == ["Changed."]
    assert described(theirs.read_bytes()) == ["My own words."]
    assert write(library, replace=True).result["written"] == 1
    assert described(theirs.read_bytes()) == ["Changed."]
    assert b'xmp:Rating="4"' in theirs.read_bytes()


def test_what_the_model_is_not_sure_of_is_written_only_when_asked_for(library, tmp_path):
    write_captioner(tmp_path / "zoo")
    number = ids_by_name(library)["a.png"]
    library.forget_caption(number)
    card = Models(tmp_path, tmp_path / "zoo").get("caption").card
    captions.put(library.catalogue, {number: Said("Perhaps a wall.", 0.2, -9.0, False, "")}, card)
    job = write(library)
    assert (job.result["written"], job.result["unsure"]) == (3, 1)
    assert "1 left out as unsure" in job.message
    assert not (tmp_path / "photos" / "a.png.xmp").exists()
    assert write(library, unsure=True).result["written"] == 1
    assert described((tmp_path / "photos" / "a.png.xmp").read_bytes()) == ["Perhaps a wall."]


def test_where_nothing_can_be_written_is_counted_and_named(library, tmp_path):
    sea = tmp_path / "photos" / "sea"
    (sea / "c.png.xmp").mkdir()  # a folder where the file would be
    (sea / "d.png.xmp").write_text("no XMP")
    job = write(library)
    assert (job.result["written"], job.failures) == (2, 2)
    assert job.result["folders"] == {str(sea): 2}
    assert f"2 not written. Not written in {sea} (2); " in job.message
    assert set(job.result["reasons"]) == {"c.png.xmp", "d.png.xmp"}
    assert (sea / "d.png.xmp").read_text() == "no XMP"
    shutil.rmtree(sea)
    assert write(library).result["folders"] == {str(sea): 2}


def test_a_sidecar_of_the_short_name_is_used_if_nothing_else_can_be_meant(tmp_path):
    picture = paint(tmp_path / "a.jpg", 1)
    assert sidecar(picture) == tmp_path / "a.jpg.xmp"
    (tmp_path / "a.xmp").touch()
    assert sidecar(picture) == tmp_path / "a.xmp"
    paint(tmp_path / "a.png", 1)
    assert sidecar(picture) == tmp_path / "a.jpg.xmp"
    (tmp_path / "a.png").unlink()
    (tmp_path / "a.jpg.xmp").touch()
    assert sidecar(picture) == tmp_path / "a.jpg.xmp"
