"""Everything that we know of the inside of Dash: what its documentation does not promise, here and nowhere else.

Other modules take from `dash` only what it documents. `tests/dashboard/test_dash_internals.py` names the versions that
this was tried with, and `pyproject.toml` allows no other.
"""

import json
import re
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from dash import Dash
from dash.backends._fastapi import FastAPIDashServer, reset_current_request, set_current_request
from dash.development.base_component import Component
from dash.exceptions import CallbackException
from dash.fingerprint import check_fingerprint
from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool

from dashboard import PRODUCT
from dashboard.server.dash_addresses import CALLBACK, DEPENDENCIES, LAYOUT

_USED = {LAYOUT, DEPENDENCIES, CALLBACK}

# Where its renderer draws the page.
ENTRY_POINT = '<div id="react-entry-point"><div class="_dash-loading"></div></div>'

# Dash loads these for every app. Of the polyfill its components need only the regenerator; dash_table and dcc are not
# used.
_UNUSED_SCRIPTS = re.compile(r"/deps/polyfill|/dash_table/|/dcc/")
_SCRIPT_SOURCE = re.compile(r'<script src="([^"]+)"></script>')
_OF_THE_PROCESS = frozenset({"end_id", "python_version"})
_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)

HTML = "dash_html_components"  # the library of plain elements
_OURS = "dashboard_components"  # where the browser finds the components below, as `window.dashboard_components`

Callbacks = Mapping[str, Mapping[str, Any]]


class Backend(FastAPIDashServer):
    """Dash on FastAPI, reduced to what this dashboard needs: the layout, the callbacks, and nothing else.

    Documents, assets and component bundles are answered by our own code, because Dash answers every unknown
    address with status 200, and compresses its bundles anew for every reader.
    """

    # An open WebSocket keeps the page busy for ever, and no callback here needs one.
    websocket_capability = False

    @staticmethod
    def create_app(name: str = "__main__", config: dict[str, Any] | None = None) -> FastAPI:
        """The server itself. `dashboard.api` describes what can be asked of it, on pages of ours and from our host."""
        return FastAPI(title=PRODUCT, docs_url=None, redoc_url=None, openapi_url=None)

    def serve_callback(self, dash_app: Any) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The callbacks, whose answers say that they are JSON; else they would not be compressed."""
        answer = super().serve_callback(dash_app)

        async def answer_as_json(request: Request) -> Response:
            # A callback reads figures and draws, and nothing in it is asynchronous.
            response: Response = await run_in_threadpool(_without_waiting, answer(request))
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


def _without_waiting(work: Coroutine[Any, Any, Response]) -> Response:
    """What asynchronous work gives that never waits for anything, in a thread without an event loop."""
    try:
        work.send(None)
    except StopIteration as ended:
        return ended.value  # type: ignore[no-any-return]
    raise RuntimeError("a callback waits for something asynchronous")


@dataclass(frozen=True)
class IndexParts:
    """What a document needs so that Dash starts in it: the addresses of its bundles, with the root of the dashboard
    before them, its inline scripts, and two elements."""

    bundles: list[str]
    inline_scripts: list[str]
    config: str
    renderer: str


class BareDash(Dash):
    """Dash whose index page is only taken apart, so that our own document can place the parts."""

    def __init__(self, name: str, prefix: str, first: str, **options: Any) -> None:
        """`prefix` is the path under which a proxy serves the dashboard; `first` is a script that runs before Dash."""
        super().__init__(
            name,
            backend=Backend,
            requests_pathname_prefix=f"{prefix}/",
            routes_pathname_prefix="/",
            include_assets_files=False,
            **options,
        )
        self.renderer = f"{first};{self.renderer}"
        self._index: dict[str, str] = {}

    def _config(self) -> dict[str, Any]:
        """What Dash tells its scripts, without what differs from one process or machine to the next.

        A document is the same wherever it is made, so that whoever has it need not be sent it again. `end_id` protects
        background callbacks, of which there are none.
        """
        told = super()._config()  # type: ignore[no-untyped-call]
        return {name: value for name, value in told.items() if name not in _OF_THE_PROCESS}

    def interpolate_index(self, **parts: str) -> str:  # type: ignore[override]
        """Keep the parts. What is returned only has to satisfy Dash's own check."""
        self._index = parts
        return "".join(parts.values())

    def index_parts(self) -> IndexParts:
        """Let Dash set itself up and write its index once; both expect a request to be under way."""
        request = Request({"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": []})
        token = set_current_request(request)  # type: ignore[no-untyped-call]
        try:
            self._setup_server()  # type: ignore[no-untyped-call]
            self.index()  # type: ignore[no-untyped-call]
        finally:
            reset_current_request(token)  # type: ignore[no-untyped-call]
        scripts = self._index["scripts"]
        bundles = [source for source in _SCRIPT_SOURCE.findall(scripts) if not _UNUSED_SCRIPTS.search(source)]
        inline = _INLINE_SCRIPT.findall(scripts)
        return IndexParts(bundles, inline, self._index["config"], self._index["renderer"])

    @property
    def callbacks(self) -> Callbacks:
        """What a request may ask for, by the name that Dash gives it; complete once the index has been written."""
        return self.callback_map

    @property
    def registered_bundles(self) -> Mapping[str, Set[str]]:
        """The files of each package that pages may load; complete once the index has been written."""
        return self.registered_paths  # type: ignore[no-any-return]


