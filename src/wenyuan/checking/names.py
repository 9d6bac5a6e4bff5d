"""Which pieces of a text are names: by capitals, by the dictionary, and by what stands beside them in Chinese."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from wenyuan.checking.reading import SURNAMES, Atom, Reading

# What a Chinese name of a place or an organisation ends in.
_ENDS = re.compile(
    "(?:省|市|区|县|镇|乡|村|街|街道|路|巷|号楼|小区|大道|公司|集团|银行|医院|学院|大学|中学|小学|法院|检察院|公安局|派出所|事务所|研究所|研究院"
    "|委员会|协会|基金|基金会|证券|保险|科技|实业|股份|有限公司|广场|超市|酒店|工厂|厂|报|社|局|部|岛|山|河|湖)"
)
# Less than a name says: "all", "some".
_LEAST = 0.5
# What stands before a word for an organisation and does not name one.
_ANY = frozenset(
    """该 本 我 我们 上市 子 母 分 有限 股份 责任 保险 证券 物流 科技 外贸 贸易 房地产 建筑 律师 会计师 第三方
    大型 小型 国有 民营 外资 私营 目标 关联 控股 全资 参股 同行 其他 多家 一家 两家 几家 各 某 某家 每家
    这家 那家 所有 全部 中国 人民 中级 高级 基层 最高 市 区 县 省 公立 私立 综合 当地 附近 商业 投资 担保
    网络 广告 出租车 公交 制药 建材 出口 电子 产品""".split()
)
_ORGANISATION = re.compile(
    "(?:公司|集团|银行|医院|大学|学院|中学|小学|研究院|研究所|事务所|基金会|协会|证券|药业|股份)$"
)
# What stands before a person's name.
_BEFORE = re.compile(
    "(?:被告人|被告|原告|原告人|上诉人|被害人|受害人|证人|辩护人|代理人|审判长|审判员|书记员|检察员|法官|患者|姓名|先生|女士|医生|主任|"
    "董事长|总经理|经理|总裁|教授|律师|主席|总统|部长|市长|省长|局长|院长|校长|店主|老板|司机|行人|顾客|居民|同学|老师)[:：\\s*]*$"
)
_SURNAMES = frozenset(SURNAMES)


@dataclass(frozen=True, slots=True)
class Name:
    """Atoms that stand side by side and name one thing."""

    atoms: tuple[Atom, ...]
    text: str

    @property
    def start(self) -> int:
        return self.atoms[0].start

    @property
    def end(self) -> int:
        return self.atoms[-1].end


def names(reading: Reading) -> list[Name]:
    """The names of a text in order."""
    out, run = list[Name](), list[Atom]()
    for atom in (*reading.atoms, None):
        # Beside each other, or with nothing but spaces and full stops between.
        gap = "" if not (run and atom) else reading.text[run[-1].end : atom.start]
        if run and (atom is None or not _is(atom, reading) or not _joins(gap)):
            out.append(Name(tuple(run), reading.text[run[0].start : run[-1].end]))
            run = []
        if atom is not None and _is(atom, reading):
            run.append(atom)
    if out and reading.atoms:
        out[0] = _opened(out[0], reading.atoms[0], reading)
    out += _owner(reading, out)
    taken = {atom for name in out for atom in name.atoms}
    out += [name for name in _organisations(reading) if taken.isdisjoint(name.atoms)]
    return sorted(out, key=lambda name: name.start)


def _owner(reading: Reading, found: Sequence[Name]) -> list[Name]:
    """A word that opens a sentence and owns something ("Netflix's revenue"): its capital tells nothing, the 's does."""
    for atom in reading.atoms[:1]:
        written = reading.text[atom.start : atom.end]
        owns = written[0].isascii() and written[0].isupper() and written.endswith(("'s", "’s"))
        if owns and atom.kind == "word" and atom.weight >= _LEAST and not any(atom in name.atoms for name in found):
            return [Name((atom,), written)]
    return []


def _opened(name: Name, opening: Atom, reading: Reading) -> Name:
    """A name with the word that opens the sentence where that stands right before it: its capital may be a name's."""
    written = reading.text[opening.start : opening.end]
    beside = opening.end <= name.start and _joins(reading.text[opening.end : name.start])
    capital = written[0].isascii() and written[0].isupper()
    if not (beside and capital) or opening.kind != "word" or opening.weight < _LEAST:
        return name
    return Name((opening, *name.atoms), reading.text[opening.start : name.end])


def _organisations(reading: Reading) -> list[Name]:
    """Chinese organisations called by a word that no dictionary takes for a name: 青山公司."""
    out = list[Name]()
    for before, atom in pairwise(reading.atoms):
        close = before.end == atom.start and before.kind == "word" and before.weight >= _LEAST
        if close and len(before.word) > 1 and _ORGANISATION.fullmatch(atom.word) and before.word not in _ANY:
            out.append(Name((before,), reading.text[before.start : atom.end]))
    return out


def _joins(gap: str) -> bool:
    return len(gap) < 3 and not gap.strip(" .·•-&")


def _is(atom: Atom, reading: Reading) -> bool:
    if atom.kind not in ("word", "code") or not atom.weight:
        return False
    written = reading.text[atom.start : atom.end]
    if written[0].isascii():
        return atom.named
    return atom.named and len(written) > 1


def like_names(atoms: Sequence[Atom], reading: Reading) -> bool:
    """Whether what stands in a place is a name, though nothing in it need show it."""
    if not atoms or any(atom.kind not in ("word", "code") for atom in atoms):
        return False
    start, end = atoms[0].start, atoms[-1].end
    written = reading.text[start:end]
    if all(atom.weight < _LEAST for atom in atoms):
        return False
    if any(_is(atom, reading) for atom in atoms):
        return True
    if written[0].isascii():
        # A capital at the opening of a sentence is a name's where the next word has one too, or it is no other word.
        return written[0].isupper() and all(reading.text[atom.start].isupper() for atom in atoms)
    after = reading.text[end : end + 4]
    if _ENDS.match(after) or _ENDS.search(written[-3:]):
        return True
    return len(written) <= 4 and (
        written[0] in _SURNAMES or bool(_BEFORE.search(reading.text[max(0, start - 6) : start]))
    )
