"""Checks the vocabulary's files. With simple-icd-10-cm installed the ICD-10-CM codes are checked, too.

    python3 Scripts/vocabulary/check.py
"""

import csv
import re
import sys
from collections import defaultdict
from pathlib import Path

from coverage import fold, rows, spoken

KINDS = {"medicine", "therapy", "exercise", "diet", "device", "self-care", "group"}
#: How a code is written: a category of ICD-10-CM, or one below it behind a dot; a concept of RxNorm.
ICD10CM, RXCUI = re.compile(r"[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?"), re.compile(r"[1-9][0-9]{0,7}")
#: Where a treatment's own page may be: pages of the United States government about health.
PAGES = tuple(f"https://{host}/" for host in (
    "medlineplus.gov", "www.nccih.nih.gov", "www.nhlbi.nih.gov", "www.nidcd.nih.gov", "www.niddk.nih.gov"))
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
    for name, found, wanted in [("conditions", conditions, 400), ("treatments", treatments, 500), ("symptoms", symptoms, 300)]:
        print(f"{len(found)} {name}")
        if len(found) < wanted:
            faults.append(f"only {len(found)} {name}, wanted {wanted}")
    print("\n".join(faults) or "no faults")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
