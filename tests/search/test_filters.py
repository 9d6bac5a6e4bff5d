"""Searches under conditions: phrases, fields, exclusions and filters, over a real library."""

from __future__ import annotations

import email.message
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shelf import put
from wenyuan.errors import UsageError
from wenyuan.library.store import Store
from wenyuan.search.filters import Filters
from wenyuan.search.search import Search


def mail() -> bytes:
    message = email.message.EmailMessage()
    message["Subject"], message["From"], message["To"] = "Rent of Unit 4B", "a@example.org", "b@example.org"
    message["Date"] = "Tue, 05 Mar 2024 10:00:00 +0000"
    message.set_content("The rent of the unit is due. Parking is free; the spread of COVID–19 in units is past.")
    return message.as_bytes()


LIBRARY: dict[str, str | bytes] = {
    "leases/lease.md": "---\ndate: 2023-11\n---\n# Lease of Unit 4B\n\n## Rent\n\nThe monthly rent is 950 euros. "
    "Force majeure ends it.\n\n## Notice\n\nThe notice period of the lease is 60 days.\n",
    "leases/draft.txt": "A draft. The monthly rents are 900 euros, and a period of notice of the rent is not set.",
    "mail.eml": mail(),
    "年报2023.md": "# 澜海科技年度报告\n\n营业收入为3.2亿元，A股市场第3季度。租金收入\n\t为零。\n\n"
    "## 风险\n\n不可抗力与租金无关。\n",
    "page.html": "<html><head><title>Rents</title><meta name='date' content='2024-06-15'></head><body><p>"
    "The rent index of COVID-19-related leases rose, as did rent in 2013.2 units.</p></body></html>",
}


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Search:
    store = Store.open(tmp_path_factory.mktemp("filters") / "home")
    for name, content in LIBRARY.items():
        put(store, name, content, "leases" if "/" in name else "default")
    search = Search(store, store.home / "index" / "lexical")
    search.search("rent")
    return search


def names(search: Search, query: str, filters: Filters | None = None) -> set[str]:
    return {hit.record.source.removeprefix("/papers/") for hit in search.search(query, 50, filters=filters)}


ALL_RENT = {"leases/lease.md", "leases/draft.txt", "mail.eml", "page.html"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("rent", ALL_RENT),
        ('"monthly rent"', {"leases/lease.md"}),
        ("+monthly +rents", {"leases/lease.md", "leases/draft.txt"}),
        ('"monthly rents"', {"leases/draft.txt"}),
        ('"notice period"', {"leases/lease.md"}),
        ("rent -draft", ALL_RENT - {"leases/draft.txt"}),
        ("rent -drafts -parking", ALL_RENT - {"leases/draft.txt", "mail.eml"}),
        ('rent -"monthly rent" -notice', {"mail.eml", "page.html"}),  # in any of its forms: "monthly rents" too
        ("rent title:lease", {"leases/lease.md"}),
        ("rent -title:lease", ALL_RENT - {"leases/lease.md"}),
        ("标题：年度报告", {"年报2023.md"}),
        ("title:年报2023", {"年报2023.md"}),
        ("heading:notice", {"leases/lease.md"}),
        ("租金 heading:风险", {"年报2023.md"}),
        ("rent source:leases", {"leases/lease.md", "leases/draft.txt"}),
        ("rent file:leases/draft.txt", {"leases/draft.txt"}),
        ("rent type:mail", {"mail.eml"}),
        ("rent type:md type:web", {"leases/lease.md", "page.html"}),
        ("rent -type:md -type:web", {"leases/draft.txt", "mail.eml"}),
        ("rent collection:leases", {"leases/lease.md", "leases/draft.txt"}),
        ("rent -collection:leases", {"mail.eml", "page.html"}),
        ("租金 lang:zh", {"年报2023.md"}),
        ("rent lang:zh", set()),
        ("rent date:2024", {"mail.eml", "page.html"}),
        ("rent date:2024-03-05", {"mail.eml"}),
        ("rent date:<2024", {"leases/lease.md"}),
        ("rent date:2023-11-20", {"leases/lease.md"}),  # it says November, and the 20th may be meant
        ("rent -date:2024", {"leases/lease.md", "leases/draft.txt"}),
        ("rent added:>=2020", ALL_RENT),
        ("rent added:<2020", set()),
        ('"A股"', {"年报2023.md"}),
        ('"第3季"', {"年报2023.md"}),
        ('"股"', {"年报2023.md"}),
        ("租金 -股", {"年报2023.md"}),
        ('"营业 收入"', {"年报2023.md"}),
        ('"ＣＯＶＩＤ–19"', {"page.html", "mail.eml"}),
        ('"19-related"', {"page.html"}),
        ('"index of COVID-19-related leases"', {"page.html"}),
        ('"spread of COVID-19 in units"', {"mail.eml"}),
        ("rent date:2024..", {"mail.eml", "page.html"}),
        ('"3.2"', {"年报2023.md"}),
        ('"13.2 units"', set()),
        ('"收入为零"', {"年报2023.md"}),
        ("type:web", {"page.html"}),
        ('"force majeure" OR', {"leases/lease.md"}),
    ],
)
def test_queries(stocked: Search, query: str, found: set[str]) -> None:
    assert names(stocked, query) == found


