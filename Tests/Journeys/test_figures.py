"""Every figure that is published is said the same wherever it stands: for programs, in the sentence, the bar, its legend, what
a screen reader hears, the table behind it and the range. And where there is none, none is borrowed."""

import re

import pytest

pytest.register_assert_rewrite("cards")

from cards import STEPS, TEXTS, check_card, check_range
from printed import LANGUAGES, Reader, Vocabulary, whole_words

pytest_plugins = ["press"]


@pytest.fixture(scope="module")
def figures(press):
    return press.figures()


@pytest.fixture(scope="module")
def pairs(figures):
    found = {(one["treatment"], one["purpose"]): one for one in figures if one["kind"] == "pair"}
    assert len(found) >= 50, "too few figures to say anything of all"
    return found


@pytest.fixture(scope="module")
def vocabulary():
    return Vocabulary()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_is_said_the_same_everywhere(press, pairs, language):
    wrong = []
    for (treatment, purpose), figure in pairs.items():
        path = f"/treatments/{treatment}/for/{purpose}"
        try:
            check_card(press.page(path, language).one("section", id="evidence"), figure, language)
        except AssertionError as fault:
            wrong.append(f"{language} {path}: {fault}")
    assert not wrong, f"{len(wrong)} of {len(pairs)}:\n" + "\n".join(wrong[:20])
    print(f"{len(pairs)} pages with a figure in {language}")


# What stands before each number of a card, wherever it stands.
PLACES = [
    "about ", "Likely between ", r"Likely between \d+ and ", r'class="split"><b>', "</b> <span>", r"<desc>\D+",
    "<desc>.*Worse: ",
    "</svg>Nearly all gone <b>", 'tone-0" x="0%" width="', r'class="on-tone.*?>', r'brace-before" x1="0" x2="',
    r"<title>About ", r"<title>About \d+ of 100, likely between ", r"<title>About .*? and ", r'"interval" x="',
    r'"interval" x="\d+%" y="17" width="', r'"estimate" x1="', r'dx="-2".*?>', r'dx="2".*?>',
    r'data-label="Of 100 people" class="number"><div>', "<dd>"]


@pytest.mark.parametrize("place", PLACES)
def test_a_number_that_differs_would_be_seen(press, pairs, place):
    """The control: of a page with all five answers one number is made another."""
    (treatment, purpose), figure = next((key, one) for key, one in pairs.items() if len(one["shares"]) == STEPS)
    main = press.main(f"/treatments/{treatment}/for/{purpose}")
    start = main.index('<section class="card card-plain" id="evidence"')
    card = main[start:main.index("</section>", start) + len("</section>")]
    check_card(Reader(card).open[0].inside[0], figure, "en")
    changed = re.sub(rf"({place})\d+", r"\g<1>99", card, count=1)
    assert changed != card, f"{place} is not there"
    with pytest.raises(AssertionError):
        check_card(Reader(changed).open[0].inside[0], figure, "en")


LARGE = re.compile(r'<p class="evidence">(.*?)</p>')
NEARBY = re.compile(r'<h2 class="card-title">What is known nearby</h2><p>(.*?)</p>')
ASKED = re.compile(r'href="/ask/([\w-]+)/([\w-]+)"')
NAMED = ["sideEffects", "stops", "keeping", "severe", "none", "rare", "rare.reasons"]


def plain(html):
    return re.sub(r"<[^>]+>", "", html)


def likely_paths(vocabulary):
    return [f"/treatments/{treatment}/for/{purpose}" for purpose, treatments in vocabulary.likely.items()
            for treatment in sorted(treatments)]


