"""The command line. Thin: it parses, calls `Library`, prints. Heavy imports wait until a command needs them."""

from __future__ import annotations

import errno
import io
import os
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wenyuan import __version__
from wenyuan.errors import WenyuanError

if TYPE_CHECKING:
    from wenyuan.api import Library
    from wenyuan.search.filters import Filters

app = typer.Typer(
    name="wenyuan",
    help="Search and ask your own documents, in Chinese and English; every sentence carries its exact place.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object on stdout and nothing else there.")]
Collection = Annotated[str | None, typer.Option("--collection", "-c", help="Only documents of this collection.")]
Documents = Annotated[
    list[str] | None, typer.Option("--document", metavar="ID", help="Only this document; may be given again.")
]
Types = Annotated[
    list[str] | None, typer.Option("--type", "-t", metavar="TYPE", help="Only pdf, word, mail, …; may be given again.")
]
Languages = Annotated[
    list[str] | None, typer.Option("--language", metavar="zh|en", help="Only documents in this language.")
]
Since = Annotated[
    str,
    typer.Option(
        "--since", metavar="DATE", show_default=False, help="Only documents that say they are from then or later."
    ),
]
Until = Annotated[
    str,
    typer.Option(
        "--until", metavar="DATE", show_default=False, help="Only documents that say they are from then or earlier."
    ),
]
DONE, WITH_FAILURES, WRONG_USE, NOTHING = 0, 1, 2, 3
STOPPED = 130  # by Ctrl-C, which typer turns into this status


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"wenyuan {__version__}")
        raise typer.Exit(DONE)


@app.callback()
def settings(
    context: typer.Context,
    home: Annotated[
        Path | None, typer.Option("--home", envvar="WENYUAN_HOME", help="The data folder.", show_default=False)
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=_version)
    ] = False,
) -> None:
    """Options that come before the command."""
    context.obj = home


@app.command()
def add(
    context: typer.Context,
    paths: Annotated[list[str], typer.Argument(metavar="PATH…", help="Files and folders.", show_default=False)],
    collection: Annotated[str, typer.Option("--collection", "-c", help="Put them in this collection.")] = "default",
    as_json: AsJson = False,
) -> None:
    """Read files and folders into the library; what has not changed is skipped."""
    from wenyuan.console import adding

    with _library(context) as library:
        failed = adding.run(library, paths, collection, as_json)
    raise typer.Exit(WITH_FAILURES if failed else DONE)


@app.command("list")
def list_documents(context: typer.Context, collection: Collection = None, as_json: AsJson = False) -> None:
    """List the documents, their status and the reasons."""
    from wenyuan.console import output

    with _library(context, create=False) as library:
        output.documents(library.documents(collection), as_json)


@app.command()
def remove(
    context: typer.Context,
    ids: Annotated[list[str], typer.Argument(metavar="ID…", help="Document ids, or unique beginnings of them.")],
    as_json: AsJson = False,
) -> None:
    """Remove documents; they never answer again."""
    from wenyuan.console import output

    with _library(context, create=False) as library:
        output.removed(library.remove(ids), as_json)


@app.command()
def collections(context: typer.Context, as_json: AsJson = False) -> None:
    """List the collections and how many documents each holds."""
    from wenyuan.console import output

    with _library(context, create=False) as library:
        output.collections(library.collections(), as_json)


@app.command()
def show(
    context: typer.Context,
    document: Annotated[str, typer.Argument(metavar="ID", help="A document's id, or a unique beginning of it.")],
    start: Annotated[int, typer.Option("--start", help="First character, from 0.")] = 0,
    end: Annotated[int | None, typer.Option("--end", help="Character to stop before.", show_default=False)] = None,
    as_json: AsJson = False,
) -> None:
    """Print the stored text, exactly."""
    from wenyuan.console import output

    with _library(context, create=False) as library:
        output.excerpt(library.show(document, start, end), as_json)


