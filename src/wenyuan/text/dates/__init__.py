"""Dates and stretches of time in Chinese and English: `periods`; the close of accounts: `declared_year_end`."""

from wenyuan.text.dates.reading import periods
from wenyuan.text.dates.year_end import declared_year_end

__all__ = ["declared_year_end", "periods"]
