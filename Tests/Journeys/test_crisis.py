"""Somebody who types that they are in danger: help comes first, at once, without script, and a wrong guess costs nothing."""

import pytest

from people import join, record
from walker import DESKTOP, PHONE

CARDS = [
    ("en", "i want to die", "Somebody is awake for you.", "tel:988", "sms:988?body=hi"),
    ("es", "me quiero morir", "Hay alguien despierto para ti.", "tel:988", "sms:988?body=AYUDA"),
    ("en", "me quiero morir", "Somebody is awake for you.", "tel:988", "sms:988?body=hi"),
    ("en", "took all my pills", "Call 911 now.", "tel:911", None),
    ("es", "me tomé todas las pastillas", "Llama al 911 ahora.", "tel:911", None),
    ("en", "my husband hits me", "You do not deserve this.", "tel:18007997233", "sms:88788?body=START"),
    ("es", "mi papá me toca y tengo 12 años", "Ningún niño debe sufrir", "tel:18004224453", None),
    ("es", "mi hija dice que se quiere morir", "Puedes ser quien pregunte.", "tel:988", None),
]


@pytest.mark.parametrize("language, call, message", [
    ("en", "Call 988", "sms:988?body=hi"), ("es", "988, oprime 2", "sms:988?body=AYUDA")])
def test_the_line_at_the_top_of_every_page_says_how_to_be_understood(walk, language, call, message):
    # given any page on a small phone
    person = walk(viewport=PHONE, language=language, script=False)
    for path in ["/", "/treatments/sertraline/for/depression", "/no-such-page"]:
        person.open(path)
        line = person.page.locator(".crisis p").first
        # then whom to call, and the word that brings somebody who speaks the language, stand in one row
        assert line.locator("a[href='tel:988']").inner_text() == call
        assert line.locator(f"a[href='{message}']").is_visible()
        assert person.page.locator(".crisis").bounding_box()["height"] < 50


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("language, words, title, call, message", CARDS)
def test_words_of_danger_bring_help_above_everything(walk, script, language, words, title, call, message):
    # given a visitor at night on an old phone
    person = walk(viewport=PHONE, script=script, language=language)
    person.open("/search")
    # when they type what they feel into the search
    person.fill("q", words)
    person.send("main form[role=search]")
    # then the first heading of the page is for them, with a number that one touch calls
    card = person.page.locator(".crisis-card")
    assert title in card.locator("h2").inner_text()
    assert card.locator(f"a[href='{call}']").count() >= 1
    assert message is None or card.locator(f"a[href='{message}']").count() == 1
    assert card.bounding_box()["y"] < 60
    # and it is within reach of the thumb: the ways to call end above a small screen's fold
    ways = card.locator(".crisis-actions").bounding_box()
    assert ways["y"] + ways["height"] < 420
    # and their words stay theirs
    assert person.page.locator("main input[name=q]").first.input_value() == words


def test_nothing_that_only_looks_like_the_words_stands_below(walk):
    person = walk(viewport=PHONE, language="es", script=False)
    person.open("/search?q=me+quiero+morir")
    assert person.has("main a[href='/conditions/suicidal-thoughts']")
    assert person.page.locator("main a[href^='/conditions/']").count() == 1
    # and whoever meant something else is one link away from it
    person.page.locator("main a[href*='card=hidden']").click()
    person.look()
    assert not person.has(".crisis-card")
    assert person.page.locator("main input[name=q]").first.input_value() == "me quiero morir"


def test_who_is_safe_can_hide_the_card(walk):
    person = walk(viewport=DESKTOP, language="en")
    person.open("/search?q=i+want+to+die")
    person.page.locator(".crisis-card a[href*='card=hidden']").click()
    person.look()
    assert not person.has(".crisis-card")


@pytest.mark.parametrize("language, words", [
    ("en", "this heat is killing me"), ("es", "me muero de hambre"), ("en", "dying to try the new pump"),
    ("es", "miedo al dentista"), ("en", "back pain"), ("es", "autoinyección de insulina")])
def test_a_manner_of_speaking_brings_no_card(walk, language, words):
    person = walk(language=language, script=False)
    person.open("/search?q=" + words.replace(" ", "+"))
    assert not person.has(".crisis-card")


@pytest.mark.parametrize("language, words, line", [
    ("en", "i tried to end my life in 2011", "another night is hard"), ("es", "no me quiero morir", "se hace difícil")])
