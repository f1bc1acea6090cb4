"""A person opens a network and follows one number."""

import re

import pytest
from playwright.sync_api import expect

from studio import write
from tests.e2e.looking import expect_all_read, press

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(page):
    """The networks opened on a drawn three."""
    write(page, "3")
    expect_all_read(page, "3")
    page.get_by_role("button", name="Look inside").click()
    return page


def network(page, name):
    page.get_by_role("group", name="Network").get_by_role("button", name=name, exact=True).click()


def layers_of(page):
    return page.get_by_role("list", name="Layers, from the picture to the answer").get_by_role("button")


def test_every_layer_is_listed_and_explained(opened):
    network(opened, "CNN")
    layers = layers_of(opened)
    expect(layers.filter(has_text="Convolution")).to_have_count(2)
    expect(layers.last).to_contain_text("10")
    for index in range(layers.count()):
        layers.nth(index).click()
        detail = opened.get_by_role("region", name=re.compile(r"^[a-z]+\d*$"))
        expect(detail).to_contain_text("Multiply-adds")
        expect(detail.locator("figure").first).to_be_visible()


def test_the_evidence_map_says_for_which_digit_it_is(opened):
    evidence = opened.get_by_role("region", name="Where it looked")
    expect(evidence.get_by_role("img", name=re.compile("Evidence for 3"))).to_be_visible()
    evidence.get_by_role("group", name="Evidence for which digit").get_by_role("button", name="8").click()
    expect(evidence.get_by_role("img", name=re.compile("Evidence for 8"))).to_be_visible()
    assert "digit=8" in opened.url


def test_the_parts_of_a_convolution_add_up_to_the_number_shown(opened):
    network(opened, "CNN")
    layers_of(opened).filter(has_text="Convolution").nth(1).click()
    expect(layers_of(opened).filter(has_text="Convolution").nth(1)).to_have_attribute("aria-pressed", "true")
    press(opened, "Map 5")
    arithmetic = opened.get_by_role("region", name="How this number comes about")
    expect(arithmetic).to_contain_text("bias")
    parts, total = figures(arithmetic.locator("p").last.inner_text())
    assert sum(parts) == pytest.approx(total, abs=0.02)


def test_one_can_walk_to_the_neighbouring_number_by_keyboard(opened):
    network(opened, "LeNet-5")
    layers_of(opened).filter(has_text="Max-pooling").first.click()
    opened.get_by_role("button", name="Map 0", exact=True).press("Enter")
    arithmetic = opened.get_by_role("region", name="How this number comes about")
    expect(arithmetic).to_contain_text("the largest of the window")
    column = arithmetic.get_by_label("Column")
    before = int(column.input_value())
    column.press("ArrowUp" if before == 0 else "ArrowDown")
    expect(column).to_have_value(str(1 if before == 0 else before - 1))
    expect(arithmetic).to_contain_text("the largest of the window")


def test_an_empty_board_asks_for_a_drawing_first(open_page):
    page = open_page("/draw?view=inside")
    expect(page.get_by_text("Draw something first")).to_be_visible()


def figures(sentence):
    """Return the parts and the total of "9 listed: 1.2  +  3 more: 0.4  +  bias: 0.1 = 1.7"."""
    numbers = re.findall(r"[:=]\s*([−-]?[\d.,]+)", sentence)
    *parts, total = (float(number.replace("−", "-").replace(",", "")) for number in numbers)
    return parts, total
