"""Dash on FastAPI, reduced to what this dashboard needs: the layout, the callbacks, and nothing else.

Documents, assets and component bundles are answered by our own code, because Dash answers every unknown
address with status 200, and compresses its bundles anew for every reader.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from dash.backends._fastapi import FastAPIDashServer
from fastapi import FastAPI, Request, Response

_USED = {"/_dash-layout", "/_dash-dependencies", "/_dash-update-component"}


class Backend(FastAPIDashServer):
    """The FastAPI backend of Dash without its pages, files and sockets."""

    # An open WebSocket keeps the page busy for ever, and no callback here needs one.
    websocket_capability = False

    @staticmethod
    def create_app(name: str = "__main__", config: dict[str, Any] | None = None) -> FastAPI:
        """The server itself. `dashboard.api` describes what can be asked of it, on pages of ours and from our host."""
        return FastAPI(title="Drug-control statistics", docs_url=None, redoc_url=None, openapi_url=None)

    def serve_callback(self, dash_app: Any) -> Callable[[Request], Awaitable[Response]]:
        """The callbacks, whose answers say that they are JSON; else they would neither be compressed nor mounted."""
        answer = super().serve_callback(dash_app)

        async def answer_as_json(request: Request) -> Response:
            response: Response = await answer(request)
            if response.body:
                response.headers.setdefault("content-type", "application/json")
            return response

        return answer_as_json

    def add_url_rule(self, rule: str, *arguments: Any, **options: Any) -> None:
        """The addresses of Dash that a page uses; its tools for developers have none."""
        if rule in _USED:
            super().add_url_rule(rule, *arguments, **options)

    def setup_index(self, dash_app: Any) -> None:
        """`dashboard.pages.frame.document` answers this."""

    def _setup_catchall(self) -> None:
        """`dashboard.pages.frame.document` answers this."""

    def setup_component_suites(self, dash_app: Any) -> None:  # type: ignore[override]
        """`dashboard.server.static` answers this."""

    def register_assets_blueprint(self, blueprint_name: str, assets_url_path: str, assets_folder: str) -> None:
        """`dashboard.server.static` answers this."""
