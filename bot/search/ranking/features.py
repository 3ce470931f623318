"""What the ranker looks at: one row a candidate, one column a feature.

No feature depends on the size of the base: scores enter as shares of the best candidate's or of
the best possible, weights as shares of the largest idf. So a ranker fitted on some thousand
sentences holds on fifty and on a million.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from bot.base.model import Kind
from bot.search.ranking.alignment import align
from bot.search.ranking.coverage import COVERAGE, coverage, found_in
from bot.search.ranking.surroundings import Surroundings
from bot.search.ranking.terms import make_terms, unpacked
from bot.search.retrieval.field import K1

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bot.search.ranking.alignment import Alignment
    from bot.search.ranking.terms import Terms
    from bot.search.retrieval.candidates import Candidates
    from bot.search.retrieval.index import Index
    from bot.search.retrieval.query import Query

    Column = NDArray[np.floating] | NDArray[np.bool_] | NDArray[np.integer] | np.floating
    Columns = dict[str, Column]

_SCORES = {
    "total_share": "first-stage score, as a share of the best candidate's",
    "rank": "logarithm of the place in the first stage",
    "lead": "distance to the next candidate's score, as a share of the best",
    "sentence_share": "the sentence's own BM25, as a share of the best",
    "sentence_rank": "logarithm of the place by the sentence's own BM25",
    "characters_share": "single-character BM25, as a share of the best",
    "bigrams_share": "bigram BM25, as a share of the best",
    "words_share": "word BM25, as a share of the best",
    "passage_characters_share": "the paragraph's single-character BM25, as a share of the best",
    "passage_bigrams_share": "the paragraph's bigram BM25, as a share of the best",
    "passage_words_share": "the paragraph's word BM25, as a share of the best",
    "characters_ideal": "single-character BM25, as a share of the highest possible",
    "bigrams_ideal": "bigram BM25, as a share of the highest possible",
    "words_ideal": "word BM25, as a share of the highest possible",
}
_LAYOUT = {
    "run2": "share of the question's characters, by rarity, in common runs of two or more",
    "run3": "the same for runs of three or more",
    "run4": "the same for runs of four or more",
    "run_length": "mean length of the longest common run over each character, by rarity, 5 at most",
    "matched": "share of the sentence that stands in the question, in runs of two or more",
    "window": "characters from the first to the last match",
    "density": "share of matches among those characters",
    "first_match": "where the first match stands, as a share of the sentence",
    "in_order": "share of the steps from match to match that go on in the question",
}
_WORDS = {
    "word_missed": "weight of the heaviest content word that the sentence lacks",
    "word_unknown": "share of the content words that no candidate has",
    "word_mean": "mean weight of the question's content words",
    "word_count": "number of the question's content words",
    "name_covered": "share of the names in the sentence; -1 without any",
    "name_article": "share of the names in the article; -1 without any",
    "name_base": "share of the names anywhere in the base; -1 without any",
    "word_article": "share of the content words in the article, its title included",
    "word_base": "share of the content words anywhere in the base",
    "verb_covered": "share of the verbs in the sentence; -1 without any",
    "noun_covered": "share of the other nouns in the sentence; -1 without any",
    "rare_covered": "share of the content words in the sentence, by rarity in general Chinese",
    "rare_missed": "rarity in general Chinese of the rarest content word that the sentence lacks",
    "rare_article": "share of the content words in the article, by rarity in general Chinese",
    "rare_base": "share of the content words anywhere in the base, by rarity in general Chinese",
}
_SHAPE = {
    "sentence_length": "logarithm of the sentence's length",
    "question_length": "characters in the question",
    "length_ratio": "the sentence's length over the question's",
    "position": "sentences before it in the article, at most 20",
    "relative_position": "position as a share of the article",
    "passage_share": "share of the candidates that come from the same paragraph",
}
_OFFERS = {
    "kind": "the kind of question, as a number",
    "offer": "how much the sentence holds of what this kind of question asks for, at most 3",
    "persons": "words that may name persons",
    "places": "words that name places",
    "unknown_words": "words that the dictionary lacks: names, mostly",
    "numbers": "numerals and times",
    "focus": "whether the noun asked for stands in the sentence; -1 without one",
}
FEATURES: dict[str, str] = _SCORES | COVERAGE | _LAYOUT | _WORDS | _SHAPE | _OFFERS
"""Each feature's name and what it measures, in the order of the columns."""

