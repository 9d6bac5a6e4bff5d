"""The day a stored document is from, and where its fiscal years end: what its own words are reckoned by."""

from __future__ import annotations

import re
from datetime import date

from wenyuan.library.records import StoredDocument
from wenyuan.search.periods import own_period
from wenyuan.text.dates import declared_year_end, periods

# A year end is declared on the cover of a filing or in its first notes.
_FRONT = 60_000
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def dating(content: StoredDocument) -> tuple[date | None, tuple[int, int] | None]:
    """The last day that the file says it is from, else that its title names; and month and day of its year's end."""
    return _dated(content), declared_year_end(content.text[:_FRONT])


def _dated(content: StoredDocument) -> date | None:
    if (own := own_period(content.metadata)) and own.last is not None:
        return date.fromordinal(own.last)
    title = content.record.title
    days = [found.last for found in periods(title) if found.last]
    # In a title a bare year is one: "Annual report 2023".
    days += [date(int(found[0]), 12, 31) for found in _YEAR.finditer(title)]
    return max(days, default=None)
