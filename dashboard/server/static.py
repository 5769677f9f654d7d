"""Serve the files that do not change: our assets and the component bundles of Dash.

Every address that we print carries a version, so a browser may keep the file for ever. Without the version the
file is revalidated by its ETag.
"""

import mimetypes
import re
from collections.abc import Iterable, Mapping, Set
from pathlib import Path
from urllib.parse import parse_qs

from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.server.compression import accepted_encoding
from dashboard.server.dash_addresses import BUNDLES
from dashboard.server.dash_internals import bundle_of
from dashboard.server.encodings import StaticFile
from dashboard.server.messages import header, is_known, query_of, refuse, respond
from dashboard.server.urls import ASSETS, Urls
from etl.figures.paths import package_folder

STYLES = "all.css"
SCRIPTS = "all.js"

_FOREVER = b"public, max-age=31536000, immutable"
_REVALIDATE = b"no-cache"
_PUBLISHED = {".js", ".css", ".woff2", ".ttf", ".svg", ".png", ".ico", ".json", ".webmanifest"}
_LOCAL_URL = re.compile(r"""url\(["']?(?!data:|https?:|/|#)([^"')]+)["']?\)""")

mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("font/ttf", ".ttf")
mimetypes.add_type("text/javascript", ".js")


def _media_type(name: str) -> str:
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def _load(name: str, content: bytes) -> StaticFile:
    return StaticFile(content, _media_type(name), Path(name).suffix)


class Assets:
    """The files under `assets/`.

    The style sheets and scripts at its top level are joined in the order of their names, so that a page needs
    one of each; what lies in folders is fetched by the pages that need it.
    """

    def __init__(self, folder: Path) -> None:
        self.files: dict[str, StaticFile] = {}
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if path.is_file() and (path.suffix in _PUBLISHED or path.name.startswith("LICENSE")):
                self.files[name] = _load(name, path.read_bytes())
        self.files[STYLES] = _load(STYLES, self._with_versions(self._joined(".css")))
        self.files[SCRIPTS] = _load(SCRIPTS, self._joined(".js"))

    def address(self, name: str, urls: Urls) -> str:
        """The address of an asset with its version; a name that does not exist is an error of ours."""
        return urls.asset(name, self.files[name].version)

    def text(self, name: str) -> str:
        """The text of an asset."""
        return self.files[name].content.decode()

    def _joined(self, suffix: str) -> bytes:
        names = [name for name in self.files if "/" not in name and name.endswith(suffix)]
        return b"\n".join(self.files[name].content.rstrip() for name in names) + b"\n"

    def _with_versions(self, styles: bytes) -> bytes:
        # Relative to the style sheet, so that they hold wherever a proxy mounts the dashboard.
        def versioned(match: re.Match[str]) -> str:
            return f'url("{match[1]}?v={self.files[match[1]].version}")'

        return _LOCAL_URL.sub(versioned, styles.decode()).encode()


class Bundles:
    """The scripts of Dash and of its component packages: those that Dash has registered, nothing else."""

    def __init__(self, registered: Mapping[str, Set[str]]) -> None:
        self._registered = registered
        self._files: dict[tuple[str, str], StaticFile] = {}

    def find(self, address: str) -> tuple[StaticFile, bool] | None:
        """The file behind an address below `BUNDLES`, and whether the address names its version."""
        package, path, has_version = bundle_of(address)
        if path not in self._registered.get(package, ()):
            return None
        file = self._files.get((package, path)) or self._read(package, path)
        return (file, has_version) if file else None

    def _read(self, package: str, path: str) -> StaticFile | None:
        source = package_folder(package) / path
        if not source.is_file():
            return None
        file = self._files[package, path] = _load(path, source.read_bytes())
        return file

    def used(self, addresses: Iterable[str], urls: Urls) -> list[StaticFile]:
        """The files behind the addresses of bundles that documents print."""
        found = [self.find((urls.inside(address) or "").removeprefix(BUNDLES)) for address in addresses]
        return [entry[0] for entry in found if entry]


class Static:
    """Answer the addresses of assets and bundles; pass on everything else."""

    def __init__(self, app: ASGIApp, assets: Assets, bundles: Bundles) -> None:
        self.app = app
        self.assets = assets
        self.bundles = bundles

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"] if scope["type"] == "http" else ""
        if not path.startswith((ASSETS, BUNDLES)):
            await self.app(scope, receive, send)
            return
        if scope["method"] not in {"GET", "HEAD"}:
            await refuse(send, 405, "Files are read only.", [(b"allow", b"GET, HEAD")])
            return
        found = self._find(path, query_of(scope))
        if found is None:
            await refuse(send, 404, "There is no such file.")
            return
        await self._answer(scope, send, *found)

    def _find(self, path: str, query: str) -> tuple[StaticFile, bool] | None:
        if path.startswith(BUNDLES):
            return self.bundles.find(path.removeprefix(BUNDLES))
        file = self.assets.files.get(path.removeprefix(ASSETS))
        return (file, parse_qs(query).get("v") == [file.version]) if file else None

    async def _answer(self, scope: Scope, send: Send, file: StaticFile, has_version: bool) -> None:
        encoding = accepted_encoding(header(scope, b"accept-encoding")) if file.compressible else ""
        tag = f'"{file.version}{"-" + encoding if encoding else ""}"'
        headers = [(b"cache-control", _FOREVER if has_version else _REVALIDATE), (b"etag", tag.encode())]
        if file.compressible:
            headers.append((b"vary", b"Accept-Encoding"))
        if is_known(header(scope, b"if-none-match"), tag):
            await send({"type": "http.response.start", "status": 304, "headers": headers})
            await send({"type": "http.response.body", "body": b""})
            return
        if encoding:
            headers.append((b"content-encoding", encoding.encode()))
        await respond(send, 200, await file.encoded(encoding), file.media_type, headers)
