"""A coordinator makes a group of twelve from nothing, moves a date and drops one, changes the later ones, and reads who comes;
with a script and without, in two languages.
"""

import re
import time
import uuid
from datetime import date, timedelta

import pytest

from people import join, sign_in
from printed import whole_words, words
from walker import DESKTOP, PHONE

SAYS = words("Groups")
DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


@pytest.fixture(params=[("en", DESKTOP, True), ("es", PHONE, False)], ids=["en-script", "es-no-script"])
def way(request):
    """Language, screen, and whether a script runs."""
    return request.param


def coordinator(walk, server, language, viewport, script):
    """The account of the demonstration that coordinates; on the page of its first organization."""
    staff = sign_in(walk(on=server, viewport=viewport, script=script, language=language), server.sign_ins()["leader"])
    # The account has a language of its own.
    staff.open(f"/language/{language}?back=/staff/groups")
    if not staff.has("main a[href$='/series/new']"):
        staff.page.locator("main a[href^='/staff/groups/']").first.click()
        staff.look()
    return staff


def says(staff, language, key, **values):
    staff.sees(whole_words(SAYS[language][key], **values))


def pick(staff, name, value):
    staff.page.locator(f"main select[name={name}]").select_option(value)


def tick(staff, name, value="yes"):
    staff.page.locator(f"main input[name={name}][value='{value}']").check()


def make_group(staff, begins, dropped=None):
    """From nothing: what is typed and pressed is counted. Answers the page of the group, and how many."""
    title = f"Walking {uuid.uuid4().hex[:8]}"
    started, touched = time.monotonic(), 0
    staff.page.locator("main a[href$='/series/new']").first.click()
    staff.look()
    pick(staff, "program", "new")
    staff.unfold_all()
    for name, text in [("title", title), ("summary", "We walk for half an hour."), ("first-year", str(begins.year)),
                       ("first-day", str(begins.day)), ("placeName", "River room"), ("street", "1 Main"),
                       ("city", "Dover"), ("region", "NH"), ("zip", "03820")]:
        staff.page.locator(f"main [name={name}]").fill(text)
        touched += 1
    pick(staff, "place", "new")
    pick(staff, "first-month", str(begins.month))
    tick(staff, "day", DAYS[begins.weekday()])
    touched += 5
    staff.send("main form[method=post]")
    boxes = staff.page.locator("main input[name=without]")
    assert boxes.count() == 12
    if dropped is not None:
        boxes.nth(dropped).check()
    staff.send("main form[method=post]", "button[name=open][value=yes]")
    touched += 3
    print(f"a group of twelve: {touched} fields and clicks, {time.monotonic() - started:.1f} s")
    staff.sees(re.escape(title))
    return staff.path, touched


def date_links(staff):
    return staff.page.locator("main td a[href*='/dates/'], main th a[href*='/dates/']")


def open_date(staff, page, number):
    staff.open(page)
    date_links(staff).nth(number).click()
    staff.look()


def test_a_group_of_twelve_is_made_moved_and_read(walk, server, way):
    language, viewport, script = way
    staff = coordinator(walk, server, language, viewport, script)
    # given a coordinator with three minutes, when they make a group, then it is there with one evening dropped
    page, touched = make_group(staff, date.today() + timedelta(days=30), dropped=3)
    assert touched <= 20
    assert date_links(staff).count() == 12
    says(staff, language, "groups.staff.date.none")
    # when one evening is moved by an hour, they read first what happens
    open_date(staff, page, 1)
    pick(staff, "starts-hour", "19")
    staff.send("main form[method=post]", "button[name=wish][value=change]")
    says(staff, language, "groups.staff.preview.title")
    staff.send("main form[method=post]", "button:not([name=back])")
    says(staff, language, "groups.staff.change.done")
    # when this and later ones are moved, the one that was moved by hand is before them
    open_date(staff, page, 4)
    tick(staff, "scope", "later")
    pick(staff, "starts-hour", "17")
    staff.send("main form[method=post]", "button[name=wish][value=change]")
    staff.send("main form[method=post]", "button:not([name=back])")
    assert date_links(staff).count() == 12
    # when an evening is dropped, it stands there as none
    open_date(staff, page, 6)
    staff.send("main form[method=post]", "button[name=wish][value=cancel]")
    staff.send("main form[method=post]", "button:not([name=back])")
    # then somebody without an account is put in with a ride, which is arranged
    staff.open(f"{page}/enrol")
    tick(staff, "whom", "called")
    staff.page.locator("main input[name=person]").fill("Ana M.")
    tick(staff, "need", "ride")
    staff.send("main form[method=post]")
    staff.sees("Ana M\\.")
    says(staff, language, "groups.staff.need.open")
    staff.send("main form[action$='/arrange']")
    says(staff, language, "groups.staff.need.arranged")


def test_a_member_finds_no_page_of_staff(walk, server):
    guest = walk(on=server)
    join(guest)
    for path in ["/staff/groups", "/staff/groups/led"]:
        assert guest.page.goto(server.url + path).status == 404
