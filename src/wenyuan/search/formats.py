"""The types of document as a person calls them, and the media types each stands for."""

from __future__ import annotations

from wenyuan.errors import UsageError
from wenyuan.reading.containers import DOCX, EPUB, ODS, ODT, PPTX, XLS, XLSB, XLSX
from wenyuan.text.language import Language
from wenyuan.text.normalise import fold_text

_FAMILIES: dict[str, tuple[str, ...]] = {
    "pdf": ("application/pdf",),
    "word": (DOCX, ODT, "application/rtf"),
    "docx": (DOCX,),
    "odt": (ODT,),
    "rtf": ("application/rtf",),
    "excel": (XLSX, XLS, XLSB, ODS),
    "xlsx": (XLSX,),
    "xls": (XLS,),
    "xlsb": (XLSB,),
    "ods": (ODS,),
    "powerpoint": (PPTX,),
    "pptx": (PPTX,),
    "csv": ("text/csv", "text/tab-separated-values"),
    "tsv": ("text/tab-separated-values",),
    "web": ("text/html",),
    "markdown": ("text/markdown",),
    "text": ("text/plain",),
    "mail": ("message/rfc822",),
    "json": ("application/json", "application/jsonl"),
    "epub": (EPUB,),
}
_ALSO = {
    "doc": "word",
    "sheet": "excel",
    "slides": "powerpoint",
    "ppt": "powerpoint",
    "html": "web",
    "htm": "web",
    "md": "markdown",
    "txt": "text",
    "email": "mail",
    "e-mail": "mail",
    "eml": "mail",
    "jsonl": "json",
    "book": "epub",
    "表格": "excel",
    "演示文稿": "powerpoint",
    "幻灯片": "powerpoint",
    "网页": "web",
    "文本": "text",
    "邮件": "mail",
    "电子书": "epub",
}
_LANGUAGES: dict[str, Language] = {
    "zh": "zh",
    "chinese": "zh",
    "中文": "zh",
    "汉语": "zh",
    "en": "en",
    "english": "en",
    "英文": "en",
    "英语": "en",
}


def media_types(name: str) -> tuple[str, ...]:
    """The media types that a name stands for; a media type itself ("application/pdf") stands for itself.

    Raises UsageError, saying what is known, for any other name.
    """
    folded = fold_text(name.strip().removeprefix("."))
    if found := _FAMILIES.get(_ALSO.get(folded, folded)):
        return found
    if folded.count("/") == 1 and all(folded.split("/")):
        return (folded,)
    raise UsageError(f"{name!r} is no type of document; there are: {', '.join(_FAMILIES)}, or a media type")


def language_code(name: str) -> Language:
    """ "zh" or "en". Raises UsageError for any other language."""
    if found := _LANGUAGES.get(fold_text(name.strip())):
        return found
    raise UsageError(f"{name!r} is no language that is told apart here; there are: zh (Chinese), en (English)")
