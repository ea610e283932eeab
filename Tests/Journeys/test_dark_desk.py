"""The desk of who asked in the dark: a question that stands there is read, answered and taken away, on one's own phone and on one
that others use, too, and with a key that nothing opens any more."""

import pytest

from test_new_words import in_database
from people import join, sign_in, until
from talking import PLACE, SAYS, Talker, moderator_of, said
from test_dark import ASK, DESK, QUESTION, WAYS, ask, begin, dark, desk, look_once_more  # noqa: F401
from test_reports import take
from walker import DESKTOP, PHONE

DANGER = {"en": "I want to kill myself tonight", "es": "Quiero quitarme la vida esta noche"}
ANSWER = {"en": "You are not alone with that.", "es": "No eres la única con eso."}


def at_the_desk(asker, selector):
    """Opens the desk again and again until something is on it."""
    for _ in range(500):
        if desk(asker).has(selector):
            return asker
    raise AssertionError(f"{selector} did not come to the desk")


def press(asker, selector):
    """A button of the desk, folded away or not."""
    asker.page.evaluate("document.querySelectorAll('main details').forEach(fold => fold.open = true)")
    asker.page.locator(selector).first.click()
    return asker.look()


def appear(walk, server, asker):
    """Asks what may appear at once, and a moderator lets it through; all else takes days. Answers its address."""
    begin(asker)
    look_once_more(asker, title=QUESTION[asker.language][0], words=DANGER[asker.language])
    asker.choose("consent", "yes")
    asker.send(f"{ASK}:has(textarea)", "button[value=atOnce]")
    asker.hears("communities.dark.done")
    # Until then it is to be read on the desk alone.
    at_the_desk(asker, "input[name=thread]")
    press(asker, f"{DESK}:has(input[value=thread]) button")
    asker.hears("communities.dark.unseen.waiting")
    moderator = moderator_of(walk, server, viewport=DESKTOP)
    until(moderator, "/staff/queue", "main form[action='/staff/queue/next']")
    take(moderator, DANGER[asker.language])
    moderator.choose("outcome", "allowed")
    moderator.send("main form[action$='/decide']")


@pytest.mark.parametrize("language, script", WAYS)
def test_what_was_asked_is_read_answered_and_deleted(walk, dark, language, script):
    asker = Talker.joins(walk, dark, language, script=script)
    appear(walk, dark, asker)
    # when another answers, who sees the same page as everybody
    other = Talker.joins(walk, dark, language)
    other.open(PLACE)
    other.page.locator(f"main a:has-text('{QUESTION[language][0]}')").first.click()
    other.look()
    thread = other.thread
    other.hears("communities.author.asked")
    other.hears("communities.dark.yours")
    other.answer(thread, ANSWER[language])
    # then it is on the desk, with what its asker can do
    at_the_desk(asker, "input[name=thread]")
    press(asker, f"{DESK}:has(input[value=thread]) button")
    asker.sees(ANSWER[language])
    asker.hears("communities.dark.you")
    press(asker, "button[value=best]")
    asker.hears("communities.dark.done.best")
    at_the_desk(asker, "input[name=thread]")
    press(asker, f"{DESK}:has(input[value=thread]) button")
    press(asker, "button[value=answer]")
    asker.write(words=ANSWER[language])
    if asker.has("main [name=pace][type=radio]"):
        asker.choose("pace", "patient")
    asker.send(f"{DESK}:has(textarea)", "button[value=look]")
    asker.hears("communities.dark.seen")
    # and deleted at once it is gone for all
    at_the_desk(asker, "input[name=thread]")
    press(asker, f"{DESK}:has(input[value=thread]) button")
    press(asker, f"{DESK}:has(input[name=number][value='1']) button[value=remove]")
    asker.send(f"{DESK}:has([name=pace])", "button[value=send]")
    asker.choose("pace", "atOnce")
    asker.send(f"{DESK}:has([name=pace])", "button[value=send]")
    asker.hears("communities.dark.done.removeNow")
    for _ in range(500):
        other.page.goto(other.server.url + thread)
        if DANGER[language] not in other.page.content():
            break
    else:
        raise AssertionError("it is there still")
    other.look()


@pytest.mark.parametrize("language, script", WAYS)
def test_a_phone_that_others_use_asks_for_the_passphrase(walk, dark, language, script):
    account = join(walk(on=dark, language=language))
    asker = Talker(walk(on=dark, viewport=PHONE, script=script, language=language), account[0], language)
    asker.open("/sign-in")
    asker.choose("shared", "yes")
    asker.fill("pseudonym", account[0])
    asker.fill("passphrase", account[1])
    asker.person.send()
    desk(asker)
    asker.hears("communities.dark.key.lead")
    asker.fill("current", "the wrong words altogether")
    asker.send(DESK)
    assert asker.document.status == 422
    asker.fill("current", account[1])
    asker.send(DESK)
    asker.hears("communities.dark.desk.none")
    # and for ten minutes not again
    desk(asker).has("input[name=current]")
    asker.hears("communities.dark.desk.none")


@pytest.mark.parametrize("language, script", WAYS)
def test_a_key_that_nothing_opens_is_said_and_another_can_be_begun(walk, dark, language, script):
    person = walk(on=dark, viewport=PHONE, script=script, language=language)
    account = join(person)
    asker = Talker(person, account[0], language)
    in_database(
        dark, ("UPDATE sessions SET key_wrap = randomblob(60)", ()),
        ("UPDATE member_keys SET passphrase_wrap = randomblob(60) WHERE member_id = "
         "(SELECT id FROM members WHERE pseudonym = ?)", (account[0],)))
    asker.open(f"{PLACE}/ask?kind=question")
    asker.page.locator(f"{ASK}:has(input[value=dark]) button").click()
    asker.look()
    asker.hears("communities.dark.locked")
    asker.follow(SAYS[language]["communities.dark.locked.go"])
    asker.fill("current", account[1])
    asker.send()
    # what is lost with it is said before it is
    asker.hears("communities.dark.lostWithKey")
    asker.choose("anew", "yes")
    asker.fill("current", account[1])
    asker.send()
    asker.hears("communities.dark.lostWithKey")
    begin(asker)
    assert asker.has("main textarea")
