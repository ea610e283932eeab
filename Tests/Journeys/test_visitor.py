"""A visitor: finds a condition in ordinary words, reads what people said of a treatment, and sees how we know."""

import re

import pytest

from people import example, number
from walker import DESKTOP, PHONE

PUBLIC = ["/", "/conditions", "/treatments", "/conditions/depression", "/treatments/sertraline",
          "/treatments/sertraline/for/depression", "/search?q=dolor+de+espalda", "/search?q=zzzzqqq", "/search",
          "/communities", "/how-we-know", "/sign-in", "/sign-up", "/recover", "/styleguide", "/no-such-page"]


@pytest.mark.parametrize("viewport, language", [(PHONE, "en"), (DESKTOP, "es")], ids=["phone-en", "desktop-es"])
def test_every_public_page_is_whole(walk, viewport, language):
    person = walk(viewport=viewport, language=language)
    for path in [*PUBLIC, example(person)[0]]:
        person.open(path)
        assert person.page.locator("html").get_attribute("lang") == language


@pytest.mark.parametrize("language, words, found", [
    ("en", "sugar diabetes", "diabetes"), ("en", "bad back", "back-pain"), ("en", "diabetis", "diabetes"),
    ("en", "cant sleep", "insomnia"), ("en", "Zoloft", "sertraline"),
    ("es", "dolor de espalda", "back-pain"), ("es", "azúcar en la sangre", "diabetes"),
    ("es", "ansiedad", "anxiety"), ("es", "sertralina", "sertraline")])
def test_ordinary_words_find_what_they_mean(walk, language, words, found):
    # given a visitor at night on an old phone, without script
    person = walk(script=False, language=language)
    person.open("/")
    # when they write it in their own words
    person.fill("q", words)
    person.send("main form[role=search]")
    # then what they mean is among the answers, and their words stay in the field
    assert person.has(f"main a[href='/conditions/{found}'], main a[href='/treatments/{found}']"), person.text("main")
    assert person.page.locator("main input[name=q]").first.input_value() == words


@pytest.mark.parametrize("language, advice, tell", [
    ("en", "Try fewer words", "Sign in"), ("es", "menos palabras", "Entr|Inici")])
def test_where_nothing_is_found_there_is_something_to_do(walk, language, advice, tell):
    person = walk(language=language)
    person.open("/search?q=zzzzqqq")
    person.sees("zzzzqqq")
    person.sees(advice)
    # and signing in to tell us the word leads back to it
    link = person.page.locator("main a[href^='/sign-in']")
    assert re.search(tell, link.inner_text())
    assert link.get_attribute("href").endswith("to=%2Fsearch%3Fq%3Dzzzzqqq")


@pytest.mark.parametrize("language", ["en", "es"])
def test_who_follows_a_broken_link_can_search_at_once(walk, language):
    # given a small phone, where the search of the menu is folded away
    person = walk(viewport=PHONE, script=False, language=language)
    person.open("/no-such-page")
    assert person.document.status == 404
    person.fill("q", "insomnia")
    person.send("main form[role=search]")
    assert person.has("main a[href='/conditions/insomnia']")


def test_a_visitor_walks_from_the_front_page_to_a_figure_and_how_we_know(walk):
    person = walk(viewport=PHONE)
    pair, treatment, purpose = example(person)
    # given a condition found by its list
    person.open("/conditions")
    assert person.has(f"main a[href='/conditions/{purpose}']")
    person.open(f"/conditions/{purpose}")
    # when they follow a treatment of it
    person.page.locator(f"main a[href='{pair}']:visible").first.click()
    person.look()
    # then they read how many it helped, between what and what, out of how many, and who fell silent
    person.sees(r"Of 100 people like these, about \d+ found it helped a lot\. Likely between \d+ and \d+", "#evidence")
    person.sees(r"gave no sign", "#evidence")
    n = number(r"“These” are ([\d,]+) people", person.text("#evidence"))
    assert n >= 11
    # and the panel says how it was made: n, the formula in words, what it leans toward, K, and the data's date
    assert "Made from" not in person.text("#evidence")
    person.unfold("How we know")
    person.page.locator("#evidence details details summary").click()
    panel = person.text("#evidence > details")
    assert number(r"([\d,]+) evaluations", panel) == n
    k = number(r"counted like ([\d,]+) people \(K\)", panel)
    assert number(r"\(answers “a lot” or “highly” \+ ([\d,]+) × parent\) ÷ ", panel) == k
    assert number(r"÷ \(([\d,]+) \+ ", panel) == n
    assert re.search(r"leans toward\s+.+: \d+ in 100", panel)
    assert re.search(r"90% of such ranges", panel)
    assert re.search(r"Release \d+, data through \w+ \d+, 20\d\d, rules \d+", panel)
    # and a way to read more
    person.follow("How figures are made")
    assert person.path == "/how-we-know"


def test_the_panel_opens_without_script(walk):
    person = walk(script=False)
    person.open(example(person)[0])
    person.unfold("How we know")
    assert person.page.locator("#evidence dl.facts").first.is_visible()


def test_a_band_of_a_conditions_list_is_ordered_by_the_lower_end(walk):
    person = walk(viewport=DESKTOP, script=False)
    person.open("/conditions/depression")
    bands = [
        [int(text.split()[0]) for text in band.locator(".range").all_inner_texts()]
        for band in person.page.locator("main table tbody").all()]
    assert sum(map(len, bands)) > 2 and max(map(len, bands)) > 1, bands
    # which band comes first the whole of what is known decides, and chance with it
    assert bands == [sorted(band, reverse=True) for band in bands]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_the_language_switch_stays_on_the_page(walk, script):
    person = walk(script=script)
    pair = example(person)[0]
    for path in [pair, "/search?q=bad+back", "/sign-up"]:
        person.open(path)
        person.page.locator("a.language").click()
        person.look()
        assert person.path == path
        assert person.page.locator("html").get_attribute("lang") == "es"
        person.page.locator("a.language").click()
        person.look()
        assert person.path == path
        assert person.page.locator("html").get_attribute("lang") == "en"


def test_too_few_is_said_and_offers_somebody_to_ask(walk):
    person = walk()
    person.open("/treatments/acupuncture/for/depression")
    person.sees("Too few people yet for a figure")
    # what is known nearby may stand there, small and with its own name; of these few there is none
    person.misses(r"Of 100 people like these")
    assert person.has("main a[href='/ask/acupuncture/depression']")