@app.command()
def search(
    context: typer.Context,
    query: Annotated[
        str,
        typer.Argument(
            metavar="QUERY",
            help='Words or a question; also "a phrase", +word, -word, title:, heading:, source:, type:, date: …',
        ),
    ],
    collection: Collection = None,
    document: Documents = None,
    kind: Types = None,
    language: Languages = None,
    since: Since = "",
    until: Until = "",
    everything: Annotated[
        bool, typer.Option("--all", help="Every document with evidence, each once, and how many there are.")
    ] = False,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=1000, help="How many hits or documents.")] = 10,
    offset: Annotated[int, typer.Option("--offset", min=0, help="With --all: leave out so many documents.")] = 0,
    explain: Annotated[bool, typer.Option("--explain", help="Say what each score is made of.")] = False,
    as_json: AsJson = False,
) -> None:
    """Find the passages that match best, or with --all every document that matches."""
    from wenyuan.console import finding
    from wenyuan.errors import UsageError

    if offset and not everything:
        raise UsageError("--offset goes with --all; the best hits are a list from the first, as long as --limit")
    filters = _filters(document, kind, language, since, until)
    with _library(context, create=False) as library:
        understood = library.understand(query, filters)
        began = time.perf_counter()
        if everything:
            all_of_them = library.matches(query, limit, offset, collection, filters)
            took, found = (time.perf_counter() - began) * 1000, all_of_them.total_documents
            finding.matches(query, all_of_them, understood, took, as_json=as_json, explain=explain)
        else:
            hits = library.search(query, limit, collection, filters)
            took, found = (time.perf_counter() - began) * 1000, len(hits)
            finding.hits(query, hits, understood, took, as_json=as_json, explain=explain)
    raise typer.Exit(DONE if found else NOTHING)


@app.command()
def ask(
    context: typer.Context,
    question: Annotated[str, typer.Argument(metavar="QUESTION")],
    collection: Collection = None,
    document: Documents = None,
    kind: Types = None,
    language: Languages = None,
    since: Since = "",
    until: Until = "",
    mode: Annotated[str, typer.Option("--mode", help="quote: sentences as they stand in the sources.")] = "quote",
    as_json: AsJson = False,
) -> None:
    """Answer with sentences quoted from their exact places, or say that there is no evidence."""
    from wenyuan.console import answers
    from wenyuan.errors import UsageError

    if mode != "quote":
        raise UsageError(f"mode {mode!r} is not available in this version; use --mode quote")
    with _library(context, create=False) as library:
        answer = library.ask(question, collection, _filters(document, kind, language, since, until))
    answers.show(answer, as_json)
    raise typer.Exit(NOTHING if answer.refused else DONE)


