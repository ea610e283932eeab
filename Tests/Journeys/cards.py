"""The card of a figure says the same wherever it says it."""

import re

from printed import whole_words, words

TEXTS = words("Evidence")
STEPS = 5


def said(key, language, text, **values):
    """What a text says in its places: all of `text` must be it."""
    found = re.fullmatch(whole_words(TEXTS[language][key], **values), text)
    assert found, f"{text!r} is not {key}"
    return [int(value) for value in found.groups()]


def answers(figure, language):
    """The bar's answers by name, from what programs read; "no different" and "worse" are parts of the lowest step."""
    name = {key: TEXTS[language][f"evidence.answer.{key}"] for key in [
        "helped", "less", "nearlyGone", "aLot", "some", "none", "noneOrWorse", "worse"]}
    share = {one["to"]: one["ofHundred"] for one in figure["shares"]}
    if len(share) < STEPS:
        return {name["helped"]: share[4], name["less"]: share[2]}, None
    upper = {name["nearlyGone"]: share[4], name["aLot"]: share[3], name["some"]: share[2] + share[1]}
    return upper | {name["noneOrWorse"]: share[0]}, (name["none"], name["worse"])


def drawn(svg, classed):
    """Where a bar's parts begin and how long they are."""
    return [(float(one["x"].rstrip("%")), float(one["width"].rstrip("%"))) for one in svg.all("rect")
            if one["class"].startswith(classed)]


def check_bar(card, figure, language):
    """The bar, its two labels, its legend, what is heard of it and the table say the same."""
    bar = card.one("figure", "distribution")
    upper = said("evidence.split.helped", language, bar.one("p", "split").one("b").text())
    lower = said("evidence.split.less", language, bar.one("p", "split").one("span").text())
    assert (upper, lower) == ([figure["mean"]], [100 - figure["mean"]])
    legend = [(one.text(), int(one.one("b").text())) for one in bar.one("ul", "legend").all("li")]
    legend = [(name.removesuffix(f" {share}"), share) for name, share in legend]
    expected, parted = answers(figure, language)
    told = dict(legend)
    if parted and parted[0] in told:
        # Who had nothing of it and who had it worse are one step for programs.
        told[TEXTS[language]["evidence.answer.noneOrWorse"]] = told.pop(parted[0]) + told.pop(parted[1])
    assert told == expected
    heard = ", ".join(f"{name}: {share}" for name, share in legend)
    assert bar.one("desc").text() == heard
    shares = [share for _, share in legend]
    assert sum(shares) == 100 and sum(shares[:2 if parted else 1]) == figure["mean"]
    left = [sum(shares[:place]) for place in range(len(shares))]
    assert drawn(bar.one("svg", "distribution-bar"), "tone-") == [
        (begin, share) for begin, share in zip(left, shares) if share > 0]
    # on the bar, where there is room; and the line over those who were helped a lot is as long as they
    assert [int(one.text()) for one in bar.one("svg", "distribution-bar").all("text")] == [
        share for share in shares if share >= 8]
    assert [one["x2"] for one in bar.all("line", "brace-before")] == [f"{figure['mean']}%"] * (figure["mean"] > 0)
    table = card.one("table")
    rows = [(row.one("th").text(), int(row.one("td").text())) for row in table.one("tbody").all("tr")]
    # what is on the bar's scale stands below it, and the legend below both
    drawn_first = [one["class"].split()[-1] for one in bar.walk() if "range-bar" in one["class"] or one["class"] in [
        "legend", "chart distribution-bar"]]
    assert drawn_first == ["distribution-bar", "range-bar", "legend"]
    assert rows == legend


def check_range(place, figure, language):
    """The range bar is heard, drawn and written with the ends of the figure."""
    svg = place.one("svg", "range-bar")
    share, low, high = said("evidence.range.label", language, svg.one("title").text())
    assert (share, low, high) == (figure["mean"], figure["low"], figure["high"])
    [(begin, length)] = drawn(svg, "interval")
    assert (round(begin, 6), round(begin + length, 6)) == (low, high)
    ends = [end for text in svg.all("text") for end in text.text().split("–")]
    assert [int(end) for end in ends] == [low, high]
    middle = float(svg.one("line", "estimate")["x1"].rstrip("%"))
    assert low <= middle <= high and abs(middle - share) <= 0.5 + 1e-6


def check_card(card, figure, language):
    strong = TEXTS[language]["evidence.sentence.strong"].replace("{share}", r"(\d+)")
    told = said("evidence.sentence", language, card.one("p", "evidence").text(),
                strong=strong, low=r"(\d+)", high=r"(\d+)")
    assert told == [figure["mean"], figure["low"], figure["high"]]
    shares = figure["shares"]
    assert sum(one["ofHundred"] for one in shares) == 100
    assert sum(one["ofHundred"] for one in shares if one["from"] >= 3) == figure["mean"]
    check_bar(card, figure, language)
    check_range(card, figure, language)
    # the first of the facts is of how many it was made
    assert int(re.search(r"\d+", card.all("dd")[0].text())[0]) == figure["n"]
