"""Words of caution stand before any figure: in both languages, with and without script, on a phone, in the dark and on paper,
each with its source and the day on which somebody looked."""

import pytest

from printed import KINDS, LANGUAGES, Vocabulary

pytest_plugins = ["press"]
PHONE = {"width": 360, "height": 740}
WIDE = {"width": 1200, "height": 900}
# For each kind a treatment on whose page it weighs most.
PAGES = {
    "withdrawn": ("rofecoxib", "low-back-pain"), "not-for-use": ("ivermectin", "scabies"),
    "dependence": ("oxycodone", "chronic-pain"), "boxed": ("ibuprofen", "low-back-pain"),
    "restricted": ("hydroquinone", "melasma"), "do-not-stop": ("metoprolol", "high-blood-pressure"),
    "pregnancy": ("lisinopril", "high-blood-pressure"), "interacts": ("allopurinol", "gout")}
MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()}
ICD10CM, RXNORM = "2.16.840.1.113883.6.90", "2.16.840.1.113883.6.88"
VOCABULARY = Vocabulary()


def day(date, language):
    year, month, day = date.split("-")
    name = MONTHS[language][int(month) - 1]
    return f"{name} {int(day)}, {year}" if language == "en" else f"{int(day)} de {name} de {year}"


def points(notice, language):
    return [point.strip() for point in notice[f"points_{language}"].split("|")]


def told(card):
    """A card of notices as a list: title, points, address and words of the source, and the note it stands in."""
    parts = [(card.one("h2").text(), card.inside)]
    parts += [(fold.one("summary").text(), fold.inside) for fold in card.all("details")]
    for title, inside in parts:
        near = [one for part in inside if part.tag != "details" for one in part.walk()]
        links = [one for one in near if one["rel"] == "noreferrer"]
        yield title, [one.text() for one in near if one.tag == "li"], links, [
            one.text() for one in near if "note" in one["class"].split()]


def check(notices, card, language):
    """All notices of a treatment stand in the card, what weighs most first and open."""
    found = list(told(card))
    assert [title for title, *_ in found] == [notice[f"title_{language}"] for notice in notices]
    for notice, (_, said, links, notes) in zip(notices, found):
        assert said == points(notice, language)
        assert [(one["href"], one.text()) for one in links] == [(notice["source_url"], notice["source"])]
        assert len(notes) == 1 and day(notice["checked"], language) in notes[0], notes


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_treatment_says_all_that_is_known_against_it_and_no_more(press, language):
    wrong = []
    for treatment in VOCABULARY.treatments:
        page = press.page(f"/treatments/{treatment}", language)
        cards, notices = page.all("section", id="notice"), VOCABULARY.notices_of(treatment)
        try:
            assert len(cards) == bool(notices), f"{len(cards)} cards for {len(notices)} notices"
            if notices:
                check(notices, cards[0], language)
                order = [one["id"] for one in page.walk() if one["id"] in ["notice", "evidence"]]
                assert order == ["notice", "evidence"], order
        except AssertionError as fault:
            wrong.append(f"{language} /treatments/{treatment}: {fault}")
    assert not wrong, f"{len(wrong)}:\n" + "\n".join(wrong[:20])


def test_a_treatment_of_each_kind_is_looked_at():
    assert list(PAGES) == KINDS
    for kind, (treatment, _) in PAGES.items():
        assert VOCABULARY.notices_of(treatment)[0]["kind"] == kind


HOWS = {
    "phone-en": dict(viewport=PHONE, language="en"), "wide-es-dark": dict(viewport=WIDE, language="es", dark=True),
    "phone-es-dark": dict(viewport=PHONE, language="es", dark=True), "wide-en": dict(viewport=WIDE, language="en"),
    "phone-es-no-script": dict(viewport=PHONE, language="es", script=False),
    "wide-en-no-script": dict(viewport=WIDE, language="en", script=False)}


@pytest.mark.parametrize("how", HOWS.values(), ids=HOWS)
def test_the_notice_is_met_before_the_figure(walk, how):
    person = walk(**how)
    for treatment, purpose in PAGES.values():
        notices = VOCABULARY.notices_of(treatment)
        # when somebody opens the page; that it fits the screen and that axe-core finds nothing is looked at with it
        person.open(f"/treatments/{treatment}/for/{purpose}")
        # then the heaviest notice is above the figure, with all that it says
        notice, figure = person.page.locator("#notice"), person.page.locator("#evidence")
        assert notice.bounding_box()["y"] + notice.bounding_box()["height"] <= figure.bounding_box()["y"]
        first = notices[0]
        for words in [first[f"title_{how['language']}"], *points(first, how["language"]), first["source"],
                      day(first["checked"], how["language"])]:
            assert words in notice.inner_text(), f"{words!r} is not seen on {person.path}"
        # and the others are a press away
        for other in notices[1:]:
            person.unfold(other[f"title_{how['language']}"])
            assert notice.get_by_text(points(other, how["language"])[0], exact=True).is_visible()
        if len(notices) > 1:
            person.look()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_on_paper_the_notices_stay(walk, script):
    person, lost = walk(viewport=WIDE, script=script), []
    for treatment, purpose in PAGES.values():
        person.page.emulate_media(media="screen")
        person.open(f"/treatments/{treatment}/for/{purpose}")
        person.page.emulate_media(media="print")
        if script:
            person.page.evaluate("dispatchEvent(new Event('beforeprint'))")
        notice = person.page.locator("#notice")
        for kept in VOCABULARY.notices_of(treatment):
            seen = [words for words in [kept["title_en"], *points(kept, "en")]
                    if not notice.get_by_text(words, exact=True).first.is_visible()]
            lost += [f"{treatment}: {words}" for words in seen]
    assert not lost, f"{len(lost)} are not printed:\n" + "\n".join(lost)


