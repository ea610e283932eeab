"""Checks the vocabulary's files. With simple-icd-10-cm installed the ICD-10-CM codes are checked, too.

    python3 Scripts/vocabulary/check.py
"""

import csv
import re
import sys
from collections import defaultdict
from datetime import date
from pathlib import Path

from coverage import fold, rows, spoken

KINDS = {"medicine", "therapy", "exercise", "diet", "device", "self-care", "group"}
#: How a code is written: a category of ICD-10-CM, or one below it behind a dot; a concept of RxNorm.
ICD10CM, RXCUI = re.compile(r"[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?"), re.compile(r"[1-9][0-9]{0,7}")
#: Where a treatment's own page may be: pages of the United States government about health.
PAGES = tuple(f"https://{host}/" for host in (
    "medlineplus.gov", "www.nccih.nih.gov", "www.nhlbi.nih.gov", "www.nidcd.nih.gov", "www.niddk.nih.gov"))
NOTICES = {"withdrawn", "restricted", "dependence", "boxed", "do-not-stop", "pregnancy", "interacts", "not-for-use"}
TITLE, POINT, POINTS = 60, 110, 3  # characters, characters, how many: what a phone shows without scrolling
faults = []


def unique(file, kind, columns):
    """Slugs are unique, all names are there, and no words lead to two rows."""
    slugs, owners_of = set(), defaultdict(set)
    for row in rows(file):
        if row["slug"] in slugs or not row["slug"]:
            faults.append(f"{file}: {row['slug']!r} stands twice or is empty")
        slugs.add(row["slug"])
        if not all(row[column] for column in spoken(file) if column.startswith("name_")):
            faults.append(f"{file}: {row['slug']} lacks a name")
        for column in columns:
            for words in (row[column] or "").split(";"):
                if fold(words):
                    owners_of[fold(words)].add(row["slug"])
    for words, owners in owners_of.items():
        if len(owners) > 1:
            faults.append(f"{file}: {words!r} leads to {', '.join(sorted(owners))}")
    return slugs


def tree(file, slugs):
    parents = {row["slug"]: row["parent"] for row in rows(file)}
    for slug, parent in parents.items():
        if parent and parent not in slugs:
            faults.append(f"{file}: the parent {parent!r} of {slug} does not exist")
        seen = set()
        while parent:
            if parent in seen or parent == slug:
                faults.append(f"{file}: {slug} is its own ancestor")
                break
            seen.add(parent)
            parent = parents.get(parent)


def links(treatments):
    """What leads from a treatment to its public page: a code or an address, never both."""
    for row in treatments:
        if row["rxcui"] and not RXCUI.fullmatch(row["rxcui"]):
            faults.append(f"treatments.csv: {row['slug']}: {row['rxcui']!r} is no RxNorm code")
        if row["page"] and not (row["page"].startswith(PAGES) and re.fullmatch("[!-~]+", row["page"])):
            faults.append(f"treatments.csv: {row['slug']}: {row['page']!r} is no page that we link to")
        if row["rxcui"] and row["page"]:
            faults.append(f"treatments.csv: {row['slug']} has a code and a page")


def codes(symptoms):
    """Codes are written as ICD-10-CM has them, exist, and symptoms.csv has those of the file that it is made from."""
    with open(Path(__file__).resolve().parent / "symptoms-icd10cm.csv", encoding="utf-8", newline="") as file:
        chosen = {row["slug"]: row["icd10cm"] for row in csv.DictReader(file)}
    if chosen != {row["slug"]: row["icd10cm"] for row in symptoms if row["icd10cm"]}:
        faults.append("symptoms.csv: other codes than in symptoms-icd10cm.csv: run Scripts/vocabulary/symptoms.py")
    try:
        import simple_icd_10_cm as icd
    except ImportError:
        icd = None
        print("simple-icd-10-cm is not installed: whether the codes exist was not checked")
    for file, table in [("conditions.csv", rows("conditions.csv")), ("symptoms.csv", symptoms)]:
        for row in table:
            code = row["icd10cm"]
            if code and not (ICD10CM.fullmatch(code) and (icd is None or icd.is_valid_item(code))):
                faults.append(f"{file}: {row['slug']}: {code!r} is no ICD-10-CM code")


def within(families):
    """Each family's treatments, those of its child families among them."""
    parents = {row["slug"]: row["parent"] for row in rows("families.csv")}
    held = {slug: set() for slug in families}
    for row in rows("treatments.csv"):
        family = row["family"]
        while family in held and row["slug"] not in held[family]:
            held[family].add(row["slug"])
            family = parents[family]
    return held


