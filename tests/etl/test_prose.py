"""Figures of running text are read as people write them, and what each is about as the text says."""

import re

import pytest
from prose_words import first, only, read, reader, words

from etl.documents.prose.reader import MOST_CHARACTERS, TextTooLongError, paragraphs
from etl.documents.prose.records import NumberRole
from etl.figures.vocabulary.indicators import Measure
from etl.figures.vocabulary.people import Recall

ABOUT = {
    # What is told of one kilogram or one hectare, wherever that stands.
    "A kilogram of opium cost 241 dollars in Afghanistan in 2011.": [("opium-price", "AFG", 2011, 241)],
    "Килограмм опия в Афганистане в 2018 году стоил 94 доллара.": [("opium-price", "AFG", 2018, 94)],
    "2018年阿富汗鸦片价格为每公斤94美元。": [("opium-price", "AFG", 2018, 94)],
    "Der Preis für ein Kilogramm Opium lag 2018 in Afghanistan bei 94 Dollar.": [("opium-price", "AFG", 2018, 94)],
    "Opium cost 241 dollars a kilogram in Afghanistan in 2011, as against 169 dollars in 2010.": [
        ("opium-price", "AFG", 2011, 241),
        ("opium-price", "AFG", 2010, 169),
    ],
    "Pro Hektar wurden 2022 in Afghanistan 26,7 Kilogramm Opium gewonnen.": [("opium-yield", "AFG", 2022, 26.7)],
    # What it rose or fell to is no end of a range.
    "緬甸的罌粟面積從去年的4.01萬公頃增至4.71萬公頃。": [
        ("opium-poppy-cultivation", "MMR", 2022, 40_100),
        ("opium-poppy-cultivation", "MMR", 2023, 47_100),
    ],
    # Years of the ends of a change, and of the same ends of the next.
    "Los cocales del Perú pasaron de 23.100 a 25.500 hectáreas entre 2018 y 2019.": [
        ("coca-bush-cultivation", "PER", 2018, 23_100),
        ("coca-bush-cultivation", "PER", 2019, 25_500),
    ],
    "Poppy fell from 9,000 hectares in 2001 to 2,000 in 2006 in Myanmar, that of Laos from 7,000 to 1,000 hectares.": [
        ("opium-poppy-cultivation", "MMR", 2001, 9_000),
        ("opium-poppy-cultivation", "MMR", 2006, 2_000),
        ("opium-poppy-cultivation", "LAO", 2001, 7_000),
        ("opium-poppy-cultivation", "LAO", 2006, 1_000),
    ],
    "In 2022 poppy grew on 90,000 hectares in Laos. It had been 30,000 a year earlier and 5,000 hectares in 2017.": [
        ("opium-poppy-cultivation", "LAO", 2022, 90_000),
        ("opium-poppy-cultivation", "LAO", 2021, 30_000),
        ("opium-poppy-cultivation", "LAO", 2017, 5_000),
    ],
    # Who is first is no place of the figure, nor is who another is second to.
    "Il Myanmar è il primo produttore di oppio al mondo: 1.080 tonnellate nel 2023.": [
        ("opium-production", "MMR", 2023, 1_080),
    ],
    "Myanmar, second only to Afghanistan, produced 1,080 tons of opium in 2018.": [
        ("opium-production", "MMR", 2018, 1_080)
    ],
    "Helmand grew two thirds of all Afghan poppy in 2008: 103,590 hectares.": [
        ("opium-poppy-cultivation", "AF-HEL", 2008, 66.66666666),
        ("opium-poppy-cultivation", "AF-HEL", 2008, 103_590),
    ],
    # A whole is of what is around its part; the world goes on where no place is named.
    "In 2016, 1,410 tons of cocaine were made, of which 866 tons in Colombia.": [
        ("cocaine-manufacture", "WLD", 2016, 1_410),
        ("cocaine-manufacture", "COL", 2016, 866),
    ],
    "World opium production was 4,850 tons in 2004 as against 4,800 tons in 2003.": [
        ("opium-production", "WLD", 2004, 4_850),
        ("opium-production", "WLD", 2003, 4_800),
    ],
    "World opium production was 4,850 tons in 2004. Poppy covered 196,000 hectares.": [
        ("opium-production", "WLD", 2004, 4_850),
        ("opium-poppy-cultivation", "WLD", 2004, 196_000),
    ],
    # After several provinces a text goes on to speak of their country.
    "In 2018 Helmand had 100,000 and Kabul province 200 hectares of poppy. The whole was 263,000 hectares.": [
        ("opium-poppy-cultivation", "AF-HEL", 2018, 100_000),
        ("opium-poppy-cultivation", "AF-KAB", 2018, 200),
        ("opium-poppy-cultivation", "AFG", 2018, 263_000),
    ],
    "In 2018 poppy covered 100,000 hectares in Helmand; Kabul province, 1,200, and Amazonas, 1,300.": [
        ("opium-poppy-cultivation", "AF-HEL", 2018, 100_000),
        ("opium-poppy-cultivation", "AF-KAB", 2018, 1_200),
        ("opium-poppy-cultivation", "CO-AMA", 2018, 1_300),
    ],
    # Destroyed in one sentence, grown in the next, of another crop.
    "En 2013 se erradicaron 9.205 hectáreas de coca en el Perú. La amapola de Colombia ocupaba 298 hectáreas.": [
        ("coca-eradication", "PER", 2013, 9_205),
        ("opium-poppy-cultivation", "COL", 2013, 298),
    ],
    # A measure that ends a longer word, and one that stands before the next value.
    "Урожайность мака в Лаосе в 2010 году составила 29,2 кг с гектара.": [("opium-yield", "LAO", 2010, 29.2)],
    "Laos had 24,100 hectares of poppy in 2019/2020 (21,500 in 2018/2019).": [
        ("opium-poppy-cultivation", "LAO", 2020, 24_100),
        ("opium-poppy-cultivation", "LAO", 2019, 21_500),
    ],
    "En 2023, 316 millones de personas consumieron opio en el mundo.": [("opium-users", "WLD", 2023, 316e6)],
    "In 2023 the number of people who use drugs in the world rose to 316 million.": [
        ("any-drug-users", "WLD", 2023, 316e6)
    ],
    # Where an authority did something is a place; what lies beyond a border, and what somebody is first in, is none.
    "Poppy grew in Laos. In Peru the government removed 25,526 hectares of coca bush in 2019.": [
        ("coca-eradication", "PER", 2019, 25_526)
    ],
    "Peru, on the border with Colombia, had 92,784 hectares of coca in 2023.": [
        ("coca-bush-cultivation", "PER", 2023, 92_784)
    ],
    "Helmand, the country's largest grower, had 144,018 hectares of poppy in 2017.": [
        ("opium-poppy-cultivation", "AF-HEL", 2017, 144_018)
    ],
    # A season has the name of the year in which it ends.
    "From July 2016 to June 2017 Laos had 5,000 hectares of poppy.": [("opium-poppy-cultivation", "LAO", 2017, 5_000)],
    "Laos had 5,000 hectares of poppy (October 2016 – May 2017).": [("opium-poppy-cultivation", "LAO", 2017, 5_000)],
    # Examples of a drug and exceptions to it are no drug of their own, unless they have a number of their own.
    "In Peru opioids such as heroin and methadone killed 46,802 people in 2018.": [
        ("opioids-deaths", "PER", 2018, 46_802)
    ],
    "In 2018 deaths in Peru from opioids such as heroin (15,000) and methadone (3,023) were fewer.": [
        ("heroin-deaths", "PER", 2018, 15_000),
        ("methadone-deaths", "PER", 2018, 3_023),
    ],
    "In 2018 deaths in Peru from synthetic opioids other than methadone were 31,335, and from heroin 15,000.": [
        ("synthetic-opioids-deaths", "PER", 2018, 31_335),
        ("heroin-deaths", "PER", 2018, 15_000),
    ],
    # The year of a sentence goes on to its end, and what a value is compared with is of the same drug.
    "World opium output grew between 2020 and 2021 to 7,930 tons, while the poppy area shrank to 246,800 hectares.": [
        ("opium-production", "WLD", 2021, 7_930),
        ("opium-poppy-cultivation", "WLD", 2021, 246_800),
    ],
    "Laos seized 23 tons of methamphetamine in 2022, up from 14 tons, and of heroin 1,345 kg, against 2,527 kg.": [
        ("methamphetamine-seizures", "LAO", 2022, 23),
        ("methamphetamine-seizures", "LAO", 2021, 14),
        ("heroin-seizures", "LAO", 2022, 1_345),
        ("heroin-seizures", "LAO", 2021, 2_527),
    ],
    # The year of a report is not that of its figures; "que" compares right before a year alone.
    "World Drug Report 2020: in 2018 poppy covered 5,000 hectares in Laos, and opium production was 44 tons.": [
        ("opium-poppy-cultivation", "LAO", 2018, 5_000),
        ("opium-production", "LAO", 2018, 44),
    ],
    "La ONU dijo que el Perú cerró 2018 con 54.134 hectáreas de coca.": [
        ("coca-bush-cultivation", "PER", 2018, 54_134)
    ],
    # A year before the start of a change is that of its end; one named last is what "that" means.
    "In Peru ging der Anbau von Koka 2023 von 95.008 auf 92.784 Hektar zurück.": [
        ("coca-bush-cultivation", "PER", 2022, 95_008),
        ("coca-bush-cultivation", "PER", 2023, 92_784),
    ],
    "Poppy covered 30,400 ha in Laos in 2019, below the 41,800 of 2018 and the 44,100 of the season before that.": [
        ("opium-poppy-cultivation", "LAO", 2019, 30_400),
        ("opium-poppy-cultivation", "LAO", 2018, 41_800),
        ("opium-poppy-cultivation", "LAO", 2017, 44_100),
    ],
    "In 2022 coca covered 95,000 hectares in Peru. Five years earlier it had been 49,900 hectares.": [
        ("coca-bush-cultivation", "PER", 2022, 95_000),
        ("coca-bush-cultivation", "PER", 2017, 49_900),
    ],
    # Over which time something changed is no year of the next value.
    "En 2023, l'opium du Laos a augmenté de 36 % sur un an, quand celui de Birmanie atteignait 1 080 tonnes.": [
        ("opium-production", "LAO", 2023, 36),
        ("opium-production", "MMR", 2023, 1_080),
    ],
    # What a neighbour is has none of the figures; what was only reported counts on.
    "Le Pérou, frontalier de la Colombie, avait 92 784 hectares de coca en 2023.": [
        ("coca-bush-cultivation", "PER", 2023, 92_784)
    ],
    "El Perú registró 92 784 hectáreas de coca en 2023, frente a las 95 008 reportadas en 2022.": [
        ("coca-bush-cultivation", "PER", 2023, 92_784),
        ("coca-bush-cultivation", "PER", 2022, 95_008),
    ],
    # A price goes with the unit of the one to which it rose; one measure holds for its whole sentence.
    "The price of opium in Laos rose from $75 in 2022 to $750 per kilogram in 2024.": [
        ("opium-price", "LAO", 2022, 75),
        ("opium-price", "LAO", 2024, 750),
    ],
    "In 2021 Colombia seized 676 tons of opium, far more than ever before on its roads, at sea and in its ports, "
    "and Peru, where no such finds had been made for many a long year by either its police or its army, 511 "
    "tons.": [
        ("opium-seizures", "COL", 2021, 676),
        ("opium-seizures", "PER", 2021, 511),
    ],
    # Who takes drugs takes any, and deaths go on to be counted by their drugs.
    "Coca covers 376,000 hectares, and 316 million people took drugs in Peru in 2023.": [
        ("coca-bush-cultivation", "PER", 2023, 376_000),
        ("any-drug-users", "PER", 2023, 316e6),
    ],
    "In 2017 cocaine deaths in Peru numbered 13,942. Those involving heroin went from 19,413 to 28,466.": [
        ("cocaine-deaths", "PER", 2017, 13_942),
        ("heroin-deaths", "PER", 2016, 19_413),
        ("heroin-deaths", "PER", 2017, 28_466),
    ],
    # A phrase before the first comma gives its year to all behind it; where money comes from is no comparison.
    "By the close of the year 2017, growers in Peru tended some 49,900 hectares of coca, as officials counted them.": [
        ("coca-bush-cultivation", "PER", 2017, 49_900)
    ],
    "In Laos the harvest from poppy in 2014 was 92 tons of opium.": [("opium-production", "LAO", 2014, 92)],
    # A year of which there is no figure yet, and one over which something is the most, are years of nothing.
    "No numbers for 2015 are out, as they are not yet available for 2015. Laos grew poppy on 6,200 hectares in 2014, "
    "the most in ten years.": [("opium-poppy-cultivation", "LAO", 2014, 6_200)],
    # A place that another has more than, or that is set against it, has no part in its figure.
    "In 2017 Colombia grew more coca than Peru, on 171,000 hectares.": [
        ("coca-bush-cultivation", "COL", 2017, 171_000)
    ],
    "In 2017 Colombia stood behind Peru (49,900 hectares of coca).": [("coca-bush-cultivation", "PER", 2017, 49_900)],
    "In 2023 a kilogram of opium cost 408 dollars in Laos against 356 dollars in Myanmar.": [
        ("opium-price", "LAO", 2023, 408),
        ("opium-price", "MMR", 2023, 356),
    ],
    "In 2007 stieg in Kolumbien der Koka-Anbau um 27 Prozent, in Peru wuchs er um 4 Prozent.": [
        ("coca-bush-cultivation", "COL", 2007, 27),
        ("coca-bush-cultivation", "PER", 2007, 4),
    ],
    # The name of an office names no drug.
    "Coca na Colômbia: segundo o Escritório das Nações Unidas sobre Drogas e Crime, a área foi de 169 mil hectares em "
    "2018.": [("coca-bush-cultivation", "COL", 2018, 169_000)],
    # What is South American is not American, and a third year is no third.
    "The South American country Peru grew 49,900 hectares of coca in 2017, for a third straight year of growth.": [
        ("coca-bush-cultivation", "PER", 2017, 49_900)
    ],
    # What "ya que" begins compares nothing.
    "En Perú la coca subió un 14 % en 2017, ya que en 2016 se sembraron 43 900 hectáreas.": [
        ("coca-bush-cultivation", "PER", 2017, 14),
        ("coca-bush-cultivation", "PER", 2016, 43_900),
    ],
    # A number goes on behind its thousands, and letters that Persian and Arabic write in two ways are one.
    "در سال 2006 افغانستان 6 هزار و 100 تن ترياك توليد كرد.": [("opium-production", "AFG", 2006, 6_100)],
    # A yield goes on in kilograms.
    "2015年阿富汗的罂粟单产从每公顷28.7公斤下降为18.3公斤。": [
        ("opium-yield", "AFG", 2014, 28.7),
        ("opium-yield", "AFG", 2015, 18.3),
    ],
}


