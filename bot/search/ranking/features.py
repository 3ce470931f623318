"""What the ranker looks at: one row a candidate, one column a feature.

No feature depends on the size of the base: scores enter as shares of the best candidate's or of
the best possible, weights as shares of the largest idf. So a ranker fitted on some thousand
sentences holds on fifty and on a million.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import fuzz, process

from bot.base.model import Kind
from bot.search.ranking.alignment import MAX_LENGTH, align
from bot.search.ranking.coverage import COVERAGE, coverage, weighted, words_found
from bot.search.retrieval.query import relative_idf
from bot.search.retrieval.terms import K1

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from bot.search.ranking.alignment import Alignment
    from bot.search.retrieval.candidates import Candidates
    from bot.search.retrieval.index import Index
    from bot.search.retrieval.query import Query

    Column = NDArray[np.floating] | NDArray[np.bool_] | NDArray[np.integer]
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
    "run_length": "mean length of the longest common run over each character, by rarity",
    "longest_run": "length of the longest common run",
    "matched": "share of the sentence that stands in the question, in runs of two or more",
    "window": "characters from the first to the last match",
    "density": "share of matches among those characters",
    "first_match": "where the first match stands, as a share of the sentence",
    "question_matched": "share of the question's content in runs of two or more",
    "in_order": "share of the pairs of matches that stand in the question's order",
}
_WORDS = {
    "word_missed": "weight of the heaviest content word that the sentence lacks",
    "word_unknown": "share of the content words that no candidate has",
    "word_mean": "mean weight of the question's content words",
    "word_count": "number of the question's content words",
    "name_covered": "share of the names and unknown words in the sentence; -1 without any",
    "name_article": "share of the names and unknown words in the article; -1 without any",
    "name_base": "share of the names and unknown words anywhere in the base; -1 without any",
    "word_article": "share of the content words in the article, its title included",
    "word_base": "share of the content words anywhere in the base",
    "verb_covered": "share of the verbs in the sentence; -1 without any",
    "noun_covered": "share of the other nouns in the sentence; -1 without any",
}
_SIMILARITY = {
    "ratio": "rapidfuzz ratio of question and sentence",
    "partial_ratio": "rapidfuzz partial ratio of question and sentence",
    "token_set_ratio": "rapidfuzz token-set ratio of their words",
    "partial_token_sort_ratio": "rapidfuzz partial token-sort ratio of their words",
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
FEATURES: dict[str, str] = _SCORES | COVERAGE | _LAYOUT | _WORDS | _SIMILARITY | _SHAPE | _OFFERS
"""Each feature's name and what it measures, in the order of the columns."""

LONGEST_RUN = 8
"""Longer common runs count as this long: names and terms are seldom longer."""
_KINDS = tuple(Kind)
_NAME_TAGS = ("nr", "ns", "nt", "nz")


def features(index: Index, query: Query, candidates: Candidates) -> NDArray[np.float32]:
    """Return [candidate, feature] in the order of FEATURES."""
    rows = candidates.rows
    alignment = align(index, rows, query, LONGEST_RUN)
    columns: Columns = {}
    columns |= _scores(index, query, candidates)
    columns |= coverage(index, query, rows)
    columns |= _layout(index, query, alignment)
    columns |= _words(index, query, rows, alignment)
    columns |= _similarity(index, query, rows)
    columns |= _shape(index, query, rows, alignment)
    columns |= _offers(index, query, rows)
    matrix = np.empty((len(rows), len(FEATURES)), dtype=np.float32)
    for number, name in enumerate(FEATURES):
        matrix[:, number] = columns[name]
    return matrix


def _scores(index: Index, query: Query, candidates: Candidates) -> Columns:
    total, own = candidates.total, candidates.sentence
    places = np.empty(len(own))
    places[np.argsort(-own, kind="stable")] = np.arange(len(own))
    parts = {
        "characters": (candidates.characters, index.characters, query.character_keys),
        "bigrams": (candidates.bigrams, index.bigrams, query.bigram_keys),
        "words": (candidates.words, index.words, query.word_keys),
    }
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
    for name, (scores, postings, keys) in parts.items():
        columns[f"{name}_share"] = _share(scores)
        columns[f"{name}_ideal"] = scores / max(float(postings.idf(keys).sum()) * (K1 + 1), 1e-9)
    return columns


def _layout(index: Index, query: Query, alignment: Alignment) -> Columns:
    weights = relative_idf(index.characters, query.codes) * query.is_content
    run_length = np.sum([alignment.covered(size) for size in range(1, LONGEST_RUN + 1)], axis=0)
    pairs = alignment.pairs() & query.is_content[:, None]
    in_sentence, starts, places = pairs.any(axis=0), alignment.starts, alignment.places
    count = np.add.reduceat(in_sentence.astype(np.int64), starts)
    first = np.minimum.reduceat(np.where(in_sentence, places, MAX_LENGTH), starts)
    last = np.maximum.reduceat(np.where(in_sentence, places, -1), starts)
    window = np.maximum(last - first + 1, 0)
    lengths = np.maximum(alignment.lengths, 1)
    first_places = np.minimum.reduceat(np.where(pairs, places, MAX_LENGTH), starts, axis=1).T
    return {
        "run2": weighted(run_length >= 2, weights),
        "run3": weighted(run_length >= 3, weights),
        "run4": weighted(run_length >= 4, weights),
        "run_length": weighted(run_length, weights),
        "longest_run": run_length.max(axis=1),
        "matched": count / lengths,
        "window": window,
        "density": count / np.maximum(window, 1),
        "first_match": np.where(count > 0, first, 0) / lengths,
        "question_matched": (first_places < MAX_LENGTH).sum(axis=1)
        / max(int(query.is_content.sum()), 1),
        "in_order": _in_order(first_places),
    }


