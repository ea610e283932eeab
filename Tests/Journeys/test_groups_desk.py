"""A coordinator at their desk: how long a group of twelve takes, what goes on paper, the way back, and words that wait."""

import re
import uuid
from datetime import date, timedelta

import pytest

from pace import Hand
from test_groups_staff import DAYS, SAYS, coordinator, date_links, make_group, open_date, pick, says, tick
from walker import DESKTOP, PHONE


@pytest.fixture(params=[("en", DESKTOP, True), ("es", PHONE, False)], ids=["en-script", "es-no-script"])
def way(request):
    """Language, screen, and whether a script runs."""
    return request.param


def test_whoever_goes_back_from_the_dates_finds_what_they_typed(walk, server, way):
    language, viewport, script = way
    staff = coordinator(walk, server, language, viewport, script)
    staff.page.locator("main a[href$='/series/new']").first.click()
    staff.look()
    pick(staff, "program", "new")
    staff.page.locator("main details:has([name=title]) > summary").click()
    begins = date.today() + timedelta(days=50)
    typed = {"title": f"Back {uuid.uuid4().hex[:8]}", "summary": "We sit.", "first-year": str(begins.year),
             "first-month": str(begins.month), "first-day": str(begins.day), "minutes": "75"}
    for name, text in typed.items():
        field = staff.page.locator(f"main [name={name}]")
        field.select_option(text) if name == "first-month" else field.fill(text)
    staff.send("main form[method=post]")
    says(staff, language, "groups.staff.series.dates")
    # when they go back by the browser's own button, and not by ours
    staff.page.go_back()
    staff.look()
    # then nothing is lost, and it goes on from there
    assert {name: staff.page.locator(f"main [name={name}]").input_value() for name in typed} == typed
    staff.send("main form[method=post]")
    says(staff, language, "groups.staff.series.dates")


