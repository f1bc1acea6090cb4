"""A person compares the networks in the lab."""

import re

import pytest
from playwright.sync_api import expect

from tests import tiny

pytestmark = pytest.mark.browser


def test_the_networks_stand_side_by_side(open_page):
    page = open_page("/lab")
    digits = page.get_by_role("region", name="Digits")
    for title in ("CNN", "FCN", "LeNet-5"):
        expect(digits.get_by_role("heading", name=title)).to_be_visible()
    page.get_by_role("navigation", name="Lab").get_by_role("link", name="Compare").click()
    main = page.get_by_role("main")
    for title in ("Accuracy", "Side by side", "How they learned", "What is taken for what", "Architecture"):
        expect(main.get_by_role("heading", name=title).first).to_be_visible()
    expect(page.get_by_role("row", name="Multiply-adds")).to_be_visible()


def test_a_network_has_a_page_of_its_own(open_page):
    page = open_page("/lab")
    page.get_by_role("link", name="LeNet-5").click()
    expect(page.get_by_role("columnheader", name="Layer", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="Where it comes from")).to_be_visible()


def test_the_benchmark_runs_on_my_own_digits(open_page, tmp_path):
    pictures, labels = tiny.mnist_like(40)
    tiny.write_mnist(tmp_path, "t10k", pictures, labels)
    page = open_page("/lab/compare")
    expect(page.get_by_text("The worst mistakes appear once")).to_be_visible()
    with page.expect_file_chooser() as chooser:
        page.get_by_text("Choose files", exact=True).click()
    chooser.value.set_files(sorted(tmp_path.glob("*.gz")))
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.get_by_text("Done: the figures on this page are new.")).to_be_visible(timeout=30_000)
    expect(page.get_by_text("on 40 pictures").first).to_be_visible()


def test_the_comparison_of_cats_and_dogs_is_a_link(open_page):
    page = open_page("/lab/compare")
    page.get_by_role("button", name="Cats and dogs").click()
    expect(page).to_have_url(re.compile(r"of=cat-dog"))
    page = open_page("/lab/compare?of=cat-dog")
    columns = page.get_by_role("table").first.get_by_role("columnheader")
    expect(columns).to_have_text(["Figure", "Cats and dogs, classic", "Cats and dogs"])
    expect(page.get_by_text("with 95 % confidence").first).to_be_visible()
