"""How near sentences come to those that people wrote: pure functions on words.

A sentence is a sequence of words (tokens: lower case, no punctuation). `references` holds, for each candidate in turn,
the sentences that people wrote for the same picture, one or more. Who compares figures must cut words the same way.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from mindseye.stems import stem

Words = Sequence[str]
Gram = tuple[str, ...]  # so many words in a row
Grams = dict[Gram, float]
Pairing = tuple[int, int]  # the reference's words that are taken, as bits; the place that the word before went to

LONGEST = 4  # words in a row that BLEU and CIDEr count
ROUGE_BETA = 1.2  # how many times recall matters as much as precision, as usual for captions
CIDER_SIGMA = 6.0  # words; Vedantam et al. 2015, section 8
CIDER_SCALE = 10.0
PAIRINGS = 40  # that METEOR follows at a time: more changed nothing in 3,572 pairs of sentences
NOWHERE = -2  # no place, and next to none
FITS = 0.5  # `agreement` from which a sentence is said to fit its picture; see there
# Words that sentences need, and that say little of the picture.
PLAIN = frozenset(
    (
        *("a", "an", "the", "this", "that", "some", "each", "other", "another", "there", "who", "which", "what"),
        *("it", "its", "his", "her", "their", "'s", "he", "she", "they", "him", "them"),
        *("is", "are", "was", "be", "being", "has", "have", "and", "or", "as", "while", "next"),
        *("in", "on", "of", "with", "to", "at", "by", "from", "for", "over", "through", "into", "onto", "near"),
        *("up", "down", "out", "off", "behind", "front"),
    )
)


def grams(words: Words, n: int) -> Counter[Gram]:
    """Return how often every run of `n` words occurs."""
    return Counter(zip(*(words[start:] for start in range(n)), strict=False))


def bleu(candidates: Sequence[Words], references: Sequence[Sequence[Words]], n: int = LONGEST) -> tuple[float, ...]:
    """Return BLEU-1 to BLEU-n of all candidates together, 0–100 (Papineni et al. 2002).

    A run of words counts at most as often as in the reference that has it most often. Precisions are pooled over all
    sentences, and BLEU-k is their geometric mean up to k, times exp(1 − r / c) where the candidates' c words are fewer
    than r: the words of those references that are closest in length (of two equally close, the shorter). No smoothing:
    without one matching run of k words, BLEU-k is 0.
    """
    _check(candidates, references)
    right, made = np.zeros(n), np.zeros(n)
    for candidate, own in zip(candidates, references, strict=True):
        for size in range(1, n + 1):
            right[size - 1] += _clipped(grams(candidate, size), own)
            made[size - 1] += max(len(candidate) - size + 1, 0)
    length = sum(map(len, candidates))
    closest = sum(_closest(len(candidate), own) for candidate, own in zip(candidates, references, strict=True))
    brevity = math.exp(min(0.0, 1 - closest / length)) if length else 0.0
    with np.errstate(divide="ignore"):
        logs = np.log(right / np.maximum(made, 1))
    return tuple(float(100 * brevity * math.exp(logs[: size + 1].mean())) for size in range(n))


def _clipped(counts: Counter[Gram], references: Iterable[Words]) -> int:
    """Return how many of the counted runs are in the references, each as often as in one of them at most."""
    size = len(next(iter(counts), ()))
    theirs: Counter[Gram] = Counter()
    for reference in references if counts else ():
        theirs |= grams(reference, size)
    return sum((counts & theirs).values())


def _closest(length: int, references: Iterable[Words]) -> int:
    """Return the length of the reference that is closest in length; of two, the shorter."""
    return min(map(len, references), key=lambda other: (abs(other - length), other))


def rouge_l(candidates: Sequence[Words], references: Sequence[Sequence[Words]]) -> float:
    """Return the mean F of the longest common subsequence, 0–1 (Lin 2004, equation 4, β = 1.2).

    For each candidate the best precision and the best recall over its references are taken.
    """
    _check(candidates, references)
    return float(np.mean([_rouge(one, own) for one, own in zip(candidates, references, strict=True)]))


def _rouge(candidate: Words, references: Sequence[Words]) -> float:
    common = [_longest_common(candidate, reference) for reference in references]
    precision = max(common) / max(len(candidate), 1)
    recall = max(own / max(len(reference), 1) for own, reference in zip(common, references, strict=True))
    if not precision or not recall:
        return 0.0
    return (1 + ROUGE_BETA**2) * precision * recall / (recall + ROUGE_BETA**2 * precision)


def _longest_common(one: Words, other: Words) -> int:
    """Return the length of the longest common subsequence, by the table's rows."""
    row = [0] * (len(other) + 1)
    for word in one:
        corner = 0
        for place, theirs in enumerate(other, 1):
            corner, row[place] = row[place], corner + 1 if word == theirs else max(row[place], row[place - 1])
    return row[-1]