def bundle_of(address: str) -> tuple[str, str, bool]:
    """The package and the file that an address below `BUNDLES` names, and whether it names the version too."""
    package, _, fingerprinted = address.partition("/")
    path, has_version = check_fingerprint(fingerprinted)  # type: ignore[no-untyped-call]
    return package, path, has_version


def outputs_in(callback: str) -> list[str]:
    """The outputs of a callback, by the name that Dash gives it: `..chart.figure...view-query.data..`."""
    return callback.removeprefix("..").removesuffix("..").split("...")


def used_by(callbacks: Callbacks) -> frozenset[str]:
    """The ids of the components that callbacks read or change; that of many at once is a pattern."""
    changed = {output.rpartition(".")[0] for name in callbacks for output in outputs_in(name)}
    read = {str(part["id"]) for each in callbacks.values() for part in (*each["inputs"], *each["state"])}
    return frozenset(changed | read)


def callback_asked_for(body: bytes) -> object:
    """The callback that a well-formed request names."""
    return json.loads(body).get("output")


def fault_in_request(body: bytes, callbacks: Callbacks) -> str:
    """What is wrong with the body of a callback request, in one sentence; empty when nothing is.

    Dash answers a malformed one with an internal error.
    """
    try:
        request = json.loads(body)
    except (ValueError, RecursionError):
        return "This is not valid JSON."
    if not isinstance(request, dict):
        return "A callback request is a JSON object."
    output = request.get("output")
    callback = callbacks.get(output, {}) if isinstance(output, str) else {}
    if "callback" not in callback:  # the browser answers the others itself
        return "There is no such callback."
    given = request.get("outputs")
    outputs = given if str(output).startswith("..") else [given]
    declared = [dict(zip(("id", "property"), name.rsplit(".", 1), strict=True)) for name in outputs_in(str(output))]
    if not _are(outputs, declared):
        return "The outputs are malformed."
    for name in ("inputs", "state"):
        given, wanted = request.get(name, []), callback[name]
        if not isinstance(given, list) or len(given) != len(wanted):
            return f"The callback has {len(wanted)} {name}."
        if not _are(given, wanted):
            return f"The {name} are malformed."
    changed = request.get("changedPropIds", [])
    if not isinstance(changed, list) or not all(_is_changed(entry, callback["inputs"]) for entry in changed):
        return "The changed properties are malformed."
    return ""


Declared = Mapping[str, str]  # the id and the property of an input, a state or an output


def _are(given: object, declared: Sequence[Declared]) -> bool:
    """Whether what a request gives is what a callback declares, each in its place.

    Where the id is a pattern for any number of components, it is a list of them.
    """
    if not isinstance(given, list) or len(given) != len(declared):
        return False
    return all(
        isinstance(value, list) and all(_is(one, wanted) for one in value)
        if _is_for_many(wanted["id"])
        else _is(value, wanted)
        for value, wanted in zip(given, declared, strict=True)
    )


def _is(given: object, declared: Declared) -> bool:
    """Whether an object names the component and the property that are declared."""
    return (
        isinstance(given, dict)
        and given.get("property") == declared["property"]
        and _has_id(given.get("id"), declared["id"])
    )