@app.command()
def check(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The text to check: any file that `add` reads, or - for stdin.")
    ],
    collection: Collection = None,
    against: Annotated[
        list[str] | None,
        typer.Option("--against", metavar="PATH", help="Check against these files alone; may be given again."),
    ] = None,
    document: Documents = None,
    kind: Types = None,
    language: Languages = None,
    since: Since = "",
    until: Until = "",
    html: Annotated[
        Path | None, typer.Option("--html", metavar="PAGE", help="Also write a page of its own.", show_default=False)
    ] = None,
    rules: Annotated[
        Path | None,
        typer.Option("--rules", metavar="RULES", help="A file of checks of your own, in TOML.", show_default=False),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check each claim of a text against the sources: what they say, deny, leave out, and what follows from them."""
    from wenyuan.console import checks, drafts

    filters = _filters(document, kind, language, since, until)
    own = None
    if rules:
        from wenyuan.checking.rules.loading import load

        own = load(rules)  # before anything is read: a rule that means nothing is said at once
    with _checked_against(context, against, collection) as library:
        if html:
            drafts.spare(html, [file, *([rules] if rules else []), *(Path(one.source) for one in library.documents())])
        draft = drafts.piped() if str(file) == "-" else library.read(file)
        report = library.check(draft, collection, filters, "" if str(file) == "-" else file.name, own)
        if html:
            from wenyuan.console.page import write

            write(html, report, library.store)
    checks.show(report, as_json)
    raise typer.Exit(NOTHING if not report.claims and not report.rules else DONE if report.sound else WITH_FAILURES)


@contextmanager
def _checked_against(context: typer.Context, against: list[str] | None, collection: str | None) -> Generator[Library]:
    """The library, or one of the files named alone; what of them cannot be read is said."""
    from wenyuan.errors import UsageError

    if not against:
        with _library(context, create=False) as library:
            yield library
        return
    if collection:
        raise UsageError("--against names the files to check against; it does not go with --collection")
    from wenyuan.api import against as against_files
    from wenyuan.settings import load

    with against_files(against, load(context.obj)) as (library, added):
        for one in added:
            if one.outcome == "failed" or one.record.status == "partial":
                typer.echo(f"wenyuan: {one.path}: {one.record.reason}", err=True)
        if all(one.status == "failed" for one in library.documents()):
            raise UsageError("none of the files to check against could be read")
        yield library


@app.command("eval")
def evaluate(
    context: typer.Context,
    questions: Annotated[Path, typer.Argument(metavar="SET", help="A question set: JSON lines with known evidence.")],
    collection: Collection = None,
    as_json: AsJson = False,
) -> None:
    """Measure search and answers on questions whose evidence is known."""
    from wenyuan.console import output
    from wenyuan.evaluating import evaluation
    from wenyuan.evaluating.questions import read_set

    cases = read_set(questions)
    with _library(context, create=False) as library:
        outcomes = [
            evaluation.run(
                case,
                lambda text, limit: library.search(text, limit, collection),
                lambda text: library.ask(text, collection),
            )
            for case in cases
        ]
    output.evaluation(evaluation.report(outcomes), as_json)


@app.command()
def reindex(context: typer.Context, as_json: AsJson = False) -> None:
    """Make the search index again from the library."""
    from wenyuan.console import output

    with _library(context, create=False) as library:
        began = time.perf_counter()
        output.reindexed(library.reindex(), time.perf_counter() - began, as_json)


models = typer.Typer(no_args_is_help=True, help="Embedding and reranking models: list them, get them, remove them.")
app.add_typer(models, name="models")


@models.command("list")
def list_models(
    context: typer.Context,
    check: Annotated[bool, typer.Option("--check", help="Compare the hash of every file that was pulled.")] = False,
    as_json: AsJson = False,
) -> None:
    """List the models known by name: which are pulled and in use, their languages, licences and sizes."""
    from wenyuan.console import models as on_screen

    damaged = on_screen.show(context.obj, check, as_json)
    raise typer.Exit(WITH_FAILURES if damaged else DONE)


@models.command()
def pull(
    context: typer.Context,
    names: Annotated[list[str], typer.Argument(metavar="NAME…", help="Models, by the names that `list` shows.")],
    accept_licence: Annotated[
        bool, typer.Option("--accept-licence", help="For a model that is not for every use: yours is allowed.")
    ] = False,
    again: Annotated[bool, typer.Option("--again", help="Also where it is there: to mend it, or for news.")] = False,
    as_json: AsJson = False,
) -> None:
    """Download models, check them and put them in place."""
    from wenyuan.console import models as on_screen

    on_screen.pull(context.obj, names, accept_licence, again, as_json)


@models.command("remove")
def remove_models(
    context: typer.Context,
    names: Annotated[list[str], typer.Argument(metavar="NAME…", help="Models that were pulled.")],
    as_json: AsJson = False,
) -> None:
    """Delete pulled models."""
    from wenyuan.console import models as on_screen

    on_screen.remove(context.obj, names, as_json)


def _filters(
    documents: list[str] | None, types: list[str] | None, languages: list[str] | None, since: str, until: str
) -> Filters:
    from wenyuan.search.filters import Filters

    return Filters(documents or (), types or (), languages or (), since, until)


def _library(context: typer.Context, *, create: bool = True) -> Library:
    from wenyuan.api import Library

    home = context.obj
    return Library(home if isinstance(home, Path) else None, create=create)


def main() -> None:
    """Run the command line; errors a user can mend are one line on stderr and an exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that cannot show Chinese is no reason to fail
    try:
        if sys.stdout is None:
            raise OSError(errno.EBADF, "standard output is closed")
        try:
            app()
        finally:
            sys.stdout.flush()  # here, where a full disk can still be said
    except WenyuanError as error:
        from wenyuan.console.plain import safe

        typer.echo(f"wenyuan: {safe(str(error))}", err=True)
        sys.exit(error.exit_status)
    except OSError as error:
        if isinstance(sys.stdout, io.TextIOWrapper):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left is not tried again at exit
        typer.echo(f"wenyuan: {error.strerror or error}", err=True)
        sys.exit(WITH_FAILURES)
    except SystemExit as ended:
        if ended.code == STOPPED:
            typer.echo("wenyuan: stopped; what was done before is kept", err=True)
        raise


if __name__ == "__main__":
    main()