def meteor(candidates: Sequence[Words], references: Sequence[Sequence[Words]]) -> float:
    """Return the mean over candidates of METEOR against the reference that fits best, 0–1 (Banerjee and Lavie 2005).

    A stand-in: words pair if they are equal or have the same stem. The stage of synonyms, which needs WordNet, is left
    out, and so is what METEOR 1.5 added: paraphrases, function words, weights fitted to people's judgements. Figures of
    the two are on different scales, this one's about twice as high: compare them with each other only.
    """
    _check(candidates, references)
    stemmed = [([stem(word) for word in one], own) for one, own in zip(candidates, references, strict=True)]
    return float(np.mean([max(_meteor(one, [stem(word) for word in other]) for other in own) for one, own in stemmed]))


def _meteor(said: Words, reference: Words) -> float:
    """F = 10 PR / (R + 9 P), less a penalty of ½ (chunks / matches)³: equations 1 to 3."""
    matches, chunks = aligned(said, reference)
    if not matches:
        return 0.0
    precision, recall = matches / len(said), matches / len(reference)
    return 10 * precision * recall / (recall + 9 * precision) * (1 - (chunks / matches) ** 3 / 2)


def aligned(said: Words, reference: Words) -> tuple[int, int]:
    """Return how many words pair up, and in how few chunks: runs that stand together in both sentences.

    A word pairs with one equal word at most. Of all pairings with the most pairs, that with the fewest chunks counts.
    """
    places = {word: [place for place, theirs in enumerate(reference) if theirs == word] for word in said}
    to_spare = {word: said.count(word) - len(own) for word, own in places.items()}  # said more often than there are
    pairings: dict[Pairing, int] = {(0, NOWHERE): 0}  # → chunks
    for number, word in enumerate(said):
        own = sum(1 << place for place in places[word])
        before = said[:number].count(word)
        following: dict[Pairing, int] = {}
        for (taken, last), chunks in pairings.items():
            options = [
                ((taken | 1 << place, place), chunks + (place != last + 1))
                for place in places[word]
                if not taken >> place & 1
            ]
            if before - (taken & own).bit_count() < to_spare[word]:
                options.append(((taken, NOWHERE), chunks))
            for pairing, worth in options:
                following[pairing] = min(following.get(pairing, worth), worth)
        pairings = dict(sorted(following.items(), key=lambda item: item[1])[:PAIRINGS])
    return max(taken.bit_count() for taken, _ in pairings), min(pairings.values())


def agreement(candidate: Words, references: Sequence[Words]) -> float:
    """Return the share of a sentence's telling words that people used too, 0–1: of all but the PLAIN ones, by stem.

    0 for a sentence without a telling word. From FITS (half of them) on, a sentence is said to fit its picture: among
    1,000 pictures of Flickr8k, that holds for 3 of 4 sentences that a person wrote, held against the four others of the
    picture, and for 1 of 70 that were written for another picture. It told the two apart better than METEOR, ROUGE-L or
    CIDEr-D, and needs no set of pictures. Confidences of captions are calibrated against it.
    """
    used = {stem(word) for reference in references for word in reference}
    telling = [stem(word) for word in candidate if word not in PLAIN]
    return sum(word in used for word in telling) / len(telling) if telling else 0.0


