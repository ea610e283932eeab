"""Asking somebody who has tried it: quietly, by pseudonym, and whoever declines a question is not told on."""

import pytest

from people import decide, join, record, sign_up, until
from walker import DESKTOP, PHONE

TREATMENT, PURPOSE = "tai-chi", "fibromyalgia"
ASK = f"/ask/{TREATMENT}/{PURPOSE}"
QUESTION = "Does it get easier after the first month? I am afraid of more pain."
REPLY = "For me it did, in week five. I began with ten minutes, sitting."


def somebody_who_tried_it(walk, treatment=TREATMENT, purpose=PURPOSE, **how):
    person = walk(**how)
    name, _ = join(person)
    record(person, treatment, purpose)
    return person, name


def let_ask(person, answer="yes"):
    person.open("/me/asks")
    person.send("form[action='/me/asks/open']", button=f"button[name=open][value={answer}]")


def ask(person, treatment=TREATMENT, purpose=PURPOSE, question=QUESTION):
    person.open(f"/ask/{treatment}/{purpose}")
    person.fill("question", question)
    person.send()
    return person


def test_a_question_waits_is_answered_and_declined(walk):
    # given somebody with a question, and nobody who has said that they may be asked
    asker = walk(viewport=PHONE)
    asker_name, _ = join(asker)
    asker.open(f"/treatments/{TREATMENT}/for/{PURPOSE}")
    asker.page.locator(f"main a[href='{ASK}']").first.click()
    asker.look()
    asker.fill("question", QUESTION)
    asker.send()
    # then it waits, and they are told so
    assert asker.path == "/me/questions"
    asker.sees("Your question waits now")
    asker.sees("It waits until somebody who tried it")
    before = asker.open("/me/questions").text("main")
    # given two who tried it and open up, and one who tried it and does not
    one, one_name = somebody_who_tried_it(walk, viewport=DESKTOP, script=False)
    two, two_name = somebody_who_tried_it(walk, script=False)
    shut, shut_name = somebody_who_tried_it(walk, script=False)
    for person in [one, two]:
        person.open("/me/asks")
        person.sees("No. If you say yes")
        let_ask(person)
        person.sees("Members may ask you")
    # then both see it by pseudonym, and the one who is shut does not
    for person in [one, two]:
        until(person, "/me/asks", "form[action$='/answer']")
        person.sees(f"{asker_name} asks")
        person.sees(QUESTION[:20])
    shut.open("/me/asks")
    shut.misses(QUESTION[:20])
    # when one of them declines
    two.send("form[action$='/decline']")
    two.sees("Nobody is told")
    two.misses(QUESTION[:20])
    # then for the asker nothing has changed, by a letter, since nobody could be asked
    assert asker.open("/me/questions").text("main") == before
    # when the other answers
    one.send("form[action$='/answer']")
    one.sees("Write a few words, or leave the question")
    one.fill("reply", REPLY)
    one.send("form[action$='/answer']")
    one.misses(QUESTION[:20])
    # then the asker sees on every page that there is something new, under a name of its own
    asker.open("/learn")
    assert "1 new answer" in asker.page.locator(".site-menu .badge").first.text_content()
    # and reads it with the answerer's pseudonym; of the one who declined there is no trace
    asker.open("/me/questions")
    asker.sees(REPLY[:20])
    asker.sees(one_name)
    for name in [two_name, shut_name]:
        asker.misses(name)
    # when they say that they have read it, it is new no more
    asker.send("form[action$='/read']")
    assert not asker.has(".site-menu .badge")
    # and when they close it, nobody is asked any more
    asker.send("form[action$='/close']")
    asker.sees("Nobody is asked this any more")
    asker.sees(REPLY[:20])


@pytest.mark.parametrize("script, language, waits, gone", [
    (True, "es", "Espera a que responda alguien", "Ya nadie la puede leer"),
    (False, "en", "It waits until somebody", "Nobody can read it any more")], ids=["script-es", "no-script-en"])
