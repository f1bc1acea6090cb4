"""Captions in Chinese and queries in Chinese: what people will read, as sentences."""

from __future__ import annotations

import csv
from itertools import chain, permutations
from pathlib import Path

import pytest

from mindseye import chinese
from mindseye.chinese import Query, to_chinese, to_english
from mindseye.chinese.dictionary import inflected, listed, meanings
from mindseye.chinese.prepositions import PREPOSITIONS
from mindseye.chinese.reading import read

LISTS = Path(chinese.__file__).parent

SENTENCES = {
    "a brown dog is running through the snow": "一只棕色的狗正在雪地里奔跑。",
    "a dog runs across the grass with a stick in its mouth": "一只狗嘴里叼着一根棍子跑过草地。",
    "two dogs play in the water": "两只狗正在水里玩耍。",
    "a man in a red shirt is standing on a rock": "一个穿着红色衬衫的男人站在岩石上。",
    "a little girl wearing a hat and a pink dress": "一个小女孩戴着帽子、穿着粉色连衣裙。",
    "a group of people are sitting in front of a building": "一群人坐在建筑物前面。",
    "a boy is riding a bike down a street": "一个男孩骑着自行车沿着街道前行。",
    "there is a dog in the snow": "雪地里有一只狗。",
    "a dog is being chased by a man": "一只狗被一个男人追逐。",
    "a boy throws a ball into the air": "一个男孩把球扔向空中。",
    "a black and white dog jumps over a fence": "一只黑白相间的狗跳过栅栏。",
    "three men play guitars": "三个男人正在弹吉他。",
    "a woman sits on a bench in a park": "一个女人坐在公园里的长凳上。",
    "a dog jumps to catch a frisbee": "一只狗跳起来接一个飞盘。",
    "children": "孩子们。",
}


@pytest.mark.parametrize(("english", "expected"), SENTENCES.items())
def test_a_caption_reads_as_chinese(english, expected):
    found = to_chinese(english.split())
    assert found.text == expected
    assert found.sure


@pytest.mark.parametrize("english", SENTENCES)
def test_pieces_make_up_the_text_and_point_at_the_words_they_stand_for(english):
    words = english.split()
    found = to_chinese(words)
    assert "".join(text for text, _ in found.alignment) == found.text
    for text, place in found.alignment:
        assert text
        assert place is None or 0 <= place < len(words)


def test_a_piece_stands_for_its_own_word():
    pieces = dict(to_chinese(["A", "brown", "dog", "is", "running", "through", "the", "snow", "."]).alignment)
    assert (pieces["棕色的"], pieces["狗"], pieces["奔跑"], pieces["雪地"]) == (1, 2, 4, 7)
    assert pieces["。"] is None


def test_capitals_and_punctuation_change_nothing():
    plain = to_chinese(["a", "dog", "runs", "in", "the", "snow"])
    assert to_chinese(["A", "dog", ",", "runs", "in", "the", "snow", "."]).text == plain.text


def test_an_unknown_word_stays_english_and_is_not_sure():
    found = to_chinese(["a", "zyzzyva", "is", "running", "in", "the", "snow"])
    assert "zyzzyva" in found.text
    assert "雪地" in found.text
    assert not found.sure


def test_no_words_are_no_sentence():
    assert to_chinese([]).text == to_chinese(["."]).text == ""


def test_word_salad_is_never_an_error_nor_empty():
    for words in permutations(("with", "dog", "the", "running", "a")):
        assert to_chinese(words).text
    assert not to_chinese(["with", "with", "of", "and", "the", "and", "to"]).sure


def test_a_very_long_sentence_is_said_word_by_word():
    found = to_chinese(["dog"] * 200)
    assert found.text == "狗" * 200 + "。"
    assert not found.sure


def test_measure_words_follow_what_is_counted():
    counted = {"dog": "一只狗", "horse": "一匹马", "shirt": "一件衬衫", "fish": "一条鱼", "car": "一辆汽车"}
    assert [to_chinese(["a", noun]).text for noun in counted] == [text + "。" for text in counted.values()]


