"""The addresses of the whole edition as files."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from dashboard.api.built import BuiltFiles
from dashboard.api.endpoints import ApiAnswer, Call, Endpoint, attachment
from dashboard.api.resources import OBSERVATIONS, STATEMENTS, ApiList
from dashboard.api.whole import PACKAGE_NAME, write_package, write_parquet, write_sqlite
from dashboard.server.urls import API_FILE, filled
from etl.editions.reading import Edition

Write = Callable[[Edition, Path], None]

FILES: dict[str, tuple[str, str, str, Write]] = {
    f"{PACKAGE_NAME}.sqlite": (
        "SQLite",
        "Every table of the edition, with its indexes.",
        "application/vnd.sqlite3",
        write_sqlite,
    ),
    f"{PACKAGE_NAME}.zip": (
        "Data Package",
        "Every table of the edition as CSV, described by a datapackage.json.",
        "application/zip",
        write_package,
    ),
}


def _parquet(resource: ApiList) -> Write:
    def write(edition: Edition, path: Path) -> None:
        write_parquet(edition, resource, path)

    return write


for _resource in (OBSERVATIONS, STATEMENTS):
    FILES[f"{_resource.name}.parquet"] = (
        f"{_resource.title} as Parquet",
        f"{_resource.title} with the columns of the CSV; `page` is a path below the address of the dashboard.",
        "application/vnd.apache.parquet",
        _parquet(_resource),
    )


def download_endpoints(files: BuiltFiles, code_version: str) -> list[Endpoint]:
    """The addresses of the files; they are made when they are first asked for."""

    def answer(name: str, write: Write, call: Call) -> ApiAnswer:
        edition = call.edition
        path = files.path(f"{edition.name}-{code_version}", name, lambda aside: write(edition, aside))
        stem, _, ending = name.partition(".")
        return ApiAnswer(path, attachment(f"{stem}-{edition.name}.{ending}"))

    return [
        Endpoint(
            filled(API_FILE, name=name),
            title,
            f"The whole edition. {description}",
            media_type,
            partial(answer, name, write),
            tag="Whole edition",
        )
        for name, (title, description, media_type, write) in FILES.items()
    ]
