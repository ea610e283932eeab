"""A newcomer: joins with a made-up name, decides about health data, records a treatment and says how it goes, twice.

The covering set crosses language, script, screen and whose passphrase it is, each with each other at least once.
"""

import pytest

from people import OWN_PASSPHRASE, decide, evaluate, join, record, sign_up
from walker import DESKTOP, PHONE

WORDS = {
    "en": {"welcome": "Welcome, ", "asked": "May we keep what you tell us about your health", "condition": "Depression",
           "search": ("feeling low", "Zoloft"), "treatment": "Sertraline", "highly": "Highly", "somewhat": "Somewhat",
           "nausea": "Nausea", "moderate": "Moderate", "start": "March 2024",
           "why": "It did not help enough"},
    "es": {"welcome": "Te damos la bienvenida, ", "asked": "guardar lo que nos cuentas sobre tu salud",
           "condition": "Depresión", "search": ("depresión", "sertralina"), "treatment": "Sertralina",
           "highly": "Muchísimo", "somewhat": "Algo", "nausea": "Náusea", "moderate": "Moderados",
           "start": "marzo de 2024", "why": "No ayudaba lo suficiente"},
}
COVERING = [
    ("en", True, PHONE, None), ("es", False, PHONE, OWN_PASSPHRASE), ("en", False, DESKTOP, OWN_PASSPHRASE),
    ("es", True, DESKTOP, None)]
NAMES = ["en-script-phone-offered", "es-plain-phone-own", "en-plain-desktop-own", "es-script-desktop-offered"]


@pytest.mark.parametrize("language, script, viewport, own", COVERING, ids=NAMES)
def test_a_newcomer_joins_records_and_tells_how_it_goes_twice(walk, language, script, viewport, own):
    first_walk(walk(viewport=viewport, script=script, language=language), WORDS[language], own)


def first_walk(person, words, own):
    """Also walked once on PostgreSQL."""
    # given somebody who joined and wrote down name, words and recovery code
    name, passphrase = sign_up(person, own)
    person.sees(words["welcome"] + name)
    assert (passphrase in person.text("main")) is (own is None), "five drawn words are shown, one's own never"
    assert person.has("main code")
    # when they are asked about health data, by itself, and agree
    person.page.locator("main .actions a").click()
    person.look()
    person.sees(words["asked"])
    decide(person, "yes")
    # then they say in their own words what they live with
    assert person.path == "/me/conditions"
    person.fill("q", words["search"][0])
    person.send("main form[method=get]")
    person.send("main form:has(input[value=depression])")
    person.sees(words["condition"], "main .card-yours")
    # and what they take, what for, since when, and how much
    person.open("/me/treatments/new")
    person.fill("q", words["search"][1])
    person.send("main form[method=get]")
    assert "treatment=sertraline" in person.path
    assert person.page.locator("input[name=purpose][value=depression]").is_checked(), "the only one is chosen"
    person.fill("started-year", "2024")
    person.fill("started-month", "3")
    person.page.locator("main details summary").first.click()
    person.fill("dose", "50 mg, every morning")
    person.send()
    course = person.path.removesuffix("/evaluate")
    # and how it goes, as fully as one can
    evaluate_fully(person, words)
    # then the treatment's page shows them where they stand, alone
    assert person.path == "/treatments/sertraline/for/depression"
    assert person.has("#yours [aria-current=true]")
    person.sees(words["somewhat"], "#yours [aria-current=true]")
    # when they say it again later, it being over
    person.open(f"{course}/evaluate")
    person.choose("help", "4")
    person.unfold("stop")
    person.choose("still", "no")
    person.choose("reason", "not-enough-help")
    person.fill("ended-year", "2025")
    person.send()
    person.sees(words["highly"], "#yours [aria-current=true]")
    # then the history keeps both, the newest first, and the record shows it as ended
    person.open(course)
    person.sees(words["start"])
    person.sees("50 mg, every morning")
    person.sees(words["why"], "main .facts")
    person.page.locator("main .card summary").first.click()
    rows = person.page.locator("main table tbody tr").all_inner_texts()
    assert len(rows) == 2
    assert contains(rows[0], words["highly"]) and contains(rows[1], words["somewhat"]), rows
    assert contains(rows[1], words["nausea"]) and contains(rows[1], words["moderate"]), rows
    assert "Small steps, at the same hour." in rows[1]
    person.open("/me")
    person.sees(words["treatment"])
    person.sees("2025")


