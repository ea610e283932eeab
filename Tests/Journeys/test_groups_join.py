"""A group is found, joined, waited for and left: by somebody with a phone without script who reads Spanish, and by somebody
with a desk; and what a coordinator changes meanwhile comes along.
"""

import uuid

import pytest

from people import sign_in
from seats import AGREEMENT, SAYS, TITLE, Guest, open_group
from test_mail import WORDS as MAIL, mails_to, wish_for_mail
from walker import DESKTOP, PHONE

SECRET = ["tea", "té", "Clinica", "video.example.org", "group", "grupo"]


@pytest.fixture(params=[("en", DESKTOP, True), ("es", PHONE, False)], ids=["en-script", "es-no-script"])
def way(request):
    """Language, screen, and whether a script runs."""
    return request.param


@pytest.fixture
def group(server):
    return open_group(server, f"g{uuid.uuid4().hex[:10]}")


def coordinator(walk, server):
    return sign_in(walk(on=server, viewport=DESKTOP, script=False), server.sign_ins()["leader"])


def staff_page(person, group):
    """The page of a group for its coordinator, by the links of the menu."""
    person.open("/staff/groups")
    slug = group.rpartition("/")[2]
    links = person.page.locator(f"main a[href$='/series/{slug}']")
    if not links.count():
        person.page.locator("main a[href^='/staff/groups/']", has_text="La Clinica").first.click()
        person.look()
    links.first.click()
    person.look()
    return person.path


def guest_says(guest, key):
    """A text of the room in their language."""
    return SAYS[guest.language][key]


def test_a_seat_is_waited_for_offered_reminded_of_moved_and_left(walk, server, group, way):
    language, viewport, script = way
    # given a group with one seat, which somebody has
    first = Guest.joins(walk, server)
    first.take_seat(group)
    first.hears("groups.seat.done")
    # when somebody finds it from the list of groups and asks for a seat
    guest = Guest.joins(walk, server, language, viewport, script)
    address = f"guest-{uuid.uuid4().hex[:8]}@wayfellow.example"
    wish_for_mail(guest.person, guest.account, address, MAIL[language])
    guest.open(f"/groups?q={group.rpartition('/')[2]}")
    guest.take_seat(group, ride="12 Alder Street")
    # then they are first in line, and nothing of how to come is shown
    guest.hears("groups.seat.lined")
    guest.hears("groups.mine.waiting", place="1")
    assert not guest.has("main a[href*='video.example.org']")
    # when the other leaves in one tap, nobody asks why
    first.leave()
    # then a seat is kept, on every page there is a word of it, and a mail says neither what nor where
    guest.open("/me/groups")
    guest.hears("groups.mine.offered")
    anybody = walk(on=server, script=False, language=language)
    offer = mails_to(anybody, address).first.inner_text()
    assert not [word for word in SECRET if word in offer.replace("/me/groups", "")], offer
    guest.send("main form[action$='/accept']")
    guest.hears("groups.mine.seated")
    assert guest.has("main a[href*='video.example.org']")
    # and they are reminded of the date that is near, once
    anybody.page.wait_for_timeout(200)
    reminders = mails_to(anybody, address).filter(has_text=guest_says(guest, "groups.mail.reminder.subject"))
    reminders.first.wait_for()
    assert not [word for word in SECRET if word in reminders.first.inner_text().replace("/me/groups", "")]
    # when the coordinator has arranged the ride
    staff = coordinator(walk, server)
    page = staff_page(staff, group)
    staff.open(f"{page}/roster")
    staff.sees("12 Alder Street")
    staff.send("main form[action$='/arrange']")
    guest.open("/me/groups")
    guest.hears("groups.need.arranged", need=guest_says(guest, "groups.need.kind.ride"))
    # and moves that date by an hour
    staff.open(page)
    staff.page.locator("main a[href*='/dates/']").first.click()
    staff.look()
    hour = int(staff.page.locator("main [name=starts-hour]").input_value())
    staff.fill("starts-hour", str(hour - 1 if hour else 1))
    staff.send("main form[method=post]", "button[name=wish][value=change]")
    staff.send("main form[method=post]")
    # then the seat is still theirs, the page says that it was moved, and the ride is looked for again
    guest.open("/me/groups")
    guest.hears("groups.mine.seated")
    guest.hears("groups.need.oldTime", need=guest_says(guest, "groups.need.kind.ride"))
    # and one tap is all that leaving takes
    guest.leave()
    guest.hears("groups.mine.empty")


