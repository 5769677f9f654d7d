"""Keeps the path list of `datapackage.json` in step with the files of the statements folder."""

import json
import os
from pathlib import Path

from etl.package.contract import CONTRACT_FILE, STATEMENTS
from etl.package.extract import statement_files_in


class PackageError(Exception):
    """The list cannot be rewritten; the message is a sentence for the maintainer."""


def list_statement_files(folder: Path) -> list[str]:
    """Write every statement file of the folder, and no other, into the contract; give the list.

    Everything else of the contract stays as it is. The file is replaced in one step, so that nobody ever reads half
    of it. Raises PackageError if the folder or the contract cannot be read or written.
    """
    path = folder / CONTRACT_FILE
    try:
        files = [below for below in statement_files_in(folder) if below.isprintable()]
        text = path.read_text(encoding="utf-8-sig")
        contract = json.loads(text)
        statements = next(entry for entry in contract["resources"] if entry["name"] == STATEMENTS)
        if not files:
            raise PackageError(f"{folder / STATEMENTS} has no CSV file; restore the statements first")
        statements["path"] = files
        written = json.dumps(contract, indent=2, ensure_ascii=False) + "\n"
    except OSError as error:
        raise PackageError(f"{error.filename or path} cannot be used ({error.strerror}); check what it is") from None
    except (ValueError, RecursionError, KeyError, TypeError, StopIteration):
        raise PackageError(f'{path} is not a contract with a resource "{STATEMENTS}"; restore it') from None
    if written != text:
        try:
            replace_file(path, written, like=path)
        except OSError as error:
            raise PackageError(not_writable(folder, error)) from None
    return files


def replace_file(path: Path, text: str, like: Path) -> None:
    """Write a file whole, in one step, with the rights of another; nothing is left behind where that fails."""
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        aside.write_text(text, encoding="utf-8", newline="")
        aside.chmod(like.stat().st_mode)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def not_writable(folder: Path, error: OSError) -> str:
    """What to tell about a folder in which a file could not be written."""
    return (
        f"{folder} cannot be written ({error.strerror}), so nothing was changed; "
        "free space there or give yourself the right to write in it, and run this again"
    )