LONGEST_RUN: Final = 5
"""Longer common runs count as this long."""
_NUMBERS: Final = {name: number for number, name in enumerate(FEATURES)}
_COVERAGE: Final = slice(len(_SCORES), len(_SCORES) + len(COVERAGE))
_KINDS: Final = tuple(Kind)


def features(index: Index, query: Query, candidates: Candidates) -> NDArray[np.float32]:
    """Return [candidate, feature] in the order of FEATURES."""
    rows = candidates.rows
    terms = make_terms(query)
    around = Surroundings.of(index, rows)
    alignment = align(index, around.rows, terms.codes, LONGEST_RUN)
    found = found_in(terms, alignment.ends)
    matrix = np.empty((len(FEATURES), len(rows)), dtype=np.float32)
    matrix[_COVERAGE] = coverage(terms, around, found)
    for columns in (
        _scores(query, candidates),
        _layout(terms, alignment, around.own),
        _words(index, query, terms, rows, found[2, around.own]),
        _shape(index, query, rows, alignment.lengths[around.own]),
        _offers(index, query, rows),
    ):
        for name, column in columns.items():
            matrix[_NUMBERS[name]] = column
    matrix[_NUMBERS["focus"]] = _focus(query, terms, alignment.ends[:, around.own])
    return matrix.T


def _scores(query: Query, candidates: Candidates) -> Columns:
    total, own = candidates.total, candidates.sentence
    places = np.empty(len(own))
    places[(-own).argsort(kind="stable")] = np.arange(len(own))
    columns: Columns = {
        "total_share": _share(total),
        "rank": np.log1p(np.arange(len(total))),
        "lead": np.append(total[:-1] - total[1:], 0) / max(float(total[0]), 1e-9),
        "sentence_share": _share(own),
        "sentence_rank": np.log1p(places),
        "passage_characters_share": _share(candidates.passage_characters),
        "passage_bigrams_share": _share(candidates.passage_bigrams),
        "passage_words_share": _share(candidates.passage_words),
    }
    for name, scores, idf in (
        ("characters", candidates.characters, query.character_keys.idf),
        ("bigrams", candidates.bigrams, query.bigram_keys.idf),
        ("words", candidates.words, query.word_keys.idf),
    ):
        columns[f"{name}_share"] = _share(scores)
        columns[f"{name}_ideal"] = scores / max(float(idf.sum()) * (K1 + 1), 1e-9)
    return columns


def _layout(terms: Terms, alignment: Alignment, own: NDArray[np.int64]) -> Columns:
    weights = terms.weights[0, :, 0]
    weights = weights / max(float(weights.sum()), 1e-9)
    runs = unpacked(alignment.covered()[:, own], terms.size).astype(np.float32) @ weights
    matches = alignment.matches() & terms.characters
    chosen = np.flatnonzero(matches)
    borders = chosen.searchsorted(alignment.borders)
    begin, count = borders[own], borders[own + 1] - borders[own]
    # A place more, so that there is one where nothing matches.
    places = np.append(alignment.places[chosen], 0)
    first = np.where(count > 0, places[begin] - alignment.starts[own], 0)
    last = np.where(count > 0, places[begin + count - 1] - alignment.starts[own], -1)
    window = last - first + 1
    asked = matches[chosen]
    # Of the question's characters that match there the first: the lowest bit.
    asked &= ~asked + np.uint64(1)
    onward = np.zeros(len(chosen) + 1)
    onward[1:-1] = (asked[1:] > asked[:-1]).cumsum()
    steps = onward[np.maximum(begin + count - 1, 0)] - onward[begin]
    lengths = np.maximum(alignment.lengths[own], 1)
    return {
        "run2": runs[1],
        "run3": runs[2],
        "run4": runs[3],
        "run_length": runs.sum(axis=0),
        "matched": count / lengths,
        "window": window,
        "density": count / np.maximum(window, 1),
        "first_match": first / lengths,
        "in_order": np.where(count > 1, steps / np.maximum(count - 1, 1), 0.5),
    }