def _is_changed(given: object, inputs: Sequence[Declared]) -> bool:
    """Whether a text names a property of one of the inputs, as `view-form.value` or `{"name":"q"}.value`."""
    name, _, prop = given.rpartition(".") if isinstance(given, str) else ("", "", "")
    try:
        found = json.loads(name) if name.startswith("{") else name
    except (ValueError, RecursionError):
        return False
    return any(_is({"id": found, "property": prop}, wanted) for wanted in inputs)


def _is_for_many(declared: str) -> bool:
    return declared.startswith("{") and ["ALL"] in json.loads(declared).values()


def _has_id(given: object, declared: str) -> bool:
    """Whether an id is the declared one, or fits it where that is a pattern: names of one's own stand for wildcards."""
    if not declared.startswith("{"):
        return given == declared
    pattern = json.loads(declared)
    return (
        isinstance(given, dict)
        and given.keys() == pattern.keys()
        and all(
            isinstance(given[name], str) if isinstance(wanted, list) else given[name] == wanted
            for name, wanted in pattern.items()
        )
    )


def is_fault_of_sender(error: CallbackException) -> bool:
    """Whether Dash found fault with a request; a kind of its own is about what a callback of ours gave back."""
    return type(error) is CallbackException


def component_kind(component: Component) -> tuple[str, str]:
    """The library of a component, and what it is called there."""
    return component._namespace, component._type


def properties_of(component: Component) -> Iterator[tuple[str, Any]]:
    """The properties that a component has, with their values, in the order in which Dash names them.

    Behind them come those that Dash knows by their beginnings only: aria-label, data-chart.
    """
    given = vars(component)
    beginnings = tuple(getattr(component, "_valid_wildcard_attributes", ()))
    open_ended = [name for name in given if name.startswith(beginnings)] if beginnings else []
    return ((name, given[name]) for name in (*component._prop_names, *open_ended) if name in given)


def components_in(component: Component) -> Iterator[Component]:
    """The components that a component contains, at any depth."""
    return (found for found in component._traverse() if isinstance(found, Component))  # type: ignore[no-untyped-call]


# Our own scripts draw these (`assets/charts.js`). `dcc` has both, and weighs 120 kB that every reader would wait
# for. Its chart starts only after all of Dash has; ours takes over the figure that was drawn as soon as the chart
# library was there.


class Chart(Component):
    """A figure, a dict of `data` and `layout`; as high as its layout says, or else as its frame."""

    _namespace = _OURS
    _type = "Chart"
    id: str
    figure: dict[str, Any]

    def __init__(self, id: str, figure: dict[str, Any]) -> None:
        self._prop_names = ["id", "figure"]
        self._valid_wildcard_attributes: list[str] = []
        super().__init__(id=id, figure=figure)  # type: ignore[no-untyped-call]


class Store(Component):
    """Data that callbacks read and write and nobody sees. `id` is a text, or a dict for callbacks by pattern."""

    _namespace = _OURS
    _type = "Store"

    def __init__(self, id: str | dict[str, str], data: Any = None) -> None:
        self._prop_names = ["id", "data"]
        self._valid_wildcard_attributes: list[str] = []
        super().__init__(id=id, data=data)  # type: ignore[no-untyped-call]


class Plain(Component):
    """Plain elements that are only read, as `children`, in an element of their own where a `tag` says so.

    Dash looks at each of its components whenever anything changes, so that a page of hundreds answers late to a choice.
    Of these it knows nothing but the whole: it is sent as `content`, which our script makes elements of.
    """

    _namespace = _OURS
    _type = "Plain"
    tag: str

    def __init__(self, children: Any = None, *, tag: str = "", **attributes: str) -> None:
        self._prop_names = ["children", "tag", *attributes]
        self._valid_wildcard_attributes: list[str] = []
        super().__init__(children=children, tag=tag, **attributes)  # type: ignore[no-untyped-call]

    def to_plotly_json(self) -> Any:
        """What is sent to the browser."""
        described = super().to_plotly_json()  # type: ignore[no-untyped-call]
        described["props"]["content"] = described["props"].pop("children", None)
        return described


class SearchField(Component):
    """A field for words to look for, among plain elements: Dash has none."""

    _namespace = HTML
    _type = "Input"

    def __init__(self, label: str, **marks: str) -> None:
        properties = {"type": "search", "placeholder": label, "aria-label": label, **marks}
        self._prop_names = list(properties)
        self._valid_wildcard_attributes = ["data-", "aria-"]
        super().__init__(**properties)  # type: ignore[no-untyped-call]
