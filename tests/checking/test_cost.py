"""Hostile texts cost no more than their length: each of these took many seconds or minutes once."""

from __future__ import annotations

import time

import pytest

from wenyuan.checking.evidence import Sentence
from wenyuan.checking.judge import judge
from wenyuan.checking.stating import states

_SECONDS = 8.0


@pytest.mark.parametrize("piece", ["..", ". ", "·", "…"])
def test_a_text_of_leaders(piece: str) -> None:
    began = time.process_time()
    states("x " + piece * 20_000)
    assert time.process_time() - began < _SECONDS


def test_leaders_before_a_page_state_nothing() -> None:
    assert not states("The revenue of the company in the year " + "." * 500 + " 12")


@pytest.mark.parametrize("piece", ["1%", "1 2 ", "[1]", "1至", "$1 "])
def test_a_claim_of_figures(piece: str) -> None:
    began = time.process_time()
    judge("x " + piece * (3_900 // len(piece)), [Sentence("公司2023年营业收入为11.44亿元。Revenue was 12.")])
    assert time.process_time() - began < _SECONDS