@pytest.mark.parametrize("text", ABOUT)
def test_what_figures_are_about_is_read_as_the_language_says_it(text: str) -> None:
    readings = read(text, "2023-12-01" if "去年" in text else "")
    assert [
        (first(it.indicators), first(it.areas), first(it.years), pytest.approx(it.value)) for it in readings
    ] == ABOUT[text]


def test_places_of_figures_are_characters_of_the_text() -> None:
    text = "Titel\n\nÁrea: e\u0301l cultivo de coca en Colombia sumó 253.000 hectáreas en 2023."
    reading = only(text)
    assert text[reading.start : reading.end] == reading.as_printed == "253.000 hectáreas"


def test_paragraphs_are_known_by_their_place() -> None:
    found = paragraphs("Title\n\nFirst.\n\nSecond.")
    assert [(it.place, it.role) for it in found] == [
        ("title", NumberRole.TITLE),
        ("paragraph 1", NumberRole.TEXT),
        ("paragraph 2", NumberRole.TEXT),
    ]


def test_a_text_that_is_too_long_is_refused_with_a_sentence() -> None:
    with pytest.raises(TextTooLongError, match="no more than"):
        read("a" * (MOST_CHARACTERS + 1))
    with pytest.raises(TextTooLongError, match="numbers"):
        read("1 " * 5_000)
    with pytest.raises(TextTooLongError, match="numbers"):
        read("half " * 5_000)


