"""A checked text as one page: claims underlined by verdict, each with its reasons and its source in place.

The page loads nothing and runs nothing: what a click shows is a fragment of the page itself, and on paper all of it
stands below the text. Everything that comes from documents is written as text.
"""

from __future__ import annotations

from html import escape
from pathlib import Path

from wenyuan.checking.citation import Citation
from wenyuan.checking.report import CheckedClaim, Report
from wenyuan.checking.verdict import Verdict
from wenyuan.console.checks import SIGNS, summary, telling
from wenyuan.console.places import place
from wenyuan.console.plain import safe
from wenyuan.console.ruled_page import STYLE as RULED_STYLE
from wenyuan.console.ruled_page import written
from wenyuan.errors import UsageError
from wenyuan.library.store import Store
from wenyuan.text.span import Span

# So many characters of the document stand on either side of a quotation.
_AROUND = 240
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_SAID: dict[Verdict, str] = {
    "supported": "the sources say it",
    "derivable": "it follows from the sources by arithmetic",
    "unsupported": "nothing in the sources says it",
    "contradicted": "the sources say otherwise",
    "unsure": "the sources leave it open",
}
_STYLE = """
:root{color-scheme:light dark;--ink:#1b1b1f;--paper:#fff;--dim:#5d5d66;--line:#d8d8de;--mark:#fff1b8;
--supported:#1a7f37;--derivable:#0b6bcb;--unsupported:#9a6700;--contradicted:#cf222e;--unsure:#8250df}
@media(prefers-color-scheme:dark){:root{--ink:#e6e6ea;--paper:#16161a;--dim:#a0a0aa;--line:#3a3a42;--mark:#5c4a00;
--supported:#4ac26b;--derivable:#58a6ff;--unsupported:#e3b341;--contradicted:#ff7b72;--unsure:#c297ff}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);
font:16px/1.65 system-ui,"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif}
header,main{max-width:76rem;margin:0 auto;padding:1rem 1.25rem}h1{font-size:1.35rem;margin:.2rem 0}
ul.counts{list-style:none;display:flex;flex-wrap:wrap;gap:.4rem 1.2rem;padding:0;margin:.4rem 0;color:var(--dim)}
main{display:grid;grid-template-columns:minmax(0,3fr) minmax(0,2fr);gap:2rem}
.draft{white-space:pre-wrap;overflow-wrap:anywhere}.draft a{color:inherit;text-decoration:underline 2px;
text-underline-offset:.2em}.draft a:focus-visible,.draft a:hover{background:var(--mark)}
.supported a,.supported b,a.supported{text-decoration-color:var(--supported)!important}
a.derivable{text-decoration-color:var(--derivable)!important;text-decoration-style:double!important}
a.unsupported{text-decoration-color:var(--unsupported)!important;text-decoration-style:dashed!important}
a.contradicted{text-decoration-color:var(--contradicted)!important;text-decoration-style:wavy!important}
a.unsure{text-decoration-color:var(--unsure)!important;text-decoration-style:dotted!important}
sup{font-size:.7em;color:var(--dim)}.sign{font-weight:700}
.sign.supported{color:var(--supported)}.sign.derivable{color:var(--derivable)}
.sign.unsupported{color:var(--unsupported)}.sign.contradicted{color:var(--contradicted)}.sign.unsure{color:var(--unsure)}
aside{position:sticky;top:0;max-height:100vh;overflow:auto;border-left:1px solid var(--line);padding-left:1.25rem}
section{display:none;padding:.5rem 0}section:target{display:block;scroll-margin-top:9rem}
aside:not(:has(section:target)) .hint{display:block}
.hint{color:var(--dim);display:none}
section h2{font-size:1rem;margin:.2rem 0}section ul{padding-left:1.1rem;margin:.3rem 0}
blockquote{margin:.6rem 0;padding:.4rem .8rem;border-left:3px solid var(--line);white-space:pre-wrap;
overflow-wrap:anywhere;color:var(--dim)}blockquote mark{background:var(--mark);color:var(--ink)}
cite{display:block;font-style:normal;font-size:.85rem;color:var(--dim)}
@media(max-width:52rem){main{grid-template-columns:minmax(0,1fr)}
aside{position:static;max-height:none;border:0;padding:0}}
@media print{main{display:block}aside{position:static;max-height:none;border:0;padding:0;overflow:visible}
section{display:block;break-inside:avoid;border-top:1px solid var(--line)}.hint{display:none!important}}
"""


def write(path: Path, report: Report, store: Store) -> None:
    """Write the page of a report. Raises UsageError where the file cannot be written."""
    try:
        path.write_text(page(report, store), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from error


def page(report: Report, store: Store) -> str:
    """The page: the summary, the text, and for each claim its reasons and sources."""
    title = _plain(report.title or "Checked text")
    counts = "".join(
        f'<li><span class="sign {verdict}">{SIGNS[verdict][0]}</span> {number} {verdict}: {_SAID[verdict]}</li>'
        for verdict, number in report.counts.items()
        if number
    )
    sections = "\n".join(_section(number, claim, store) for number, claim in enumerate(report.claims, 1))
    rules = written(report.rules)
    return f"""<!doctype html>
<html>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>{_STYLE}{RULED_STYLE}</style>
</head>
<body>
<header>
<h1>{title}</h1>
<p>{_plain(summary(report))}</p>
<ul class="counts">{counts}</ul>
{rules}</header>
<main>
<article class="draft">{_draft(report)}</article>
<aside aria-label="Reasons and sources">
<p class="hint">Choose an underlined claim to see its source and the reasons.</p>
{sections}
</aside>
</main>
</body>
</html>
"""


def _draft(report: Report) -> str:
    out, at = list[str](), 0
    for number, claim in enumerate(report.claims, 1):
        out.append(_plain(report.text[at : claim.start]))
        sign = SIGNS[claim.verdict][0]
        out.append(
            f'<a class="{claim.verdict}" href="#claim-{number}" title="{claim.verdict}">{_plain(claim.text)}</a>'
            f"<sup>{sign}{number}</sup>"
        )
        at = claim.end
    out.append(_plain(report.text[at:]))
    return "".join(out)


def _section(number: int, claim: CheckedClaim, store: Store) -> str:
    sign = SIGNS[claim.verdict][0]
    told = telling(claim.checks, claim.verdict) or list(claim.checks)
    reasons = "".join(f"<li>{escape(check.kind)}: {_plain(check.detail)}</li>" for check in told)
    resting = sorted({at for check in told for at in check.sources}) or list(range(len(claim.citations[:1])))
    quotes = "".join(_citation(claim.citations[at], store) for at in resting)
    return (
        f'<section id="claim-{number}"><h2><span class="sign {claim.verdict}">{sign}</span> {number}. {claim.verdict}: '
        f"{_SAID[claim.verdict]}</h2><p>{_plain(' '.join(claim.text.split()))}</p><ul>{reasons}</ul>{quotes}</section>"
    )


def _citation(cited: Citation, store: Store) -> str:
    start, end = cited.start, cited.end
    before, after = store.slices(
        [Span(cited.document, max(0, start - _AROUND), start), Span(cited.document, end, end + _AROUND)]
    )
    where = place(cited.title, cited.source, cited.locator)
    return (
        f"<blockquote>{_plain(before or '')}<mark>{_plain(cited.quote)}</mark>{_plain(after or '')}</blockquote>"
        f"<cite>{_plain(where)}, characters {start}–{end}</cite>"
    )


def _plain(text: str) -> str:
    return escape(safe(text))
