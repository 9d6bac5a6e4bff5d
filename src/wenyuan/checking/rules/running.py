"""The rules of a file, applied to a checked text."""

from __future__ import annotations

from collections.abc import Sequence

from wenyuan.checking.report import CheckedClaim
from wenyuan.checking.rules.deducing import deduce
from wenyuan.checking.rules.model import Deduce, Forbid, Require, Rules, Sum
from wenyuan.checking.rules.outcome import RuleResult
from wenyuan.checking.rules.requiring import forbid, require
from wenyuan.checking.rules.shelf import Shelf
from wenyuan.checking.rules.stated import stated
from wenyuan.checking.rules.summing import add_up
from wenyuan.reading.document import Document


def run(rules: Rules, draft: Document, claims: Sequence[CheckedClaim], shelf: Shelf) -> tuple[RuleResult, ...]:
    """What each rule comes to, in the order of the file."""
    said = stated(draft, claims)

    def one(rule: Sum | Require | Forbid | Deduce) -> RuleResult:
        match rule:
            case Sum():
                return add_up(rule, draft, shelf)
            case Require():
                return require(rule, said)
            case Forbid():
                return forbid(rule, said)
            case Deduce():
                return deduce(rule, shelf)

    return tuple(one(rule) for rule in rules.rule)