def test_what_one_wears_depends_on_what_it_is():
    said = {noun: to_chinese(["a", "man", "wearing", "a", noun]).text for noun in ("hat", "shirt", "tie", "watch")}
    assert [text[4] for text in said.values()] == ["戴", "穿", "系", "戴"]


def test_the_cheapest_reading_tells_verbs_from_nouns():
    clauses, _ = read(["a", "boy", "watches", "a", "watch"])
    assert clauses[0].action is not None
    assert (clauses[0].action.verb.entry.chinese, clauses[0].action.nouns[0].head.entry.chinese) == ("观看", "手表")


def test_queries_become_words_of_captions():
    assert to_english("雪地里的狗") == Query(("snow", "dog"), ())
    assert to_english("一只棕色的狗在雪地里奔跑").words == ("brown", "dog", "snow", "running")
    assert to_english("两只狗").words == ("two", "dogs")
    assert to_english("戴帽子的小女孩").words == ("wearing", "hat", "little", "girl")
    assert to_english("弹吉他的女人").words == ("playing", "guitar", "woman")


def test_a_query_may_use_another_word_for_the_same():
    assert to_english("犬").words == to_english("狗").words == ("dog",)
    assert to_english("单车").words == to_english("自行车").words == ("bike",)
    assert to_english("貓").words == to_english("猫").words == ("cat",)


def test_what_is_not_understood_is_said():
    assert to_english("量子的狗") == Query(("dog",), ("量子",))
    assert to_english("齉齉") == Query((), ("齉齉",))


def test_english_passes_through():
    assert to_english("Dog 在 snow, t-shirt") == Query(("dog", "snow", "t-shirt"), ())
    assert to_english("") == Query((), ())
    assert to_english(" 。！🙂 ").words == ()


def test_longest_match_agrees_with_trying_every_cut():
    query = "红色汽车旁边的小男孩"
    index = {entry.chinese for entry in listed()} | {word for entry in listed() for word in entry.also}
    longest_first = next(query[:n] for n in range(len(query), 0, -1) if query[:n] in index)
    assert longest_first == "红色"
    assert to_english(query).words == ("red", "car", "little", "boy")


@pytest.mark.parametrize("name", ["nouns", "verbs", "adjectives", "function_words"])
def test_every_row_of_the_dictionary_is_whole_and_there_once(name):
    with (LISTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    keys = [(row["english"], row.get("kind") if name == "function_words" else "") for row in rows]
    assert len(keys) == len(set(keys))
    assert all(row["english"] and row["english"] == row["english"].lower().strip() for row in rows)
    assert name == "function_words" or all(row["chinese"] for row in rows)
    assert not any(None in row for row in rows)


def test_inflected_words_are_found_again():
    for entry in listed():
        if entry.part in ("noun", "verb"):
            form = {"noun": "plural", "verb": "ing"}[entry.part]
            assert entry.english in {one.english for one in meanings(inflected(entry, form))}


def test_spelling_of_forms():
    verbs = {entry.english: entry for entry in listed() if entry.part == "verb"}
    said = [inflected(verbs[verb], "ing") for verb in ("run", "eat", "ride", "lie", "swim", "play", "scuba dive")]
    assert said == ["running", "eating", "riding", "lying", "swimming", "playing", "scuba diving"]
    assert {one.english for one in meanings("men")} == {"man"}
    assert {one.form for one in meanings("ran") if one.part == "verb"} == {"ed"}


def test_all_chinese_is_chinese():
    said = chain.from_iterable((entry.chinese, entry.place, entry.use, *entry.also) for entry in listed())
    assert [text for text in said if text.isascii() and text.strip() and text not in ("DJ",)] == []
    assert all(one.before.isascii() is False or one.before == "" for one in PREPOSITIONS.values())


def test_single_words_have_a_chinese_of_their_own():
    assert [chinese.word_in_chinese(word) for word in ("dogs", "running", "in", "the", "zyzzyva")] == [
        "狗",
        "奔跑",
        "里",
        "",
        "zyzzyva",
    ]
