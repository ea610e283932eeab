"""On the way to a seat: from the page of a date, by somebody without an account, past a session that ends, and through a
connection that is lost.
"""

import re
import uuid
from urllib.parse import quote

import pytest

from printed import words
from seats import Guest, open_group
from server import Server
from walker import DESKTOP, PHONE


@pytest.fixture(params=[("en", DESKTOP, True), ("es", PHONE, False)], ids=["en-script", "es-no-script"])
def way(request):
    """Language, screen, and whether a script runs."""
    return request.param


@pytest.fixture
def group(server):
    return open_group(server, f"g{uuid.uuid4().hex[:10]}", seats=3)


def test_a_newcomer_comes_from_the_page_of_a_date_to_a_seat_on_it(walk, server, group, way):
    language, viewport, script = way
    person = walk(on=server, viewport=viewport, script=script, language=language)
    # given somebody who was sent the address of a date, and has no account
    person.open(group)
    person.page.locator("main .date-list a").nth(1).click()
    person.look()
    day = person.path.rpartition("/")[2]
    person.page.locator(f"main a[href^='{group}/join']").first.click()
    person.look()
    # when they join at the door
    person.page.locator("main a[href^='/sign-up']").first.click()
    person.look()
    person.choose("age", "yes")
    person.send()
    person.page.locator("main a[href^='/consent']").first.click()
    person.look()
    person.send(button="button[name=decision][value=yes]")
    # then they stand before the form, with that date chosen
    assert person.path == f"{group}/join?scope={day}"
    assert person.page.locator(f"main input[name=scope][value='{day}']").is_checked()
    person.page.locator("main input[name=agreed]").check()
    person.send("main form[action$='/join']")
    Guest(person, None, language).hears("groups.mine.seated.once")


def test_who_is_signed_out_on_the_way_is_told_what_is_lost_and_keeps_their_date(walk, server, group, way):
    language, viewport, script = way
    guest = Guest.joins(walk, server, language, viewport, script)
    guest.open(f"{group}/join")
    day = guest.page.locator("main input[name=scope]").nth(2).get_attribute("value")
    guest.choose("scope", day)
    guest.choose("need", "ride")
    # when their session ends before they send it
    guest.page.context.clear_cookies()
    guest.send("main form[action$='/join']")
    guest.sees(re.escape(words("Web")[language]["web.signIn.notDone"]), ".flash")
    # then they come back to that date, with nothing else of the form in the address
    assert guest.path == f"/sign-in?to={quote(f'{group}/join?scope={day}', safe='')}"
    guest.fill("pseudonym", guest.account[0])
    guest.fill("passphrase", guest.account[1])
    guest.send()
    assert guest.path == f"{group}/join?scope={day}"
    assert guest.page.locator(f"main input[name=scope][value='{day}']").is_checked()
    assert not guest.page.locator("main input[name=need][value=ride]").is_checked()


def test_a_form_sent_into_a_lost_connection_is_sent_once_when_it_is_back(walk, tmp_path_factory):
    own = Server(tmp_path_factory.mktemp("lost"), members=20, settings={"WAYFELLOW_RATE_LIMITS": "off"}).start()
    try:
        group = open_group(own, "lost", seats=3)
        guest = Guest.joins(walk, own, script=True, viewport=DESKTOP)
        guest.open(f"{group}/join")
        guest.page.locator("main input[name=agreed]").check()
        own.stop()
        guest.page.locator("main form[action$='/join'] button[type=submit]").click()
        # The browser's own page of an error loads never quite.
        for _ in range(100):
            if guest.page.url.startswith("chrome-error:"):
                break
            guest.page.wait_for_timeout(100)
        assert guest.page.url.startswith("chrome-error:"), guest.page.url
        own.start()
        # when they press what every browser offers then
        guest.page.reload()
        guest.look()
        guest.hears("groups.seat.done")
        # and once more, for good measure, from the form
        guest.open(f"{group}/join")
        assert guest.path == "/me/groups"
    finally:
        own.stop()