def evaluate_fully(person, words):
    person.choose("help", "2")
    person.fill("advice", "Small steps, at the same hour.")
    person.unfold("more")
    person.choose("severity", "2")
    # a side effect found by a word keeps all that was answered
    person.fill("other", words["nausea"])
    person.send(button="button[value=find]")
    assert person.page.locator("input[name=help][value='2']").is_checked()
    assert person.page.locator("textarea[name=advice]").input_value() == "Small steps, at the same hour."
    assert person.page.locator("input[name=symptom]:checked").count() == 1, person.text("main")
    for question in ["adherence", "burden", "cost"]:
        person.choose(question, person.page.locator(f"input[name={question}]").nth(1).get_attribute("value"))
    person.send()


def contains(text, words):
    return any(word.lower() in text.lower() for word in words.split("|"))


def test_somebody_younger_is_told_kindly_and_nothing_is_kept(walk):
    person = walk(viewport=PHONE)
    name, passphrase = sign_up(person, age="no")
    person.sees("Accounts here are for people of 16 and older")
    person.sees("We kept nothing")
    # and so the name and words open nothing
    person.open("/sign-in")
    person.fill("pseudonym", name)
    person.fill("passphrase", passphrase)
    person.send()
    assert person.has("#error-summary")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_what_is_pasted_and_too_long_comes_back_whole(walk, script):
    person = walk(viewport=PHONE, script=script)
    join(person)
    person.open(record(person, "sertraline", "depression") + "/evaluate")
    long = "Small steps, at the same hour. " * 13 + "And the end of it."
    field = person.page.locator("textarea[name=advice]")
    field.focus()
    # as a paste arrives, which a browser would cut at a maxlength
    person.page.keyboard.insert_text(long)
    person.page.locator("input[name=help][value='3']").check()
    person.send()
    assert person.document.status == 422
    person.sees("280", "#error-summary")
    assert field.input_value() == long


def test_whoever_has_just_joined_is_shown_as_signed_in(walk):
    person = walk(viewport=DESKTOP, script=False)
    name, _ = sign_up(person)
    assert person.has("form[action='/sign-out']")
    person.sees(name, ".site-header")


@pytest.mark.parametrize("language, fine, only_read", [
    ("en", "That is fine", "you can read everything but record nothing"),
    ("es", "Está bien", "puedes leer todo")])
def test_consent_can_be_refused_and_changed(walk, language, fine, only_read):
    person = walk(viewport=PHONE, script=False, language=language)
    # given a newcomer who says no
    sign_up(person)
    person.open("/consent")
    person.sees(only_read)
    decide(person, "no")
    # then they may read whatever they like
    person.sees(fine)
    person.open("/treatments/sertraline/for/depression")
    # and recording asks again, and leads on to where they wanted to go
    person.open("/me/treatments/new?treatment=sertraline&purpose=depression")
    assert person.path.startswith("/consent?to=")
    person.send(button="button[value=yes]")
    assert person.path == "/me/treatments/new?treatment=sertraline&purpose=depression"


def test_one_evaluation_can_be_taken_back_and_then_the_whole_course(walk):
    person = walk(viewport=PHONE, script=False)
    join(person)
    course = record(person, "melatonin", "insomnia")
    evaluate(person, course, "1")
    evaluate(person, course, "3")
    person.open(course)
    person.page.locator("main .card summary").first.click()
    person.page.locator("main table a").first.click()
    person.look()
    person.sees("A lot")
    person.send()
    person.misses("A lot", "main table")
    person.sees("A little", "main table")
    person.page.locator(f"main a[href='{course}/delete']").click()
    person.look()
    person.send()
    assert person.path == "/me"
    person.misses("Melatonin")