@pytest.mark.parametrize("language, naloxone", [("en", "naloxone"), ("es", "naloxona")])
def test_of_an_opioid_for_pain_naloxone_and_other_choices_are_named(press, language, naloxone):
    opioids = [one for one in VOCABULARY.treatments if "opioids" in VOCABULARY.families_of(one)]
    heavy = VOCABULARY.withdrawn()
    assert len(opioids) > 10
    for opioid in opioids:
        page = press.page(f"/treatments/{opioid}/for/chronic-pain", language)
        notice = page.one("section", id="notice")
        assert naloxone in notice.text(), opioid
        choices = [one["href"].split("/")[2] for one in notice.all("a") if one["href"].startswith("/treatments/")]
        assert 1 <= len(choices) <= 3, f"{opioid}: {choices}"
        for choice in choices:
            kinds = {one["kind"] for one in VOCABULARY.notices_of(choice)}
            assert choice not in opioids and choice not in heavy and "dependence" not in kinds, choice


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_condition_warns_before_its_table(press, language):
    page = press.page("/conditions/chronic-pain", language)
    order = [one["id"] or one.tag for one in page.walk() if one["id"] == "notice" or one.tag == "table"]
    assert order == ["notice", "table"]
    card = page.one("section", id="notice")
    # of each notice all that it says, with its source
    opioid = VOCABULARY.notices_of("oxycodone")[0]
    said = [one.text() for one in card.one("ul", "points").all("li")]
    assert said == points(opioid, language)
    assert [(one["href"], one.text()) for one in card.all("a", rel="noreferrer")] == [
        (opioid["source_url"], opioid["source"])]
    assert day(opioid["checked"], language) in card.text()
    # and the names of those in the table whom it is about
    named = {name for one in card.all("strong") for name in one.text().split(", ")}
    rows = {one["href"].split("/")[2] for one in page.one("table").one("tbody").all("a")}
    about = {one for one in rows if opioid in VOCABULARY.notices_of(one)}
    assert about and named == {VOCABULARY.treatments[one][f"name_{language}"] for one in about}


@pytest.mark.parametrize("language, words", [("en", "No longer sold: 1"), ("es", "Ya no se vende: 1")])
def test_what_was_taken_off_the_market_is_listed_apart(press, language, words):
    # given a treatment with a figure that nobody can get any more
    link = "/treatments/rofecoxib/for/low-back-pain"
    assert press.page(link, language).one("section", id="evidence").all("svg", "range-bar")
    page = press.page("/conditions/low-back-pain", language)
    # then it is not among those one can choose, and stands in a list of its own
    assert not [one for table in page.all("table") for one in table.all("a") if one["href"] == link]
    apart = [fold for fold in page.all("details") if fold.all("summary")[0].text() == words]
    assert len(apart) == 1, [fold.all("summary")[0].text() for fold in page.all("details")]
    assert [one["href"] for one in apart[0].all("a")] == [link]


def source(concept, language):
    """The address of the public page about a concept, by its code; None where it has none."""
    rows = [(VOCABULARY.conditions, ICD10CM, "icd10cm"), (VOCABULARY.symptoms, ICD10CM, "icd10cm"),
            (VOCABULARY.treatments, RXNORM, "rxcui")]
    for table, system, column in rows:
        if concept in table:
            code = table[concept][column]
            if code in ["R45.851", "R45.88"]:
                return None  # thoughts of suicide, hurting oneself: led to somebody awake, not away
            return code and (f"mainSearchCriteria.v.cs={system}", f"mainSearchCriteria.v.c={code}",
                             f"informationRecipient.languageCode.c={language}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_way_to_the_public_page_is_by_code(press, language):
    wrong, met = [], 0
    for concept in [*VOCABULARY.likely, *[one for one, _ in PAGES.values()]]:
        page = press.page(f"/{'treatments' if concept in VOCABULARY.treatments else 'conditions'}/{concept}", language)
        links = [one for one in page.all("a") if one["href"].startswith("https://connect.medlineplus.gov/")]
        expected, found = source(concept, language), links and links[0]["href"].split("?")[1].split("&")
        met += bool(expected)
        if bool(expected) != bool(found) or (expected and not set(expected) <= set(found)):
            wrong.append(f"{concept}: {found} and not {expected}")
        assert all(one["rel"] == "noreferrer" for one in links)
    assert not wrong, f"{len(wrong)}:\n" + "\n".join(wrong[:20])
    assert met > 100
