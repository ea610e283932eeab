"""Everything is taken along: as a page to read and print, as tables, as a file."""

import csv
import re

import pytest

from people import decide, evaluate, join, record, sign_up
from test_asking import let_ask
from walker import DESKTOP, PHONE

WORDS = {
    "en": {"name": "All that we keep about you", "help": "Somewhat", "treatment": "Yoga", "yes": "Yes", "end": "all that we keep",
           "over": "The links to the tables have ended"},
    "es": {"name": "Todo lo que guardamos sobre ti", "help": "Algo", "treatment": "Yoga", "yes": "Sí",
           "end": "todo lo que guardamos", "over": "ya no funcionan"},
}
ADVICE = "=SUM(1) is not what it says, “Ünïcode” 🎗️"
UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-"
# A field's or a choice's name as a program writes it, or a moment.
CODE = r"\b[a-z]+[A-Z][a-z]+\b|health_data|not-enough-help|\d{4}-\d\d-\d\d"


def with_a_record(walk, **how):
    person = walk(**how)
    account = join(person)
    course = record(person, "yoga", "anxiety")
    evaluate(person, course, "2", ADVICE)
    let_ask(person)
    return person, account


def way(person, passphrase, path):
    """Writes the passphrase and presses the button of a kind."""
    person.open("/me/account/export")
    person.fill("current", passphrase)
    person.page.locator(f"main button[formaction='{path}']").click()


@pytest.mark.parametrize("language, script, viewport, dark", [
    ("en", True, PHONE, False), ("es", True, DESKTOP, True), ("es", False, PHONE, False), ("en", False, DESKTOP, False)])
def test_everything_is_read_on_one_page(walk, language, script, viewport, dark):
    # given a member with a record
    words = WORDS[language]
    person, (name, passphrase) = with_a_record(walk, language=language, script=script, viewport=viewport, dark=dark)
    # when the passphrase is wrong, they are told at the field
    way(person, "this is not the one I chose", "/me/account/export/page")
    person.look()
    assert person.has("#error-summary a[href='#current']")
    # when it is right, the page has all of it
    way(person, passphrase, "/me/account/export/page")
    person.look()
    assert person.text("h1") == words["name"]
    for told in (name, ADVICE, words["help"], words["treatment"], words["end"]):
        person.sees(re.escape(told), "main")
    assert not re.search(UUID, person.text("main")) and not re.search(CODE, person.text("main"))
    # then every line of the contents leads to a section with as many records
    for line in person.page.locator(".contents li").all():
        section = person.page.locator(line.locator("a").get_attribute("href"))
        assert section.locator(".record").count() == int(line.locator(".count").inner_text())
    # and on paper there is the record and nothing to press
    person.page.emulate_media(media="print")
    assert not person.page.locator(".breadcrumb").is_visible() and not person.page.locator(".screen-only").is_visible()
    assert person.page.locator("#journal-evaluations .record").first.is_visible()
    assert person.page.locator(".record").first.evaluate("e => getComputedStyle(e).breakInside") == "avoid"
    person.page.emulate_media(media="screen")
    # and the use left one receipt
    person.open("/me/account/receipts")
    assert person.page.locator("main table tbody tr").count() == 1
    # and an address without the passphrase leads to where it is asked for
    person.open("/me/account/export/page")
    assert person.path == "/me/account/export"


@pytest.mark.parametrize("language, script", [("en", False), ("es", True)])
def test_tables_are_taken_along(walk, language, script):
    words = WORDS[language]
    person, (_, passphrase) = with_a_record(walk, language=language, script=script, viewport=PHONE)
    way(person, passphrase, "/me/account/export/tables")
    person.look()
    # when they download a table
    link = person.page.locator("main a[href*='journal-evaluations.csv']")
    with person.page.expect_download() as waiting:
        link.click()
    # then a program for tables reads it, and runs nothing of it
    assert waiting.value.suggested_filename == "journal-evaluations.csv"
    with open(waiting.value.path(), encoding="utf-8-sig", newline="") as file:
        head, row = csv.reader(file)
    # and sorts it by date and by step
    assert words["treatment"] in row and f"2 {words['help']}" in row and "'" + ADVICE in row
    assert any(re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", cell) for cell in row)
    assert len(head) == len(row) and not re.search(CODE, ",".join(head))
    assert open(waiting.value.path(), "rb").read().startswith(b"\xef\xbb\xbf")
    # and a link that somebody made up leads back
    person.open("/me/account/export/journal-evaluations.csv?right=00")
    assert person.path == "/me/account/export"
    person.sees(words["over"])
    person.open("/me/account/receipts")
    assert person.page.locator("main table tbody tr").count() == 1


def test_a_member_with_nothing_but_a_name_reads_what_that_is(walk):
    person = walk(viewport=PHONE)
    name, passphrase = sign_up(person)
    decide(person, "no")
    way(person, passphrase, "/me/account/export/page")
    person.look()
    person.sees(re.escape(name), "#accounts-account")
    assert not person.has("#journal-evaluations")
