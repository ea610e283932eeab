"""Leaving for good in one of two ways, and what should happen after one's death."""

import os

import pytest

from people import evaluate, join, record, sign_in
from walker import DESKTOP, PHONE

ADVICE = {"en": "Twenty minutes in the morning are enough.", "es": "Veinte minutos por la mañana bastan."}
WAYS = [(PHONE, True, "en"), (DESKTOP, False, "es"), (PHONE, False, "es"), (DESKTOP, True, "en")]


def picture(person, name):
    folder = os.environ.get("WAYFELLOW_PICTURES")
    if folder:
        person.page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def somebody(walk, server, viewport, script, language):
    """A member who has said how it goes, with a sentence for others."""
    person = walk(viewport=viewport, script=script, language=language, on=server)
    account = join(person)
    evaluate(person, record(person, "yoga", "anxiety"), "3", ADVICE[language])
    return person, account


@pytest.mark.parametrize("viewport, script, language", WAYS)
@pytest.mark.parametrize("way", ["anonymise", "erase"])
def test_somebody_leaves_and_knows_before_what_stays(walk, empty_server, viewport, script, language, way):
    person, account = somebody(walk, empty_server, viewport, script, language)
    name = f"{way}-{language}-{viewport['width']}"
    # when they look for the way out, they find two
    person.open("/me/account")
    person.page.locator("main a[href='/me/account/leave']").click()
    person.look()
    picture(person, f"choose-{name}")
    person.page.locator(f"main a[href='/me/account/leave/{way}']").click()
    person.look()
    picture(person, f"preview-{name}")
    # then the sentence that would stay stands there, with the way to it, or nothing stays
    if way == "anonymise":
        person.sees(ADVICE[language])
        person.page.locator("main a[href$='/advice']").click()
        person.look()
        person.fill("advice", "")
        person.send()
        person.open(f"/me/account/leave/{way}")
    person.misses(ADVICE[language])
    # and without the passphrase nothing happens
    person.page.locator(f"main a[href='/me/account/leave/{way}/confirm']").click()
    person.look()
    person.fill("current", "this is not the one I chose")
    person.send()
    assert person.has("#error-summary")
    person.fill("current", account[1])
    person.send()
    # then a receipt says which way it was, and when the last of it is gone
    picture(person, f"receipt-{name}")
    person.sees({"en": "within a minute", "es": "en un minuto"}[language])
    assert person.has("main code") and not person.has("form[action='/sign-out']")
    # and the page before leads to the door
    person.open(f"/me/account/leave/{way}/confirm")
    assert person.path.startswith("/sign-in")
    sign_in(person, account)
    assert person.has("#error-summary")


@pytest.mark.parametrize("viewport, script, language", WAYS)
def test_a_wish_is_written_shown_back_and_withdrawn(walk, empty_server, viewport, script, language):
    person = walk(viewport=viewport, script=script, language=language, on=empty_server)
    account = join(person)
    person.open("/me/account")
    person.page.locator("main a[href='/me/account/wishes']").click()
    person.look()
    person.choose("what", "anonymise")
    person.fill("outside", "Marta, 603 555 0100")
    # when they write far too much, it is refused and all of it stands there still
    long = "palabra " * 625
    person.fill("words", long)
    person.fill("current", account[1])
    person.send()
    assert person.has("#error-summary a[href='#words']")
    assert person.page.locator("main [name=words]").input_value().strip() == long.strip()
    person.fill("words", "Feed the cat." if language == "en" else "Den de comer al gato.")
    person.fill("current", account[1])
    person.send()
    # then it is shown back
    person.sees("Marta, 603 555 0100")
    picture(person, f"wish-{language}-{viewport['width']}")
    person.send("form[action='/me/account/wishes/withdraw']")
    person.misses("Marta")


def test_words_of_danger_in_a_wish_bring_help(walk, empty_server):
    person = walk(on=empty_server)
    account = join(person)
    person.open("/me/account/wishes")
    person.choose("what", "erase")
    person.fill("words", "I want to kill myself tonight.")
    person.fill("current", account[1])
    person.send()
    assert person.has(".crisis-card")
    picture(person, "wish-danger")


@pytest.mark.parametrize("viewport, script, language", [(PHONE, False, "es"), (DESKTOP, True, "en")])
def test_an_administrator_who_is_told_of_a_death_reads_the_wish_step_by_step(
        walk, empty_server, administrator, viewport, script, language):
    person = walk(viewport=viewport, script=script, language=language, on=empty_server)
    name, passphrase = join(person)
    person.open("/me/account/wishes")
    person.choose("what", "erase")
    person.fill("words", "Feed the cat.")
    person.fill("current", passphrase)
    person.send()
    # given an administrator who was told
    steward = administrator(language=language, viewport=viewport, script=script)
    steward.open("/admin/people")
    steward.fill("name", name)
    steward.send("main form:has([name=name])")
    steward.page.locator("main a[href$='/death']").click()
    steward.look()
    steward.misses("Feed the cat")
    steward.fill("why", "Her sister called on Monday.")
    steward.send()
    steward.misses("Feed the cat")
    steward.send("form[action$='/death/wish']")
    steward.sees("Feed the cat")
    assert not steward.has("form[action$='/carry-out']"), "it is too soon"
    picture(steward, f"death-{language}-{viewport['width']}")
    # then the member, who lives, sees it and says so, and the list of uses says that it was read
    person.open("/me/account/wishes")
    picture(person, f"alive-{language}-{viewport['width']}")
    person.send("form[action='/me/account/wishes/alive']")
    person.open("/me/account/receipts")
    assert person.page.locator("main table tbody tr").count() >= 2
    steward.open(steward.path.removesuffix("/wish"))
    assert steward.has("textarea[name=why]")
