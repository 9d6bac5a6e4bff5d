"""What the checks of a claim come to: a hard contradiction goes before a missing part, and that before support."""

from __future__ import annotations

from collections.abc import Sequence

from wenyuan.checking.verdict import Check, Verdict


def aggregate(checks: Sequence[Check]) -> Verdict:
    """The verdict. No check at all: nothing is known."""
    outcomes = {check.outcome for check in checks}
    if "contradicted" in outcomes:
        return "contradicted"
    if "failed" in outcomes:
        return "unsupported"
    if "unsure" in outcomes or not outcomes:
        return "unsure"
    return "derivable" if "derived" in outcomes else "supported"
