"""A person's own file: downloaded with one account, taken in with another, or refused with the reason."""

import pytest

from people import evaluate, join, record
from walker import DESKTOP, PHONE

SAYS = {
    "en": ("evaluation", "added", "All of it is here already", "This file cannot be taken in"),
    "es": ("evaluación", "agreg", "Todo ya está aquí", "Este archivo no se puede agregar")}


def download(person, passphrase, to):
    person.open("/me/account/export")
    person.fill("current", passphrase)
    with person.page.expect_download() as waiting:
        person.page.locator("main button[formaction='/me/account/export']").click()
    waiting.value.save_as(to)
    return to


def send(person, file):
    person.open("/me/account/import")
    person.page.locator("main input[type=file]").set_input_files(str(file))
    person.send()


@pytest.mark.parametrize(
    "viewport, script, language", [(PHONE, False, "en"), (DESKTOP, True, "es")], ids=["phone-plain", "desktop-es"])
def test_a_file_of_ones_own_is_looked_at_and_taken_in_once(walk, tmp_path, viewport, script, language):
    one, added, twice, foreign = SAYS[language]
    # given somebody with a record, and another account
    before = walk(viewport=viewport, script=script, language=language)
    _, passphrase = join(before)
    evaluate(before, record(before, "yoga", "anxiety"), "3", "Twenty minutes are enough.")
    file = download(before, passphrase, tmp_path / "wayfellow-export.json")
    person = walk(viewport=viewport, script=script, language=language)
    join(person)
    # when another file is sent, it is refused with the reason at its field
    other = tmp_path / "letter.json"
    other.write_text("Dear Ana")
    send(person, other)
    person.sees(foreign, "#error-summary")
    assert person.has("main input[type=file][aria-invalid=true]")
    # when their own is sent, they see what is in it, and nothing is there yet
    send(person, file)
    person.sees(one)
    person.open("/me")
    assert not person.has("a[href*='/me/treatments/']:not([href*='/new'])")
    # and with a yes it is, once
    person.open("/me/account/import/confirm")
    person.send(button="button[name=decision][value=yes]")
    person.sees(added)
    person.open("/me")
    person.page.locator("a[href*='/me/treatments/']:not([href*='/new'])").first.click()
    person.sees("Twenty minutes are enough.")
    send(person, file)
    person.send(button="button[name=decision][value=yes]")
    person.sees(twice)
