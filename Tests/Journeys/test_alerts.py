"""Somebody asks for a person: they are told honestly whether one is there, and a moderator looks after it and says how."""

import re

import pytest

from people import join, sign_in, sign_out
from server import Server
from walker import DESKTOP, PHONE


@pytest.fixture(scope="module")
def quiet_server(tmp_path_factory):
    """A site of its own: what one journey leaves on the roster the next would find."""
    running = Server(
        tmp_path_factory.mktemp("alerts"), members=0, settings={"WAYFELLOW_RATE_LIMITS": "off"}).start()
    yield running
    running.stop()


def speaking(person, language):
    """Signing in brings the language of the account."""
    return person.open(f"/language/{language}?back=/staff/alerts")


@pytest.mark.parametrize("language, script", [("en", True), ("es", False)])
def test_from_an_empty_roster_to_a_word_on_what_was_done(walk, quiet_server, language, script):
    how = {"on": quiet_server, "language": language, "script": script}
    moderator = speaking(
        sign_in(walk(viewport=PHONE, **how), quiet_server.sign_ins()["moderator"]), language)
    # given a roster on which nobody is
    for shift in range(2):
        moderator.open("/staff/duty")
        if moderator.has("form[action$='/remove']"):
            moderator.page.locator("main table details > summary").first.click()
            moderator.send("form[action$='/remove']")
    moderator.open("/staff/duty")
    moderator.sees("UTC", "main .card-notice")
    # when a member asks for somebody
    member = walk(viewport=PHONE, **how)
    join(member)
    member.open("/me/ask-for-somebody")
    assert member.has(".crisis-card a[href='tel:988']")
    member.send("main form[action='/me/ask-for-somebody']")
    # then they are told that nobody is there, with the numbers that answer
    nobody = {"en": "Nobody is on duty here now", "es": "Ahora nadie está de turno aquí"}[language]
    member.sees(nobody, "main")
    assert not member.has("main form[action='/me/ask-for-somebody']")
    # and it stands in red above every page of the moderator, whatever that is about
    overdue = {"en": "overdue", "es": "atrasada"}[language]
    moderator.open("/conditions")
    moderator.sees(overdue, "main .flash-problem")
    # when the moderator puts themselves on the roster and takes it
    moderator.open("/staff/duty")
    for field, value in (("hours", "24"), ("weeks", "2")):
        moderator.fill(field, value)
    moderator.page.locator("main select[name=hour]").select_option("0")
    moderator.send("main form[action='/staff/duty']")
    member.open("/me/ask-for-somebody")
    member.misses(nobody, "main")
    moderator.open("/staff/alerts")
    moderator.send("main form[action$='/take']")
    assert re.search(r"/staff/alerts/[0-9a-f-]{36}$", moderator.path), moderator.path
    # then nothing is red any more, and it does not end without a word
    assert not moderator.has("main .flash-problem")
    moderator.send("main form[action$='/end']")
    assert moderator.has("#error-summary a[href='#done']")
    words = f"We talked, and called together, in {language}."
    moderator.fill("done", words)
    moderator.fill("reply", f"You are not alone, in {language}.")
    moderator.send("main form[action$='/end']")
    assert moderator.path == "/staff/alerts"
    moderator.page.locator("main details > summary").first.click()
    moderator.sees(words, "main")
    # and the member finds the word in their menu, and may ask again
    member.open("/me")
    assert member.has("a[href='/me/ask-for-somebody'] .badge")
    member.open("/me/ask-for-somebody")
    member.sees(f"You are not alone, in {language}", "main .card-yours")
    member.send("main form[action='/me/ask-for-somebody/read']")
    member.misses("You are not alone", "main")
    assert not member.has("a[href='/me/ask-for-somebody'] .badge")
    assert member.has("main form[action='/me/ask-for-somebody']")


def test_an_alert_that_is_too_much_is_handed_over_without_a_reason(walk, quiet_server):
    member = walk(viewport=PHONE, script=False, on=quiet_server)
    join(member)
    member.open("/me/ask-for-somebody")
    member.send("main form[action='/me/ask-for-somebody']")
    moderator = sign_in(walk(viewport=DESKTOP, on=quiet_server), quiet_server.sign_ins()["moderator"])
    moderator.open("/staff/alerts")
    moderator.send("main form[action$='/take']")
    page = moderator.path
    moderator.send("main form[action$='/hand-over']")
    # nobody else is there: it stands before all again, and what became of it is written down
    assert moderator.path == "/staff/alerts"
    assert moderator.has("main .flash-problem")
    moderator.open(page)
    moderator.page.locator("main details > summary").last.click()
    moderator.sees("handed over by", "main")
    # and who is no moderator finds nothing there
    member.open(page)
    assert member.document.status == 404
    # the program says so to whoever runs the server, and fails
    code, said = quiet_server.attempt("doctor")
    assert code == 1 and "One alert is overdue" in said, said
    assert "Nobody has dialled 988 yet" in said
    sign_out(moderator)
