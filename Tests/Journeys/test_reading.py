"""What people read is read at grade 8 or below: a whole room's words, words of caution, and whole pages with all names of
medicines in them, by Flesch-Kincaid and Fernández Huerta; and no sentence has to be read twice. Words for programmers are
left out."""

import json
import re
from pathlib import Path

import pytest
import textstat

from printed import LANGUAGES, Vocabulary

pytest_plugins = ["press"]

FILES = sorted((Path(__file__).parents[2] / "Sources").glob("*/*/Text/e[ns].json"))
LONGEST = 33


def texts(file):
    """The words by key, the plural where there are several, a word in the place of each value. Lists of words that people
    search by are read by nobody."""
    for key, words in json.loads(file.read_text()).items():
        words = words if isinstance(words, str) else words["other"]
        if not key.startswith(("web.program.", "groups.theme.words.", "groups.find.words.")):
            yield key, re.sub(r"\{\w+\}", "five", re.sub(r"<[^>]+>", "", words))


def sentences(said):
    """Said one after the other. The words of a button are no sentence."""
    return " ".join(words if words[-1] in ".?!:" else f"{words}." for words in said if len(words.split()) >= 4)


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
    check(sentences(words for _, words in texts(file)), file.stem)


def check(text, language):
    measured = grade(text) if language == "en" else ease(text)
    assert measured <= 8 if language == "en" else measured >= 70, f"{measured:.1f}: {text[:1500]}"
    return measured


def notices(language):
    for row in Vocabulary().notices:
        for words in [row[f"title_{language}"], *row[f"points_{language}"].split(" | ")]:
            yield f"{row['kind']} {row['subject']}", words


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_caution_are_read_at_grade_8(language):
    print(f"notices in {language}: {check(sentences(words for _, words in notices(language)), language):.1f}")


PAGES = [
    "/treatments/sertraline/for/depression", "/treatments/ibuprofen/for/low-back-pain",
    "/treatments/oxycodone/for/chronic-pain", "/treatments/metoprolol/for/high-blood-pressure",
    "/treatments/physical-therapy/for/low-back-pain", "/conditions/depression", "/conditions/low-back-pain",
    "/conditions/chronic-pain", "/conditions/high-blood-pressure", "/conditions/insomnia"]
BLOCKS = {"p", "li", "summary", "dt", "dd", "h1", "h2", "h3", "th", "td", "caption", "blockquote"}


def blocks(element, words=None):
    """The visible words, a block or a note each. Left out: the way here and the other names of the thing, which are no
    sentences, and what other people wrote."""
    words = [""] if words is None else words
    for part in element.inside:
        if isinstance(part, str):
            words[-1] += part
        elif part.tag not in ["nav", "svg", "blockquote"] and "lead" not in part["class"].split():
            apart = part.tag in BLOCKS or "row-note" in part["class"].split()
            words += [""] * apart
            blocks(part, words)
            words += [""] * apart
    return words


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_read_at_grade_8(press, path, language):
    said = [re.sub(r"\s+", " ", words).strip() for words in blocks(press.page(path, language))]
    print(f"{path} in {language}: {check(sentences(words for words in said if words), language):.1f}")


def test_the_measures_see_what_is_hard_to_read():
    assert grade("Processing necessitates prior authorization, notwithstanding applicable statutory derogations.") > 8
    assert ease("El tratamiento de datos identificativos requerirá autorización administrativa correspondiente.") < 70


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parts[-3]}-{file.stem}")
def test_no_sentence_has_to_be_read_twice(file):
    assert too_long(texts(file)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_of_caution_has_to_be_read_twice(language):
    assert too_long(notices(language)) == []


def too_long(said):
    return [
        (key, sentence) for key, words in said for sentence in re.split(r"[.?!:]\s|\n", words)
        if len(sentence.split()) > LONGEST]
