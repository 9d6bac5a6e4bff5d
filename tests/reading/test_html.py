from __future__ import annotations

import time
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from looking import outline

from wenyuan.errors import ReadingFailed
from wenyuan.reading.builder import TextBuilder
from wenyuan.reading.document import Document
from wenyuan.reading.protocol import Limits
from wenyuan.reading.readers.html import write_html
from wenyuan.reading.registry import read

_SENTENCE = "The committee met on Tuesday and agreed to publish the figures for the third quarter in full. "
_ARTICLE = (
    "<html lang='en'><head><title>Figures to be published | Daily Example</title>"
    "<meta property='og:title' content='Figures to be published'><meta name='author' content='Ann Example'>"
    "<meta property='article:published_time' content='2024-03-05T10:00:00Z'>"
    "<link rel='canonical' href='https://news.example.com/figures'></head><body>"
    "<nav><ul>" + "".join(f"<li><a href='/s{n}'>Section {n}</a></li>" for n in range(20)) + "</ul></nav>"
    "<div class='cookie-banner'>We use cookies. <a href='/c'>More</a></div>"
    "<article><h1>Figures to be published</h1><p>" + _SENTENCE * 3 + "</p><h2>Results</h2><p>" + _SENTENCE * 3 + "</p>"
    "<table><tr><th>Quarter</th><th>Revenue</th></tr><tr><td>Q2</td><td>11</td></tr><tr><td>Q3</td><td>12</td></tr></table>"
    "<ul><li>First point of the decision</li><li>Second point<ul><li>and a detail of it</li></ul></li></ul><p>"
    + _SENTENCE
    * 3
    + "</p></article><aside><h3>Most read</h3><a href='/x'>Ten things to know today</a></aside>"
    "<footer>Copyright Daily Example. <a href='/imprint'>Imprint</a></footer></body></html>"
)


def _read(page: str | bytes, name: str = "page.html") -> Document:
    return read(page if isinstance(page, bytes) else page.encode(), name, Limits())


def _cells(document: Document, number: int = 0) -> list[tuple[int, int, bool, str]]:
    cells = document.tables[number].cells
    return [(cell.row, cell.column, cell.header, document.text[cell.start : cell.end]) for cell in cells]


def test_an_article_keeps_its_structure_and_loses_its_frame() -> None:
    document = _read(_ARTICLE)
    for frame in ("Section 3", "cookies", "Ten things", "Copyright", "Most read"):
        assert frame not in document.text
    blocks = outline(document)
    assert ("heading", 1, "Figures to be published") in blocks
    assert ("heading", 2, "Results") in blocks
    assert ("list_item", 2, "and a detail of it") in blocks
    assert _cells(document) == [
        (0, 0, True, "Quarter"),
        (0, 1, True, "Revenue"),
        (1, 0, False, "Q2"),
        (1, 1, False, "11"),
        (2, 0, False, "Q3"),
        (2, 1, False, "12"),
    ]
    assert document.title == "Figures to be published"
    assert document.metadata["author"] == "Ann Example"
    assert document.metadata["date"] == "2024-03-05"
    assert document.metadata["url"] == "https://news.example.com/figures"


def test_a_report_without_navigation_is_kept_whole() -> None:
    rows = "".join(f"<tr><td>Item {n}</td><td>{n * 7}</td></tr>" for n in range(40))
    document = _read(
        "<title>Inventory</title><h1>Inventory 2024</h1><p>Short note.</p>"
        f"<table>{rows}</table><p>End.</p><p><a href='#top'>Back</a></p>"
    )
    assert "Short note." in document.text
    assert "End." in document.text
    assert len(_cells(document)) == 80


def test_a_filings_table_joins_signs_and_drops_its_spacing() -> None:
    document = _read(
        "<p>Results</p><table><tr><td></td><td></td><td colspan=3>2024</td><td></td></tr>"
        "<tr><td>Net loss</td><td></td><td>$</td><td>(1,234</td><td>)</td><td></td></tr>"
        "<tr><td>Margin</td><td></td><td></td><td>12.5</td><td>%</td><td></td></tr>"
        "<tr><td></td><td></td><td></td><td></td><td></td><td></td></tr></table>"
    )
    assert [text for _, _, _, text in _cells(document)] == ["2024", "Net loss", "$(1,234)", "Margin", "12.5%"]
    assert len({column for _, column, _, text in _cells(document) if text[0].isdigit() or text[0] == "$"}) <= 2


def test_merged_cells_are_written_once_with_their_spans() -> None:
    document = _read(
        "<p>x</p><table><thead><tr><th rowspan=2>项目</th><th colspan=2>金额</th></tr>"
        "<tr><th>2023</th><th>2024</th></tr>"
        "</thead><tr><td>收入</td><td>10</td><td>12</td></tr></table>"
    )
    cells = document.tables[0].cells
    assert [(c.row, c.column, c.row_span, c.column_span) for c in cells if c.header] == [
        (0, 0, 2, 1),
        (0, 1, 1, 2),
        (1, 1, 1, 1),
        (1, 2, 1, 1),
    ]
    assert document.text.count("金额") == 1


