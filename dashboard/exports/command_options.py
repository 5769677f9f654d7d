"""The parameters of a view as options of a command, each with its meaning."""

import inspect
import re
from collections.abc import Callable
from typing import Annotated
from urllib.parse import urlencode

import typer

from dashboard.views.parameters import Parameter
from dashboard.views.view import view_parameters

ADDRESS_VARIABLE = "DASHBOARD_ADDRESS"


def taking_a_view(command: Callable[..., None]) -> Callable[..., None]:
    """The command with an option for each parameter of a view; what is given of them comes to it by keywords."""
    own = inspect.signature(command).parameters.values()
    options = [
        inspect.Parameter(
            _option_name(parameter),
            inspect.Parameter.KEYWORD_ONLY,
            default=None,
            annotation=Annotated[
                list[str] | None,
                typer.Option(f"--{parameter.name}", metavar=f"<{parameter.kind.placeholder}>", help=_help(parameter)),
            ],
        )
        for parameter in view_parameters()
    ]
    kept = [parameter for parameter in own if parameter.kind is not inspect.Parameter.VAR_KEYWORD]
    command.__signature__ = inspect.Signature([*kept, *options])  # type: ignore[attr-defined]
    return command


def _option_name(parameter: Parameter) -> str:
    """What the command calls a parameter: some of their names are words of Python, or of options of its own."""
    return f"view_{parameter.name}"


def query_of(options: dict[str, list[str] | None]) -> str:
    """The query of the view that options of a command give, as it stands in an address."""
    return urlencode({option.removeprefix("view_"): texts or () for option, texts in options.items()}, doseq=True)


def _help(parameter: Parameter) -> str:
    """What an option means, with an example where its values are not listed."""
    words = re.sub("`([a-z]+)`", r"--\1", parameter.description)
    often = " May be repeated." if parameter.repeatable else ""
    is_listed = parameter.example in parameter.kind.placeholder
    return f"{words}{often}" if is_listed else f"{words}{often} For example {parameter.example}."
