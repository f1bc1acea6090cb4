"""The architecture drawing: whole, well-formed, and true to the card it is made from."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from mindseye.models.architecture import architecture_svg
from mindseye.models.card import Card, Layer, Provenance
from mindseye.types import InputSpec

SVG = "{http://www.w3.org/2000/svg}"
LAYERS = {
    "digits-fcn": (
        Layer("flatten", "flatten", (784,)),
        Layer("fc1", "linear", (512,), 401_920, 401_408),
        Layer("relu1", "relu", (512,)),
        Layer("fc2", "linear", (10,), 5_130, 5_120),
    ),
    "digits-lenet5": (
        Layer("c1", "conv", (6, 28, 28), 156, 117_600, 5, 1, 0),
        Layer("relu1", "relu", (6, 28, 28)),
        Layer("s2", "maxpool", (6, 14, 14), kernel=2, stride=2, padding=0),
        Layer("c3", "conv", (16, 10, 10), 2_416, 240_000, 5, 1, 0),
        Layer("relu3", "relu", (16, 10, 10)),
        Layer("s4", "maxpool", (16, 5, 5), kernel=2, stride=2, padding=0),
        Layer("flatten", "flatten", (400,)),
        Layer("c5", "linear", (120,), 48_120, 48_000),
        Layer("relu5", "relu", (120,)),
        Layer("f6", "linear", (84,), 10_164, 10_080),
        Layer("relu6", "relu", (84,)),
        Layer("output", "linear", (10,), 850, 840),
    ),
    "digits-cnn": (
        Layer("conv1", "conv", (32, 28, 28), 832, 627_200, 5, 1, 2),
        Layer("relu1", "relu", (32, 28, 28)),
        Layer("pool1", "maxpool", (32, 14, 14), kernel=2, stride=2, padding=0),
        Layer("conv2", "conv", (64, 14, 14), 51_264, 10_035_200, 5, 1, 2),
        Layer("relu2", "relu", (64, 14, 14)),
        Layer("pool2", "maxpool", (64, 7, 7), kernel=2, stride=2, padding=0),
        Layer("flatten", "flatten", (3136,)),
        Layer("fc1", "linear", (128,), 401_536, 401_408),
        Layer("relu3", "relu", (128,)),
        Layer("fc2", "linear", (10,), 1_290, 1_280),
    ),
}


def card(name: str = "digits-lenet5", **changes: object) -> Card:
    side = 32 if name == "digits-lenet5" else 28
    whole = Card(
        name=name,
        version="1",
        title=name,
        task="digits",
        description="",
        licence="Apache-2.0",
        input=InputSpec(side, side, 1, "glyph", 20),
        answer="output",
        labels=tuple("0123456789"),
        thresholds={},
        layers=LAYERS.get(name, ()),
        history=(),
        metrics=(),
        provenance=Provenance("MNIST", "by hand", "none"),
        sha256="0" * 64,
        bytes=1,
    )
    return replace(whole, **changes)  # type: ignore[arg-type]


def words(svg: str) -> list[str]:
    """Every visible line of text, in order."""
    return [element.text or "" for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("name", sorted(LAYERS))
def test_every_layer_is_named_with_its_shape_and_parameters(name: str) -> None:
    drawn = card(name)
    shown, titles = (
        words(architecture_svg(drawn)),
        "\n".join(ElementTree.fromstring(architecture_svg(drawn)).itertext()),
    )
    for layer in drawn.layers:
        assert layer.name in titles
        if layer.kind != "relu":
            assert layer.name in shown
            assert " × ".join(map(str, layer.shape)) in shown
        if layer.parameters:
            assert f"{layer.parameters:,} parameters" in shown


@pytest.mark.parametrize("name", sorted(LAYERS))
def test_the_sum_below_is_that_of_the_layers(name: str) -> None:
    parameters = sum(layer.parameters for layer in LAYERS[name])
    multiply_adds = sum(layer.multiply_adds for layer in LAYERS[name])
    assert words(architecture_svg(card(name)))[-1].startswith(f"{parameters:,} parameters · {multiply_adds:,} multiply")


@pytest.mark.parametrize("name", sorted(LAYERS))
def test_everything_lies_within_the_drawing(name: str) -> None:
    svg = architecture_svg(card(name))
    _, _, width, height = map(float, ElementTree.fromstring(svg).attrib["viewBox"].split())
    without_markers = re.sub(r"<g transform.*?</g>", "", svg)  # those count from their own middle
    places = re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", without_markers)
    assert len(places) > 50
    assert all(0 <= float(x) <= width and 0 <= float(y) <= height for x, y in places)


def test_kernels_and_strides_stand_at_the_arrows() -> None:
    shown = words(architecture_svg(card("digits-lenet5")))
    assert (shown.count("5×5"), shown.count("2×2"), shown.count("stride 2")) == (2, 2, 2)


def test_the_drawing_has_no_fixed_size_and_a_description_for_screen_readers() -> None:
    root = ElementTree.fromstring(architecture_svg(card("digits-cnn")))
    assert not {"width", "height", "style"} & set(root.attrib)
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert description is not None
    assert title.attrib["id"] in root.attrib["aria-labelledby"]
    assert "conv2: convolution 5×5 stride 1 → 64 × 14 × 14 (51,264 parameters)" in (description.text or "")


def test_it_takes_the_colours_of_the_page() -> None:
    svg = architecture_svg(card("digits-cnn"))
    colours = set(re.findall(r'(?:fill|stroke)="([^"]+)"', svg))
    assert colours == {"none", "currentColor", "var(--accent, #3d6fd9)"}


def test_strange_names_do_not_break_the_markup() -> None:
    strange = Layer('<b>"&\x07', "linear", (10,), 10, 10)
    root = ElementTree.fromstring(
        architecture_svg(card(layers=(strange,), title="<script>", labels=tuple("<>&'\"56789")))
    )
    assert any((element.text or "").startswith('<b>"&') for element in root.iter(f"{SVG}text"))


@pytest.mark.parametrize(
    "layers",
    [
        (),
        (Layer("only", "linear", (1,)),),
        (Layer("zero", "linear", (0,)),),
        (Layer("scalar", "linear", ()),),
        (Layer("empty", "conv", (0, 0, 0), 1, 1, 3, 1, 1),) * 2,
        (Layer("fc", "linear", (2,)), Layer("softmax", "softmax", (2,))),
        (Layer("back", "linear", (784,)), Layer("maps", "conv", (1, 28, 28), 1, 1, 3, 1, 1)),
        tuple(Layer(f"conv{i}", "conv", (512, 7, 7), 2_359_808, 1, 3, 1, 1) for i in range(40)),
        (Layer("stem", "conv", (4096, 500, 3), 10**12, 10**15, 7, 2, 3),),
    ],
)
def test_any_card_can_be_drawn(layers: tuple[Layer, ...]) -> None:
    ElementTree.fromstring(architecture_svg(card(layers=layers, labels=())))


def test_neighbouring_captions_do_not_touch() -> None:
    wide = tuple(Layer(f"block{i}.conv.long", "conv", (512, 112, 112), 235_980, 1, 3, 1, 1) for i in range(9))
    root = ElementTree.fromstring(architecture_svg(card(layers=wide)))
    texts = [element.attrib | {"words": element.text or ""} for element in root.iter(f"{SVG}text")]
    for one in texts:
        for other in texts:
            if one is not other and one["y"] == other["y"] and one["font-size"] == other["font-size"] == "15":
                room = abs(float(one["x"]) - float(other["x"]))
                assert room > 0.5 * 15 * (len(one["words"]) + len(other["words"])) / 2
