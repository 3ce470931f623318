"""Make the data files of `bot/language/data` again from their sources.

    python scripts/make_language_data.py --cedict FILE --strokes FILE

`FILE`s are the raw CC-CEDICT dictionary and pycorrector's table of similar characters; where to
get them stands in `bot/language/data/README.md`. What the program's own dependencies bring
(jieba's dictionary, pypinyin's readings, OpenCC) is taken from there. Same sources, same contents.
"""

from __future__ import annotations

import argparse
import itertools
import re
import unicodedata
import zlib
from collections import Counter, defaultdict
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pypinyin import lazy_pinyin
from pypinyin.pinyin_dict import pinyin_dict

from bot.base.text import simplify
from bot.language.english import STOPWORDS, stem, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

DATA = Path(__file__).parent.parent / "bot" / "language" / "data"

# A reading of a character counts where it makes this share of the character's use in words.
READING_SHARE = 0.02
READINGS_KEPT = 3
# What every speaker types, whatever words say.
ALSO_READ = {"谁": "shui", "哪": "nei", "那": "nei", "这": "zhei", "地": "de", "血": "xie"}

# Words of general Chinese that a pinyin question may be made of: frequent and short.
SOUND_FREQUENCY = 40
SOUND_LENGTH = 4
SOUND_WORDS = 8

HANZI = re.compile(r"[\u4e00-\u9fff]+")


def main() -> None:
    """Write every data file whose source is given."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cedict", type=Path, help="CC-CEDICT, plain text")
    parser.add_argument("--strokes", type=Path, help="pycorrector's same_stroke.txt")
    arguments = parser.parse_args()
    frequencies = jieba_frequencies()
    readings = character_readings(frequencies)
    write("pinyin.txt", pinyin_lines(readings))
    write("sounds.txt.z", sound_lines(frequencies, readings))
    if arguments.strokes:
        write("shapes.txt", shape_lines(arguments.strokes.read_text("utf-8"), frequencies))
    if arguments.cedict:
        cedict = arguments.cedict.read_text("utf-8")
        additions = (DATA / "english-additions.tsv").read_text("utf-8")
        write("english.tsv.z", english_lines(cedict, additions, frequencies))


def write(name: str, lines: Iterable[str]) -> None:
    """Write a data file, packed where its name ends in .z."""
    content = "".join(f"{line}\n" for line in lines).encode()
    packed = zlib.compress(content, 9) if name.endswith(".z") else content
    (DATA / name).write_bytes(packed)
    print(f"{name}: {len(content):,} bytes, {len(packed):,} as shipped")


def jieba_frequencies() -> dict[str, int]:
    """Read jieba's dictionary: simplified words of Chinese characters and their counts."""
    text = resources.files("jieba").joinpath("dict.txt").read_text("utf-8")
    words = (line.split(" ") for line in text.splitlines())
    return {word: int(count) for word, count, _ in words if HANZI.fullmatch(word)}


# ---- pinyin


def plain(syllable: str) -> str:
    """Take the tone off a syllable; ü becomes v."""
    letters = unicodedata.normalize("NFD", syllable)
    bare = (c for c in letters if c == "\u0308" or not unicodedata.combining(c))
    return unicodedata.normalize("NFC", "".join(bare)).replace("ü", "v")


