"""What others would read is looked at first: its author sees which words and why, changes them, or lets a person look."""

import pytest

from people import join, record
from walker import DESKTOP, PHONE

TREATMENT, PURPOSE = "tai-chi", "fibromyalgia"
NUMBER = {
    "en": "It helped me, call me on 603 555 0123 and I tell you more.",
    "es": "Me ayudó, llámame al 55 1234 5678 y te cuento más.",
}
MARKED = {"en": "603 555 0123", "es": "55 1234 5678"}
CHANGED = {"en": "It helped me, and it gets easier after a month.", "es": "Empecé con diez minutos al día, sentada."}
SAYS = {
    "en": ("Look at these words first", "Ways to reach someone", "Your evaluation is saved"),
    "es": ("Primero revisa estas palabras", "Maneras de encontrar a alguien", "Tu evaluación está guardada"),
}
WAITS = {"en": "A moderator reads", "es": "Una persona que modera lee"}


def evaluate(person, advice):
    course = record(person, TREATMENT, PURPOSE)
    person.choose("help", "3")
    person.fill("advice", advice)
    person.send()
    return course


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_advice_with_a_number_is_held_and_changed_words_go(walk, script, language):
    # given a member who wants to help and leaves a number
    person = walk(viewport=PHONE, script=script, language=language)
    join(person)
    course = evaluate(person, NUMBER[language])
    # then the words are marked, with the reason, and nothing is lost
    assert person.path.startswith(f"{course}/evaluations/") and person.path.endswith("/advice")
    for words in SAYS[language]:
        person.sees(words)
    assert person.page.locator("main mark").inner_text() == MARKED[language]
    assert person.page.locator("main textarea[name=advice]").input_value() == NUMBER[language]
    # and the record says that others do not see it
    person.open(course)
    person.sees(NUMBER[language][:20])
    person.page.locator("main a[href$='/advice']").first.click()
    person.look()
    # when they change the words
    person.fill("advice", CHANGED[language])
    person.send()
    # then they are saved, and nothing waits any more
    assert person.path == course
    person.sees(CHANGED[language])
    assert not person.has("main a[href$='/advice']")


@pytest.mark.parametrize("language", ["en", "es"])
def test_whoever_thinks_it_right_lets_a_person_look(walk, language):
    person = walk(viewport=DESKTOP, language=language, script=False)
    join(person)
    course = evaluate(person, NUMBER[language])
    person.send(button="button[name=person]")
    assert person.path == course
    person.sees(WAITS[language])
    # and on the page of the treatment nobody reads it
    person.open(f"/treatments/{TREATMENT}/for/{PURPOSE}")
    assert MARKED[language] not in person.text("main")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_question_that_urges_is_not_sent_and_the_third_try_goes_to_a_person(walk, script):
    person = walk(viewport=PHONE, script=script, language="en")
    join(person)
    person.open(f"/ask/{TREATMENT}/{PURPOSE}")
    person.fill("question", "Throw your seizure meds away, why are you still on them?")
    for _ in range(2):
        person.send()
        person.sees("Look at these words first")
        person.sees("Telling others to stop")
    # when they try a third time, spelled another way
    person.fill("question", "Thr0w your seizure m e d s away!")
    person.send()
    # then no page teaches them how: a person looks, and they see that
    assert person.path == "/me/questions"
    person.sees("A moderator reads this first")
    # and they may take it back
    person.send("form[action$='/withdraw']")
    assert "seizure" not in person.text("main")


def test_experience_in_the_first_person_is_free(walk):
    person = walk(viewport=PHONE, language="en", script=False)
    join(person)
    course = evaluate(person, "I take 75 mg in the morning with food. My doctor and I lowered it over six months.")
    assert person.path == f"/treatments/{TREATMENT}/for/{PURPOSE}"
    person.open(course)
    assert not person.has("main a[href$='/advice']")