def notice_words(row):
    """What is wrong with a notice's words, in any language."""
    titles = [column for column in row if column.startswith("title_")]
    for title in titles:
        points = row[title.replace("title_", "points_")].split(" | ")
        if not row[title] or not all(points):
            yield f"{title} or its points are missing"
        if len(row[title]) > TITLE:
            yield f"{title} has {len(row[title])} characters, at most {TITLE} fit"
        if len(points) > POINTS:
            yield f"{title} has {len(points)} points, at most {POINTS} fit"
        yield from (f"{point!r} has {len(point)} characters" for point in points if len(point) > POINT)
        if re.search(r"[!\u00a1]", row[title] + "".join(points)):
            yield f"{title} shouts"
    if len({row[title.replace("title_", "points_")].count(" | ") for title in titles}) > 1:
        yield "its languages do not have the same number of points"


def notices(families, treatments):
    """Every notice is of a known kind, about something that exists, in all languages, with a source and in order."""
    held, seen = within(families), []
    for row in rows("notices.csv"):
        key = (row["kind"], row["subject_kind"], row["subject"])
        problems = list(notice_words(row))
        if row["kind"] not in NOTICES:
            problems.append("there is no such kind")
        if row["subject"] not in {"family": families, "treatment": treatments}.get(row["subject_kind"], ()):
            problems.append("its subject does not exist")
        for slug in filter(None, row["except"].split("; ")):
            if slug not in held.get(row["subject"], ()):
                problems.append(f"the exception {slug!r} is not of that family")
        if not row["source"] or not re.fullmatch(r"https://[^\s/]+\.[^\s/]+(/\S*)?", row["source_url"]):
            problems.append("its source has no name or no https address")
        if row["checked"] and not is_day(row["checked"]):
            problems.append(f"{row['checked']!r} is no day")
        if key in seen:
            problems.append("stands twice")
        if seen and key < seen[-1]:
            problems.append("is not in order")
        seen.append(key)
        faults.extend(f"notices.csv: {' '.join(key)}: {problem}" for problem in problems)
    unread = sum(not row["checked"] for row in rows("notices.csv"))
    print(f"{len(seen)} notices, {unread} of them not checked against their source and so not shown")


def everyday():
    """Every everyday word is a name in its language, once and in order."""
    names, seen = defaultdict(set), []
    for file in ("treatments.csv", "conditions.csv"):
        for row in rows(file):
            for column, words in row.items():
                language = column.partition("_")[2] if column in spoken(file) else ""
                if language or column in ("brands", "ingredients"):
                    names[language].update(fold(word) for word in (words or "").split(";"))
    for row in rows("everyday-words.csv"):
        key = (row["language"], row["words"])
        if fold(row["words"]) not in names[row["language"]] | names[""]:
            faults.append(f"everyday-words.csv: {' '.join(key)}: nothing is called so")
        if row["unless"] not in ("", "capitals"):
            faults.append(f"everyday-words.csv: {' '.join(key)}: {row['unless']!r} is no exception")
        if seen and key <= seen[-1]:
            faults.append(f"everyday-words.csv: {' '.join(key)}: stands twice or is not in order")
        seen.append(key)


def is_day(text):
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def main():
    conditions = unique("conditions.csv", "condition", spoken("conditions.csv"))
    treatments = unique("treatments.csv", "treatment", [*spoken("treatments.csv"), "brands"])
    symptoms = unique("symptoms.csv", "symptom", spoken("symptoms.csv"))
    families = unique("families.csv", "family", spoken("families.csv"))
    tree("conditions.csv", conditions)
    tree("families.csv", families)
    for row in rows("treatments.csv"):
        if row["family"] not in families:
            faults.append(f"treatments.csv: {row['slug']}: there is no family {row['family']!r}")
        if row["kind"] not in KINDS:
            faults.append(f"treatments.csv: {row['slug']}: there is no kind {row['kind']!r}")
    for rule in rows("review-rules.csv"):
        if rule["slug"] not in (conditions if rule["kind"] == "condition" else treatments):
            faults.append(f"review-rules.csv: {rule['pattern']!r} leads to {rule['slug']!r}, which does not exist")
    links(rows("treatments.csv"))
    codes(rows("symptoms.csv"))
    notices(families, treatments)
    everyday()
    for name, found, wanted in [("conditions", conditions, 400), ("treatments", treatments, 500), ("symptoms", symptoms, 300)]:
        print(f"{len(found)} {name}")
        if len(found) < wanted:
            faults.append(f"only {len(found)} {name}, wanted {wanted}")
    print("\n".join(faults) or "no faults")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
