"""Captions in 中文 by rules, and queries in 中文 for models that know English. No model: a dictionary and a grammar."""

from mindseye.chinese.sentence import Chinese, to_chinese, word_in_chinese
from mindseye.chinese.to_english import Query, to_english

__all__ = ["Chinese", "Query", "to_chinese", "to_english", "word_in_chinese"]
