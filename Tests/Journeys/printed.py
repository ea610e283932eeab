"""Pages as they leave the server, read without a browser, so that all of a kind can be looked at."""

import csv
import json
import re
from html.parser import HTMLParser
from pathlib import Path

from server import ROOT

VOID = {"meta", "link", "br", "hr", "img", "input", "wbr"}
LANGUAGES = ["en", "es"]
# What weighs most first.
KINDS = ["withdrawn", "not-for-use", "dependence", "boxed", "restricted", "do-not-stop", "pregnancy", "interacts"]


class Element:
    """A tag with what is in it: elements and words."""

    def __init__(self, tag, attributes=()):
        self.tag, self.attributes, self.inside = tag, dict(attributes), []

    def __getitem__(self, name):
        return self.attributes.get(name) or ""

    def walk(self):
        """This and all below, as a reader meets them."""
        yield self
        for part in self.inside:
            if isinstance(part, Element):
                yield from part.walk()

    def all(self, tag=None, classed=None, **attributes):
        return [
            found for found in self.walk() if (not tag or found.tag == tag)
            and (not classed or classed in found["class"].split())
            and all(found[name] == value for name, value in attributes.items())]

    def one(self, *what, **attributes):
        found = self.all(*what, **attributes)
        assert len(found) == 1, f"{len(found)} of {what} {attributes}"
        return found[0]

    def text(self, without=("title", "desc")):
        """The words, without what only charts say and without icons."""
        words = [part if isinstance(part, str) else "" if part.tag in without else part.text(without)
                 for part in self.inside]
        return re.sub(r"\s+", " ", "".join(words)).strip()


class Reader(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.open = [Element("page")]
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.open[-1].inside.append(element := Element(tag, attributes))
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag, attributes):
        self.open[-1].inside.append(Element(tag, attributes))

    def handle_endtag(self, tag):
        assert self.open.pop().tag == tag, f"</{tag}> closes something else"

    def handle_data(self, words):
        self.open[-1].inside.append(words)


def words(room):
    """The texts of a room, by language and key."""
    folder = next((ROOT / "Sources").glob(f"*/{room}/Text"))
    return {language: json.loads((folder / f"{language}.json").read_text()) for language in LANGUAGES}


def whole_words(text, **values):
    """A text with its places filled: words that it says, or a pattern where a value is one."""
    pattern = re.escape(text if isinstance(text, str) else text["other"])
    return re.sub(r"\\\{(\w+)\\\}", lambda place: values.get(place[1], r"(.+?)"), pattern)


class Vocabulary:
    """The files of the catalogue, as far as pages are made of them."""

    def __init__(self, folder: Path = ROOT / "Vocabulary"):
        def rows(name):
            with open(folder / f"{name}.csv", newline="") as file:
                return list(csv.DictReader(file))

        self.treatments = {row["slug"]: row for row in rows("treatments")}
        self.families = {row["slug"]: row for row in rows("families")}
        self.conditions = {row["slug"]: row for row in rows("conditions")}
        self.symptoms = {row["slug"]: row for row in rows("symptoms")}
        self.notices = [row for row in rows("notices") if row["checked"]]
        self.likely = {row["slug"]: self._likely(row) for row in rows("plausible")}

    def families_of(self, treatment):
        """The nearest first."""
        family = self.treatments[treatment]["family"]
        while family:
            yield family
            family = self.families[family]["parent"]

    def wider(self, condition):
        """The conditions that a condition is part of, the nearest first."""
        row = self.conditions.get(condition)
        while row and row["parent"]:
            yield row["parent"]
            row = self.conditions[row["parent"]]

    def _likely(self, row):
        """A family stands for its treatments."""
        return {
            treatment for slug in row["treatments"].split("; ")
            for treatment in ([slug] if slug in self.treatments else self._in_family(slug))}

    def _in_family(self, family):
        return [treatment for treatment in self.treatments if family in self.families_of(treatment)]

    def notices_of(self, treatment):
        """Its own, and those of its families of kinds that nearer ones lack, what weighs most first."""
        found = [row for row in self.notices if (row["subject_kind"], row["subject"]) == ("treatment", treatment)]
        for family in self.families_of(treatment):
            kinds = {row["kind"] for row in found}
            found += [
                row for row in self.notices if (row["subject_kind"], row["subject"]) == ("family", family)
                and row["kind"] not in kinds and treatment not in row["except"].split("; ")]
        return sorted(found, key=lambda row: KINDS.index(row["kind"]))

    def withdrawn(self):
        return {row["subject"] for row in self.notices if row["kind"] == "withdrawn"}
