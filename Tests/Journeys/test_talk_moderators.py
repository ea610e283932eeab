"""A community has moderators of its own: they look at what is reported there, and see nothing of any other."""

import pytest

from talking import PLACE, Talker, moderator_of, open_place
from test_reports import judge, take
from walker import DESKTOP, PHONE

OTHER = "/communities/nights"
ANSWER = {"en": "For me it did, in week five.", "es": "A mí sí, en la quinta semana."}
WEEKLY = {"en": "Which song got you through last week?", "es": "¿Qué canción te acompañó la semana pasada?"}


@pytest.fixture
def places(server):
    open_place(server, "nights")
    return open_place(server)


def keeper_of(walk, server, slug, language, script):
    """A member whom whoever runs the server makes moderator of one community, by its name."""
    keeper = Talker.joins(walk, server, language, DESKTOP, script=script)
    server.run("account", "grant", keeper.name, "moderator", "--space", f"community:{slug}", "--yes")
    return keeper


def report(reporter, thread, number):
    reporter.open(thread)
    reporter.page.locator(f"#p{number} a[href^='/report/communities.post/']:not([href*='#'])").click()
    reporter.look()
    reporter.choose("reason", "contact")
    reporter.send("main form:not([action$='/worry'])")


@pytest.mark.parametrize("language, script", [("en", True), ("es", False)])
def test_a_moderator_of_one_community_looks_at_its_reports_and_at_no_other(walk, places, language, script):
    # given answers in two communities, each reported once
    keeper = keeper_of(walk, places, "stigma", language, script)
    asker, writer, reporter = (Talker.joins(walk, places, language, PHONE) for _ in range(3))
    told = {}
    for place in [PLACE, OTHER]:
        thread = asker.ask(place=place)
        told[place] = f"{ANSWER[language]} ({place} {writer.name})"
        report(reporter, thread, writer.answer(thread, told[place]))
        if place == PLACE:
            here = thread
    # then the page of the place says who keeps it, and their menu leads to the queue
    reporter.open(PLACE)
    reporter.sees(keeper.name)
    keeper.open("/learn")
    assert keeper.has("a[href='/staff/queue']")
    # when they take what is reported there and take it out of sight
    take(keeper, told[PLACE])
    assert keeper.has("input[name=measure][value=warned]") and not keeper.has("input[name=measure][value='7']")
    judge(keeper, "hidden", "No telephone numbers, please.")
    asker.open(here)
    asker.misses("week five|quinta semana")
    # then of the other place they see nothing, in the list or by its address
    moderator = moderator_of(walk, places, viewport=DESKTOP)
    take(moderator, told[OTHER])
    case = moderator.path
    keeper.open("/staff/queue")
    assert not keeper.has(f"a[href='{case}']")
    assert keeper.page.goto(places.url + case).status == 404
    for path in ["/staff/alerts", f"{OTHER}/week"]:
        assert keeper.page.goto(places.url + path).status == 404
    judge(moderator, "kept", "")


@pytest.mark.parametrize("language, script", [("en", False), ("es", True)])
def test_the_question_of_the_week_leads_to_its_thread_and_the_next_are_written_ahead(walk, places, language, script):
    keeper = keeper_of(walk, places, "nights", language, script)
    keeper.open(OTHER)
    keeper.page.locator(f"main a[href='{OTHER}/week']").click()
    keeper.look()
    keeper.fill("question", f"{WEEKLY[language]} {keeper.name}")
    keeper.send(f"main form[action='{OTHER}/week']")
    keeper.hears("communities.week.added")
    keeper.sees(keeper.name, "main .card")
    keeper.send("main form[action$='/remove']")
    keeper.hears("communities.week.removed")
    # when a member answers the question of this week, or comes to the thread about it
    member = Talker.joins(walk, places, language, PHONE, script=script)
    member.open(OTHER)
    member.hears("communities.week")
    begin = "main a[href*='/ask?kind=experience'][href*='week=']"
    if member.has(begin):
        member.page.locator(begin).click()
        member.look()
        title = member.page.locator("main input[name=title]").input_value()
        assert title.endswith("?")
        member.write(words=ANSWER[language])
        member.choose("readers", "members")
        member.send("main form[action$='/ask']")
        thread = member.thread
    else:
        thread = member.page.locator("main .card a.button[href*='/threads/']").first.get_attribute("href")
    # then the next one finds that thread
    other = Talker.joins(walk, places, language, PHONE, script=script)
    other.open(OTHER)
    assert other.has(f"main .card a.button[href='{thread}']")
