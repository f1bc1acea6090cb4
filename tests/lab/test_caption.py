"""The lab on sentences: what is learned from, a step and the whole sentence, rewards, small runs, and their export."""

from __future__ import annotations

import dataclasses
import json
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mindseye.errors import DataError
from mindseye.lab.recipe import load_recipe
from mindseye.metrics_text import Cider
from mindseye.models.registry import Models, check_folder
from mindseye.tasks import caption, words

if not os.environ.get("CI"):
    pytest.importorskip("torch", reason="the lab needs PyTorch: pip install 'mindseye[train]'")

import torch

from mindseye.lab import captioning, words_tower
from mindseye.lab.caption_export import export_caption, trained
from mindseye.lab.captioning import CaptionLearner, counted, invented, padded, spelled
from mindseye.lab.data.flickr8k import END, UNKNOWN, load_written, numbered, vocabulary
from mindseye.lab.losses.hard_negatives import SMOOTHING, hard_negatives
from mindseye.lab.nets.caption_lstm import CaptionLstm
from mindseye.lab.words_export import export_words

pytestmark = [
    pytest.mark.lab,
    # PyTorch's exporter warns about itself.
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::UserWarning"),
]
COLOURS = {"red": (200, 30, 30), "green": (30, 180, 30), "blue": (30, 40, 200)}
SMALL = dataclasses.replace(
    load_recipe("caption-lstm"), rarest=1, embedding=16, units=24, channels=24, heads=2, batch_size=6, epochs=3,
    critical_epochs=1, samples=2,
)  # fmt: skip
WORDS = dataclasses.replace(
    load_recipe("words-contrastive"),
    rarest=1,
    embedding=16,
    batch_size=6,
    epochs=20,
    photo_dropout=0.0,
    word_dropout=0.0,
)


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    """Pictures of one colour, nine to learn from and three to choose on, with two sentences each."""
    folder = tmp_path_factory.mktemp("data")
    (folder / "images").mkdir()
    lines = []
    for number in range(12):
        name = list(COLOURS)[number % 3]
        pixels = np.random.default_rng(number).integers(0, 50, (64, 64, 3)) + np.array(COLOURS[name])
        Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).save(folder / "images" / f"{number}.png")
        sentences = [f"A wall is {name} .", f"Here is a {name} wall , isn't it ?"]
        split = "train" if number < 9 else "val"
        lines.append(json.dumps({"image": f"{number}.png", "split": split, "captions": sentences}))
    (folder / "captions.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def models(tmp_path_factory) -> Models:
    return Models(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def runs(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("runs")


@pytest.fixture(scope="module")
def task(data, models, runs):
    return captioning.load_task(SMALL, models, data, runs / "features" / "flickr8k", 1, lambda *told: None)


@pytest.fixture(scope="module")
def run(data, models, runs) -> Path:
    captioning.train(SMALL, models, data, runs / "captions")
    return runs / "captions"


def test_the_vocabulary_is_what_training_says_often_enough_and_nothing_of_validation(data):
    written = load_written(data, "train")
    assert len(written) == 9
    assert vocabulary(written, 9) == (".", "?", "a", "is", "wall", "here", "isn't", "it")
    assert set(vocabulary(written, 6)) - set(vocabulary(written, 9)) == set(COLOURS)
    assert "red" not in vocabulary(written, 7)


def test_words_beyond_the_vocabulary_are_the_unknown_one_and_long_sentences_are_cut(data):
    places = {"a": 2, "wall": 3}
    assert numbered([("a", "red", "wall", "a")], places, 3) == [[2, UNKNOWN, 3]]


def test_a_folder_without_sentences_is_refused(tmp_path, data):
    with pytest.raises(DataError, match=r"has no captions\.jsonl"):
        load_written(tmp_path, "train")
    with pytest.raises(DataError, match="no pictures of the part 'test'"):
        load_written(data, "test")


def test_maps_are_kept_and_their_second_view_is_the_mirror_image(task, models, data):
    cells, logits = task.validation.maps.take([0, 0], [0, 1])
    assert cells.shape == (2, 64, 1280)
    assert logits.shape == (2, 1000)
    mirrored = cells[0].reshape(8, 8, 1280)[:, ::-1].reshape(64, 1280)
    alike = (mirrored * cells[1]).sum() / np.linalg.norm(mirrored) / np.linalg.norm(cells[1])
    assert alike > 0.9


def test_word_by_word_is_the_same_as_all_words_at_once():
    torch.manual_seed(3)
    net = CaptionLstm(SMALL, 11).eval()
    sight = net.look(torch.rand(2, 9, 1280), torch.randn(2, 1000))
    said = torch.randint(0, 11, (2, 3, 5))
    together = net(sight, said)
    state = sight.state[:, None].expand(-1, 3, -1, -1)
    for place in range(5):
        alone, state, where = net.step(said[:, :, place], state, sight.cells, sight.keys)
        torch.testing.assert_close(alone, together[:, :, place], atol=1e-5, rtol=1e-4)
        torch.testing.assert_close(where.sum(2), torch.ones(2, 3))


def test_only_known_words_and_ends_count():
    before, after = padded([[[4, UNKNOWN], [5]]])
    assert before.tolist() == [[[END, 4, UNKNOWN], [END, 5, 0]]]
    assert after.tolist() == [[[4, UNKNOWN, END], [5, END, -1]]]
    _, targets = counted(torch.zeros(1, 2, 3, 9), after)
    assert targets.tolist() == [4, END, 5, END]


def test_made_up_sentences_never_have_the_unknown_word_and_stay_ended():
    torch.manual_seed(4)
    net = CaptionLstm(SMALL, 7).eval()
    with torch.no_grad():
        net.bias[UNKNOWN] = 50.0
        made = invented(net, net.look(torch.rand(3, 9, 1280), torch.randn(3, 1000)), 4)
    assert made.shape[:2] == (3, 4)
    assert not (made == UNKNOWN).any()
    ended = (made == END).cumsum(2) > 0
    assert (made[ended] == END).all()
    assert spelled(torch.tensor([[2, 3, END, END], [3, 2, 3, 2]]), (".", "?", "a", "b")) == [["a", "b"], list("baba")]


def test_a_sentence_that_people_wrote_is_rewarded_more_than_another(task):
    learner = CaptionLearner(SMALL, task, 3)
    own = task.train.tokens[0][0]
    other = [token for token in own if task.words[token] not in COLOURS]
    rows = [[*sentence, *[END] * (9 - len(sentence))] for sentence in (own, other)]
    rewards = learner._rewards(torch.tensor([rows]), np.array([0]))
    ended = [[(*one, ".") for one in sentences] for sentences in task.train.written.sentences]
    expected = Cider(ended).score([(*task.train.written.sentences[0][0], ".")], [0])
    assert rewards[0, 0] == pytest.approx(expected[0])
    assert rewards[0, 0] > rewards[0, 1]


def test_the_rate_falls_to_nothing_twice(task):
    learner = CaptionLearner(dataclasses.replace(SMALL, critical_epochs=10), task, 50)
    rates = [learner.schedule.lr_lambdas[0](step) * SMALL.learning_rate for step in range(learner.batches * 50 + 1)]
    turn = learner.batches * 40
    assert max(rates) == pytest.approx(SMALL.learning_rate, rel=0.05)
    assert rates[turn - 1] < 0.01 * SMALL.learning_rate
    assert rates[turn] == pytest.approx(SMALL.critical_rate)
    assert rates[-1] == 0.0


def test_a_run_goes_on_where_it_was_stopped_and_ends_as_if_it_had_not(data, models, runs, run):
    def stop(epoch) -> None:
        if epoch.epoch == 2:
            raise KeyboardInterrupt

    again = runs / "again"
    with pytest.raises(KeyboardInterrupt):
        captioning.train(SMALL, models, data, again, told=stop)
    resumed = captioning.train(SMALL, models, data, again, resume=True)
    whole = [json.loads(line) for line in (run / "log.jsonl").read_text().splitlines()]
    assert [e.train_loss for e in resumed] == pytest.approx([e["train_loss"] for e in whole])
    assert resumed[-1].cider == pytest.approx(whole[-1]["cider"])


def test_the_exported_captioner_describes_a_picture(data, models, run, tmp_path):
    card = export_caption(SMALL, models, data, run, tmp_path / "models", lambda *told: None)
    assert card == check_folder(tmp_path / "models" / "caption" / "1")
    assert card.labels[:2] == (".", "?")
    net, _ = trained(SMALL, run, len(card.labels))
    assert card.parameters == sum(p.numel() for p in net.parameters())
    home = Models(tmp_path)
    described = caption.describe(home, np.full((64, 64, 3), COLOURS["red"], np.uint8), name="caption")
    assert set(described.captions[0].text.lower().rstrip(".").split()) <= set(card.labels)
    with pytest.raises(DataError, match="holds no checkpoint: train first with `mindseye lab train caption-lstm"):
        trained(SMALL, tmp_path, 3)


def test_hard_negatives_weigh_wrong_partners_by_their_likeness():
    torch.manual_seed(5)
    likeness, own = torch.randn(4, 4) * 3, torch.eye(4, dtype=torch.bool)
    own[0, 2] = own[2, 0] = True  # two sentences of one picture
    total = 0.0
    for way, same in ((likeness, own), (likeness.T, own.T)):
        for row in range(4):
            wrong = [n for n in range(4) if n != row and not same[row, n]]
            powers = np.exp(0.25 * way[row, wrong].numpy())
            wrong_odds = np.exp(way[row, wrong].numpy()) * powers / powers.mean()
            odds = np.array([np.exp(float(way[row, row])), *wrong_odds])
            shares = np.log(odds / odds.sum())
            total -= (1 - SMOOTHING) * shares[0] + SMOOTHING * shares.mean()
    assert float(hard_negatives(likeness, own)) == pytest.approx(total / 8, rel=1e-4)


def test_words_are_learned_and_exported_with_both_towers(data, models, runs, tmp_path):
    history = words_tower.train(WORDS, models, data, runs / "words")
    assert history[-1].train_loss < 0.9 * history[0].train_loss
    card = export_words(WORDS, models, data, runs / "words", tmp_path / "models", lambda *told: None)
    assert card == check_folder(tmp_path / "models" / "words" / "1")
    wording = words.embed(Models(tmp_path), "A red wall of zyzzyva")
    assert wording.known == ("a", "red", "wall")
    assert wording.unknown == ("of", "zyzzyva")
    assert np.linalg.norm(wording.vector) == pytest.approx(1.0, abs=1e-3)
