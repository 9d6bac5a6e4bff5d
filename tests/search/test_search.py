"""Search over a real library of small documents: what is asked for comes first, and what is gone is gone."""

from __future__ import annotations

import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shelf import put
from wenyuan.library.store import Store
from wenyuan.search.hit import Hit
from wenyuan.search.lexical import LexicalIndex
from wenyuan.search.query import parse
from wenyuan.search.search import Search
from wenyuan.search.writing import Writer

LIBRARY = {
    "澜海科技2023年年报.md": "# 澜海科技2023年年度报告\n\n股票代码：300418。营业收入为3.2亿元，同比增长11.44%。\n\n"
    "## 管理层\n\n董事长沈青禾主持会议，财务总监是欧阳明月。\n",
    "澜海科技2022年年报.md": "# 澜海科技2022年年度报告\n\n股票代码：300418。营业收入为2.9亿元，同比增长8.02%。\n",
    "判决书.md": "# 刑事判决书\n\n被告人沈某某犯盗窃罪，判处有期徒刑三年，并处罚金人民币5,000元。\n\n丙方放弃上诉。\n",
    "出院小结.md": "# 出院小结\n\n患者诊断为2型糖尿病，使用胰岛素治疗，血糖控制在7.2mmol/L。\n",
    "covid.md": "# Hospital notice\n\nCOVID-19 patients stay in ward B. Visitors wear masks of type N95.\n",
    "acme.md": "# Acme Robotics annual report FY2018\n\nNet income was $1,234.50 thousand. "
    "The CEO, Mary O’Brien, resigned.\n",
    "mixed.md": "# 采购合同\n\n乙方向甲方供应 iPhone 15 Pro 手机二十台，型号 A3104。The price includes VAT.\n",
    "rare.md": "# 地理\n\n𠮷野川流经德岛。丂字见于古书。\n",
    "filler.md": "# 会议纪要\n\n" + "今天的会议讨论了工作安排。大家发言踊跃。\n\n" * 5,
}


def held(store: Store) -> Writer:
    """The index's writer: as long as somebody holds it, no search can bring the index up to date."""
    writer = LexicalIndex(store.home / "index" / "lexical").writer()
    assert writer
    return writer


@pytest.fixture
def library(store: Store) -> dict[str, str]:
    return {put(store, name, text).id: name for name, text in LIBRARY.items()}


@pytest.mark.parametrize(
    ("query", "first", "says"),
    [
        ("罚金", "判决书.md", "罚金"),
        ("欧阳", "澜海科技2023年年报.md", "欧阳明月"),
        ("丙", "判决书.md", "丙方"),
        ("丂", "rare.md", "丂字"),
        ("𠮷野川", "rare.md", "𠮷野川"),
        ("11.44", "澜海科技2023年年报.md", "11.44%"),
        ("１１．４４％", "澜海科技2023年年报.md", "11.44%"),
        ("5000元", "判决书.md", "5,000元"),
        ("1234.50", "acme.md", "$1,234.50"),
        ("7.2", "出院小结.md", "7.2mmol"),
        ("300418 2022年营业收入", "澜海科技2022年年报.md", "2.9亿元"),
        ("300418 2023年营业收入", "澜海科技2023年年报.md", "3.2亿元"),
        ("沈青禾", "澜海科技2023年年报.md", "沈青禾"),
        ("沈某某判了几年", "判决书.md", "有期徒刑三年"),
        ("Mary O'Brien", "acme.md", "O’Brien"),
        ("net incomes of ACME in 2018", "acme.md", "Net income"),
        ("covid-19", "covid.md", "COVID-19"),
        ("N95 mask", "covid.md", "N95"),
        ("iPhone 手机", "mixed.md", "iPhone 15 Pro"),
        ("甲方的VAT", "mixed.md", "VAT"),
        ("A3104", "mixed.md", "A3104"),
        ("胰岛素治疗糖尿病", "出院小结.md", "胰岛素"),
    ],
)
def test_what_is_asked_for_comes_first(
    search: Search, library: dict[str, str], query: str, first: str, says: str
) -> None:
    hits = search.search(query)
    assert hits, query
    assert library[hits[0].span.document] == first
    assert says in hits[0].text