@pytest.mark.parametrize("query", ["rent type:pfd", "rent collection:nowhere", "rent document:ffff", "rent document:x"])
def test_what_the_library_does_not_have_is_words_and_noted(stocked: Search, query: str) -> None:
    assert names(stocked, query) >= ALL_RENT
    understood = stocked.understand(query)
    assert understood.conditions == ()
    assert understood.words == query
    assert understood.notes[0].startswith(query.split()[1])


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(types=["mail", "web"]), {"mail.eml", "page.html"}),
        (Filters(types=["text/plain"]), {"leases/draft.txt"}),
        (Filters(languages=["en"]), ALL_RENT),
        (Filters(languages=["Chinese"]), set()),
        (Filters(since="2024"), {"mail.eml", "page.html"}),
        (Filters(until="2024-03"), {"mail.eml", "leases/lease.md"}),
        (Filters(since="2024-01", until="2024-05"), {"mail.eml"}),
        (Filters(since="2024-05", until="2024"), {"page.html"}),
        (Filters(added=">=2020", types=["md"]), {"leases/lease.md"}),
    ],
)
def test_filters(stocked: Search, filters: Filters, found: set[str]) -> None:
    assert names(stocked, "rent", filters) == found


def test_a_document_by_the_beginning_of_its_id(stocked: Search) -> None:
    one = next(hit.record for hit in stocked.search("parking"))
    assert names(stocked, "rent", Filters(documents=[one.id[:8]])) == {"mail.eml"}
    assert names(stocked, f"rent document:{one.id[:6]}") == {"mail.eml"}
    assert names(stocked, f"rent -document:{one.id}") == ALL_RENT - {"mail.eml"}


@pytest.mark.parametrize(
    ("filters", "says"),
    [
        (Filters(types=["pfd"]), "pdf, word"),
        (Filters(languages=["french"]), "zh"),
        (Filters(since="last year"), "2024-03"),
        (Filters(since="<2024"), "no single date"),
        (Filters(since="2024", until="2023-12"), "since 2024 and until 2023-12: the first is later"),
        (Filters(added="soon"), "2024-03"),
        (Filters(documents=["ffff"]), "wenyuan list"),
    ],
)
def test_a_filter_that_means_nothing_says_what_is_accepted(stocked: Search, filters: Filters, says: str) -> None:
    for call in (stocked.search, stocked.matches, stocked.understand):
        with pytest.raises(UsageError, match=re.escape(says)):
            call("rent", filters=filters)


@pytest.mark.parametrize("query", ['"monthly rent" -parking', "title:lease +rent", "营业收入 rent notice"])
def test_scores_are_those_of_the_words_alone(stocked: Search, query: str) -> None:
    plain = stocked.understand(query).words
    scores = {hit.span: hit.score for hit in stocked.search(plain, 50)}
    for hit in stocked.search(query, 50, filters=Filters(added=">=2020")):
        assert hit.score == pytest.approx(scores[hit.span])


def test_a_hit_says_what_its_score_is_made_of(stocked: Search) -> None:
    for hit in stocked.search("monthly rent"):
        assert hit.explanation.parts
        assert all(part.name and part.weight >= 0 for part in hit.explanation.parts)


def test_highlights_are_places_in_the_document(stocked: Search) -> None:
    hit = stocked.search('"monthly rent"')[0]
    marked = [hit.text[one.start - hit.span.start : one.end - hit.span.start] for one in hit.highlights]
    assert "monthly" in marked
    assert "rent" in marked
    assert all(hit.span.contains(one) for one in hit.highlights)


def test_a_document_that_changes_and_goes(search: Search, store: Store) -> None:
    put(store, "a.md", "# One\n\nThe rent is due.\n", "leases")
    assert names(search, "rent collection:leases") == {"a.md"}
    put(store, "a.md", "# One\n\nThe rent is paid.\n", "leases")
    assert ["paid" in hit.text for hit in search.search("rent collection:leases")] == [True]
    store.remove([store.documents()[0].id])
    assert search.search("rent type:md") == []


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(alphabet='rent租金"“”-+:：title标题date2024 .-5%()《》', max_size=30))
def test_no_question_is_an_error(stocked: Search, query: str) -> None:
    for hit in stocked.search(query, 5):
        assert hit.text
    stocked.matches(query, 5)
