"""Rise or fall, yes or no, all or some: the claim goes the same way as the source."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from wenyuan.checking import lexicon
from wenyuan.checking.laid import Laid, Near
from wenyuan.checking.matching import relevance
from wenyuan.checking.reading import Atom, Reading
from wenyuan.checking.roles import roles
from wenyuan.checking.verdict import Check

# A sentence that says so much of what stands around a word speaks of the same.
_ABOUT, _CLEARLY = 0.5, 0.65
# What would be so is not so.
_SUPPOSES = re.compile(r"\b(?:would|could|might) (?:have|be)\b|如果|假如|倘若", re.IGNORECASE)
# A sign of negation reaches so many atoms on.
_REACH = 3


def direction(laid: Laid) -> list[Check]:
    """A check for each word of the claim that says which way, where the sources say it too."""
    out = list[Check]()
    nearest = max((near for near in laid.near if near.close), key=lambda near: near.twin, default=None)
    done = set[Atom]()
    if nearest is not None:
        for check, atoms in _beside(laid, nearest):
            done |= set(atoms)
            out.append(check)
    for atom in laid.claim.atoms:
        if atom not in done and (check := _way(laid, atom)):
            out.append(check)
    if nearest is None:
        out.extend(_denied(laid))
    if not any(check.outcome == "contradicted" for check in out):
        out.extend(roles(laid, nearest))
    return out


def _beside(laid: Laid, near: Near) -> list[tuple[Check, Sequence[Atom]]]:
    """What a near-identical sentence says otherwise in the place of single words."""
    out = list[tuple[Check, Sequence[Atom]]]()
    ours_denied, theirs_denied = list[Atom](), list[Atom]()
    # What the claim denies in another place than the source, it denies nonetheless.
    moved = _denials(laid.claim, [atom for one in near.alignment.differences for atom in one.claim])
    moved &= _denials(
        near.reading,
        [*near.alignment.left_out, *(atom for one in near.alignment.differences for atom in one.source)],
    )
    for one in near.alignment.differences:
        pair = next(
            (
                (ours, theirs)
                for ours in one.claim
                for theirs in one.source
                if lexicon.opposed(_key(ours), _key(theirs))
            ),
            None,
        )
        if pair:
            ours, theirs = laid.shown(pair[0]), near.reading.text[pair[1].start : pair[1].end]
            detail = f"the claim says {ours}, the source {theirs}"
            check = Check("direction", "contradicted", detail, (pair[0].start, pair[0].end), (near.index,))
            out.append((check, (*one.claim, *one.source)))
            continue
        if written := _within_words(laid, near, one.claim, one.source):
            detail = f"the claim says {written[0]}, the source {written[1]}"
            part = one.claim[0].start, one.claim[-1].end
            out.append((Check("direction", "contradicted", detail, part, (near.index,)), one.claim))
            continue
        many = _many(laid, near, one.claim, one.source)
        if many:
            out.append((many, one.claim))
        ours_denied += [
            atom for atom in one.claim if atom.key in lexicon.NOT and _denial(laid.claim, atom) not in moved
        ]
        theirs_denied += [
            atom for atom in one.source if atom.key in lexicon.NOT and _denial(near.reading, atom) not in moved
        ]
    if len(ours_denied) % 2 != len(theirs_denied) % 2:
        first = ours_denied[0] if ours_denied else None
        if first:
            detail = f"the claim says {laid.shown(first)} where the source does not"
        else:
            word = near.reading.text[theirs_denied[0].start : theirs_denied[0].end]
            detail = f"the source says {word} where the claim does not"
        part = (first.start, first.end) if first else None
        out.append((Check("direction", "contradicted", detail, part, (near.index,)), ours_denied))
    for ours, theirs in () if out else near.alignment.same:
        if ours.quantity and theirs.quantity and {ours.quantity.direction, theirs.quantity.direction} == {"up", "down"}:
            detail = f"the claim says {laid.shown(ours)}, the source {near.reading.text[theirs.start : theirs.end]}"
            check = Check("direction", "contradicted", detail, (ours.start, ours.end), (near.index,))
            out.append((check, (ours,)))
    return out


def _within_words(laid: Laid, near: Near, ours: Sequence[Atom], theirs: Sequence[Atom]) -> tuple[str, str] | None:
    """Chinese words that differ in a character that turns them round: 抢救有效 and 抢救无效."""
    if not ours or not theirs:
        return None
    one = laid.claim.text[ours[0].start : ours[-1].end]
    other = near.reading.text[theirs[0].start : theirs[-1].end]
    start = _shared(one, other)
    end = _shared(one[start:][::-1], other[start:][::-1])
    pair = one[start : len(one) - end], other[start : len(other) - end]
    if (
        lexicon.opposed(*pair)
        or _signed(one, other)
        or _signed(other, one)
        or lexicon.swapped(one, other)
        or (set(pair) & _SIGNS and set(pair) & _AFFIRMED)
        or (pair[0] in _NUMERALS and pair[1] in _NUMERALS and len(one) == len(other) > 1)
    ):
        return one, other
    return None


def _signed(one: str, other: str) -> bool:
    """Whether the second says what the first does with a sign of negation in it: 心律齐 and 心律不齐."""
    for sign in "不未无没非":
        plain = other.replace(sign, "", 1)
        if sign in other and sign not in one and len(plain) > 1 and plain in one:
            return True
    return False


def _shared(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


# 三楼 and 五楼, 星期一 and 星期二.
_NUMERALS = frozenset("一二三四五六七八九十")
# What stands where a sign of negation does not.
_SIGNS, _AFFIRMED = (
    {"不", "未", "无", "没", "没有", "非", "不可", "不能"},
    {"", "有", "已", "可", "能", "可以", "是", "已经"},
)


def _denials(text: Reading, atoms: Sequence[Atom]) -> set[tuple[str, str]]:
    return {_denial(text, atom) for atom in atoms if atom.key in lexicon.NOT}


def _denial(text: Reading, atom: Atom) -> tuple[str, str]:
    """A word that denies, and what it stands before."""
    return atom.key, next((one.key for one in text.content if one.start >= atom.end), "")


def _key(atom: Atom) -> str:
    return atom.key


def _many(laid: Laid, near: Near, ours: Sequence[Atom], theirs: Sequence[Atom]) -> Check | None:
    """All is claimed and some are meant: the source does not say so much."""
    every = next((atom for atom in ours if atom.key in lexicon.ALL), None)
    some = next((atom for atom in theirs if atom.key in lexicon.SOME), None)
    if every is None or some is None:
        return None
    detail = f"the claim says {laid.shown(every)}, the source {near.reading.text[some.start : some.end]}"
    return Check("direction", "failed", detail, (every.start, every.end), (near.index,))


def _way(laid: Laid, atom: Atom) -> Check | None:
    """A word for rise or fall, or with an opposite, beside what the nearest sentences say."""
    if not lexicon.turns(atom.key):
        return None
    up, down = atom.key in lexicon.UP, atom.key in lexicon.DOWN
    part = (atom.start, atom.end)
    against: tuple[float, Near, Atom] | None = None
    for near in laid.near:
        score = relevance(laid.claim, *part, near.saids)
        if score < _ABOUT or (_SUPPOSES.search(near.reading.text) and not _SUPPOSES.search(laid.claim.text)):
            continue
        if atom.key in near.reading.keys or ((up or down) and _same(near.reading, up)):
            if up or down:
                return Check("direction", "passed", f"{laid.shown(atom)}: the source says so", part, (near.index,))
            return None
        other = next(
            (
                one
                for one in near.reading.atoms
                if lexicon.opposites(atom.key, one.key) and one.key not in laid.claim.keys
            ),
            None,
        )
        if other and (against is None or score > against[0]):
            against = score, near, other
    if against is None:
        return None
    score, near, other = against
    detail = f"the claim says {laid.shown(atom)}, the source {near.reading.text[other.start : other.end]}"
    outcome = "contradicted" if score >= _CLEARLY else "unsure"
    return Check("direction", outcome, detail, part, (near.index,))


def _same(source: Reading, up: bool) -> bool:
    words = lexicon.UP if up else lexicon.DOWN
    way = "up" if up else "down"
    return any(atom.key in words for atom in source.atoms) or any(one.direction == way for one in source.quantities)


def _denied(laid: Laid) -> list[Check]:
    """What the claim denies the source says, or the other way round, where both say it in other words."""
    out = list[Check]()
    for near in laid.near[:1]:
        ours, theirs = _polarity(laid.claim), _polarity(near.reading)
        for key, (atom, denied) in ours.items():
            if key in theirs and theirs[key][1] != denied:
                score = relevance(laid.claim, atom.start, atom.end, near.saids)
                if score >= _ABOUT:
                    which = "the claim denies it" if denied else "the source denies it"
                    detail = f"{laid.shown(atom)}: {which}, the other does not"
                    outcome = "contradicted" if score >= _CLEARLY else "unsure"
                    out.append(Check("direction", outcome, detail, (atom.start, atom.end), (near.index,)))
    return out[:1]


def _polarity(reading: Reading) -> dict[str, tuple[Atom, bool]]:
    """The words of a text, each with whether it is denied; one that is both is neither."""
    out = dict[str, tuple[Atom, bool]]()
    both = set[str]()
    content = reading.content
    for at, atom in enumerate(content):
        if atom.kind != "word" or atom.key in lexicon.NOT or atom.weight < 0.5 or atom.named:
            continue
        before = [one for one in content[max(0, at - _reach(atom)) : at] if _clause(reading.text, one, atom)]
        denied = sum(one.key in lexicon.NOT for one in before) % 2 == 1
        if atom.key in out and out[atom.key][1] != denied:
            both.add(atom.key)
        out[atom.key] = atom, denied
    return {key: value for key, value in out.items() if key not in both}


def _reach(atom: Atom) -> int:
    return _REACH if atom.key.isascii() else 1


def _clause(text: str, one: Atom, other: Atom) -> bool:
    return not any(mark in ",;:.，；。：、" for mark in text[one.end : other.start])
