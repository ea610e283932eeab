"""How many reviews of a file map both their treatment and their condition to the vocabulary.

    python3 Scripts/vocabulary/coverage.py FILE.tsv [--sample N]

Mirrors the importer's matching (Sources/Features/Vocabulary/Model/TextMatcher.swift) so that the words can be mended
without a build. `--sample N` prints N random pairs for a person to judge.
"""

import collections
import csv
import random
import re
import sys
import unicodedata
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2] / "Vocabulary"
SUFFIXES = {"xr", "sr", "er", "cr", "la", "xl", "cd", "hct", "d"}


def fold(text):
    plain = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", plain.replace("'", "").replace("’", "")).split())


def rows(name):
    with open(HOUSE / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def spoken(file):
    """The columns of names and of synonyms, one a language each."""
    return [column for column in rows(file)[0] if column.startswith(("name_", "synonyms_"))]


def phrases(kind):
    """Folded phrase → slug, of names, synonyms, brands and ingredients."""
    book = {}
    file = "conditions.csv" if kind == "condition" else "treatments.csv"
    columns = [*spoken(file), "brands", "ingredients"]
    alone = collections.Counter(fold(row.get("ingredients", "")) for row in rows(file))
    for row in rows(file):
        for column in columns:
            ingredients = row.get(column, "") if column == "ingredients" else ""
            if ";" in ingredients or alone[fold(ingredients)] > 1 and ingredients:
                continue  # a combination is not its parts, and what several have tells none of them
            for words in (row.get(column) or "").split(";"):
                if fold(words):
                    book.setdefault(fold(words), row["slug"])
    return book


class Matcher:
    def __init__(self):
        self.book = {kind: phrases(kind) for kind in ("condition", "treatment")}
        self.rules = {kind: {fold(r["pattern"]): r["slug"] for r in rows("review-rules.csv") if r["kind"] == kind}
                      for kind in ("condition", "treatment")}
        joins = "|".join(re.escape(r["word"]) for r in rows("small-words.csv") if r["use"] == "join")
        self.between = re.compile(rf"[/,;&\n.(+-]|\s(?:{joins})(?=\s)")
        self.fillers = sorted((fold(r["word"]) for r in rows("review-fillers.csv")), key=len, reverse=True)

    def exact(self, kind, text):
        if text in self.book[kind]:
            return self.book[kind][text], "exact"
        if text in self.rules[kind]:
            return self.rules[kind][text], "rule"
        return None

    def contained(self, kind, text):
        words, best = text.split(), None
        for size in range(len(words), 0, -1):
            for at in range(len(words) - size + 1):
                phrase = " ".join(words[at:at + size])
                if found := self.exact(kind, phrase):
                    if best is None or len(phrase) > best[0]:
                        best = (len(phrase), found[0])
        return (best[1], "contained") if best else None

    def stripped(self, text):
        changed = True
        while changed:
            changed = False
            for filler in self.fillers:
                if text.startswith(filler + " "):
                    text, changed = text[len(filler) + 1:], True
                if text.endswith(" " + filler):
                    text, changed = text[:-len(filler) - 1], True
        return text

    def parts(self, text):
        return [p for p in self.between.split(text.lower()) if fold(p)]

    def condition(self, text):
        folded = fold(text)
        if found := self.exact("condition", folded):
            return found
        for part in self.parts(text):
            if found := self.exact("condition", fold(part)):
                return found[0], "part"
        for part in [text, *self.parts(text)]:
            if found := self.exact("condition", self.stripped(fold(part))):
                return found[0], "filler"
        if found := self.contained("condition", folded):
            return found
        return self.typo("condition", folded)

    def treatment(self, text):
        folded = fold(text)
        if found := self.exact("treatment", folded):
            return found
        words = [w for w in folded.split() if w not in SUFFIXES and not w.isdigit()]
        if found := self.exact("treatment", " ".join(words)):
            return found[0], "suffix"
        return self.contained("treatment", folded)

    def typo(self, kind, text):
        if not any(len(word) >= 6 for word in text.split()):
            return None
        for at in range(len(text) + 1):
            for letter in "abcdefghijklmnopqrstuvwxyz":
                for changed in (text[:at] + letter + text[at + 1:], text[:at] + letter + text[at:]):
                    if changed in self.book[kind]:
                        return self.book[kind][changed], "typo"
            for changed in (text[:at] + text[at + 1:], text[:at] + text[at + 1:at + 2] + text[at:at + 1] + text[at + 2:]):
                if changed in self.book[kind]:
                    return self.book[kind][changed], "typo"
        return None


def main():
    matcher = Matcher()
    with open(sys.argv[1], encoding="utf-8", newline="") as file:
        reviews = list(csv.DictReader(file, delimiter="\t"))
    both, by_rule = 0, collections.Counter()
    missing, missing_treatments, pairs = collections.Counter(), collections.Counter(), []
    for review in reviews:
        condition, treatment = matcher.condition(review["condition"]), matcher.treatment(review["urlDrugName"])
        by_rule[condition[1] if condition else "unmapped"] += 1
        both += bool(condition and treatment)
        if not condition:
            missing[review["condition"].lower().strip()] += 1
        if not treatment:
            missing_treatments[review["urlDrugName"]] += 1
        pairs.append((review["condition"], condition, review["urlDrugName"], treatment))
    texts = collections.Counter(review["condition"].lower().strip() for review in reviews)
    often = [text for text, count in texts.items() if count >= 5 and missing[text]]
    print(f"{both} of {len(reviews)} rows map both ({both / len(reviews):.1%}); by rule: {dict(by_rule)}")
    print(f"condition texts with five or more reviews that do not map: {often}")
    print("unmapped conditions:", missing.most_common(60))
    print("unmapped treatments:", missing_treatments.most_common(40))
    if "--sample" in sys.argv:
        random.seed(int(sys.argv[sys.argv.index("--sample") + 1]))
        for condition, found, drug, treatment in random.sample(pairs, 120):
            print(f"{condition[:60]!r:64} {found}   {drug} {treatment and treatment[0]}")


if __name__ == "__main__":
    main()
