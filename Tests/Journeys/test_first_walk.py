"""The first walk: from one person's experience to the next person's choice."""

import pytest

from conftest import DESKTOP, PHONE

PUBLIC = ["/", "/conditions", "/treatments", "/conditions/depression", "/treatments/sertraline",
          "/search?q=dolor+de+espalda", "/search?q=zzzzqqq", "/how-we-know", "/sign-in", "/sign-up", "/styleguide"]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_every_public_page_is_whole(walk, viewport, language):
    person = walk(viewport=viewport, language=language)
    for path in PUBLIC:
        person.open(path)


@pytest.mark.parametrize("words, found", [
    ("sugar diabetes", "diabetes"), ("bad back", "back"), ("dolor de espalda", "back"), ("diabetis", "diabetes")])
def test_ordinary_words_find_the_condition(walk, words, found):
    person = walk(viewport=PHONE, script=False)
    person.open("/")
    person.page.locator("main input[name=q]").first.fill(words)
    person.page.locator("main form[role=search] button").first.click()
    person.look()
    person.sees(found)


def join(person):
    """Signs up with what the form offers, agrees, and comes to the record."""
    person.open("/sign-up")
    person.page.locator("input[name=age][value=yes]").check()
    offered = person.page.locator("input[type=radio][value=offered]")
    if offered.count():
        offered.first.check()
    person.page.locator("main form button[type=submit]").first.click()
    person.look()
    person.open("/consent")
    person.page.locator("main form input[value=yes], main form button[value=yes]").first.click()
    if "/consent" in person.page.url:
        person.page.locator("main form button[type=submit]").first.click()
    person.look()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_newcomer_records_and_sees_their_own_view(walk, script, language):
    person = walk(viewport=PHONE, script=script, language=language)
    join(person)
    person.open("/me/treatments/new?treatment=sertraline&purpose=depression")
    person.page.locator("input[name=purpose]").first.check()
    person.page.locator("main form button[type=submit]").last.click()
    person.look()
    assert "/evaluate" in person.page.url
    person.page.locator("input[name=help][value='4']").check()
    person.page.locator("textarea[name=advice]").fill("Small steps, at the same hour.")
    person.page.locator("main form button[type=submit]").first.click()
    person.look()
    assert "/treatments/sertraline/for/depression" in person.page.url
    assert person.page.locator("#yours").count() == 1
    person.open("/me")
    person.sees("ser[tr]+alina|sertraline")
