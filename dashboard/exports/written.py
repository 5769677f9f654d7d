"""Files that a command writes: their names, and each whole or not at all."""

import os
from enum import StrEnum
from pathlib import Path


class FileForm(StrEnum):
    """What can be exported."""

    PNG = "png"
    SVG = "svg"
    PPTX = "pptx"
    PDF = "pdf"
    DOCX = "docx"
    CSV = "csv"
    XLSX = "xlsx"
    PACK = "pack"


_ENDINGS = {form: ".zip" if form is FileForm.PACK else f".{form}" for form in FileForm}
BRIEFS = (FileForm.PDF, FileForm.DOCX)  # of an area and a year
ONE_EACH = (FileForm.PNG, FileForm.SVG, FileForm.CSV, FileForm.XLSX)  # a file for each chart


class RefusedError(Exception):
    """What is wrong with a command, found before anything is written: a sentence, or a line for each fault."""

    def __str__(self) -> str:
        faults = super().__str__()
        return f"Nothing was written:{chr(10) if chr(10) in faults else ' '}{faults}"


def refuse_a_wrong_name(out: Path, form: FileForm, count: int) -> None:
    """Say before anything is drawn that a file cannot have that name, and propose one."""
    ending, found = _ENDINGS[form], out.suffix.lower()
    if form in ONE_EACH:
        if count > 1 and found and not out.is_dir():
            raise RefusedError(f"{count} files do not fit in one file, {out}; give a folder, such as {out.stem}.")
        if found in {"", ending} or out.is_dir():
            return
    elif found == ending and not out.is_dir():
        return
    name = f"{out.name}{ending}" if out.is_dir() or not found else f"{out.stem}{ending}"
    raise RefusedError(f"A {form.value} needs a file name that ends in {ending}; write {name} instead of {out}.")


def distinct(names: list[str]) -> list[str]:
    """The names, with a number where one comes again."""
    seen: dict[str, int] = {}
    result = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        result.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return result


def write_whole(out: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    out.parent.mkdir(parents=True, exist_ok=True)
    aside = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        aside.write_bytes(content)
        aside.replace(out)
    finally:
        aside.unlink(missing_ok=True)
