"""What of the quantities in three sets is read right, and how fast.

    python benchmarks/quantities.py DATA [-v]

DATA holds any of `quantities/expressions.jsonl`, one {"text", "expect"} a line; `quantities/recognizers_specs/`, the
specifications of microsoft/Recognizers-Text; `qa/` and `retrieval/`, texts to measure speed on. Cases of the
specifications whose gold goes by other definitions than ours are counted by class and left out of the figure; each
class is decided by the case alone, never by what is read. Every third case was kept aside until the grammar stood: it
then read 235 of 273, with the classes that the others had shown. Its cases have been looked at since, so it measures
no more than the rest. -v prints every case that is read otherwise.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import time
import unicodedata
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any

from wenyuan.text.quantities import quantities
from wenyuan.text.quantity import Quantity
from wenyuan.text.sentences import sentences

_MODELS = [
    f"{group}/{language}/{model}Model"
    for language in ("Chinese", "English")
    for group, model in (("Number", "Number"), ("Number", "Percent"), ("NumberWithUnit", "Currency"))
]


def main() -> int:
    if len(sys.argv) not in (2, 3):
        print(__doc__, file=sys.stderr)
        return 2
    data, verbose = Path(sys.argv[1]), sys.argv[2:]
    if (path := data / "quantities" / "expressions.jsonl").exists():
        _expressions(path)
    specs = next((data / "quantities").glob("recognizers_specs/**/Specs"), None)
    if specs:
        for model in _MODELS:
            _spec(specs / f"{model}.json", model, verbose)
    _speed(data)
    return 0


def _expressions(path: Path) -> None:
    right = all_ = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        wanted = [
            (
                e["kind"],
                Fraction(e["value"]),
                e.get("unit"),
                e.get("bound"),
                Fraction(e.get("upper") or 0),
                e.get("direction"),
            )
            for e in case["expect"]
            if e["kind"] not in ("period", "date")
        ]
        got = [
            (q.kind, Fraction(q.value), q.unit, q.bound, Fraction(q.upper or 0), q.direction)
            for q in quantities(case["text"])
        ]
        all_ += 1
        right += got == wanted
        if got != wanted:
            print(f"  {case['text']!r}: {got}")
    print(f"expressions {right}/{all_}")


def _spec(path: Path, model: str, verbose: list[str]) -> None:
    cases: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8-sig"))
    classes = Counter[str]()
    parts = {"developed on": [0, 0], "kept aside": [0, 0]}
    for n, case in enumerate(cases):
        if reason := _disagreement(case, model):
            classes[reason] += 1
            continue
        part = "kept aside" if n % 3 == 2 else "developed on"
        right = _agrees(case, model)
        parts[part][0] += right
        parts[part][1] += 1
        if not right and verbose:
            got = [(q.kind, str(q.value), q.unit, q.bound) for q in quantities(case["Input"])]
            gold = [(r["Text"], r["Resolution"]) for r in case["Results"]]
            print(f"  {n} {case['Input']!r}\n     gold {gold}\n     got  {got}")
    right, all_ = (sum(part[n] for part in parts.values()) for n in (0, 1))
    print(
        f"{model}: {right}/{all_} = {right / max(all_, 1):.3f}",
        *(f"{name} {part[0]}/{part[1]}" for name, part in parts.items()),
        f"{sum(classes.values())} of {len(cases)} by other definitions",
        sep="; ",
    )
    for reason, count in classes.most_common():
        print(f"    {count:3} {reason}")


_MINOR = {"Cent": ("USD", Fraction(1, 100)), "Pence": ("GBP", Fraction(1, 100)), "Satoshi": ("BTC", Fraction(1, 10**8))}
_CURRENCIES = {"Dollar": "USD", "Pound": "GBP", "Bitcoin": "BTC", "Peseta": "ESP", "Finnish markka": "FIM",
               "Netherlands guilder": "NLG", "Franc": None, "Rupee": None}  # fmt: skip


def _disagreement(case: dict[str, Any], model: str) -> str | None:
    """Why the gold of a case goes by other definitions, if it does."""
    text: str = unicodedata.normalize("NFKC", case["Input"]).lower()
    gold: list[dict[str, Any]] = case["Results"]
    said = [unicodedata.normalize("NFKC", result["Text"]).lower() for result in gold]
    if "python" in case.get("NotSupported", ""):
        return "its own library is not held to it in Python"
    if any(result["Resolution"]["value"] in (None, "null") for result in gold):
        return "a currency or a per cent sign with no number at it"
    for pattern, among, reason in _CLASSES:
        if f"{among}Model" in model and re.search(pattern, text):
            return reason
    for pattern, among, reason in _GOLD_CLASSES:
        if f"{among}Model" in model and any(re.search(pattern, written) for written in said):
            return reason
    if "NumberModel" in model and _improper(text):
        return "improper fractions in digits (4/3), which are dates and scores as often"
    if not gold and re.search(
        r"[0-9一两二三四五六七八九十](?:\s?(?:美元|美刀|折|ml|km|%|[个個]百分[点點]|分之))|分之[0-9二三]", text
    ):
        return "a number with its unit is left to another model, or parts of other than a hundred to none"
    if "Chinese/NumberModel" in model and re.search("[%％]", text):
        return "a number with its unit is left to another model, or parts of other than a hundred to none"
    if "Chinese/NumberModel" in model and any(_lone(text, written) for written in said):
        return "a lone numeral among characters, as often part of a word (三的写法, 排名前三, 一切)"
    return None


# By what stands in the text.
_CLASSES = [
    (r"\^", "Number", "powers (2^5)"),
    (r"[0-9]年|[0-9]月|[0-9]点|[0-9]/[0-9]+/[0-9]", "Number", "dates and times, which are periods here"),
    (r"[0-9]+\.[0-9]+\.[0-9]+\.|phone|[a-z]-[0-9]|nrs?\. ", "Number", "codes, addresses and references"),
    (r"[0-9]\s?-\s?[0-9]+%", "Percent", "ranges, of which the gold gives the upper end only"),
    (r"per ?cents? of [a-z0-9-]+$", "English/Percent", "a per cent sign before its number"),
]
# By what the gold says is a number.
_GOLD_CLASSES = [
    (r"^[百千万]", "Chinese/Number", "a unit with no digit before it, as often part of a word (千三, 百三)"),
    (r"^[0-9]{9,}$|^-[0-9]{9,}$", "Number", "bare runs of nine digits and more, which are codes"),
    (r"^一$", "Chinese/Number", "一 before a measure word, as often an article (一只)"),
    (r"^零十$", "Chinese/Number", "ordinals (第零十)"),
    (r"^0[0-9]+$", "English/Number", "bare digits that begin with 0, which are codes"),
    (r"[0-9]{3,} over ", "English/Number", "improper fractions in digits (4/3), which are dates and scores as often"),
    (r"^- ", "English/Number", "a sign set apart from its number, which is a bullet as often"),
    (r"^(one|zero|nought|naught)$", "English/Number", "one, zero and nought as words of their own"),
    (r"[0-9] ?g$", "English/Number", "G for giga"),
    (r"[0-9] [0-9]{3}(?![0-9])", "English/Number", "thousands set apart by plain spaces, which are columns as often"),
    (r"[0-9],[0-9]{1,2}$|\.[0-9]{3},", "English/Number", "decimal commas"),
    (r" quarters$", "English/Number", "three quarters, which may be of a year"),
    (
        r" (?:\w+ty|hundred|and)[ -]\w+(?:ths?|firsts?)$|\w+ \w+ty fifths$|^(?:an?|one) twenty"
        r"|and fifty-four hundredths|firsts$|thousand fifths$",
        "English/Number",
        "fractions that can be cut in two ways (twenty twenty fifths)",
    ),
    (r"^\S \S 折$", "Percent", "digits of one number set apart (九 九 折)"),
    (
        r"^(?:\w+ (?:dollars?|usd) (?:and )?|.*\$ [0-9]+ and )(?!.*cents$)\w+(?: \w+)?$",
        "Currency",
        "cents that are not called so (15 dollars 50)",
    ),
    (r"penny", "Currency", "a penny, which is of several currencies"),
    (r"块$", "Chinese/Currency", "块 for 元, which counts pieces too"),
]
_MEASURE_WORDS = "个双对斤家台名张打元只"


def _lone(text: str, written: str) -> bool:
    """A single numeral among Chinese characters, no measure word after it."""
    if len(written) != 1 or written.isascii():
        return False
    at = text.find(written)
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    return (after not in _MEASURE_WORDS and (before >= "㐀" or after >= "㐀")) or (after == "" and before >= "㐀")


def _improper(text: str) -> bool:
    return any(int(a) > int(b) for a, b in re.findall(r"([0-9]+)/([0-9]+)", text))


def _agrees(case: dict[str, Any], model: str) -> bool:
    got = quantities(case["Input"])
    gold = case["Results"]
    if "Currency" in model:
        got = [q for q in got if q.kind == "amount"]
    elif "Percent" in model:
        got = [q for q in got if q.kind in ("ratio", "percentage_points")]
    return len(got) == len(gold) and all(_same(q, result, model) for q, result in zip(got, gold, strict=True))


def _same(q: Quantity, result: dict[str, Any], model: str) -> bool:
    resolution = result["Resolution"]
    written = str(resolution["value"])
    value = Fraction(written.rstrip("%"))
    if "Currency" in model:
        unit = resolution.get("isoCurrency") or resolution["unit"]
        unit, factor = _MINOR.get(unit, (_CURRENCIES.get(unit, unit), Fraction(1)))
        return q.unit == unit and _near(Fraction(q.value), value * factor)
    if "Percent" in model:
        return _near(Fraction(q.value) * (100 if q.kind == "ratio" else 1), value)
    return any(_near(Fraction(q.value) * factor, value) for factor in _factors(q))


def _factors(q: Quantity) -> list[int]:
    """A number model knows nothing of per cent: for it 12 % says 12."""
    return [1, 100, 10] if q.kind == "ratio" else [1]


def _near(one: Fraction, other: Fraction) -> bool:
    return abs(one - other) <= abs(other) / 10**9


def _speed(data: Path) -> None:
    for name, texts in _texts(data).items():
        split = [text[start:end] for text in texts for start, end in sentences(text)][:40_000]
        if not split:
            continue
        begun = time.process_time()
        found = sum(len(quantities(sentence)) for sentence in split)
        seconds = time.process_time() - begun
        print(f"{name}: {len(split) / seconds:,.0f} sentences a second ({len(split)} sentences, {found} quantities)")


def _texts(data: Path) -> dict[str, list[str]]:
    texts = dict[str, list[str]]()
    for path in [*sorted(data.glob("qa/*docs*")), *sorted(data.glob("retrieval/news*"))]:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            found = [
                str(json.loads(line).get("text") or json.loads(line).get("content") or "")
                for _, line in zip(range(1500), lines, strict=False)
            ]
        texts[path.name] = [text for text in found if text]
    return texts


if __name__ == "__main__":
    raise SystemExit(main())