def test_every_word_means_what_its_kind_may_mean() -> None:
    catalogue = reader().catalogue
    numeric = {"number", "scale", "article", "fraction", "fraction-of", "multiple"}
    others = {"persons", "length", "pieces", "percentage points", "EUR", "GBP", "square metres"}
    measures = {*Measure, "economy", "gdp-share", "tax", "exports", "trafficking", "surplus"}
    for word in words():
        told = f"{word.language} {word.kind} {word.word}"
        if word.kind in numeric:
            assert float(word.means) >= 0, told
        elif word.kind == "unit":
            assert word.means in {*catalogue.units, *others}, told
        elif word.kind == "approximate":
            assert word.means in {"about", "nearly", "at-least", "up-to"}, told
        elif word.kind == "measure":
            assert word.means in measures, told
        elif word.kind == "time":
            assert re.fullmatch(r"-?\d|now|before(-2|-that)?|after|over-a-year", word.means), told
        elif word.kind == "times-before":
            assert word.means in {"times", "divided"}, told
        elif word.kind == "recall":
            assert word.means in {*Recall}, told
        elif word.kind == "population":
            assert word.means in {"", "young", "young-adults", "men", "women"}, told
        elif word.kind == "cause":
            assert word.means in {"poisoning", "induced", "unintentional", "adjusted"}, told
        elif word.kind == "variant":
            assert len(word.word) == 1, told
