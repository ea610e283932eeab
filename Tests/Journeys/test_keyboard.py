"""With the keyboard alone: past the header, through the menu, from an error to its field."""

import pytest

from people import join, record
from walker import DESKTOP, PHONE


def focus(person):
    return person.page.evaluate(
        "() => { const e = document.activeElement; return e.id || e.getAttribute('href') || e.tagName.toLowerCase() }")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_the_first_stop_skips_to_the_words(walk, script):
    person = walk(script=script)
    person.open("/conditions/depression")
    person.page.keyboard.press("Tab")
    skip = person.page.locator("a.skip")
    assert skip.evaluate("link => link === document.activeElement")
    assert skip.bounding_box()["y"] >= 0, "it shows when it has the focus"
    person.page.keyboard.press("Enter")
    assert focus(person) == "main"
    # and the next stop is in the page, not in the header
    person.page.keyboard.press("Tab")
    assert person.page.evaluate("() => document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_the_menu_of_a_phone_opens_and_leads_on(walk, script):
    person = walk(viewport=PHONE, script=script)
    person.open("/")
    learn = person.page.locator("nav.doors a[href='/learn']")
    assert not learn.is_visible()
    person.page.locator("details.site-menu > summary").focus()
    person.page.keyboard.press("Enter")
    assert learn.is_visible()
    person.look()
    if script:
        # Escape closes it and goes back to where it was opened
        person.page.keyboard.press("Escape")
        assert not learn.is_visible()
        assert person.page.locator("details.site-menu > summary").evaluate("e => e === document.activeElement")
        person.page.keyboard.press("Enter")
    learn.focus()
    with person.page.expect_navigation():
        person.page.keyboard.press("Enter")
    person.look()
    assert person.path == "/learn"


def test_on_a_desk_the_doors_are_open(walk):
    person = walk(viewport=DESKTOP, script=False)
    person.open("/")
    assert person.page.locator("nav.doors a[href='/learn']").is_visible()
    assert not person.page.locator("details.site-menu > summary").is_visible()


@pytest.mark.parametrize("language", ["en", "es"])
def test_each_error_leads_to_its_field(walk, language):
    person = walk(viewport=PHONE, language=language)
    person.open("/sign-up")
    person.fill("pseudonym", "")
    person.send()
    # given a list of what is wrong, which has the focus
    assert focus(person) == "error-summary"
    links = person.page.locator("#error-summary a")
    assert links.count() == 2, person.text("#error-summary")
    for index in range(links.count()):
        # when a line of it is followed
        target = links.nth(index).get_attribute("href").removeprefix("#")
        links.nth(index).focus()
        person.page.keyboard.press("Enter")
        # then the field has the focus, and says what is wrong with it
        assert focus(person) == target
        message = person.page.evaluate(
            """id => { const e = document.getElementById(id), f = e.closest('fieldset') ?? e;
               return (f.getAttribute('aria-describedby') ?? '').split(' ')
                 .map(i => document.getElementById(i)?.innerText ?? '').join(' ') }""", target)
        assert links.nth(index).inner_text() in message


def test_a_form_far_down_leads_to_its_folded_field(walk):
    person = walk(viewport=PHONE)
    join(person)
    course = record(person, "yoga", "anxiety")
    person.open(f"{course}/evaluate")
    person.choose("help", "3")
    person.unfold("stop")
    person.fill("ended-year", "abcd")
    person.send()
    person.page.locator("#error-summary a").first.focus()
    person.page.keyboard.press("Enter")
    assert focus(person) == "ended-year"
    assert person.page.locator("#ended-year").is_visible()
    assert person.page.locator("#ended-year").input_value() == "abcd"


def test_a_newcomer_joins_without_a_mouse(walk):
    person = walk(viewport=DESKTOP)
    person.open("/sign-up")
    person.page.locator("#pseudonym").focus()
    # from the name over the passphrase's two choices to the age
    for _ in range(10):
        person.page.keyboard.press("Tab")
        if focus(person) == "age":
            break
    person.page.keyboard.press("Space")
    person.page.keyboard.press("Enter")
    person.page.wait_for_selector("main code")
    person.look()
    person.sees("Welcome")
