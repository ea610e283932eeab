"""Reviews from elsewhere by the administrator's page: sent, checked while they come, written while one looks on or not."""

import csv
import re
import time

import pytest

from walker import DESKTOP, PHONE

COLUMNS = ["id", "urlDrugName", "rating", "effectiveness", "sideEffects", "condition", "benefitsReview",
           "sideEffectsReview", "commentsReview"]


def write(file, count, first=0, wrong=()):
    with open(file, "w", encoding="utf-8", newline="") as opened:
        rows = csv.writer(opened, delimiter="\t", lineterminator="\n")
        rows.writerow(COLUMNS)
        for number in range(first, first + count):
            rows.writerow([f"journey-{number}", "zoloft", 7, "Highly Effective", "Mild Side Effects", "depression",
                           "it helped", "nausea", "Take it with food. It gets better."])
        rows.writerows(wrong)
    return file


def send(person, file):
    person.open("/admin/reviews")
    person.page.locator("main input[type=file]").set_input_files(str(file))
    person.send("main form[enctype]")
    assert re.fullmatch(r"/admin/reviews/[0-9a-f-]{36}", person.path), person.text("main")


def wait_for_end(person):
    """With script the page moves on by itself; without, it is asked for again."""
    until = time.monotonic() + 60
    while person.has("[data-events]"):
        assert time.monotonic() < until, person.text("main")
        if person.script:
            person.page.wait_for_timeout(200)
        else:
            person.page.locator("main a.button").click()
    person.look()


@pytest.mark.parametrize("script, language, viewport, first", [
    (True, "en", PHONE, 0), (False, "es", PHONE, 10_000), (True, "es", DESKTOP, 20_000)],
    ids=["phone", "no script", "Spanish"])
def test_a_file_is_sent_and_looked_at_until_it_is_in(administrator, tmp_path, script, language, viewport, first):
    # given a file of reviews and an administrator
    person = administrator(script=script, language=language, viewport=viewport)
    file = write(tmp_path / "reviews.tsv", 3_000, first)
    # when it is sent, then its rows are written while the page is open
    send(person, file)
    wait_for_end(person)
    person.sees("3,000|3\u00a0?\\.?000", "main .facts")
    person.sees("3000 rows read = 3000 stored", "main .report")
    # and a second time nothing is written twice
    send(person, file)
    wait_for_end(person)
    person.sees("0 stored \\+ 3000 stored before", "main .report")


def test_it_goes_on_when_the_page_is_closed(administrator, tmp_path):
    person = administrator(script=True)
    send(person, write(tmp_path / "reviews.tsv", 3_000, 30_000))
    path = person.path
    person.page.goto("about:blank")
    person.open(path)
    wait_for_end(person)
    person.sees("3000 stored", "main .report")


@pytest.mark.parametrize("script, language", [(True, "en"), (False, "es")], ids=["script", "no script"])
def test_a_file_that_is_not_right_changes_nothing_and_says_where(administrator, tmp_path, script, language):
    person = administrator(script=script, language=language)
    send(person, write(tmp_path / "wrong.tsv", 200, 40_000, wrong=[["x", "zoloft", "7"]]))
    wait_for_end(person)
    person.sees("Nothing was imported|No se importó nada", "main")
    person.sees("Line 202: 3 columns where 9 are expected|Línea 202: 3 columnas donde se esperan 9", "main")
    person.open("/admin/reviews")
    person.send("main form[enctype]")
    person.sees("Choose a file|Elige un archivo", "#error-summary")
