"""What countries and provinces are called in the languages that are read, from CLDR and ISO 3166."""

import gettext
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import pycountry
from babel import Locale
from babel.core import get_global

LOCALES = ("en", "fr", "es", "ru", "zh_Hans", "zh_Hant", "de", "nl", "it", "pt", "ar", "fa", "ur")
_SHORTEST_STEM = 3
_SHORTEST_PROVINCE = 4  # letters of a name; a shorter one is a word of much else
_CHINESE = {"zh_Hans": "zh_CN", "zh_Hant": "zh_TW"}  # as translations call them
_CHINESE_PROVINCE = "省邦州县縣"  # which a name may end with
_WHOLE_WORLD, _UNIONS = "001", frozenset({"EU", "EZ"})  # as CLDR codes them beside countries
# Endings of the Russian cases, by the end of the name that they take the place of.
_RUSSIAN = {
    "ия": ("ия", "ии", "ию", "ией"),
    "а": ("а", "ы", "е", "у", "ой"),
    "я": ("я", "и", "ю", "ей"),
    "й": ("й", "я", "е"),
}


@cache
def codes() -> dict[str, str]:
    """The two letters of ISO 3166 for its three, which name the areas here."""
    return {country.alpha_3: country.alpha_2 for country in pycountry.countries}


def names_of(areas: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Every name of some countries in every language, with the forms that it takes in a sentence."""
    for name, area, locale in _named(areas):
        for form in _forms(name, locale):
            yield form, area


def names_of_groups(locales: Iterable[str] = LOCALES) -> Iterator[str]:
    """The names of continents, their parts and unions of countries in some languages, with their forms."""
    for locale in locales:
        for code, name in Locale.parse(locale).territories.items():
            if code in _UNIONS or (code.isdigit() and code != _WHOLE_WORLD):
                yield from _forms(name, locale)


def province_names_of(areas: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The names of some provinces in the languages in which they are called otherwise, with their forms."""
    subdivisions: Any = pycountry.subdivisions
    known = {area: found.name for area in areas if (found := subdivisions.get(code=area)) is not None}
    for locale in LOCALES:
        names = gettext.translation("iso3166-2", pycountry.LOCALES_DIR, [_CHINESE.get(locale, locale)], fallback=True)
        for area, name in known.items():
            translated = names.gettext(name)
            if translated == name:
                continue
            if locale in _CHINESE:
                yield from ((each, area) for each in {translated, translated.rstrip(_CHINESE_PROVINCE)} if each[1:])
            elif len(translated) >= _SHORTEST_PROVINCE:
                yield from ((form, area) for form in _forms(translated, locale))


def short_codes(areas: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Some countries by the two letters of ISO 3166, and by those that people write for them: UK."""
    two = codes()
    known = {two[area]: area for area in areas if area in two}
    yield from known.items()
    for alias, meant in get_global("territory_aliases").items():
        yield from ((alias, known[code]) for code in meant if len(alias) == 2 and len(meant) == 1 and code in known)


def full_names_of(areas: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The name of some countries in every language as it is listed, with what else they are called in brackets."""
    for name, area, _ in _named(areas):
        yield name, area


def listed_names() -> Iterator[tuple[str, str]]:
    """Every name of every country in every language as tables write it, long and short, with its code of three letters.

    "Bolivia, Estado plurinacional de" is also turned round, and "Myanmar (Birmania)" is Myanmar too.
    """
    for name, area, _ in _named(codes(), (*LOCALES, "pt_PT")):
        yield name, area
        yield name.partition("(")[0].strip(), area
    for translation, kinds in _translations():
        for country in pycountry.countries:
            for kind in kinds:
                name = translation.gettext(getattr(country, kind, "") or country.name)
                yield name, country.alpha_3
                first, _, rest = name.replace("،", ",").partition(", ")
                yield f"{rest} {first}".strip(), country.alpha_3


def _translations() -> Iterator[tuple[gettext.NullTranslations, tuple[str, ...]]]:
    """The names of ISO 3166 in the languages of the United Nations, German and Portuguese, with their usable kinds.

    The long names of Brazil's list are left out: there Afghanistan has that of Pakistan.
    """
    short = ("name", "common_name")
    for language in ("ar", "de", "es", "fr", "pt", "pt_BR", "ru", "zh_CN"):
        translation = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[language], fallback=True)
        yield translation, short if language == "pt_BR" else ("official_name", *short)


def _named(areas: Iterable[str], locales: Iterable[str] = LOCALES) -> Iterator[tuple[str, str, str]]:
    known = {area: codes()[area] for area in areas if area in codes()}
    for locale in locales:
        names = Locale.parse(locale).territories
        yield from ((names[code], area, locale) for area, code in known.items() if names.get(code))


def _forms(name: str, locale: str) -> Iterator[str]:
    plain = name.partition("(")[0].strip()
    yield plain
    if locale == "ru" and " " not in plain:
        ending = next((end for end in _RUSSIAN if plain.endswith(end)), "")
        stem = plain[: len(plain) - len(ending)]
        if ending and len(stem) >= _SHORTEST_STEM:
            yield from (stem + each for each in _RUSSIAN[ending])
        elif plain[-1] not in "оуиыеэю":
            yield from (plain + each for each in ("а", "у", "ом", "е"))
    if locale in {"de", "nl"} and " " not in plain and not plain.endswith("s"):
        yield f"{plain}s"
    if locale == "ar":
        yield from (f"{letters}{plain}" for letters in ("و", "ب", "ل", "ف"))


@cache
def months() -> frozenset[str]:
    """The names of the months in every language, long and short."""
    return frozenset(month_numbers())


@cache
def month_numbers() -> dict[str, int]:
    """The months, from 1 to 12, by their names in every language, long and short."""
    return {
        name.strip("."): number
        for locale in LOCALES
        for form in ("stand-alone", "format")
        for width in ("wide", "abbreviated")
        for number, name in Locale.parse(locale).months[form][width].items()
        if not name[:1].isdigit()
    }
