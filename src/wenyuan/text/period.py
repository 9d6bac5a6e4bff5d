"""What a date or a stretch of time in a text says: `text.dates` reads them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True)
class Period:
    """`text[start:end]`, and the days from `first` to `last` that it means; a date is one day.

    first, last: None where the text alone does not say, and where an end is open ("since 2020").
    relative: what it is relative to, resolved or not: "last_year", "this_quarter", "last_5_years",
    "same_period_last_year", …; and "--03-05", "--03", "--Q3", "--H1", "--01/09" for a part of a year that is not said,
    alone or after such a name ("last_year--Q4"), so that two can be compared where no days are known.
    bound: "as_of" for a day at which something stands (截至), "since", "until", "before", "after", "about".
    fiscal: a year, or a part of one, of accounts; reckoned by the document's own year end where one is given, else as
    calendar years.
    """

    start: int
    end: int
    kind: Literal["date", "period"]
    first: date | None = None
    last: date | None = None
    relative: str | None = None
    bound: Literal["as_of", "since", "until", "before", "after", "about"] | None = None
    fiscal: bool = False