@pytest.mark.parametrize("query", ["", "  ", "？", "🙂", "量子纠缠", "zebra", "99999", "\x00"])
def test_what_is_not_there_is_not_found(search: Search, library: dict[str, str], query: str) -> None:
    assert search.search(query) == []


@pytest.mark.parametrize(
    "query",
    [
        '"营业收入"',
        "收入 AND (成本",
        "name:收入^2",
        "收入*",
        "/收入/",
        "[1 TO 5] 收入",
        "收入'; DROP TABLE documents; --",
        "%收入_",
        "收入\x1b[2J\x07\u202e",
        "收入\\",
    ],
)
def test_nothing_in_a_query_is_the_engines_syntax(
    search: Search, store: Store, library: dict[str, str], query: str
) -> None:
    reports = {name for name in LIBRARY if "年报" in name}
    assert reports <= {library[hit.span.document] for hit in search.search(query)}
    assert len(store.documents()) == len(LIBRARY)


def test_a_hit_is_the_stored_text_at_its_span(search: Search, store: Store, library: dict[str, str]) -> None:
    for query in ("营业收入", "the price", "𠮷野川", "沈"):
        for hit in search.search(query, 50):
            assert hit.text == store.slice(hit.span.document, hit.span.start, hit.span.end)
            assert hit.text == store.text(hit.span.document)[hit.span.start : hit.span.end]
            assert hit.locator == store.locate(hit.span)
            assert hit.record == store.record(hit.span.document)
            assert 0 < hit.share <= 1


def test_ranks_fall_and_limits_hold(search: Search, library: dict[str, str]) -> None:
    hits = search.search("的 会议 收入 年 the report", 50)
    assert len(hits) > 3
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert search.search("的 会议 收入 年 the report", 2) == hits[:2]
    assert search.search("会议", 0) == []


def test_the_reasons_name_the_right_places(search: Search, store: Store) -> None:
    filler = "Nothing to see. " * 80
    put(store, "harbour.md", f"# Annual report\n\n{filler}\n\n## Dredging\n\n{filler}\n\nIt cost 5 million.\n")
    hit = next(one for one in search.search("harbour dredging million") if "5 million" in one.text)
    places = {match.term: match.places for match in hit.why}
    assert places == {"harbour": ("title",), "dredg": ("heading",), "million": ("text",)}
    assert [match.weight for match in hit.why] == sorted((match.weight for match in hit.why), reverse=True)
    partly = next(one for one in search.search("harbour dredging million zebra") if "5 million" in one.text)
    assert partly.share < hit.share


def test_the_opening_words_are_a_reason(search: Search, store: Store) -> None:
    put(store, "a.md", "Issued by the Cedar Council.\n\n" + "Plain words here. " * 90 + "\n\nThe fee is nine pounds.\n")
    hit = next(one for one in search.search("cedar fee") if "nine" in one.text)
    assert {match.term: match.places for match in hit.why}["cedar"] == ("opening",)


def test_collections_are_exact(search: Search, store: Store) -> None:
    law = put(store, "a.md", "The rent is due monthly.", "law").id
    tax = put(store, "b.md", "The rent is taxed yearly.", "tax law").id
    both = put(store, "c.md", "The rent is low.", "law").id
    put(store, "c.md", "The rent is low.", "tax law")

    def found(collection: str | None) -> set[str]:
        return {hit.span.document for hit in search.search("rent", 10, collection)}

    assert found("law") == {law, both}
    assert found("tax law") == {tax, both}
    assert found("tax") == set()
    assert found(None) == {law, tax, both}


def test_what_another_removed_never_answers_though_the_index_has_not_followed(
    search: Search, store: Store, library: dict[str, str]
) -> None:
    hits = search.search("营业收入", 10)
    gone = hits[0].span.document
    writer = held(store)
    with Store.open(store.home) as other:
        other.remove([gone])
    left = [hit.span.document for hit in search.search("营业收入", 10)]
    assert left == [hit.span.document for hit in hits if hit.span.document != gone]
    assert gone not in [one.document for one in search.named(parse("澜海科技2023年和2022年的营业收入"))]
    writer.close()
    search.follow()
    assert [hit.span.document for hit in search.search("营业收入", 10)] == left


