"""Looking for a term in a text says what analysing all of it would, and finds a lone character in any word."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from wenyuan.search.occurring import Wanted
from wenyuan.search.reasons import Words
from wenyuan.text.analyser import IDEOGRAPHIC, terms
from wenyuan.text.normalise import fold_text

_IDEOGRAPH = re.compile(IDEOGRAPHIC)
_TEXT = st.lists(
    st.sampled_from("海 上 风 电 の カ 한 글 々 １ 2 . , - / ' A b ﬁ é runs FY2018 1,234.5 Ａ \n".split(" ")),
    max_size=30,
)


@given(_TEXT, _TEXT)
def test_held_are_the_terms_of_the_text(text: list[str], query: list[str]) -> None:
    said, asked = "".join(text), "".join(query)
    wanted = {*terms(asked), *terms(said)[::2]}
    alone = {term for term in wanted if _IDEOGRAPH.fullmatch(term) and term in fold_text(said)}
    assert Words(said).held(Wanted(wanted)) == wanted & set(terms(said)) | alone
