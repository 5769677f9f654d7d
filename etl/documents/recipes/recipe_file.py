"""Finds the recipe that a maintainer names."""

import tomllib
from decimal import Decimal
from pathlib import Path

from etl.documents.files.sheets import ImportFileError
from etl.figures.quoting import nearest_of
from etl.package.recipe import FOLDER, Recipe
from etl.package.recipe_form import RecipeRefusedError, recipe_of


def read_recipe(data: Path, name: str) -> Recipe:
    """The recipe of a name in the data folder, or at a path that ends in .toml. Raises ImportFileError."""
    path = Path(name) if name.endswith(".toml") else data / FOLDER / f"{name}.toml"
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except OSError as error:
        known = sorted(each.stem for each in (data / FOLDER).glob("*.toml"))
        nearest = nearest_of(name, known)
        advice = f"did you mean {nearest}?" if nearest else f"there are {', '.join(known) or 'none yet'}"
        raise ImportFileError(f"the recipe {path} cannot be read ({error.strerror}); {advice}") from None
    except (ValueError, RecursionError) as error:
        advice = "put names in quotes that are more than a word of the letters a to z, and see recipes/README.md"
        raise ImportFileError(f"{path} is not TOML in UTF-8 ({error}); {advice}") from None
    try:
        return recipe_of(path.stem, content)
    except RecipeRefusedError as error:
        raise ImportFileError(f"{path}: {error}") from None