def test_a_removal_behind_many_hits_does_not_shorten_the_list(search: Search, store: Store) -> None:
    ids = [put(store, f"{number}.md", f"The rent of flat {number} is due.").id for number in range(20)]
    first = [hit.span.document for hit in search.search("rent", 20)]
    assert sorted(first) == sorted(ids)
    writer = held(store)
    with Store.open(store.home) as other:
        other.remove(first[:8])
    assert [hit.span.document for hit in search.search("rent", 5)] == first[8:13]
    writer.close()


def test_a_hit_removed_before_it_is_shown_is_not_shown(search: Search, store: Store, library: dict[str, str]) -> None:
    query = parse("营业收入")
    found = search.find(query, 10)
    gone = found[0][0].document
    store.remove([gone])
    kept = [one.span for one, _ in found if one.document != gone]
    assert kept
    assert [hit.span for hit in search.hits(query, found)] == kept


def test_a_newer_content_answers_alone(search: Search, store: Store) -> None:
    old = put(store, "rules.md", "The rent is 100 pounds.").id
    assert [hit.span.document for hit in search.search("rent")] == [old]
    writer = held(store)
    with Store.open(store.home) as other:
        new = put(other, "rules.md", "The rent is 120 pounds.").id
    assert search.search("100 pounds rent") == []
    writer.close()
    assert [hit.span.document for hit in search.search("rent")] == [new]
    with Store.open(store.home) as other:
        put(other, "rules.md", "The rent is 100 pounds.")
    assert [hit.span.document for hit in search.search("rent")] == [old]


def test_failed_documents_are_listed_and_never_found(search: Search, store: Store) -> None:
    record = put(store, "broken.md", "words")
    store.remove([record.id])
    assert search.search("words") == []


def test_a_deleted_index_comes_back(search: Search, store: Store, library: dict[str, str]) -> None:
    before = [(hit.span, hit.text) for hit in search.search("营业收入")]
    shutil.rmtree(store.home / "index")
    again = Search(store, store.home / "index" / "lexical")
    assert [(hit.span, hit.text) for hit in again.search("营业收入")] == before
    assert again.rebuild() == len(LIBRARY)
    assert [(hit.span, hit.text) for hit in again.search("营业收入")] == before


def test_an_index_of_another_library_is_not_believed(search: Search, store: Store, library: dict[str, str]) -> None:
    search.follow()
    with Store.open(store.home.parent / "other") as other:
        put(other, "x.md", "The zebra runs.")
        shutil.copytree(store.home / "index", other.home / "index")
        moved = Search(other, other.home / "index" / "lexical")
        assert moved.search("营业收入") == []
        assert [hit.text for hit in moved.search("zebra")] == ["The zebra runs."]


def test_following_is_done_once(search: Search, store: Store, library: dict[str, str]) -> None:
    assert search.follow() == len(LIBRARY)
    assert search.follow() == 0
    assert Search(store, store.home / "index" / "lexical").follow() == 0
    put(store, "new.md", "Something new.")
    assert search.follow() == 1


def test_a_question_names_its_documents(search: Search, library: dict[str, str]) -> None:
    def named(question: str) -> list[str]:
        search.follow()
        return [library[one.document] for one in search.named(parse(question))]

    assert set(named("比较判决书与出院小结的内容")) == {"判决书.md", "出院小结.md"}
    assert named("Acme Robotics net income")[0] == "acme.md"
    assert named("量子纠缠 zebra") == []
    for one in search.named(parse("比较判决书与出院小结的内容")):
        assert all(0 < value <= 1 for value in one.terms.values())


TEXT = st.text(
    st.sampled_from("营业收入增长年的，。！ \t\r\n") | st.characters(exclude_categories=("Cs", "Cc")),
    min_size=1,
    max_size=60,
)


@settings(max_examples=15, deadline=None)
@given(text=TEXT, query=st.text(max_size=12))
def test_every_hit_is_verbatim_whatever_the_text(
    tmp_path_factory: pytest.TempPathFactory, text: str, query: str
) -> None:
    with Store.open(tmp_path_factory.getbasetemp() / "any-search") as store:
        record = put(store, "any.md", f"# 锚点 anchor\n\n{text}\n\n锚点 and plain words.")
        search = Search(store, store.home / "index" / "lexical")
        hits: list[Hit] = search.search("锚点 " + query)
        assert record.id in {hit.span.document for hit in hits}
        assert all(hit.text == store.slice(hit.span.document, hit.span.start, hit.span.end) for hit in hits)
        store.remove([record.id])
