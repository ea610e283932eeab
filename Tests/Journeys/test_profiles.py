"""A page of one's own: written, shown part by part, looked at with others' eyes, followed, blocked, and gone."""

import os

import pytest

from people import join, sign_up
from walker import DESKTOP, PHONE

WAYS = [("en", True, PHONE), ("es", False, PHONE), ("es", True, DESKTOP), ("en", False, DESKTOP)]
LINE = {"en": "Rowing again, slowly.", "es": "Vuelvo a remar, despacio."}
CONDITION = {"en": "Depression", "es": "Depresión"}
NOTHING = {"en": "They find nothing", "es": "No encuentran nada"}
MUTUAL = {"en": "You follow each other", "es": "Se siguen mutuamente"}
NOBODY = {"en": "You follow nobody yet", "es": "Todavía no sigues a nadie"}
LIVED_WITH = "/conditions/depression"


def picture(person, name):
    folder = os.environ.get("WAYFELLOW_PICTURES")
    if folder:
        person.page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def live_with(person, slug):
    """Puts a condition on the person's list."""
    person.open(f"/me/conditions?q={slug}")
    person.send(f"main form:has(input[name=step][value=add]):has(input[value={slug}])")


def show(person, **fields):
    """Fills in the profile and answers the address of the page."""
    person.open("/me/profile")
    for name, value in fields.items():
        person.fill(name.replace("_", "-"), value)
    person.send("main form[action='/me/profile']")
    person.open("/me/profile")
    return person.page.locator("main a[href^='/people/']").get_attribute("href")


def show_condition(person, level):
    person.open("/me/profile")
    person.page.locator("main select[name^=condition-]").first.select_option(level)
    person.send("main form[action='/me/profile']")


def is_gone(person, page):
    person.open(page)
    return person.document.status == 404


@pytest.mark.parametrize("language, script, viewport", WAYS)
def test_a_page_is_written_shown_followed_blocked_and_gone(walk, language, script, viewport):
    how = {"language": language, "script": script, "viewport": viewport}
    name = f"{language}-{viewport['width']}"
    # given somebody who says what they live with, whose page nobody finds
    ana, bo, visitor = walk(**how), walk(**how), walk(**how)
    ana_account = join(ana)
    bo_name, _ = join(bo)
    live_with(ana, "depression")
    ana.open("/me/profile")
    picture(ana, f"profile-new-{name}")
    page = ana.page.locator("main a[href^='/people/']").get_attribute("href")
    assert is_gone(bo, page) and is_gone(visitor, page)
    # when they write a line and open the page to members, and a condition to those they follow back
    assert show(ana, name_shown="members", about=LINE[language], about_shown="members") == page
    show_condition(ana, "followed-back")
    picture(ana, f"profile-{name}")
    # then they see it with others' eyes
    for looker, line, condition in [("stranger", False, False), ("member", True, False), ("followed-back", True, True)]:
        ana.open("/me/profile")
        ana.page.locator(f"main a[href='/me/profile/as/{looker}']").click()
        ana.look()
        (ana.sees if line else ana.misses)(LINE[language], "main")
        (ana.misses if line else ana.sees)(NOTHING[language], "main")
        assert ana.has(f"main a[href='{LIVED_WITH}']") is condition
    # when another member finds the page and follows, then it says no more than before
    bo.open(page)
    picture(bo, f"member-{name}")
    bo.sees(LINE[language])
    assert not bo.has(f"main a[href='{LIVED_WITH}']") and is_gone(visitor, page)
    bo.send("main form[action$='/follow']")
    assert bo.path == page and not bo.has(f"main a[href='{LIVED_WITH}']")
    # when they are followed back, from the list on which they stand
    ana.open("/me/following")
    picture(ana, f"following-{name}")
    ana.sees(bo_name)
    assert not ana.has("main .card a[href^='/people/']"), "whose page is hidden has no link"
    ana.send("main form[action$='/follow']")
    ana.sees(MUTUAL[language])
    # then they see what is for those only, and what they have in common
    live_with(bo, "depression")
    bo.open(page)
    picture(bo, f"mutual-{name}")
    bo.sees(MUTUAL[language])
    bo.sees({"en": "You too", "es": "Tú también"}[language])
    bo.page.locator(f"main a[href='{LIVED_WITH}']").click()
    bo.look()
    bo.sees(CONDITION[language], "h1")
    # when one blocks the other, there is no page any more, and no word of why
    bo.open(page)
    bo.page.locator("main details > summary").first.click()
    bo.send("main form[action$='/block']")
    assert bo.path == "/me/blocked"
    picture(bo, f"blocked-{name}")
    assert is_gone(bo, page)
    ana.open("/me/following")
    ana.misses(bo_name)
    # and it is taken back
    bo.open("/me/blocked")
    bo.send("main form[action$='/unblock']")
    bo.open(page)
    bo.sees(LINE[language])
    bo.send("main form[action$='/follow']")
    # when the account is erased, all of it is gone
    ana.open("/me/account/leave/erase/confirm")
    ana.fill("current", ana_account[1])
    ana.send()
    assert is_gone(bo, page) and is_gone(visitor, page)
    bo.open("/me/following")
    bo.sees(NOBODY[language])


@pytest.mark.parametrize("language, script", [("en", False), ("es", True)])
def test_a_line_with_a_number_waits_and_is_mended(walk, language, script):
    how = {"language": language, "script": script}
    ana, visitor = walk(**how), walk(**how)
    join(ana)
    words = {"en": "Call me on 603 555 0123", "es": "Llámame al 603 555 0123"}[language]
    # when somebody writes a number for everybody to read
    ana.open("/me/profile")
    for field, value in [("name-shown", "anyone"), ("about", words), ("about-shown", "anyone")]:
        ana.fill(field, value)
    ana.send("main form[action='/me/profile']")
    # then they are shown why it waits, and nobody reads it
    assert ana.path == "/me/profile/about"
    assert ana.text("main mark") == "603 555 0123"
    ana.open("/me/profile")
    page = ana.page.locator("main a[href^='/people/']").get_attribute("href")
    visitor.open(page)
    assert visitor.document.status == 200
    visitor.misses("603")
    # when they mend it, it stands there; a visitor can report it and is asked to sign in
    ana.page.locator("main a[href='/me/profile/about']").click()
    ana.look()
    ana.fill("about", LINE[language])
    ana.send("main form[action='/me/profile/about']")
    visitor.open(page)
    visitor.sees(LINE[language])
    visitor.page.locator("main a[href^='/report/accounts.about/']").first.click()
    assert visitor.path.startswith("/sign-in")


@pytest.mark.parametrize("language", ["en", "es"])
def test_who_said_no_to_health_data_has_a_page_without_them(walk, language):
    person = walk(language=language, script=False)
    sign_up(person)
    person.open("/consent")
    person.send(button="button[name=decision][value=no]")
    page = show(person, name_shown="anyone", about=LINE[language], about_shown="anyone")
    assert not person.has("main select[name^=condition-]") and person.has("main a[href^='/consent']")
    visitor = walk(language=language)
    visitor.open(page)
    visitor.sees(LINE[language])
