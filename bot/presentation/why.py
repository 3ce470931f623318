"""Why an answer is what it is: every detail for tuning, or as much as a reader wants to know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.base.model import Part, Refusal
from bot.presentation.card import Card
from bot.presentation.markup import bold, clip, escape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.presentation.texts import Texts
    from bot.search.explanation import Explanation

_LISTED_LIMIT: Final = 100
_WORD_LIMIT: Final = 40


def briefly(texts: Texts, explanation: Explanation) -> Card:
    """Tell a reader what an outcome rests on: thresholds, corrections, words, the runner-up."""
    outcome, thresholds = explanation.outcome, explanation.thresholds
    best = outcome.candidates[0] if outcome.candidates else None
    confidence = best.confidence if best else 0
    head = texts.why_confidence(confidence, thresholds.answer, thresholds.suggest)
    lines = [bold(escape(head))]
    if (reading := outcome.question.reading) is not None:
        lines.append(escape(texts.reading(clip(reading, _LISTED_LIMIT))))
    lines += [
        escape(f"{clip(one.typed, _WORD_LIMIT)} → {clip(one.meant, _WORD_LIMIT)}")
        for one in explanation.replacements
    ]
    if best is None:
        lines.append(escape(texts.why_nothing))
    elif best.sentence.part is not Part.TEXT:
        lines.append(escape(texts.why_beside))
    hits = [clip(word.text, _WORD_LIMIT) for word in explanation.words if word.found]
    if best is not None and isinstance(outcome, Refusal):
        # Nobody has seen the sentence that these words are or are not in.
        if not hits:
            lines.append(escape(texts.why_nothing))
            return Card("\n".join(lines))
        nearest = clip(best.sentence.text.strip(), _LISTED_LIMIT, best.span)
        lines.append(escape(texts.why_nearest(nearest)))
    misses = [clip(word.text, _WORD_LIMIT) for word in explanation.words if not word.found]
    if hits:
        lines.append(escape(texts.why_hits(hits)))
    if misses:
        lines.append(escape(texts.why_misses(misses)))
    second = outcome.candidates[1] if len(outcome.candidates) > 1 else None
    if second is not None and second.confidence > 0:
        sentence = clip(second.sentence.text.strip(), _LISTED_LIMIT, second.span)
        lines.append(escape(texts.why_runner_up(sentence, second.confidence)))
    return Card("\n".join(lines))


def explain(explanation: Explanation) -> str:
    """Tell what an outcome rests on: corrections, words, thresholds, and what decided."""
    return "\n".join(_lines(explanation))


def _lines(explanation: Explanation) -> Iterator[str]:
    outcome, thresholds = explanation.outcome, explanation.thresholds
    best = outcome.candidates[0] if outcome.candidates else None
    confidence = best.confidence if best else 0
    yield (
        f"可信度 {confidence}：{_apart(confidence, thresholds.answer, '作答')}，"
        f"{_apart(confidence, thresholds.suggest, '列为候选')}。"
    )
    if outcome.question.reading is not None:
        yield f"按“{outcome.question.reading}”理解："
        for one in explanation.replacements:
            yield f"  {one.typed} → {one.meant}"
    if best is not None and best.sentence.part is not Part.TEXT:
        yield "这不是从正文里检索出来的，而是教过的回答，或文章的标题、时间、来源。"
    if best is None:
        yield "没有一个句子与问题有共同的实义词。"
    hits = [f"{word.text}（{word.weight:.2f}）" for word in explanation.words if word.found]
    missed = [f"{word.text}（{word.weight:.2f}）" for word in explanation.words if not word.found]
    if explanation.words:
        yield f"问题里的词，在首选句里的：{'、'.join(hits) or '无'}；不在的：{'、'.join(missed) or '无'}。"
    if explanation.runner_up is not None:
        yield f"次选句：{explanation.runner_up.text}"
    if explanation.effects:
        yield "首选句胜出或落后之处（换成次选句的值，排序的得分会少多少；前五句最后按置信度排；特征的含义见 docs/model-card.md）："
        for effect in explanation.effects:
            yield (
                f"  {effect.effect:+.3f}  {effect.name}  "
                f"{effect.best:.3g} 比 {effect.runner_up:.3g}"
            )


def _apart(confidence: int, threshold: int, purpose: str) -> str:
    """Say how far a confidence is from a threshold."""
    if confidence >= threshold:
        return f"比{purpose}的门槛 {threshold} 高 {confidence - threshold}"
    return f"离{purpose}的门槛 {threshold} 差 {threshold - confidence}"
