"""Words that others wrote are reported: a moderator looks, the author is told why, and may ask for another look."""

import pytest

from people import join, sign_in, sign_up, until
from test_asking import QUESTION, ask, let_ask, somebody_who_tried_it
from walker import DESKTOP, PHONE

KEPT = {"en": "The words stay", "es": "Las palabras se quedan"}
HIDDEN = {"en": "taken out of sight", "es": "ya no se ve"}
GONE = {"en": "The words are taken out of sight", "es": "Las palabras ya no se ven"}


@pytest.fixture
def moderator(walk, server):
    return sign_in(walk(viewport=DESKTOP, script=False), server.sign_ins()["moderator"])


def reader_and_asker(walk, language, script, treatment):
    """Two members: who may be asked about a treatment, and who asks. Each journey has a treatment of its own, for a question
    goes to three of those who may be asked, whoever they are."""
    how = {"viewport": PHONE, "language": language, "script": script}
    reader, _ = somebody_who_tried_it(walk, treatment, "back-pain", **how)
    let_ask(reader)
    asker = walk(**how)
    join(asker)
    return reader, asker


def take(moderator, words):
    """Takes what is next until it is about these words. What another journey left in front of them, a danger for
    one, is decided first: the queue offers the most urgent and has no way around it."""
    for _ in range(20):
        moderator.open("/staff/queue")
        moderator.send("main form[action='/staff/queue/next']")
        assert moderator.path.startswith("/staff/queue/"), moderator.text("main")
        if words in moderator.page.locator("main").text_content():
            return
        judge(moderator, "declined" if moderator.has("[name='outcome'][value='declined']") else "hidden", "On the way.")
    pytest.fail(f"{words!r} is not among the next twenty")


def judge(moderator, outcome, why, measure="none"):
    moderator.choose("outcome", outcome)
    moderator.choose("category", "contact")
    moderator.choose("measure", measure)
    moderator.fill("explanation", why)
    moderator.send("main form[action$='/decide']")


@pytest.mark.parametrize("language, script, treatment", [("en", True, "pilates"), ("es", False, "walking")])
def test_a_question_is_reported_decided_and_appealed(walk, moderator, language, script, treatment):
    # given a question that waits with somebody
    reader, asker = reader_and_asker(walk, language, script, treatment)
    words = f"{language}: {QUESTION}"
    ask(asker, treatment, "back-pain", words)
    link = f"main .card:has-text('{language}: Does') a[href^='/report/evidence.question/']:not([href*='#'])"
    until(reader, "/me/asks", link)
    # when they report it, and forget to say why
    reader.page.locator(link).click()
    reader.look()
    reader.sees(words[:20])
    reader.send("main form:not([action$='/worry'])")
    assert reader.has("#error-summary a[href='#reason']")
    reader.choose("reason", "contact")
    reader.send("main form:not([action$='/worry'])")
    # then it stands on their reports
    reader.open("/me/reports")
    assert reader.has("main form[action$='/withdraw']")
    # when a moderator takes it
    take(moderator, words)
    assert not moderator.page.locator("main blockquote", has_text=words[:20]).first.is_visible()
    moderator.page.locator("main details > summary").first.click()
    moderator.sees(words[:20])
    judge(moderator, "hidden", "")
    assert moderator.has("#error-summary a[href='#explanation']")
    judge(moderator, "hidden", "No telephone numbers, please.", "warned")
    assert moderator.path == "/staff/queue"
    # then it is gone where others read it, and the reporter is told
    reader.open("/me/asks")
    reader.misses(words[:20])
    reader.open("/me/reports")
    reader.sees(GONE[language])
    # and its author is told why, and asks for another look
    asker.open("/me/notices")
    asker.sees(HIDDEN[language])
    asker.sees("No telephone numbers, please.")
    asker.page.locator("main details > summary").first.click()
    asker.look()
    asker.fill("words", "It was a year.")
    asker.send("main form[action$='/appeal']")
    # when the only moderator looks once more
    take(moderator, words)
    judge(moderator, "kept", "You are right.")
    # then it is back, and both are told
    until(reader, "/me/asks", f"main .question:has-text('{language}: Does')")
    reader.open("/me/reports")
    reader.sees(KEPT[language])
    asker.open("/me/notices")
    asker.send("main form[action$='/away']")
    assert asker.path == "/me/notices"


@pytest.mark.parametrize("language, script, treatment", [("en", False, "acupuncture"), ("es", True, "heat")])
def test_somebody_is_worried_and_soft_words_wait(walk, moderator, language, script, treatment):
    reader, asker = reader_and_asker(walk, language, script, treatment)
    words = f"{language}: How did you go on?"
    ask(asker, treatment, "back-pain", words)
    link = f"main .card:has-text('{language}: How did') a[href$='#worry']"
    until(reader, "/me/asks", link)
    reader.page.locator(link).click()
    reader.look()
    reader.send("main form[action$='/worry']")
    # then the writer finds soft words above their next page, that name nobody, until they put them away
    asker.open("/me/questions")
    card = asker.text(".crisis-card")
    assert {"en": "You are thought of here", "es": "Aquí se piensa en ti"}[language] in card
    assert not any(word in card.lower() for word in ["report", "worried", "preocup"]), card
    asker.send("form[action='/me/card/away']")
    assert asker.path == "/me/questions"
    assert not asker.has(".crisis-card")
    # and a moderator finds a danger
    take(moderator, words)
    moderator.sees("Danger")
    judge(moderator, "kept", "")


@pytest.mark.parametrize("language, script, treatment, words, outcome", [
    ("en", True, "physical-therapy", "Some nights I want to die. Did it pass?", "allowed"),
    ("es", False, "heating-pad", "Hay noches en que me quiero morir. ¿Se te pasó?", "declined")])
def test_words_of_danger_go_on_when_a_moderator_has_said_yes(
        walk, moderator, language, script, treatment, words, outcome):
    reader, asker = reader_and_asker(walk, language, script, treatment)
    ask(asker, treatment, "back-pain", words)
    asker.send(button="button[name=anyway]")
    # when a moderator looks
    take(moderator, words)
    judge(moderator, outcome, "" if outcome == "allowed" else "We wrote to you instead.")
    # then it reaches somebody, with help above it, or its author reads why not
    if outcome == "allowed":
        until(reader, "/me/asks", f"main .question:has-text('{words[:20]}')")
    else:
        asker.open("/me/notices")
        asker.sees("We wrote to you instead.")
        reader.open("/me/asks")
        reader.misses(words[:20])


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_rules_are_one_link_away_for_everybody(walk, language):
    visitor = walk(viewport=PHONE, language=language)
    visitor.open("/learn")
    visitor.page.locator("footer a[href='/rules']").click()
    visitor.look()
    visitor.sees({"en": "fewer than 11", "es": "menos de 11"}[language])


def test_a_quote_is_reported_from_its_page_and_a_visitor_signs_in_first(walk):
    visitor = walk(viewport=PHONE, script=False)
    visitor.open("/treatments/sertraline/for/depression")
    link = visitor.page.locator("main a[href^='/report/journal.advice/']").first
    link.click()
    assert visitor.path.startswith("/sign-in")
    person = walk(viewport=PHONE, script=False)
    sign_up(person)
    person.open("/treatments/sertraline/for/depression")
    person.page.locator("main a[href^='/report/journal.advice/']").first.click()
    person.look()
    person.choose("reason", "harmful")
    person.send("main form:not([action$='/worry'])")
    person.open("/me/reports")
    assert person.has("main form[action$='/withdraw']")