def fault_of(main, path, language, pairs):
    """What is wrong with the large figure of a page; None where it is the own one, or none."""
    large = LARGE.findall(main)
    pair = ASKED.search(main)
    if len(large) != 1:
        return f"{len(large)} of the large type" if pair or large else None
    numbers = [int(number) for number in re.findall(r"\d+", plain(large[0]))]
    treatment = path.split("/")[2]
    asked = pair.groups() if pair else (treatment, None)
    if asked[0] != treatment or ("/for/" in path and path.split("/")[4] != asked[1]):
        return f"it is about {asked}"
    figure = pairs.get(asked)
    if figure:
        own = [100, figure["mean"], figure["low"], figure["high"]]
        return None if numbers == own else f"says {numbers}, and not {own}"
    if numbers or "<figure" in main or 'class="range"><svg' in main.split('id="evidence"')[1].split("</section>")[0]:
        return f"has none of its own and shows {numbers}"
    # Of a sentence with numbers, what stands behind them.
    shown = [key for key in NAMED if TEXTS[language][f"evidence.details.{key}"].split("}")[-1] in main]
    return f"too few, and words of {shown}" if shown or 'class="shares"' in main else None


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_wears_the_figure_of_another(press, pairs, vocabulary, language):
    # given the page of every treatment, and of every pair that is likely
    paths = [f"/treatments/{slug}" for slug in vocabulary.treatments] + likely_paths(vocabulary)
    # then the large type says its own figure, or that there are too few
    wrong = [f"{path}: {fault}" for path in paths
             if (fault := fault_of(press.main(path, language), path, language, pairs))]
    assert not wrong, f"{len(wrong)} of {len(paths)}:\n" + "\n".join(wrong[:20])
    print(f"{len(paths)} pages of treatments in {language}")


def near(figures, vocabulary, treatment, purpose):
    """Whose number may stand small on a page without one: its family's, else its own for a wider condition."""
    by = {(one["kind"], one["treatment"] or one["family"], one["purpose"]): one for one in figures}
    keys = [(kind, family, purpose) for family in list(vocabulary.families_of(treatment))[:1]
            for kind in ["family", "family-rest"]]
    keys += [("pair", treatment, wider) for wider in vocabulary.wider(purpose)]
    return next((by[key] for key in keys if key in by), None)


def test_what_is_known_nearby_is_the_nearest_and_small(press, pairs, figures, vocabulary):
    wrong, met = [], 0
    for path in likely_paths(vocabulary):
        _, _, treatment, _, purpose = path.split("/")
        if (treatment, purpose) in pairs:
            continue
        figure = near(figures, vocabulary, treatment, purpose)
        small = [plain(words) for words in NEARBY.findall(press.main(path))]
        numbers = [
            [int(number) for number in re.search(r"About (\d+) of 100 .*between (\d+) and (\d+)", words).groups()]
            for words in small]
        expected = [[figure["mean"], figure["low"], figure["high"]]] if figure else []
        met += bool(figure)
        if numbers != expected:
            wrong.append(f"{path}: {small} and not {expected}")
    assert not wrong, f"{len(wrong)}:\n" + "\n".join(wrong[:20])
    assert met > 100


def rows_of(press, purpose, language):
    """The tables of a condition's page, one a page of it."""
    path, tables = f"/conditions/{purpose}", []
    while path:
        page = press.page(path, language)
        tables += [table for table in page.all("table") if table.all(classed="range-bar")]
        number = len(tables) + 1
        path = next((link["href"] for link in page.all("a")
                     if link["href"] == f"/conditions/{purpose}?page={number}"), None)
    return tables


def check_columns(table):
    heads = table.one("thead").all("th")
    rows = [row for row in table.all("tr") if row.all("td")]
    for place, head in enumerate(heads[1:]):
        cells = [row.all("td")[place] for row in rows]
        filled = sum(bool(cell.text() or cell.all("svg")) for cell in cells)
        assert filled * 2 > len(rows), f"{head.text()!r} is empty in {len(rows) - filled} of {len(rows)}"
        assert all(cell["data-label"] == head.text().removesuffix("0255075100") for cell in cells)


