"""A group is found: from the page of a condition, by place, day, way, language and price, where nothing fits, in the
calendar and by other programs; by anybody, without an account.
"""

import json
import re

import pytest

from seats import said
from server import ROOT
from walker import DESKTOP, PHONE

LINES = [json.loads(line) for line in (ROOT / "Vocabulary" / "simulated-groups.jsonl").read_text().splitlines()]
SERIES = {line["slug"]: line for line in LINES if line["record"] == "series"}
PROGRAMS = {line["slug"]: line for line in LINES if line["record"] == "program"}
# Both name the clinic's ZIP code, one of them in a sentence.
PAIN = {"en": "pain near 97501", "es": "dolor cerca de 97501"}
SLEEP = {"en": "insomnia", "es": "insomnio"}
DANGER = {"en": "I want to kill myself", "es": "quiero matarme"}
WAYS = [("en", DESKTOP, True), ("es", PHONE, False), ("es", PHONE, True), ("en", DESKTOP, False)]
DROPPED, WEEKS = "living-with-pain", 12


@pytest.fixture(params=WAYS, ids=["en-desktop-script", "es-phone-none", "es-phone-script", "en-desktop-none"])
def guest(request, walk, server):
    """Somebody without an account, and their language."""
    language, viewport, script = request.param
    return walk(on=server, viewport=viewport, script=script, language=language), language


def found(person):
    """The demonstration's groups in the list; other tests add theirs."""
    links = person.page.locator("main .dates h3 a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    return {link.rpartition("/")[2] for link in links} & SERIES.keys()


def tap(person, filter):
    """A filter that many choose, by the words that it adds to the address."""
    person.page.locator(f"main .chips a.tag-link:not(.chip-on)[href*='{filter}']").first.click()
    person.look()


def choose_all(person, **fields):
    """Every filter of the folded form, by its field; sends it."""
    fold = person.page.locator("main details:has([name=zip])")
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()
    for name, value in fields.items():
        if name in ["zip", "within", "language"]:
            person.fill(name, value)
        else:
            person.choose(name, value)
    fold.locator("form button[type=submit]").click()
    person.look()


# Finding


def test_the_page_of_a_condition_leads_to_a_group_and_to_each_of_its_dates(guest):
    person, language = guest
    # given somebody who reads of what hurts
    person.open("/conditions/chronic-pain")
    person.page.locator("main .next-dates a").first.click()
    person.look()
    # then they read when it meets, who can come, and that nobody is told
    group = person.path
    assert group.removeprefix("/groups/") in SERIES
    for key in ["event.meeting", "event.leads", "event.who", "event.needs", "event.dates", "event.quiet"]:
        person.sees(said(language, f"groups.{key}"))
    title = person.text("main h1")
    # and each date has a page, which leads back
    dates = person.page.locator("main .date-list a")
    assert dates.count()
    dates.first.click()
    person.look()
    assert person.path.startswith(f"{group}/dates/")
    assert person.text("main h1") == title
    person.follow(re.compile(said(language, "groups.event.whole")))
    assert person.path == group


def test_words_with_a_place_find_what_is_near_and_each_tap_makes_it_fewer(guest):
    person, language = guest
    person.open("/groups")
    person.page.locator("main input[name=q]").fill(PAIN[language])
    person.send("main form.search-form")
    pain = {slug for slug, series in SERIES.items() if series["program"] == "living-with-pain"}
    assert found(person) == pain
    # then the place is one of what can be taken away, and how far it is stands beside
    person.sees(said(language, "groups.find.within", n="10", zip="97501"))
    person.sees(said(language, "groups.find.near.here"))
    # when they choose their language, and a room
    tap(person, "language=es")
    assert found(person) == {"vivir-con-dolor", "pain-by-video"}
    tap(person, "mode=room")
    assert found(person) == {"vivir-con-dolor"}
    # then each can be taken away again
    for _ in range(3):
        person.page.locator("main a.chip-on").first.click()
        person.look()
    assert not person.has("main a.chip-on")
    assert found(person) == pain


def test_all_filters_at_once_leave_what_fits_and_nothing_else(guest):
    person, language = guest
    person.open("/groups")
    choose_all(person, zip="03820", within="5", day="TH", part="evening", mode="room", language="en", free="yes")
    assert found(person) == {"after-a-loss-eight-evenings"}
    # then the form still says what was chosen
    assert person.page.locator("main details [name=zip]").input_value() == "03820"
    assert person.page.locator("main details [name=day][value=TH]").is_checked()
    # what is far is not near
    person.open("/groups?zip=97501&within=5&mode=room&q=copd")
    assert not found(person)
    person.open("/groups?zip=03820&within=5&mode=room&q=copd")
    assert found(person) == {"breathing-easier"}
    # a group that is full is there, and says so; whoever wants a seat now does not meet it
    person.open(f"/groups?q={PAIN[language]}&language=en&mode=room")
    assert found(person) == {"living-with-pain"}
    person.sees(said(language, "groups.find.seats.full", n=r"\d+"))
    tap(person, "seats=yes")
    assert not found(person)


def test_where_nothing_fits_one_tap_leads_to_what_does(guest):
    person, language = guest
    # given a group that costs four dollars, when somebody looks for what is free
    person.open(f"/groups?q={SLEEP[language]}&free=yes")
    person.sees(said(language, "groups.find.none"))
    free = said(language, "groups.find.cost.free")
    # then the page says which filter empties it
    person.follow(re.compile(said(language, "groups.find.relax", filter=free)))
    assert found(person) == {"sleep-again"}
    # and what was typed wrongly comes back
    choose_all(person, zip="0382")
    assert person.document.status == 422
    assert person.page.locator("main details [name=zip]").input_value() == "0382"
    person.sees(said(language, "groups.find.zip.wrong"))


def test_words_of_danger_bring_people_to_call_and_no_dates(guest):
    person, language = guest
    person.open("/groups")
    person.page.locator("main input[name=q]").fill(DANGER[language])
    person.send("main form.search-form")
    assert person.has(".crisis-card a[href^='tel:988']")
    assert not found(person)
    # unless they say that they are safe and look for a group
    person.page.locator("main a[href*='card=hidden']").click()
    person.look()
    assert not person.has(".crisis-card")


# The calendar


def test_a_month_shows_what_is_dropped_and_its_entries_lead_to_dates(guest):
    person, language = guest
    person.open(f"/groups?q={PAIN[language]}")
    person.page.locator("main a[href*='view=month']").first.click()
    person.look()
    none = person.page.locator(f"main table.month .entry-none a[href^='/groups/{DROPPED}/']")
    months = [person.text("main .month-name")]
    moved, dropped = set(), set()
    for _ in range(2):
        for link in none.all():
            at = link.get_attribute("href")
            is_dropped = re.search(said(language, "groups.find.month.none"), link.inner_text())
            (dropped if is_dropped else moved).add(at)
        person.page.locator("main a[href*='month=']").last.click()
        person.look()
        months.append(person.text("main .month-name"))
    assert len(set(months)) == 3
    assert len(moved) == len(dropped) == 1, (moved, dropped)
    # when they follow what was dropped, and what was moved
    person.open(dropped.pop())
    person.sees(said(language, "groups.event.dropped"))
    person.open(moved.pop())
    person.sees(said(language, "groups.find.moved"))


# Other programs


def components(feed):
    """The VEVENTs of a calendar (RFC 5545), unfolded: properties by name, with what stands between name and value."""
    assert feed.endswith("\r\n") and "\n" not in feed.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in feed.split("\r\n"))
    events, open_now = [], []
    for line in feed.replace("\r\n ", "").rstrip().split("\r\n"):
        name, parameters, value = re.fullmatch(r'([A-Z-]+)((?:;[^:;"]+(?:"[^"]*")?)*):(.*)', line).groups()
        if name == "BEGIN":
            open_now.append(value)
            events += [{}] if value == "VEVENT" else []
        elif name == "END":
            assert open_now.pop() == value
        elif open_now[-1] == "VEVENT":
            events[-1].setdefault(name, []).append((parameters, value))
    assert not open_now
    return events


