"""The clause that opens a question and says where to look, not what for: "According to the 2023 report, what …"."""

from __future__ import annotations

import re

_CLAUSE = re.compile(
    r"\s*(?:(?:according to|based on|as per|per|in|from|under|given|considering|as (?:stated|reported) in)\b.*?,\s+"
    r"(?=(?:and |please )?(?:what|who|whom|whose|when|where|which|why|how|did|does|do|is|was|were|are|has|had|have|"
    r"can|could|should|will|would|summari[sz]e|describe|list|name|explain|compare|give|state|identify)\b)"
    r"|(?:根据|按照|依据|依照|基于|结合|参照|在)[^，,？?]*[，,])",
    re.IGNORECASE | re.DOTALL,
)


def parted(question: str) -> tuple[str, str]:
    """That clause with its comma, empty where a question has none, and the rest of the question."""
    found = _CLAUSE.match(question)
    end = found.end() if found else 0
    return question[:end], question[end:]