def _in_order(places: NDArray[np.int64]) -> Column:
    """Return the share of concordant pairs of question characters; ½ where there is no pair."""
    matched = places < MAX_LENGTH
    both = matched[:, :, None] & matched[:, None, :]
    both &= np.triu(np.ones(both.shape[1:], dtype=bool), 1)
    concordant = both & (places[:, None, :] > places[:, :, None])
    pairs = both.sum(axis=(1, 2))
    return np.where(pairs > 0, concordant.sum(axis=(1, 2)) / np.maximum(pairs, 1), 0.5)


def _words(index: Index, query: Query, rows: NDArray[np.int64], alignment: Alignment) -> Columns:
    if not query.words:
        return dict.fromkeys(_WORDS, np.zeros(len(alignment.lengths)))
    found, weights = words_found(query, alignment), query.word_weights
    tags = query.word_tags
    names = np.array([not tag or tag.startswith(_NAME_TAGS) for tag in tags])
    verbs = np.array([tag.startswith("v") for tag in tags])
    nouns = np.array([tag.startswith("n") for tag in tags]) & ~names
    unknown = ~found.any(axis=0)
    in_article = _in_article(index, query, rows) | found
    known = index.words.document_frequency(query.content_keys) > 0
    in_base = np.broadcast_to(known | in_article.any(axis=0), found.shape)
    return {
        "word_missed": (~found * weights).max(axis=1),
        "word_unknown": np.full(len(found), weights[unknown].sum() / weights.sum()),
        "word_mean": np.full(len(found), weights.mean()),
        "word_count": np.full(len(found), len(weights)),
        "name_covered": weighted(found[:, names], weights[names], default=-1),
        "name_article": weighted(in_article[:, names], weights[names], default=-1),
        "name_base": weighted(in_base[:, names], weights[names], default=-1),
        "word_article": weighted(in_article, weights),
        "word_base": weighted(in_base, weights),
        "verb_covered": weighted(found[:, verbs], weights[verbs], default=-1),
        "noun_covered": weighted(found[:, nouns], weights[nouns], default=-1),
    }


def _in_article(index: Index, query: Query, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell [sentence, content word] which words stand in the sentence's article or its title."""
    articles, places = np.unique(index.articles[rows], return_inverse=True)
    titles = [index.titles[article] for article in articles.tolist()]
    held = index.words.frequencies_between(
        query.content_keys, index.firsts[articles], index.firsts[articles + 1]
    )
    named = [[word.text in title for title in titles] for word in query.words]
    return np.asarray(((held > 0) | np.array(named, dtype=bool)).T[places])


def _similarity(index: Index, query: Query, rows: NDArray[np.int64]) -> Columns:
    texts = [index.texts[row].text for row in rows]
    joined = [" ".join(token.text for token in index.tokens[row]) for row in rows]
    words = " ".join(word.text for word in query.words)
    return {
        "ratio": process.cdist([query.understanding.text], texts, scorer=fuzz.ratio)[0],
        "partial_ratio": process.cdist(
            [query.understanding.text], texts, scorer=fuzz.partial_ratio
        )[0],
        "token_set_ratio": process.cdist([words], joined, scorer=fuzz.token_set_ratio)[0],
        "partial_token_sort_ratio": process.cdist(
            [words], joined, scorer=fuzz.partial_token_sort_ratio
        )[0],
    }


def _shape(index: Index, query: Query, rows: NDArray[np.int64], alignment: Alignment) -> Columns:
    positions, counts = index.positions[rows], np.diff(index.firsts)[index.articles[rows]]
    passages = index.passages[rows]
    return {
        "sentence_length": np.log1p(alignment.lengths),
        "question_length": np.full(len(rows), len(query.codes)),
        "length_ratio": alignment.lengths / max(len(query.codes), 1),
        "position": np.minimum(positions, 20),
        "relative_position": positions / counts,
        "passage_share": (passages[:, None] == passages[None, :]).mean(axis=1),
    }


def _offers(index: Index, query: Query, rows: NDArray[np.int64]) -> Columns:
    offers = {name: column[rows].astype(np.float32) for name, column in index.offers.items()}
    understanding = query.understanding
    asked = {
        Kind.WHO: offers["persons"] + 0.3 * offers["unknown_words"],
        Kind.WHEN: offers["dates"],
        Kind.HOW_MANY: offers["digits"],
        Kind.WHERE: offers["places"],
        Kind.WHY: offers["reasons"],
        Kind.HOW: offers["means"],
        Kind.WHICH: offers["persons"] + offers["places"] + offers["organisations"],
        Kind.WHAT: offers["definitions"],
        Kind.YES_NO: np.zeros(len(rows)),
    }[understanding.kind]
    focus: Iterable[float] = (-1.0 for _ in rows)
    if understanding.focus:
        noun = understanding.text[slice(*understanding.focus)]
        focus = (float(noun in index.texts[row].text) for row in rows)
    return {
        "kind": np.full(len(rows), _KINDS.index(understanding.kind)),
        "offer": np.minimum(asked, 3),
        "persons": offers["persons"],
        "places": offers["places"],
        "unknown_words": offers["unknown_words"],
        "numbers": offers["numbers"],
        "focus": np.fromiter(focus, dtype=np.float32, count=len(rows)),
    }


def _share(scores: NDArray[np.float32]) -> Column:
    return scores / max(float(scores.max(initial=0)), 1e-9)
