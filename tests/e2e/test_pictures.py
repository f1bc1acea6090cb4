"""A person brings a picture: by upload, paste, drop or as a sample."""

import base64

import pytest
from playwright.sync_api import expect

from studio import write
from tests.e2e.looking import expect_all_read, press, reading_of

pytestmark = pytest.mark.browser


def upload(page, path):
    with page.expect_file_chooser() as chooser:
        press(page, "Open a picture")
    chooser.value.set_files(path)


def test_an_uploaded_picture_is_read(page, picture):
    upload(page, picture("37"))
    expect_all_read(page, "37")


def test_a_sample_is_read(page):
    press(page, "A number: 2026")
    expect(reading_of(page)).to_have_text("2026")


def test_a_scribble_is_not_taken_for_a_digit(page):
    press(page, "A scribble")
    expect(page.get_by_test_id("card-digits-cnn")).to_contain_text("Not a digit (best guess")


def test_a_blank_picture_says_that_nothing_is_drawn(page, picture):
    upload(page, picture(" "))
    expect(page.get_by_text("there is no ink that stands out")).to_be_visible()


def test_one_can_draw_on_a_picture_and_undo_it(page, picture):
    upload(page, picture(" 3"))
    expect_all_read(page, "3")
    write(page, "7", places=2)
    expect(reading_of(page)).to_have_text("73")
    page.keyboard.press("Control+z")  # the bar of the seven
    page.keyboard.press("Control+z")
    expect_all_read(page, "3")


def test_a_file_that_is_no_picture_is_refused_in_a_sentence_and_nothing_is_lost(page, tmp_path, complaints):
    complaints.allow("status of 4")
    write(page, "3")
    expect_all_read(page, "3")
    (tmp_path / "notes.jpg").write_text("Milk, bread, eggs.\n", encoding="utf-8")
    upload(page, tmp_path / "notes.jpg")
    expect(page.get_by_role("alert")).to_contain_text("not a picture that can be read here")
    press(page, "Undo")
    expect_all_read(page, "3")
    expect(page.get_by_role("alert")).to_have_count(0)


PUT_IN_CLIPBOARD = """async () => {
    const picture = await (await fetch("/api/v1/samples/three")).blob();
    await navigator.clipboard.write([new ClipboardItem({ [picture.type]: picture })]);
}"""


def test_a_picture_is_pasted_from_the_clipboard(page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate(PUT_IN_CLIPBOARD)
    page.keyboard.press("Control+v")
    expect(reading_of(page)).to_have_text("3")


CARRY_FILE = """(data) => {
    const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
    const carried = new DataTransfer();
    carried.items.add(new File([bytes], "picture.png", { type: "image/png" }));
    return carried;
}"""


def test_a_picture_is_dropped_on_the_page(page, picture):
    data = base64.b64encode(picture("7").read_bytes()).decode()
    carried = page.evaluate_handle(CARRY_FILE, data)
    page.dispatch_event("body", "dragover", {"dataTransfer": carried})
    expect(page.get_by_text("Drop the picture here")).to_be_visible()
    page.dispatch_event("body", "drop", {"dataTransfer": carried})
    expect_all_read(page, "7")
