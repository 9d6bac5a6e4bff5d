"""A file of rules that means nothing is refused in one line that names the key and what is accepted."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruling import written

from wenyuan.checking.rules.loading import load, parse
from wenyuan.errors import UsageError

HEAD = '[[rule]]\nname = "It"\n'
DEDUCE = f'{HEAD}kind = "deduce"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rule = [", "is no TOML"),
        ("", "holds no rule: each begins with a line [[rule]]"),
        ("rule = 3", "`rule`"),
        ("rules = []\n" + HEAD + 'kind = "sum"', "`rules` is no key here; accepted: rule"),
        (HEAD, "rule 1 “It”: `kind` is missing; accepted: sum, require, forbid, deduce"),
        ('[[rule]]\nkind = "sum"', "rule 1: `name` is missing"),
        (HEAD + 'kind = "summe"', "`kind` is 'summe'; accepted: sum, require, forbid, deduce"),
        (HEAD + 'kind = "sum"\ntotl = "合计"', "`totl` is no key here; accepted: name, kind, total, in"),
        (HEAD + 'kind = "sum"\nin = "drafts"', "`in`: input should be 'draft', 'sources' or 'both'"),
        (HEAD + 'kind = "sum"\ntotal = "a||b"', "a pattern is words"),
        (HEAD + 'kind = "sum"\ntolerance = -1', "`tolerance`"),
        (HEAD + 'kind = "require"\nwhen = "amount"', "`must` is missing"),
        (HEAD + 'kind = "require"\nwhen = "pct"\nmust = "unit"', "'pct' is no property; accepted: amount, base_period"),
        (
            HEAD + 'kind = "forbid"\nwhen = { patern = "a" }',
            "`patern` is no key here; accepted: property, pattern, names",
        ),
        (HEAD + 'kind = "forbid"\nwhen = { pattern = "a", names = ["b"] }', "one of: property, pattern, names"),
        (HEAD + 'kind = "require"\nwhen = "amount"\nmust = "named_in_source"', "is about names"),
        (DEDUCE, "`step` is missing"),
        (
            DEDUCE + 'step = [{ name = "a", fnd = "b" }]',
            "step 1: `fnd` is no key here; accepted: name, find, in, under",
        ),
        (DEDUCE + 'step = [{ name = "a", find = "b", is = "1" }]', "a step has one of: find, is, check"),
        (DEDUCE + 'step = [{ name = "a", is = "1", period = "2024" }]', "belong to a step with `find`"),
        (DEDUCE + 'step = [{ name = "a b", is = "1" }]', "not 'a b'"),
        (DEDUCE + 'step = [{ name = "max", is = "1" }]', "not 'max'"),
        (DEDUCE + 'step = [{ name = "a", find = "b", period = "soonish" }]', "'soonish' is no period"),
        (DEDUCE + 'step = [{ name = "a", is = "1" }]', "nothing is checked"),
        (DEDUCE + 'step = [{ check = "1 + 1" }]', "not one that compares"),
        (DEDUCE + 'step = [{ name = "a", is = "1 < 2" }]', "what compares belongs into `check`"),
        (DEDUCE + 'step = [{ name = "a", is = "a + 1" }, { check = "a > 1" }]', "step 'a' uses itself"),
        (
            DEDUCE + 'step = [{ name = "a", is = "b" }, { name = "b", is = "a" }, { check = "a > b" }]',
            "step 'a' uses 'b', which comes later",
        ),
        (DEDUCE + 'step = [{ name = "a", is = "1" }, { check = "a > c" }]', "uses 'c', and no step is called so"),
        (DEDUCE + 'step = [{ name = "a", is = "1" }, { name = "a", is = "2" }]', "two steps are called 'a'"),
        (DEDUCE + 'step = [{ name = "a", is = "__import__(\'os\')" }]', "is no expression"),
        (DEDUCE + 'step = [{ name = "a", is = "open(1)" }]', "there is no function 'open'; there are: min, max"),
        (DEDUCE + 'step = [{ name = "a", is = "1 +" }]', "is expected at its end"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(tmp_path: Path, text: str, said: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(UsageError) as refused:
        load(path)
    assert said in str(refused.value)
    assert str(path) in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        load(tmp_path / "nowhere.toml")
    with pytest.raises(UsageError, match="cannot be read"):
        load(tmp_path)
    path = tmp_path / "rules.toml"
    path.write_bytes('名 = "合计"'.encode("gb18030"))
    with pytest.raises(UsageError, match="UTF-8"):
        load(path)


Toml = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["name", "kind", "when", "must", "step", "find", "is", "check", "pattern", "in", "total"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.text(max_size=300) | st.builds(lambda value: "rule = " + repr(value).replace("'", '"'), Toml))
def test_any_text_is_rules_or_refused(text: str) -> None:
    try:
        parse(text)
    except UsageError as error:
        assert str(error)