def test_what_is_long_ago_brings_a_line_and_no_card(walk, language, words, line):
    person = walk(language=language, script=False)
    person.open("/search?q=" + words.replace(" ", "+"))
    assert line in person.page.locator(".crisis-soft").inner_text()
    assert not person.has(".crisis-card")


@pytest.mark.parametrize("language, words", [("en", "i want to die "), ("es", "me quiero morir ")])
def test_too_many_words_are_no_reason_to_leave_somebody_without_help(walk, language, words):
    # given more than can be searched for, or sent
    person = walk(language=language, script=False)
    person.open("/search?q=" + (words * 30).replace(" ", "+"))
    assert person.document.status == 422 and person.has(".crisis-card a[href='tel:988']")
    join(person)
    person.open("/ask/tai-chi/fibromyalgia")
    person.fill("question", words * 300)
    person.send()
    # then help stands above the error, and what was typed is still there
    assert person.document.status == 422 and person.has(".crisis-card a[href='tel:988']")
    assert words * 20 in person.page.locator("main textarea[name=question]").input_value()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("language, care, saved, card", [
    ("en", "Call your care team today", "answers are saved", "Somebody is awake for you"),
    ("es", "Llama hoy a tu equipo médico", "respuestas están guardadas", "Hay alguien despierto para ti")])
def test_a_side_effect_that_cannot_wait_is_never_only_thanked_for(walk, script, language, care, saved, card):
    # given somebody who takes a medicine and evaluates it
    person = walk(viewport=PHONE, script=script, language=language)
    join(person)
    course = record(person, "sertraline", "depression")
    person.choose("help", "1")
    person.unfold_all()
    # when they say that its side effects are extreme
    person.choose("severity", "4")
    person.send()
    # then they read whom to call, that their answers are saved, and no number of a stranger
    person.sees(care)
    person.sees(saved)
    assert not person.has(".crisis-card")
    # when they name thoughts of suicide among them
    person.open(f"{course}/evaluate")
    person.choose("help", "1")
    person.unfold_all()
    person.fill("other", "suicidal ideation" if language == "en" else "ideas suicidas")
    person.page.locator("main button[name=step][value=find]").click()
    person.look()
    person.unfold_all()
    person.page.locator("main input[name=symptom][value='suicidal-ideation']").check()
    person.send(button="button:not([name])")
    # then the card stands above, and below it that their care team should know
    assert card in person.text(".crisis-card h2")
    assert person.has("main .card-notice")


@pytest.mark.parametrize("language, title", [("en", "If you worry about someone"), ("es", "Si te preocupa alguien")])
@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_pages_of_such_conditions_carry_the_card_and_words_for_helpers(walk, script, language, title):
    for viewport in [PHONE, DESKTOP]:
        person = walk(viewport=viewport, script=script, language=language)
        person.open("/conditions/suicidal-thoughts")
        assert person.has(".crisis-card a[href='tel:988']")
        person.sees(title)
        person.page.locator(".crisis-card a[href*='card=hidden']").click()
        person.look()
        assert not person.has(".crisis-card")
        person.sees(title)


@pytest.mark.parametrize("language, words, says", [
    ("en", "my husband hits me", "in its history"), ("es", "mi marido me pega", "en el historial")])
def test_there_is_a_fast_way_out_that_does_not_come_back(walk, language, words, says):
    # given somebody who may be watched
    person = walk(viewport=PHONE, language=language)
    person.open("/conditions")
    person.open("/search?q=" + words.replace(" ", "+"))
    # then the way out stands first, and says honestly what the browser keeps
    assert person.page.locator(".crisis-leave a").bounding_box()["y"] < 60
    assert says in person.text(".crisis-card")
    # when they take it
    person.page.locator(".crisis-leave a").click()
    person.page.wait_for_url("about:blank")
    # then going back does not lead to what they read
    person.page.go_back()
    assert person.path == "/conditions"
    # and three times Escape is the same
    person.open("/search?q=" + words.replace(" ", "+"))
    person.page.wait_for_selector("[data-leave-keys]:not([hidden])")
    for _ in range(3):
        person.page.keyboard.press("Escape")
    person.page.wait_for_url("about:blank")


def test_without_script_the_way_out_is_an_empty_page(walk):
    person = walk(viewport=PHONE, script=False)
    person.open("/search?q=my+husband+hits+me")
    person.misses("Escape")
    person.page.locator(".crisis-leave a").click()
    assert person.path == "/blank" and person.page.locator("body").inner_text().strip() == ""
