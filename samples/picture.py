"""Make docs/picture.png: a sample page with the boxes of the sentence that an answer quotes from it.

    python samples/picture.py

The answer is asked for and the boxes are its citation's own; nothing is drawn by hand.
"""

from __future__ import annotations

import tempfile
import textwrap
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from wenyuan.api import Library

HERE = Path(__file__).resolve().parent
QUESTION = "Why did Brindlewick Ferries spend more on maintenance in 2024?"
SCALE = 2.0
MARGIN = 120


def main() -> None:
    with tempfile.TemporaryDirectory() as home, Library(home) as library:
        list(library.add([HERE / "documents"]))
        answer = library.ask(QUESTION)
        citation = answer.statements[0].citations[0]
        boxes = citation.locator.boxes
        page = pypdfium2.PdfDocument(citation.source)[boxes[0].page - 1]
        sheet = page.render(scale=SCALE).to_pil().convert("RGBA")
    light = Image.new("RGBA", sheet.size, (255, 255, 255, 0))
    pen = ImageDraw.Draw(light)
    for box in boxes:
        corners = tuple(round(SCALE * value) for value in (box.x0 - 1, box.y0 - 1, box.x1 + 1, box.y1 + 1))
        pen.rectangle(corners, fill=(255, 214, 10, 110), outline=(230, 160, 0, 255), width=2)
    lit = Image.alpha_composite(sheet, light).convert("RGB")
    top = max(0, round(SCALE * min(box.y0 for box in boxes)) - 2 * MARGIN)
    bottom = min(lit.height, round(SCALE * max(box.y1 for box in boxes)) + MARGIN)
    part = lit.crop((0, top, lit.width, bottom))
    font = ImageFont.load_default(26)
    small = ImageFont.load_default(21)
    quote = textwrap.wrap(f"{citation.quote}  [1]", 100)
    head = 110 + 34 * len(quote)
    picture = Image.new("RGB", (part.width, part.height + head), (24, 28, 36))
    pen = ImageDraw.Draw(picture)
    pen.text((40, 22), f'$ wenyuan ask "{QUESTION}"', font=font, fill=(230, 230, 230))
    where = (
        f"[1] {Path(citation.source).name}, page {citation.locator.page}, characters {citation.start}-{citation.end}"
    )
    pen.multiline_text((40, 66), "\n".join(quote), font=small, fill=(255, 214, 10), spacing=10)
    pen.text((40, head - 40), where, font=small, fill=(120, 190, 255))
    picture.paste(part, (0, head))
    target = HERE.parent / "docs" / "picture.png"
    picture.quantize(64).save(target, optimize=True)
    print(f"{target}: {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
