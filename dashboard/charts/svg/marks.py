"""Markers and dashes as plotly draws them, so that nothing changes when it takes over."""

import math

_STAR = ((0.225, -0.309), (0.951, -0.309), (0.363, 0.118), (0.588, 0.809), (0.0, 0.382))


def is_open(symbol: str) -> bool:
    """Whether a marker is only its outline."""
    return symbol.endswith("-open") or symbol in {"x-thin", "cross-thin", "line-ew", "line-ns", "line-ne", "line-nw"}


def outline(symbol: str, radius: float) -> str:
    """The path of a marker around the origin, in pixels."""
    return _path_text(_symbol_path(symbol.removesuffix("-open"), radius))


def _symbol_path(symbol: str, r: float) -> list[str | float]:
    match symbol:
        case "square":
            return ["M", -r, -r, "H", r, "V", r, "H", -r, "Z"]
        case "diamond":
            d = r * 1.3
            return ["M", d, 0, "L", 0, d, "L", -d, 0, "L", 0, -d, "Z"]
        case "triangle-up":
            t = r * 2 / math.sqrt(3)
            return ["M", -t, r / 2, "H", t, "L", 0, -r, "Z"]
        case "triangle-down":
            t = r * 2 / math.sqrt(3)
            return ["M", -t, -r / 2, "H", t, "L", 0, r, "Z"]
        case "cross":
            a, b = r * 1.2, r * 0.4
            return [
                *("M", a, b, "H", b, "V", a, "H", -b, "V", b, "H", -a, "V", -b),
                *("H", -b, "V", -a, "H", b, "V", -b, "H", a, "Z"),
            ]
        case "star":
            s = r * 1.4
            right = [(x * s, y * s) for x, y in _STAR]
            left = [(-x, y) for x, y in reversed(right[:-1])]
            points = [part for point in (*right, *left) for part in ("L", *point)]
            return ["M", 0, -s, *points, "Z"]
        case "x":
            x = r * 0.8 / math.sqrt(2)
            turns = ((x, x), (x, -x), (-x, -x), (x, -x), (-x, -x), (-x, x), (-x, -x), (-x, x), (x, x), (-x, x), (x, x))
            return ["M", 0, x, *(part for turn in turns for part in ("l", *turn)), "Z"]
        case "x-thin":
            return ["M", r, r, "L", -r, -r, "M", r, -r, "L", -r, r]
        case "cross-thin":
            c = r * 1.4
            return ["M", 0, c, "V", -c, "M", c, 0, "H", -c]
        case "hourglass":
            return ["M", -r, -r, "H", r, "L", -r, r, "H", r, "Z"]
        case "line-ns":
            return ["M", 0, r * 1.4, "V", -r * 1.4]
        case "line-ne":
            return ["M", r, -r, "L", -r, r]
        case "line-nw":
            return ["M", r, r, "L", -r, -r]
        case "line-ew":
            return ["M", r * 1.4, 0, "H", -r * 1.4]
        case _:
            return ["M", -r, 0, "a", r, r, 0, 1, 0, 2 * r, 0, "a", r, r, 0, 1, 0, -2 * r, 0, "Z"]


def path_upwards(symbol: str, radius: float) -> str:
    """The same for the shapes of a figure, whose pixels count upwards; a circle has no such path."""
    parts = _symbol_path(symbol.removesuffix("-open"), radius)
    flipped: list[str | float] = []
    command, place = "", 0
    for part in parts:
        if isinstance(part, str):
            command, place = part, 0
            flipped.append(part)
        else:
            is_down = command == "V" or (command in {"M", "L"} and place % 2 == 1)
            flipped.append(-part if is_down else part)
            place += 1
    return _path_text(flipped)


def _path_text(parts: list[str | float]) -> str:
    return " ".join(part if isinstance(part, str) else f"{round(part, 2):g}" for part in parts)


def dash_array(dash: str, width: float) -> str:
    """The dashes of a line as `stroke-dasharray`; empty for a solid one."""
    unit = max(width, 3.0)
    pattern = {
        "dash": (3, 3),
        "dot": (1, 1),
        "dashdot": (3, 1, 1, 1),
        "longdash": (5, 5),
        "longdashdot": (5, 2, 2, 2),
    }.get(dash, ())
    return " ".join(f"{unit * part:g}" for part in pattern)
