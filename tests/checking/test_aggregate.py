"""What outcomes come to: the law, over all of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wenyuan.checking.aggregate import aggregate
from wenyuan.checking.verdict import Check, Outcome

_OUTCOMES: tuple[Outcome, ...] = ("passed", "derived", "failed", "contradicted", "unsure")
_CHECKS = st.lists(st.builds(Check, st.just("any"), st.sampled_from(_OUTCOMES), st.just("")))


@given(_CHECKS)
def test_contradiction_before_missing_before_unsure_before_support(checks: list[Check]) -> None:
    outcomes = [check.outcome for check in checks]
    verdict = aggregate(checks)
    if "contradicted" in outcomes:
        assert verdict == "contradicted"
    elif "failed" in outcomes:
        assert verdict == "unsupported"
    elif "unsure" in outcomes or not outcomes:
        assert verdict == "unsure"
    else:
        assert verdict == ("derivable" if "derived" in outcomes else "supported")


@given(_CHECKS, _CHECKS)
def test_no_check_makes_a_verdict_better_but_the_first(checks: list[Check], more: list[Check]) -> None:
    order = ["contradicted", "unsupported", "unsure", "derivable", "supported"]
    if checks:
        assert order.index(aggregate([*checks, *more])) <= order.index(aggregate(checks))
