"""Asking somebody who has tried it: quietly, by pseudonym, and whoever declines a question is not told on."""

import pytest

from people import join, record, sign_up
from walker import DESKTOP, PHONE

TREATMENT, PURPOSE = "tai-chi", "fibromyalgia"
ASK = f"/ask/{TREATMENT}/{PURPOSE}"
QUESTION = "Does it get easier after the first month? I am afraid of more pain."
REPLY = "For me it did, in week five. I began with ten minutes, sitting."


def somebody_who_tried_it(walk, **how):
    person = walk(**how)
    name, _ = join(person)
    record(person, TREATMENT, PURPOSE)
    return person, name


def let_ask(person, answer="yes"):
    person.open("/me/asks")
    person.send(button=f"button[name=open][value={answer}]")


def test_a_question_is_asked_answered_and_declined(walk):
    # given somebody with a question, and nobody who has said that they may be asked
    asker = walk(viewport=PHONE)
    asker_name, _ = sign_up(asker)
    asker.open(f"/treatments/{TREATMENT}/for/{PURPOSE}")
    asker.page.locator(f"main a[href='{ASK}']").first.click()
    asker.look()
    asker.fill("question", QUESTION)
    asker.send()
    # then they are told so, and their words stay
    asker.sees("Nobody who tried this can be asked right now")
    assert asker.page.locator("main textarea[name=question]").input_value() == QUESTION
    # given two who tried it and open up, and one who tried it and does not
    one, one_name = somebody_who_tried_it(walk, viewport=DESKTOP, script=False)
    two, two_name = somebody_who_tried_it(walk, script=False)
    shut, shut_name = somebody_who_tried_it(walk, script=False)
    for person in [one, two]:
        person.open("/me/asks")
        person.sees("No. If you say yes")
        let_ask(person)
        person.sees("Members may ask you")
    # when the question is sent once more
    asker.send()
    assert asker.path == "/me/asks"
    asker.sees("Your question is on its way")
    asker.sees("No answer yet")
    # then both see it by pseudonym, and the one who is shut does not
    for person in [one, two]:
        person.open("/me/asks")
        person.sees(f"{asker_name} asks")
        person.sees(QUESTION[:20])
    shut.open("/me/asks")
    shut.misses(QUESTION[:20])
    # when one of them declines
    before = asker.open("/me/asks").text("main")
    two.send("form[action$='/decline']")
    two.sees("Nobody is told")
    two.misses(QUESTION[:20])
    # then for the asker nothing has changed, by a letter
    assert without_news(asker.open("/me/asks").text("main")) == without_news(before)
    # when the other answers
    one.send("form[action$='/answer']")
    one.sees("Write a few words, or leave the question")
    one.fill("reply", REPLY)
    one.send("form[action$='/answer']")
    one.misses(QUESTION[:20])
    # then the asker reads it with the answerer's pseudonym, and of the one who declined there is no trace
    asker.open("/me/asks")
    asker.sees(REPLY[:20])
    asker.sees(one_name)
    for name in [two_name, shut_name]:
        asker.misses(name)


def without_news(text):
    """A page's words without the line about what was done a moment ago."""
    return text.replace("Your question is on its way. Answers will appear here.", "").strip()


def test_whoever_closes_again_is_not_asked(walk):
    person, _ = somebody_who_tried_it(walk, script=False, language="es")
    let_ask(person)
    let_ask(person, "no")
    person.page.reload()
    assert person.has("button[name=open][value=yes]")


def test_whoever_is_asked_sees_it_on_every_page(walk):
    treatment, purpose = "acupuncture", "migraine"
    person = walk(script=False, viewport=DESKTOP)
    join(person)
    record(person, treatment, purpose)
    let_ask(person)
    asker = walk(script=False)
    sign_up(asker)
    asker.open(f"/ask/{treatment}/{purpose}")
    asker.fill("question", QUESTION)
    asker.send()
    person.open("/")
    assert person.has(".site-menu .badge")
    assert "1 question waits" in person.text(".site-menu .doors .badge")


def test_a_question_is_nobody_elses_to_answer(walk):
    # given a question that waits for one member
    treatment, purpose = "weighted-blanket", "insomnia"
    addressee = walk(script=False)
    join(addressee)
    record(addressee, treatment, purpose)
    let_ask(addressee)
    asker = walk(script=False)
    sign_up(asker)
    asker.open(f"/ask/{treatment}/{purpose}")
    asker.fill("question", QUESTION)
    asker.send()
    addressee.open("/me/asks")
    action = addressee.page.locator("form[action$='/answer']").get_attribute("action")
    # when another sends an answer to its address
    stranger = walk(script=False)
    sign_up(stranger)
    stranger.open("/me/asks")
    form = stranger.page.locator("main form[action='/me/asks/open']")
    answer = stranger.page.request.post(stranger.server.url + action, form={
        "csrf": form.locator("input[name=csrf]").get_attribute("value"), "reply": "Not mine to say"})
    # then there is no such page, and the asker reads nothing
    assert answer.status == 404
    asker.open("/me/asks")
    asker.misses("Not mine to say")


@pytest.mark.parametrize("script, language, words, title", [
    (True, "en", "Does it get better? I want to die most nights.", "Your words wait"),
    (False, "es", "¿Mejora? Ya no quiero vivir así, me quiero morir.", "Tus palabras esperan")],
    ids=["script-en", "no-script-es"])
def test_words_of_danger_go_to_nobody_without_a_second_yes(walk, script, language, words, title):
    # given somebody who may be asked
    treatment, purpose = ("massage" if script else "yoga"), "back-pain"
    addressee = walk(script=False)
    join(addressee)
    record(addressee, treatment, purpose)
    let_ask(addressee)
    # when a question says that its writer is in danger
    asker = walk(viewport=PHONE, script=script, language=language)
    sign_up(asker)
    asker.open(f"/ask/{treatment}/{purpose}")
    asker.fill("question", words)
    asker.send()
    # then help stands above, the words are whole, and nobody has them
    asker.sees(title)
    assert asker.has(".crisis-card a[href='tel:988']")
    assert asker.page.locator("main textarea[name=question]").input_value() == words
    addressee.open("/me/asks")
    addressee.misses(words[-16:-1])
    # when the writer wants them sent all the same
    asker.send(button="button[name=anyway]")
    # then they are, once
    assert asker.path == "/me/asks"
    addressee.open("/me/asks")
    addressee.sees(words[-16:-1])
    # and an answer that speaks of danger waits as well
    addressee.fill("reply", "I wanted to help but tonight I am going to kill myself")
    addressee.send("form[action$='/answer']")
    assert addressee.has(".crisis-card")
    asker.open("/me/asks")
    asker.misses("kill myself")