def test_somebody_looks_in_once_and_cannot_come_and_comes_after_all(walk, server, way):
    language, viewport, script = way
    group = open_group(server, f"g{uuid.uuid4().hex[:10]}", seats=3)
    guest = Guest.joins(walk, server, language, viewport, script)
    # when they only look in once
    guest.take_seat(group, once=True)
    guest.hears("groups.mine.seated.once")
    # and then stay
    guest.take_seat(group)
    guest.hears("groups.mine.seated")
    guest.never_hears("groups.mine.seated.once")
    # when they cannot come to the first date
    guest.send("main form[action$='/answer']")
    guest.hears("groups.mine.notComing")
    guest.hears("groups.mine.declined")
    # then they can come after all, as long as a chair is free
    guest.send("main form[action$='/answer']")
    guest.hears("groups.mine.comingAgain")
    guest.never_hears("groups.mine.declined")


def test_the_agreement_is_read_and_signed_and_nothing_typed_is_lost(walk, server, group, way):
    language, viewport, script = way
    guest = Guest.joins(walk, server, language, viewport, script)
    guest.open(f"{group}/join")
    guest.sees(AGREEMENT[language])
    guest.choose("need", "other")
    guest.page.locator("main details:has([name=otherWords]) > summary").click()
    guest.fill("otherWords", "A chair with arms")
    # when they send it without their yes
    guest.send("main form[action$='/join']")
    # then it comes back with all that was typed, and says what is missing
    assert guest.document.status == 422
    assert guest.page.locator("main [name=otherWords]").input_value() == "A chair with arms"
    assert guest.page.locator("main [name=need][value=other]").is_checked()
    guest.page.locator("main input[name=agreed]").check()
    guest.send("main form[action$='/join']")
    guest.hears("groups.mine.seated")


def test_a_calendar_says_appointment_and_ends_when_it_is_turned_off(walk, server, group, way):
    language, viewport, script = way
    guest = Guest.joins(walk, server, language, viewport, script)
    guest.take_seat(group)
    guest.send("main form[action='/me/groups/calendar']")
    guest.hears("groups.card.calendar.copy")
    address = guest.text("main code")
    # an old phone copies nothing: one tap hands it to its calendar
    assert guest.has(f"main a[href='webcal://{address.partition('://')[2]}']")
    feed = guest.page.request.get(address)
    assert feed.ok and feed.headers["content-type"].startswith("text/calendar")
    assert feed.text().count("BEGIN:VEVENT") == 3
    for word in [TITLE["en"], TITLE["es"], "Clinica", "video.example.org"]:
        assert word not in feed.text()
    # when it is turned off
    guest.open("/me/groups")
    guest.send("main form[action='/me/groups/calendar/end']")
    # then the address leads nowhere, at once
    assert guest.page.request.get(address).status == 404


def test_a_printed_card_leads_whoever_has_it_to_the_group(walk, server, group, way):
    language, viewport, script = way
    visitor = walk(on=server, viewport=viewport, script=script, language=language)
    visitor.open(f"{group}/card")
    for title in TITLE.values():
        visitor.sees(title, ".handout")
    assert visitor.has(".handout svg[role=img]")
    short = visitor.text(".handout-address").partition("/g/")[2]
    # when somebody types what stands on it
    visitor.open(f"/g/{short}")
    # then they read of the group, without an account
    assert visitor.path == group
    visitor.sees(TITLE[language])