def test_a_layout_table_is_read_asoutline() -> None:
    document = _read(
        "<table><tr><td><h2>Left</h2><p>Words.</p></td><td><table><tr><td>In</td></tr></table></td></tr></table>"
    )
    assert document.tables == []
    assert [text for _, _, text in outline(document)] == ["Left", "Words.", "In"]


def test_what_a_browser_does_not_show_is_not_text() -> None:
    document = _read(
        "<p>Shown</p><script>var evil1 = '</p>'</script><style>.evil2{}</style><!-- evil3 --><p hidden>evil4</p>"
        "<div style='color:red; DISPLAY : none'>evil5<p>evil6</p></div><template>evil7</template>"
        "<noscript>evil8</noscript>"
        "<p>A<span style='visibility:hidden'>evil9</span>B</p><select><option>evil10</select>"
        "<textarea>evil11</textarea>"
    )
    assert "evil" not in document.text
    assert "AB" in document.text


def test_white_space_breaks_and_entities() -> None:
    document = _read("<p>One\n  two&nbsp;three &amp; &hellip; &#x1F600;<br>next<br><br>apart</p><pre>a\n  b</pre>")
    assert [text for _, _, text in outline(document)] == ["One two\xa0three & … 😀\nnext", "apart", "a\n  b"]


@pytest.mark.parametrize("tag", ["div", "b", "ul><li", "table><tr><td", "blockquote", "span"])
def test_deep_nesting_loses_no_text(tag: str) -> None:
    begun = time.perf_counter()
    document = _read("<html><body><p>before</p>" + f"<{tag}>" * 10_000 + "deep 内容" + "<p>after</p></body></html>")
    assert document.text.split() == ["before", "deep", "内容", "after"]
    assert time.perf_counter() - begun < 5


def test_huge_attributes_and_scripts_lose_no_text() -> None:
    document = _read("<p title='" + "x" * 11_000_000 + "'>one</p><script>" + "y" * 11_000_000 + "</script><p>two</p>")
    assert document.text.split() == ["one", "two"]


def test_a_text_beyond_the_parser_fails_with_a_reason() -> None:
    with pytest.raises(ReadingFailed, match="over 10 MB"):
        _read("<p>" + "ab " * 4_000_000 + "</p>")


def test_entities_and_spans_of_a_hostile_page_are_harmless() -> None:
    document = _read(
        '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y "&x;&x;">]><html><p>safe &x;&y;</p>'
        "<table><tr><td colspan=999999999 rowspan=999999999>a</td><td>b</td></tr><tr><td>c</td></tr></table>"
    )
    assert "root:" not in document.text
    assert [text for _, _, _, text in _cells(document)] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("gb18030", "gb2312"), ("big5", "big5"), ("utf-8", "iso-8859-1"), ("cp932", "Shift_JIS"), ("utf-16", "utf-8")],
)
def test_the_declared_encoding_is_used_where_it_fits(encoding: str, declared: str) -> None:
    words = "東京の会議" if encoding == "cp932" else "公司文件"
    page = f"<html><head><meta charset='{declared}'></head><body><p>{words}</p></body></html>"
    assert words in _read(page.encode(encoding)).text


def test_a_fragment_is_written_into_a_document() -> None:
    builder = TextBuilder()
    write_html("<div>Hello<div>there</div></div>", builder)
    write_html("", builder)
    assert builder.finish("text/html").text == "Hello\n\nthere"


_WORDS = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp", "Cn"]),
    min_size=1,
    max_size=20,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["p", "h2", "li", "blockquote", "td"]), _WORDS), min_size=1, max_size=8))
def test_words_come_back_verbatim(parts: list[tuple[str, str]]) -> None:
    body = "".join(f"<{tag}>{escape(words)}</{tag}>" for tag, words in parts if tag != "td")
    body += (
        "<table>" + "".join(f"<tr><td>k</td><td>{escape(w)}</td></tr>" for tag, w in parts if tag == "td") + "</table>"
    )
    document = _read(f"<html><body><p>x</p>{body}</body></html>")
    for _, words in parts:
        assert words in document.text


_TAGS = "<p> </p> <li> <ul> </ul> <table> <tr> <td> </table> <h1> <a+href=x> </a> <br> <pre> word <!-- --> &amp <"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([tag.replace("+", " ") for tag in _TAGS.split()]), max_size=30))
def test_broken_markup_keeps_the_invariants(parts: list[str]) -> None:
    try:
        _read("<html>" + "".join(parts))
    except ReadingFailed as failure:
        assert "no text found" in str(failure)


def test_hundreds_of_thousands_of_nested_parts_take_seconds() -> None:
    deep = "<p>Before.</p>" + "<div>" * 300_000 + "<p>In the middle.</p>" + "</div>\n" * 300_000 + "<p>After.</p>"
    begun = time.process_time()
    document = read(f"<html><body>{deep}</body></html>".encode(), "a.html", Limits())
    assert time.process_time() - begun < 8
    assert document.text.split() == ["Before.", "In", "the", "middle.", "After."]
