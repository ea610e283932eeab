"""What people read is read at grade 8 or below: a whole room's words by Flesch-Kincaid and Fernández Huerta, and no sentence
that has to be read twice. Words for programmers are left out."""

import json
import re
from pathlib import Path

import pytest
import textstat

FILES = sorted((Path(__file__).parents[2] / "Sources").glob("*/*/Text/e[ns].json"))
LONGEST = 33


def texts(file):
    """The words by key, the plural where there are several, a word in the place of each value."""
    for key, words in json.loads(file.read_text()).items():
        words = words if isinstance(words, str) else words["other"]
        if not key.startswith("web.program."):
            yield key, re.sub(r"\{\w+\}", "five", re.sub(r"<[^>]+>", "", words))


def grade(text):
    # Its syllables come from places where a word may be hyphenated: a fifth too few, two grades in the formula.
    textstat.set_lang("en")
    return textstat.flesch_kincaid_grade(text) + 2


def ease(text):
    """60 to 70 is what grades 8 and 9 read (Fernández Huerta 1959)."""
    textstat.set_lang("es")
    return textstat.fernandez_huerta(text)


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parts[-3]}-{file.stem}")
def test_the_words_of_a_room_are_read_at_grade_8(file):
    # The words of a button are no sentence.
    said = [words for _, words in texts(file) if len(words.split()) >= 4]
    text = " ".join(words if words[-1] in ".?!:" else f"{words}." for words in said)
    assert grade(text) <= 8 if file.stem == "en" else ease(text) >= 70


def test_the_measures_see_what_is_hard_to_read():
    assert grade("Processing necessitates prior authorization, notwithstanding applicable statutory derogations.") > 8
    assert ease("El tratamiento de datos identificativos requerirá autorización administrativa correspondiente.") < 70


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parts[-3]}-{file.stem}")
def test_no_sentence_has_to_be_read_twice(file):
    long = [
        (key, sentence) for key, words in texts(file) for sentence in re.split(r"[.?!:]\s|\n", words)
        if len(sentence.split()) > LONGEST]
    assert long == []