def check_headings(bands, clear, language):
    """Bands are named by their place, and say how much is clear inside them; one of several rows alone in which nothing is
    says that nothing tells them apart."""
    text = TEXTS[language]
    heads = [band.all("tr", "band-head")[0].text() if band.all("tr", "band-head") else "" for band in bands]
    sizes = [len(band.all("svg", "range-bar")) for band in bands]
    if len(bands) == 1:
        same = text["evidence.apart.same.some" if clear[0] else "evidence.apart.same"]["other"]
        expected = [same.replace("{n}", str(sizes[0])) + text["evidence.apart.same.note"]] if sizes[0] > 1 else [""]
    else:
        expected = [titled(place, len(bands), text) for place in range(len(bands))]
    for head, start, size, n in zip(heads, expected, sizes, clear, strict=True):
        if n:
            check_clear(head.removeprefix(f"{start} "), n, text)
        elif len(bands) > 1 and size > 1:
            assert head == f"{start} " + text["evidence.apart.among"]["other"].replace("{n}", str(size)), head
        else:
            assert head == start, head


def titled(place, count, text):
    kind = "more" if place == 0 else "fewer" if place == count - 1 else "middle"
    rank = f".{place + 1}" if kind == "middle" and count > 3 else ""
    return text[f"evidence.apart.{kind}{rank}"] + text[f"evidence.apart.{kind}.note"]


def check_clear(said, n, text):
    """Of so many differences that are clear the surest are said, in three sentences at most."""
    if n == 1:
        assert re.fullmatch(whole_words(text["evidence.clear.one"]), said), said
        return
    lead = text["evidence.clear.several"]["other"].replace("{n}", str(n))
    than = [whole_words(text[key]) for key in ["evidence.clear.than.each", "evidence.clear.than"]]
    assert re.fullmatch(rf"{re.escape(lead)}( ({than[0]}|{than[1]})){{1,2}}", said), said


def clear_inside(purpose, pairs):
    """How many differences are clear in each band of a purpose, as programs read it."""
    listed = [figure for (_, other), figure in pairs.items() if other == purpose and figure["band"]]
    return [sum(len(one["clearlyAbove"]) for one in listed if one["band"] == band)
            for band in range(1, max((one["band"] for one in listed), default=1) + 1)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_of_a_condition_tells_apart_only_what_can_be(press, pairs, vocabulary, language):
    withdrawn, wrong, several, named = vocabulary.withdrawn(), [], 0, 0
    for purpose in sorted({purpose for _, purpose in pairs}):
        expected = {one for one, other in pairs if other == purpose and one not in withdrawn}
        tables = rows_of(press, purpose, language)
        try:
            shown = []
            for table in tables:
                check_columns(table)
                for band in table.all("tbody"):
                    lows = []
                    for row in [row for row in band.all("tr") if row.all("td")]:
                        treatment = row.one("th").one("a")["href"].split("/")[2]
                        figure = pairs[treatment, purpose]
                        check_range(row.all("td")[0].one("div", "range"), figure, language)
                        assert re.sub(r"\D", "", row.all("td")[1].text()) == str(figure["n"])
                        lows.append(figure["low"])
                        shown.append(treatment)
                    assert lows == sorted(lows, reverse=True), f"inside a band the lower ends are {lows}"
            assert sorted(shown) == sorted(expected), f"rows for {sorted(set(shown) ^ expected)}"
            # A band that goes on over the page says how many it has on both.
            if len(tables) == 1:
                bands = tables[0].all("tbody")
                clear = clear_inside(purpose, pairs)
                check_headings(bands, clear, language)
                several += len(bands) > 1
                named += any(clear)
        except AssertionError as fault:
            wrong.append(f"{language} /conditions/{purpose}: {fault}")
    assert not wrong, f"{len(wrong)}:\n" + "\n".join(wrong[:20])
    assert several and named, "no condition has two bands, or none names anything inside one"


def test_so_many_pages_were_looked_at(press, pairs):
    print(f"{press.looked_at} pages")
    assert press.looked_at >= 100