def character_readings(frequencies: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    """Return the readings of each simplified character, the commonest first, without tones."""
    use: dict[str, Counter[str]] = defaultdict(Counter)
    for word, count in frequencies.items():
        syllables = lazy_pinyin(word, v_to_u=False)
        if len(word) > 1 and len(syllables) == len(word):
            for character, syllable in zip(word, syllables, strict=True):
                use[character][syllable] += count
    characters = (chr(code) for code in range(0x4E00, 0xA000) if code in pinyin_dict)
    return {
        character: _readings(character, use[character])
        for character in characters
        if simplify(character) == character
    }


def _readings(character: str, use: Counter[str]) -> tuple[str, ...]:
    first = plain(pinyin_dict[ord(character)].split(",")[0])
    least = READING_SHARE * use.total()
    common = [syllable for syllable, count in use.most_common() if count > least]
    extra = [ALSO_READ[character]] if character in ALSO_READ else []
    return tuple(dict.fromkeys([*common, first][:READINGS_KEPT] + extra))


def pinyin_lines(readings: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield `readings TAB characters`."""
    characters: dict[str, list[str]] = defaultdict(list)
    for character, syllables in readings.items():
        characters[" ".join(syllables)].append(character)
    for syllables in sorted(characters):
        yield f"{syllables}\t{''.join(characters[syllables])}"


def sound_lines(
    frequencies: Mapping[str, int], readings: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    """Yield `syllables TAB words`, the most frequent first, for words of general Chinese."""
    by_sound: dict[str, list[str]] = defaultdict(list)
    for word in sorted(frequencies, key=lambda word: (-frequencies[word], word)):
        if frequencies[word] < SOUND_FREQUENCY or len(word) > SOUND_LENGTH:
            continue
        if simplify(word) != word:
            continue
        if len(word) == 1:
            sounds = readings.get(word, ())
        else:
            sounds = ["'".join(lazy_pinyin(word, v_to_u=False))]
        for sound in sounds:
            by_sound[sound].append(word)
    for sound in sorted(by_sound):
        yield f"{sound}\t{' '.join(by_sound[sound][:SOUND_WORDS])}"


# ---- shapes


def shape_lines(source: str, frequencies: Mapping[str, int]) -> Iterator[str]:
    """Yield `character TAB similar characters` from groups of similar characters."""
    similar: dict[str, set[str]] = defaultdict(set)
    for line in source.splitlines():
        group = {character for character in line.split() if character in frequencies}
        for one, other in itertools.permutations(sorted(group), 2):
            similar[one].add(other)
    for character in sorted(similar):
        yield f"{character}\t{''.join(sorted(similar[character]))}"


# ---- English

# Glosses that say what an entry is instead of what it means.
NO_MEANING = re.compile(
    r"\b(?:variant of|CL:|see also|also written|abbr\. (?:for|of)|Taiwan pr|also pr|same as|used in"
    r"|idiom|county|district of|prefecture|township)\b"
)
ENTRY = re.compile(r"\S+ (\S+) \[[^\]]*\] /(.*)/")
LONGEST_CHINESE = 8
LONGEST_GLOSS = 4
TRANSLATIONS_KEPT = 16
LEAST_SHARE = 3
# Weights. A word's own frequency counts little (0.3), for a dictionary gives rare words the same
# space; single characters are words less often than parts of words; later glosses are weaker; and
# a word in the midst of a gloss is only a part of the meaning, in a name somewhat more.
FREQUENCY_POWER = 0.3
SINGLE_CHARACTER = 0.25
LATER_GLOSS = 0.3
PART_OF_GLOSS = 0.3
PART_OF_NAME = 0.5
OWN_WEIGHT = 30.0


class Gloss(NamedTuple):
    """A meaning of a Chinese word."""

    stems: tuple[str, ...]
    is_name: bool


def english_lines(source: str, additions: str, frequencies: Mapping[str, int]) -> Iterator[str]:
    """Yield `stems TAB word word:percent word:percent`, the weight as a share of the first's."""
    table: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for word, glosses in _entries(source):
        single = SINGLE_CHARACTER if len(word) == 1 else 1.0
        weight = single * (frequencies.get(word, 0) + 3) ** FREQUENCY_POWER
        for place, gloss in enumerate(glosses):
            if gloss is not None:
                for key, part in _keys(gloss):
                    table[key][word] += part * weight / (1 + LATER_GLOSS * place)
    for line in additions.splitlines():
        if line and not line.startswith("#"):
            key, words = line.split("\t")
            stems = " ".join(map(stem, key.split(" ")))
            for place, word in enumerate(words.split(" ")):
                table[stems][word] += OWN_WEIGHT / (1 + LATER_GLOSS * place)
    for key in sorted(table):
        best = sorted(table[key].items(), key=lambda item: (-item[1], item[0]))
        kept = best[:TRANSLATIONS_KEPT]
        (first, most), others = kept[0], kept[1:]
        shares = ((word, round(100 * weight / most)) for word, weight in others)
        kept_others = (f" {word}:{share}" for word, share in shares if share >= LEAST_SHARE)
        yield f"{key}\t{first}" + "".join(kept_others)


def _entries(source: str) -> Iterator[tuple[str, list[Gloss | None]]]:
    for line in source.splitlines():
        match = ENTRY.match(line)
        if match and len(match[1]) <= LONGEST_CHINESE and HANZI.search(match[1]):
            glosses = re.split("[/;]", match[2])
            yield simplify(match[1].lower()), [_gloss(gloss.strip()) for gloss in glosses]


def _gloss(text: str) -> Gloss | None:
    if not text or NO_MEANING.search(text):
        return None
    text = re.sub(r"\([^()]*\)|\[[^\]]*\]|[\u3400-\u9fff]\S*", " ", text).strip()
    is_name = text[:1].isupper()
    words = tokens(text.lower())
    if is_name or len(words) > LONGEST_GLOSS:
        words = tokens(text.split(",")[0].lower())
    content = [word for word in words if word not in STOPWORDS] or words[:1]
    if not 0 < len(content) <= LONGEST_GLOSS:
        return None
    return Gloss(tuple(map(stem, content)), is_name)


def _keys(gloss: Gloss) -> Iterator[tuple[str, float]]:
    yield " ".join(gloss.stems), 1.0
    if len(gloss.stems) > 1:
        part = PART_OF_NAME if gloss.is_name else PART_OF_GLOSS
        for one in gloss.stems:
            yield one, part / len(gloss.stems)


if __name__ == "__main__":
    main()