@pytest.mark.parametrize("isFirst", [True, False], ids=["all-new", "known-place"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_how_long_a_group_of_twelve_takes_from_nothing(walk, server, language, isFirst):
    """The goal is three minutes; the figure is printed (pytest -s), for how fast people read is not ours to promise."""
    staff = coordinator(walk, server, language, DESKTOP, True)
    begins, title = date.today() + timedelta(days=40), f"Walking {uuid.uuid4().hex[:4]}"
    # given a coordinator on the page of their groups
    hand = Hand(staff)
    hand.presses("main a[href$='/series/new']")
    hand.reads()
    # when they name a program and say when and where
    hand.picks("program", "new")
    hand.unfolds("title")
    hand.types("title", title)
    hand.types("summary", "We walk for half an hour, and talk if we like. No one has to keep up.")
    hand.ticks("day", DAYS[begins.weekday()])
    hand.types("first-day", str(begins.day))
    hand.types("first-year", str(begins.year))
    hand.picks("first-month", str(begins.month))
    if isFirst:
        hand.picks("place", "new")
        hand.unfolds("placeName")
        for name, text in [("placeName", "Riverside hall"), ("street", "12 Water Street"), ("city", "Medford"),
                           ("region", "OR"), ("zip", "97501")]:
            hand.types(name, text)
    hand.presses("main form[method=post] button[type=submit]")
    # and read all dates, drop one for a holiday, and open it
    hand.reads()
    boxes = staff.page.locator("main input[name=without]")
    assert boxes.count() == 12, staff.text("main")[:2000]
    hand.ticks("without", boxes.nth(4).get_attribute("value"))
    hand.presses("main button[name=open][value=yes]")
    # then it is there
    staff.look()
    staff.sees(re.escape(title))
    assert date_links(staff).count() == 12
    print(hand.said(f"a group of twelve from nothing, {language}, {'all' if isFirst else 'but for its place'} new"))


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_staff_do_stands_behind_their_name_and_the_menu_in_one_row(walk, server, language):
    staff = coordinator(walk, server, language, DESKTOP, True)
    tops = staff.page.eval_on_selector_all(".doors li", "items => items.map(item => item.getBoundingClientRect().top)")
    assert len(set(tops)) == 1, tops
    staff.page.locator("details.account-menu > summary").click()
    for path in ["/staff/groups", "/staff/groups/led"]:
        assert staff.page.locator(f".account-doors a[href='{path}']").is_visible()
    staff.look()


def on_paper(staff):
    """What stands on a printed sheet, and how many millimetres high the card on it is, if there is one."""
    staff.page.emulate_media(media="print")
    words, high = staff.page.evaluate("""() => [
        document.body.innerText, (document.querySelector('.handout')?.getBoundingClientRect().height ?? 0) / 96 * 25.4]""")
    staff.page.emulate_media(media="screen")
    return words, high


@pytest.mark.parametrize("language", ["en", "es"])
def test_on_paper_a_list_names_its_group_and_a_card_is_alone_and_no_higher_than_a_postcard(walk, server, language):
    staff = coordinator(walk, server, language, DESKTOP, True)
    page, _ = make_group(staff, date.today() + timedelta(days=60))
    title = staff.text("h1")
    # when somebody is put in, and the list is printed with the word of it still on the page
    staff.open(f"{page}/enrol")
    tick(staff, "whom", "called")
    staff.page.locator("main input[name=person]").fill("Ana M.")
    staff.send("main form[method=post]")
    says(staff, language, "groups.staff.enrol.done")
    words, _ = on_paper(staff)
    assert title in words and "Ana M." in words
    assert SAYS[language]["groups.staff.enrol.done"] not in words
    # and a card is made
    staff.open(f"{page}/enrol")
    tick(staff, "whom", "referred")
    staff.page.locator("main input[name=person]").fill("Ben K.")
    staff.send("main form[method=post]")
    words, high = on_paper(staff)
    assert "/referrals/" in words and SAYS[language]["groups.staff.enrol.card.lead"] not in words
    assert high < 106, high
    # and one without a name to it
    staff.open(f"/groups/{page.rpartition('/')[2]}/card")
    words, high = on_paper(staff)
    assert title in words and high < 106, high


@pytest.mark.parametrize("language", ["en", "es"])
def test_words_of_danger_about_somebody_wait_for_a_second_yes(walk, server, language):
    staff = coordinator(walk, server, language, PHONE, True)
    page, _ = make_group(staff, date.today() + timedelta(days=70))
    staff.open(f"{page}/enrol")
    tick(staff, "whom", "called")
    staff.page.locator("main input[name=person]").fill("Dee R.")
    staff.unfold_all()
    staff.page.locator("main [name=words-other]").fill("She wants to kill herself, she has the pills here")
    staff.send("main form[method=post]")
    # then they read first to speak with her, and nobody is put in
    says(staff, language, "groups.staff.held.title")
    says(staff, language, "groups.staff.need.danger", name="Dee R\\.")
    staff.send("main form[method=post]", "button[value=without]")
    # then she is on the list with her need, and without these words
    staff.open(f"{page}/roster")
    staff.sees("Dee R\\.")
    says(staff, language, "groups.need.kind.other")
    staff.misses("kill herself")


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_page_of_leaders_and_places_is_at_fault(walk, server, language):
    """Pages that no other journey opens with something on them."""
    staff = coordinator(walk, server, language, DESKTOP, True)
    page, _ = make_group(staff, date.today() + timedelta(days=80))
    staff.open(f"{page}/leaders")
    staff.page.locator("main [name=shownAs]").fill("Dana, nurse")
    staff.send("main form[action$='/leaders']")
    staff.sees("Dana, nurse", "main article")
    home = page.partition("/series/")[0]
    staff.open(f"{home}/places")
    staff.page.locator("main .link-list a").first.click()
    staff.look()
    open_date(staff, page, 0)
