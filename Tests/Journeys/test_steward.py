"""Words that the search does not know: a member tells one, a steward decides, and then the search finds it."""

import pytest

from people import join, sign_in, until
from walker import DESKTOP, PHONE


@pytest.fixture
def steward(walk, server, request):
    """With a script in the first journey only: axe-core need not hear the same pages four times."""
    has_script = "another_word" in request.node.name
    return sign_in(walk(viewport=DESKTOP, script=has_script), server.sign_ins()["leader"])


def propose(person, word, kind):
    """Searches in vain and tells the word."""
    person.open(f"/search?q={word}")
    assert person.page.locator("main [name=word]").input_value() == word
    person.choose("kind", kind)
    person.send("main form[action='/words']")
    assert person.path == "/search"


def open_word(steward, word):
    steward.open("/steward/words")
    steward.page.get_by_role("link", name=word, exact=True).click()
    steward.look()
    steward.sees(word, "main")


def test_a_word_that_two_members_use_becomes_another_word_for_an_entry(walk, steward):
    # given a word that nothing has
    for language in ["en", "es"]:
        person = walk(viewport=PHONE, language=language, script=language == "en")
        join(person)
        propose(person, "qwertitis", "condition")
    # then the steward's queue shows it, with how many use it
    steward.open("/steward/words")
    row = steward.page.locator("main tbody tr", has_text="qwertitis")
    assert row.count() == 1 and "2" in row.inner_text(), steward.text("main")
    # when the steward looks for the entry that it means, and merges it
    open_word(steward, "qwertitis")
    steward.page.locator('main input[name=q]:visible').fill("tinnitus")
    steward.send("main form[role=search]")
    steward.choose("entry", "tinnitus")
    steward.send("form[action$='/merge']")
    assert steward.path == "/steward/words"
    steward.misses("qwertitis", "main table, main .empty")
    # then everybody finds the entry under it
    visitor = walk(script=False)
    visitor.open("/search?q=qwertitis")
    assert visitor.has("main a[href='/conditions/tinnitus']")
    visitor.sees("qwertitis", "main .link-list")


def test_a_word_becomes_an_entry_of_its_own_and_has_a_page(walk, steward):
    person = walk(script=False)
    join(person)
    propose(person, "zebra soup", "treatment")
    open_word(steward, "zebra soup")
    # the form says what is missing, and keeps what was written
    steward.send("form[action$='/accept']")
    assert steward.has("#error-summary a[href='#name_es']")
    assert steward.page.locator("[name=name_en]").input_value() == "zebra soup"
    steward.fill("name_en", "Zebra soup")
    steward.fill("name_es", "Sopa de cebra")
    for field in ["kind", "parent"]:
        steward.page.locator(f"main select[name={field}]").select_option(index=1)
    steward.send("form[action$='/accept']")
    assert steward.path == "/steward/words"
    for language, words in [("en", "zebra soup"), ("es", "sopa de cebra")]:
        visitor = walk(script=False, language=language)
        visitor.open(f"/search?q={words}")
        visitor.page.locator("main .link-list a").first.click()
        visitor.look()
        assert visitor.page.locator("h1").inner_text().lower() == words


def test_a_condition_kept_as_ones_own_word_gets_its_name_when_a_steward_accepts_it(walk, steward):
    # given a member whose condition the catalogue does not know: it is kept as they say it
    person = walk(viewport=PHONE, script=False)
    join(person)
    person.open("/me/conditions?q=blue elbow")
    person.send("main form:has(input[value=word])")
    person.sees("blue elbow", "main .card-yours")
    # when a steward takes it in under a tidier name
    open_word(steward, "blue elbow")
    steward.fill("name_en", "Blue elbow syndrome")
    steward.fill("name_es", "Codo azul")
    steward.send("form[action$='/accept']")
    # then their record says it, linked to its page
    until(person, "/me", "main a[href^='/conditions/']")
    person.sees("Blue elbow syndrome")


def test_a_declined_word_leaves_the_queue_and_the_search_as_it_was(walk, steward):
    person = walk(script=False)
    join(person)
    propose(person, "brand x cream", "treatment")
    open_word(steward, "brand x cream")
    steward.send("form[action$='/decline']")
    steward.misses("brand x cream", "main")
    person.open("/search?q=brand x cream")
    assert not person.has("main .link-list a:has-text('brand x')")