def _words(
    index: Index,
    query: Query,
    terms: Terms,
    rows: NDArray[np.int64],
    found: NDArray[np.uint64],
) -> Columns:
    if not len(terms.numbers):
        return dict.fromkeys(_WORDS, np.float32(0))
    has = unpacked(found, terms.size)[:, terms.last].astype(np.float32)
    in_article = np.maximum(_in_articles(index, query, terms, rows), has)
    in_base = query.is_known[terms.numbers] | in_article.any(axis=0)
    weights = query.word_weights[terms.numbers].astype(np.float32)
    rarities = query.word_rarities[terms.numbers].astype(np.float32)
    classes = weights[:, None] * _classes(query, terms.numbers)
    classes = np.column_stack([classes, rarities])
    whole = classes.sum(axis=0)
    held = np.concatenate([has, in_article, in_base[None, :]]) @ classes
    shares = np.where(whole > 0, held / np.maximum(whole, 1e-9), np.float32(-1))
    covered, article, base = shares[: len(rows)], shares[len(rows) : -1], shares[-1]
    return {
        "word_missed": ((1 - has) * weights).max(axis=1),
        "word_unknown": weights[~has.any(axis=0)].sum() / max(float(whole[0]), 1e-9),
        "word_mean": whole[0] / len(weights),
        "word_count": np.float32(len(weights)),
        "name_covered": covered[:, 1],
        "name_article": article[:, 1],
        "name_base": base[1],
        "word_article": article[:, 0],
        "word_base": base[0],
        "verb_covered": covered[:, 2],
        "noun_covered": covered[:, 3],
        "rare_covered": covered[:, 4],
        "rare_missed": ((1 - has) * rarities).max(axis=1),
        "rare_article": article[:, 4],
        "rare_base": base[4],
    }


def _classes(query: Query, numbers: NDArray[np.int64]) -> NDArray[np.float32]:
    """Tell [word, class] which words are words at all, names, verbs, other nouns."""
    tags = [query.word_tags[one] for one in numbers.tolist()]
    names = query.are_names[numbers]
    verbs = [tag.startswith("v") for tag in tags]
    nouns = [tag.startswith("n") and not name for tag, name in zip(tags, names, strict=True)]
    return np.array([[True] * len(tags), names, verbs, nouns], dtype=np.float32).T


def _in_articles(
    index: Index, query: Query, terms: Terms, rows: NDArray[np.int64]
) -> NDArray[np.float32]:
    """Tell [sentence, content word] which words stand in the sentence's article or its title."""
    owners = index.articles[rows]
    articles = np.array(sorted(set(owners.tolist())), dtype=np.int64)
    titles = [index.titles[article] for article in articles.tolist()]
    words = [query.words[number].text for number in terms.numbers.tolist()]
    named = np.array([[word in title for word in words] for title in titles], dtype=bool)
    keys = query.content.take(terms.numbers)
    held = keys.between(index.firsts[articles], index.firsts[articles + 1]).counts()
    return (named | (held.T > 0)).astype(np.float32)[articles.searchsorted(owners)]


def _shape(
    index: Index, query: Query, rows: NDArray[np.int64], lengths: NDArray[np.int64]
) -> Columns:
    positions, articles = index.positions[rows], index.articles[rows]
    counts = index.firsts[articles + 1] - index.firsts[articles]
    passages = index.passages[rows]
    return {
        "sentence_length": np.log1p(lengths),
        "question_length": np.float32(len(query.codes)),
        "length_ratio": lengths / max(len(query.codes), 1),
        "position": np.minimum(positions, 20),
        "relative_position": positions / counts,
        "passage_share": (passages[:, None] == passages).mean(axis=1),
    }


def _offers(index: Index, query: Query, rows: NDArray[np.int64]) -> Columns:
    offers = {name: column[rows].astype(np.float32) for name, column in index.offers.items()}
    kind = query.understanding.kind
    asked = {
        Kind.WHO: offers["persons"] + 0.3 * offers["unknown_words"],
        Kind.WHEN: offers["dates"],
        Kind.HOW_MANY: offers["digits"],
        Kind.WHERE: offers["places"],
        Kind.WHY: offers["reasons"],
        Kind.HOW: offers["means"],
        Kind.WHICH: offers["persons"] + offers["places"] + offers["organisations"],
        Kind.WHAT: offers["definitions"],
        Kind.YES_NO: np.zeros(len(rows), dtype=np.float32),
    }[kind]
    return {
        "kind": np.float32(_KINDS.index(kind)),
        "offer": np.minimum(asked, 3),
        **{name: offers[name] for name in ("persons", "places", "unknown_words", "numbers")},
    }


def _focus(query: Query, terms: Terms, ends: NDArray[np.uint64]) -> Column:
    focus = query.understanding.focus
    last = focus.end - 1 - terms.start if focus else -1
    if focus is None or not focus.end - focus.start <= last + 1 <= terms.size:
        return np.float32(-1)
    size = min(focus.end - focus.start, LONGEST_RUN)
    return np.asarray((ends[size - 1] >> np.uint64(last)) & np.uint64(1))


def _share(scores: NDArray[np.float32]) -> Column:
    return scores / max(float(scores.max(initial=0)), 1e-9)