def test_a_question_that_is_taken_back_is_gone_for_everybody(walk, script, language, waits, gone):
    treatment, purpose = ("swimming" if script else "stretching"), "back-pain"
    addressee = walk(script=False)
    join(addressee)
    record(addressee, treatment, purpose)
    let_ask(addressee)
    asker = walk(viewport=PHONE, script=script, language=language)
    join(asker)
    ask(asker, treatment, purpose)
    asker.sees(waits)
    until(addressee, "/me/asks", "form[action$='/answer']")
    # when its asker takes it back
    asker.page.locator("main details summary").first.click()
    asker.send("form[action$='/withdraw']")
    # then they read that it is gone, and it is
    asker.sees(gone)
    asker.misses(QUESTION[:20])
    addressee.open("/me/asks")
    addressee.misses(QUESTION[:20])


@pytest.mark.parametrize("language, words", [("en", "Ask somebody who has tried it"),
                                             ("es", "Pregunta a alguien que lo ha probado")])
def test_asking_is_offered_in_the_same_words_everywhere(walk, language, words):
    person = walk(viewport=PHONE, language=language, script=False)
    join(person)
    course = record(person, "tai-chi", "insomnia")
    for page in ["/treatments/tai-chi/for/insomnia", "/treatments/sertraline/for/depression", "/conditions/insomnia",
                 course]:
        person.open(page)
        person.sees(words)
    # from a condition's page the treatment is chosen first
    person.open("/conditions/insomnia")
    person.page.locator("main a[href='/conditions/insomnia/ask']").click()
    person.look()
    person.fill("q", "tai chi")
    person.send("main form[role=search]")
    person.page.locator("main a[href='/ask/tai-chi/insomnia']").click()
    person.look()
    assert person.has("main textarea[name=question]")


def test_who_has_not_agreed_is_asked_first_and_comes_back(walk):
    person = walk(viewport=PHONE, language="es", script=False)
    sign_up(person)
    person.open("/ask/tai-chi/fibromyalgia")
    assert person.path.startswith("/consent")
    decide(person, "yes")
    assert person.path == "/ask/tai-chi/fibromyalgia"


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
    join(asker)
    ask(asker, treatment, purpose)
    until(person, "/", ".site-menu .badge")
    assert "1 question waits" in person.text(".site-menu .doors .badge")


def test_a_question_is_nobody_elses_to_answer(walk):
    # given a question that waits for one member
    treatment, purpose = "weighted-blanket", "insomnia"
    addressee = walk(script=False)
    join(addressee)
    record(addressee, treatment, purpose)
    let_ask(addressee)
    asker = walk(script=False)
    join(asker)
    ask(asker, treatment, purpose)
    until(addressee, "/me/asks", "form[action$='/answer']")
    action = addressee.page.locator("form[action$='/answer']").get_attribute("action")
    # when another sends an answer to its address
    stranger = walk(script=False)
    join(stranger)
    stranger.open("/me/asks")
    form = stranger.page.locator("main form[action='/me/asks/open']")
    answer = stranger.page.request.post(stranger.server.url + action, form={
        "csrf": form.locator("input[name=csrf]").get_attribute("value"), "reply": "About six weeks for me."})
    # then there is no such page, and the asker reads nothing
    assert answer.status == 404
    asker.open("/me/questions")
    asker.misses("About six weeks for me")


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
    join(asker)
    ask(asker, treatment, purpose, words)
    # then help stands above, the words are whole, and nobody has them
    asker.sees(title)
    assert asker.has(".crisis-card a[href='tel:988']")
    assert asker.page.locator("main textarea[name=question]").input_value() == words
    addressee.open("/me/asks")
    addressee.misses(words[-16:-1])
    # and they can be kept on the phone: a file, and no row
    with asker.page.expect_download() as kept:
        asker.page.locator("form[action='/keep-words'] button").click()
    assert open(kept.value.path()).read() == words
    # when the writer wants them sent all the same
    asker.send(button="button[name=anyway]")
    # then help still stands above the page that says so, and a moderator reads them before anybody else
    assert asker.has(".crisis-card")
    asker.page.locator("main a[href='/me/questions']").first.click()
    asker.look()
    asker.sees("A moderator reads this first" if script else "Una persona que modera")
    addressee.open("/me/asks")
    addressee.misses(words[-16:-1])
    # and an answer that speaks of danger waits as well
    ask(asker, treatment, purpose)
    until(addressee, "/me/asks", "form[action$='/answer']")
    addressee.fill("reply", "I wanted to help but tonight I am going to kill myself")
    addressee.send("form[action$='/answer']")
    assert addressee.has(".crisis-card")
    asker.open("/me/questions")
    asker.misses("kill myself")
