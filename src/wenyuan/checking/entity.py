"""The names of a claim are the source's: near-identical documents differ in little else."""

from __future__ import annotations

from wenyuan.checking.laid import Laid, Near
from wenyuan.checking.names import Name, like_names, names
from wenyuan.checking.reading import Atom, Reading
from wenyuan.checking.verdict import Check
from wenyuan.text.normalise import fold_text

# Longer than that no name is.
_LONGEST = 4
# What makes another word of the same name.
_SHORTEST, _ENDINGS = 5, frozenset("n an ian ese ish ic al s".split())
_GENERIC = frozenset(
    """mr mrs ms miss dr prof professor sir lord lady prince princess king queen duke president minister chairman
    chief court county city state states street avenue road district hospital university college school company
    corporation corp inc ltd co group bank department ministry committee commission board council agency
    association club party church north south east west new the united january february march april may june july
    august september october november december monday tuesday wednesday thursday friday saturday sunday jan feb
    mar apr jun jul aug sep sept oct nov dec article section note table figure part chapter item exhibit""".split()
)


# What a company calls itself by stands first; "Shipping Ltd" alone names none.
_FORMS = frozenset(
    "ltd limited inc incorporated corp corporation company co llc plc gmbh ag holdings group bank".split()
)


def entity(laid: Laid) -> list[Check]:
    """A check for each name of the claim, and for each word that stands where the source has a name."""
    out = list[Check]()
    done = set[Atom]()
    nearest = max((near for near in laid.near if near.close), key=lambda near: near.twin, default=None)
    for near in [nearest] if nearest else []:
        for ours, theirs in _replaced(laid, near):
            if done.isdisjoint(ours) and not _elsewhere(ours, laid, near):
                done.update(ours)
                part = (ours[0].start, ours[-1].end)
                written = laid.claim.text[part[0] : part[1]]
                named = near.reading.text[theirs[0].start : theirs[-1].end]
                detail = f"the claim names {written}, the source {named}"
                kind = "quantity" if written[0].isdigit() and named[0].isdigit() else "entity"
                out.append(Check(kind, "contradicted", detail, part, (near.index,)))
        for alone in _added(laid, near):
            if done.isdisjoint(alone):
                done.update(alone)
                part = (alone[0].start, alone[-1].end)
                out.append(Check("entity", "failed", f"no source names {laid.claim.text[part[0] : part[1]]}", part))
    for name in names(laid.claim):
        if done.isdisjoint(name.atoms):
            out.append(_check(laid, name))
    return out


def _replaced(laid: Laid, near: Near) -> list[tuple[tuple[Atom, ...], tuple[Atom, ...]]]:
    """What the claim says and the source says in its place, where both are names."""
    out = list[tuple[tuple[Atom, ...], tuple[Atom, ...]]]()
    for one in near.alignment.differences:
        ours = tuple(atom for atom in one.claim if atom.kind in ("word", "code"))
        theirs = tuple(atom for atom in one.source if atom.kind in ("word", "code"))
        if max(len(ours), len(theirs)) > _LONGEST:
            continue
        if ours and theirs and like_names(ours, laid.claim) and like_names(theirs, near.reading):
            # Of what is not a name beside one, wording speaks.
            ours, theirs = (tuple(atom for atom in side if atom.named) or side for side in (ours, theirs))
            out.append((ours, theirs))
    return out


def _added(laid: Laid, near: Near) -> list[tuple[Atom, ...]]:
    """What is like a name and stands where the source has nothing, nor anywhere else."""
    out = list[tuple[Atom, ...]]()
    for one in near.alignment.differences:
        alone = tuple(atom for atom in one.claim if atom.kind == "word")
        if not alone or one.source or len(alone) > _LONGEST or not like_names(alone, laid.claim):
            continue
        if not any(_generic(atom) or _anywhere(atom, laid) for atom in alone):
            out.append(alone)
    return out


def _elsewhere(ours: tuple[Atom, ...], laid: Laid, near: Near) -> bool:
    """Whether the sentence names it nonetheless, in another place or written in another way."""
    return all(_known(atom, laid.claim, near.reading) for atom in ours)


def _check(laid: Laid, name: Name) -> Check:
    part = (name.start, name.end)
    for near in laid.near:
        if all(any(_known(atom, laid.claim, one) for one in near.readings) for atom in name.atoms):
            return Check("entity", "passed", f"the source names {name.text} too", part, (near.index,))
    unknown = [atom for atom in name.atoms if not _generic(atom) and not _anywhere(atom, laid)]
    if not unknown:
        return Check("entity", "passed", f"the sources name {name.text} too", part)
    known = [atom for atom in name.atoms if atom not in unknown and not _generic(atom) and len(atom.word) > 2]
    formed = any(atom.word in _FORMS for atom in name.atoms)
    if known and not (formed and name.atoms[0] in unknown):
        # "Edward Windsor" for the source's Edward: more of the name than the source gives.
        return Check("entity", "passed", f"the sources name {known[0].word} of {name.text}", part)
    missing = laid.claim.text[unknown[0].start : unknown[-1].end]
    return Check("entity", "failed", f"no source names {missing}", part)


def _generic(atom: Atom) -> bool:
    """Whether a word in capitals names nobody: a title, a kind of place, a month."""
    return atom.word in _GENERIC


def _anywhere(atom: Atom, laid: Laid) -> bool:
    for near in laid.near:
        if any(_known(atom, laid.claim, one) for one in near.readings):
            return True
    return any(atom.word in fold_text(f"{one.title}\n{one.text}") for one in laid.evidence)


def _known(atom: Atom, claim: Reading, source: Reading) -> bool:
    if atom.key in source.keys or atom.word in source.written:
        return True
    if atom.word.isascii():
        return len(atom.word) > 1 and (_akin(atom.word, source) or _initials(atom.word, source))
    return atom.word in source.lower


def _akin(written: str, source: Reading) -> bool:
    """Whether a word of the same name stands there: "Libya" and "Libyan"."""
    if len(written) < _SHORTEST:
        return False
    for other in source.written:
        short, long = sorted((written, other), key=len)
        if len(short) >= _SHORTEST - 1 and long.startswith(short) and long[len(short) :] in _ENDINGS:
            return True
    return False


def _initials(written: str, source: Reading) -> bool:
    """Whether the source spells out what the claim has as capitals: "UN" and "United Nations"."""
    if not 2 <= len(written) <= 5 or not written.isalpha():
        return False
    words = [
        source.text[atom.start] for atom in source.atoms if atom.kind == "word" and source.text[atom.start].isupper()
    ]
    return written in "".join(words).casefold()
