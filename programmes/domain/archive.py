"""What can be said of rows of a foreign archive without a database: clean texts, their language, who is the same."""

import re
import unicodedata
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from typing import Final, TypeVar

Item = TypeVar("Item")
# The most frequent words that one of the languages has and the others lack.
FREQUENT: Final[dict[str, frozenset[str]]] = {
    language: frozenset(re.findall(r"\w+", words))
    for language, words in {
        "de": "der die das und ist nicht ein eine mit für auf von zu den dem sich werden wie wir im oder auch sind wird"
        " können zur zum aus bei über durch",
        "en": "the and of to is in for with on that this are be we by from or can how an it as our which what will"
        " their have your has",
        "fr": "le la les des et est une dans pour sur avec que qui par du au aux nous pas sont ou plus ce cette comment"
        " leur ces",
        "it": "il lo gli di che è per con una sono della dei delle nel alla come si più anche questo dati degli al da",
    }.items()
}
DEFAULT_LANGUAGE: Final = "de"
MARKUP: Final[Sequence[tuple[re.Pattern[str], str]]] = (
    (re.compile(r"!?\[([^\]\n]*)\]\([^)\s]*\)"), r"\1"),
    (re.compile(r"\*\*|`{1,3}|~~"), ""),
    # `#opentourism` and `Challenge #9` are no headings; `# Idea` and `###Idea` are.
    (re.compile(r"(?:^|(?<=\s))(?:#{2,6}|#(?=\s|$))"), ""),
    (re.compile(r"^\s*(?:[-*+>]\s+)+|(?<=\s)-{3,}(?=\s|$)", re.MULTILINE), ""),
)
DECEIVING: Final = frozenset("\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def plain(text: str, *, lines: bool = False) -> str:
    """Return `text` in normal form C without control characters; in one line unless `lines`."""
    normal = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(
        sign
        for sign in normal
        if sign == "\n" or (unicodedata.category(sign) not in {"Cc", "Cs"} and sign not in DECEIVING) or sign == "\t"
    )
    return kept.strip() if lines else " ".join(kept.split())


def shortened(text: str, most: int) -> str:
    """Return at most `most` characters, cut at a word, with an ellipsis where something was cut."""
    if len(text) <= most:
        return text
    head = text[: most - 2].rstrip()
    at_word = head.rsplit(" ", 1)[0]
    return f"{at_word if len(at_word) > most // 2 else head} …"


def without_markup(text: str) -> str:
    """Return the words of a Markdown `text`: links and pictures by their label, no signs of headings, lists, quotes.

    Headings and rulers are known amid a line as well: the archive has lost many line breaks.
    """
    for pattern, words in MARKUP:
        text = pattern.sub(words, text)
    return " ".join(text.split())


def language_of(*texts: str, otherwise: str = DEFAULT_LANGUAGE) -> str:
    """Return the language whose frequent words are met most often; `otherwise` if none or two are met equally."""
    words = Counter(re.findall(r"[^\W\d_]+", " ".join(texts).casefold()))
    met = {language: sum(words[word] for word in frequent) for language, frequent in FREQUENT.items()}
    best = max(met.values())
    leading = [language for language, count in met.items() if count == best]
    return leading[0] if best and len(leading) == 1 else otherwise


def same_name(name: str) -> str:
    """What two spellings of one name have in common."""
    return plain(name).casefold()


def grouped(items: Iterable[Item], keys: Sequence[Hashable]) -> list[list[Item]]:
    """Return the items with equal keys together, groups and items in the order given."""
    groups: dict[Hashable, list[Item]] = {}
    for item, key in zip(items, keys, strict=True):
        groups.setdefault(key, []).append(item)
    return list(groups.values())


def distinct(names: Sequence[str], most: int) -> list[str]:
    """Return the names, at most `most` long, made different (whatever their case) by a number where they are equal."""
    taken: set[str] = set()
    chosen: list[str] = []
    for name in names:
        candidate, number = shortened(name, most), 1
        while candidate.casefold() in taken:
            number += 1
            suffix = f" ({number})"
            candidate = shortened(name, most - len(suffix)) + suffix
        taken.add(candidate.casefold())
        chosen.append(candidate)
    return chosen