def test_a_feed_says_what_the_page_says(guest):
    person, language = guest
    person.open(f"/groups/{DROPPED}")
    answer = person.page.request.get(
        person.server.url + person.page.locator("main a[href^='/feeds/groups/']").get_attribute("href"))
    assert answer.ok and answer.headers["content-type"].startswith("text/calendar")
    events = components(answer.text())
    masters = [event for event in events if "RECURRENCE-ID" not in event]
    assert len({event["UID"][0] for event in masters}) == len(masters)
    weekly = next(event for event in masters if "RRULE" in event)
    assert "FREQ=WEEKLY" in weekly["RRULE"][0][1] and f"COUNT={WEEKS}" in weekly["RRULE"][0][1]
    assert weekly["DTSTART"][0][0] == ";TZID=America/Los_Angeles" and weekly["DTSTART"][0][1].endswith("T183000")
    assert PROGRAMS[DROPPED]["texts"][language]["title"] in weekly["SUMMARY"][0][1]
    # then one date is moved by a day and one is none, and each keeps the name that it had
    ones = [event for event in events if "RECURRENCE-ID" in event]
    assert {event["UID"][0] for event in ones} == {weekly["UID"][0]}
    moved = [event for event in ones if event["DTSTART"][0][1] != event["RECURRENCE-ID"][0][1]]
    none = [event for event in ones if event.get("STATUS") == [("", "CANCELLED")]]
    assert len(moved) == 1 and len(none) + len(weekly.get("EXDATE", [])) == 1, answer.text()


def test_programs_read_open_groups_and_nothing_that_only_some_may_know(walk, server):
    person = walk(on=server)
    address = person.server.url
    meetings = person.page.request.get(f"{address}/feeds/meetings.json").json()
    assert meetings and len({meeting["slug"] for meeting in meetings}) == len(meetings)
    for meeting in meetings:
        assert meeting["day"] in range(7) and re.fullmatch(r"[0-2]\d:[0-5]\d", meeting["time"])
        assert meeting["url"].startswith(f"{address}/groups/") and meeting["timezone"].startswith("America/")
        assert SERIES.get(meeting["url"].rpartition("/")[2], {"kind": "dropIn"})["kind"] == "dropIn"
    quiet = [meeting for meeting in meetings if meeting["slug"].startswith("quiet-mornings")]
    assert [meeting["day"] for meeting in quiet] == [1, 3, 5] and quiet[0]["postal_code"] == "97535"
    # then whoever leads is named nowhere, and no group for which one is sent, nor a link that is for its members
    told = json.dumps(meetings) + person.page.request.get(f"{address}/feeds/groups.ics").text().replace("\r\n ", "")
    for word in ["Dana", "Dr. Owen", "clinic-day-group", "Day group", "caring-in-spring", "video.example.org/pain"]:
        assert word not in told
    assert "video.example.org/quiet" in told
