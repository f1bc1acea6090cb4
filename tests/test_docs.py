"""Docs cannot go stale: what exists is written down, and what is written down exists."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import click
import pytest

from mindseye import MindsEye, load_settings
from mindseye.cli import root
from mindseye.models import card
from mindseye.server.factory import create_app
from mindseye.settings import Settings

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = [*sorted(DOCS.glob("*.md")), *(ROOT / name for name in ("README.md", "README.zh.md", "CONTRIBUTING.md"))]


def text(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def test_every_setting_is_documented():
    missing = [f.name for f in dataclasses.fields(Settings) if f"MINDSEYE_{f.name.upper()}" not in text("settings.md")]
    assert missing == []


def test_every_card_field_is_documented():
    kinds = (card.Card, card.LabelGroup, card.Layer, card.EpochFigures, card.Metric, card.Provenance)
    names = [f"`{f.name}`" for kind in kinds for f in dataclasses.fields(kind)]
    assert [name for name in names if name not in text("cards.md")] == []


def test_every_route_is_documented(tmp_path):
    app = create_app(MindsEye(load_settings({}, home=tmp_path)))
    routes = (re.sub(r"<\w+:", "<", str(rule)) for rule in app.url_map.iter_rules())
    rules = [route for route in routes if route.startswith(("/api/v1", "/recognition"))]
    page = text("http.md").replace("{", "<").replace("}", ">")
    assert [rule for rule in rules if rule.removeprefix("/api/v1") not in page] == []


def commands(group: click.Command, path: str = "") -> list[str]:
    if not isinstance(group, click.Group):
        return [path.strip()]
    context = click.Context(group)
    children = [(name, group.get_command(context, name)) for name in group.list_commands(context)]
    return [found for name, child in children if child for found in commands(child, f"{path} {name}")]


def test_every_command_is_documented():
    page = " ".join(text("cli.md").split())
    assert [name for name in commands(root) if f"mindseye {name}" not in page] == []


def test_every_recipe_is_documented():
    pytest.importorskip("torch", reason="recipes need PyTorch: pip install 'mindseye[train]'")
    from mindseye.lab.recipe import recipes

    assert [name for name in recipes() if name not in text("lab.md")] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_and_picture_exists(page):
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
    broken = [t for t in targets if not t.startswith(("http", "mailto")) and not (page.parent / t).exists()]
    assert broken == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_page_names_a_machine_or_its_paths(page):
    assert re.findall(r"/work/|/root/|/tmp/bash|\.\./shared", page.read_text(encoding="utf-8")) == []