class Cider:
    """CIDEr-D against the references of a set of pictures (Vedantam et al. 2015, section 8).

    Runs of 1 to 4 words weigh their count × ln(pictures / pictures whose references have the run). A candidate's score
    is the mean, over its references and the four lengths, of the cosine of the weights, the candidate's cut to the
    reference's, × exp(−(difference in words)² / 72) × 10: 0–10. Made once for all references: scoring then looks up
    only the runs of the candidate, some 0.1 ms for each, so that it can be a reward in training.

    How rare a run is depends on the pictures given: scores against different sets of references cannot be compared.
    """

    def __init__(self, references: Sequence[Sequence[Words]]) -> None:
        """Count in how many pictures each run occurs; `references[i]` are the sentences of picture i, one or more."""
        _check(references, references)
        counted = [[_all_grams(sentence) for sentence in own] for own in references]
        seen = Counter(chain.from_iterable(set().union(*own) for own in counted))
        self._unseen = math.log(len(references))
        self._rarity = {gram: self._unseen - math.log(pictures) for gram, pictures in seen.items()}
        self._lengths = [[len(sentence) for sentence in own] for own in references]
        # For each picture: the run → (place of the reference, weight, weight / norm), of the references that have it.
        self._own = [self._weighed(own) for own in counted]

    def __len__(self) -> int:
        return len(self._own)

    def score(self, candidates: Sequence[Words], pictures: Sequence[int] | None = None) -> NDArray[np.float64]:
        """Return the score of each candidate, (n,).

        `pictures` (n,) says whose references each is held against: places in the references given; without it,
        candidate i belongs to picture i, and there must be one for each.
        """
        places = range(len(self)) if pictures is None else pictures
        if len(candidates) != len(places):
            raise ValueError(f"{len(candidates)} candidates for {len(places)} pictures")
        return np.array([self._score(one, place) for one, place in zip(candidates, places, strict=True)], np.float64)

    def _score(self, candidate: Words, picture: int) -> float:
        weights = self._weights(_all_grams(candidate))
        norms, own = _norms(weights), self._own[picture]
        lengths = self._lengths[picture]
        sums = [0.0] * len(lengths)
        for gram, weight in weights.items():
            for place, theirs, scaled in own.get(gram, ()):
                sums[place] += min(weight, theirs) * scaled / norms[len(gram) - 1]
        near = [math.exp(-((len(candidate) - length) ** 2) / (2 * CIDER_SIGMA**2)) for length in lengths]
        return CIDER_SCALE * sum(map(float.__mul__, sums, near)) / (LONGEST * len(lengths))

    def _weights(self, counts: Counter[Gram]) -> Grams:
        return {gram: count * self._rarity.get(gram, self._unseen) for gram, count in counts.items()}

    def _weighed(self, counted: Sequence[Counter[Gram]]) -> dict[Gram, list[tuple[int, float, float]]]:
        found: dict[Gram, list[tuple[int, float, float]]] = {}
        for place, counts in enumerate(counted):
            weights = self._weights(counts)
            norms = _norms(weights)
            for gram, weight in weights.items():
                if weight > 0:  # a run that all pictures have says nothing
                    found.setdefault(gram, []).append((place, weight, weight / norms[len(gram) - 1]))
        return found


def _all_grams(words: Words) -> Counter[Gram]:
    """Return how often every run of 1 to 4 words occurs."""
    return Counter(
        tuple(words[start : start + n]) for n in range(1, LONGEST + 1) for start in range(len(words) - n + 1)
    )


def _norms(weights: Grams) -> list[float]:
    """Return the length of the weights' vector for runs of 1, 2, 3 and 4 words."""
    squares = [0.0] * LONGEST
    for gram, weight in weights.items():
        squares[len(gram) - 1] += weight * weight
    return [math.sqrt(square) for square in squares]


def _check(candidates: Sequence[object], references: Sequence[Sequence[Words]]) -> None:
    if len(candidates) != len(references):
        raise ValueError(f"{len(candidates)} candidates for the references of {len(references)} pictures")
    if not references or not all(references):
        raise ValueError("each of one or more candidates needs one or more references")
