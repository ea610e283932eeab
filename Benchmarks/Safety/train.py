"""Makes the weights of Sources/Features/Safety/Words/crisis-weights.bin, or with --held of held-weights.bin, from Training/*.tsv.

    python3 Benchmarks/Safety/train.py [--held] [--hold-out FILE ... [--to FILE]]

Needs scikit-learn and a release build of bench-safety, which says what each sentence is made of: the model meets at run time
the same numbers that it learned from. With --hold-out the files named judge instead of teaching, the
figures by threshold are printed, and weights are written to --to only. Sentences that judge the product (sentences-*.tsv) are never read here.
"""
import argparse, csv, glob, os, struct, subprocess
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix, diags, hstack
from sklearn.linear_model import LogisticRegression

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
BENCH = os.environ.get("BENCH_SAFETY", os.path.join(ROOT, ".build/release/bench-safety"))
# Slugs of the vocabulary whose names are words of danger.
TOPICS = open(os.path.join(ROOT, "Sources/Features/Safety/Words/topics.tsv"), encoding="utf-8").read().split("\n")
DANGEROUS = {line.split("\t")[1] for line in TOPICS if "\t" in line} | {"anaphylaxis"}


@dataclass
class Task:
    """What a model tells apart."""
    target: str
    # In the order of the enumeration in Swift; those that are to be found.
    classes: str
    found: str
    codes: dict
    files: list
    bits: int


# CrisisScores.Class. What is held back for other reasons, or asks for the care team, is no danger here.
CRISIS = Task(
    "crisis-weights.bin", "CEFKNSV", "CEFKV", {c: c for c in "CEFKNSV"} | {"C+T": "C"} | {c: "N" for c in "HTDUMP"},
    ["*.tsv"], 18)
# A search of three words has few numbers, and long texts about danger have met each of them: where such a search is harmless,
# it counts so many times. Dangers in the same words count once: as many times, they gave more false cards on long texts.
HEAVY, TIMES = "-groups.tsv", 4
# HeldModel.kinds: T stopping, D doses, U cures, M selling, P contact. Who is in danger or afraid tells of themselves.
HELD = Task(
    "held-weights.bin", "TDUMPN", "TDUMP", {c: c for c in "TDUMPN"} | {c: "N" for c in "CEFKSV"},
    ["held-*.tsv", "*-safe.tsv", "*-round1[123].tsv"], 16)


def read(paths, task):
    lines = []
    for path in paths:
        for line in open(path, encoding="utf-8"):
            cells = line.rstrip("\n").split("\t")
            if len(cells) >= 3 and cells[-3] in task.codes and cells[-2] in ("search", "text"):
                lines.append("\t".join(cells[-3:]))
    return lines


def features(lines, task):
    """Codes, and for words and pieces the numbers of each sentence."""
    out = subprocess.run([BENCH, "--features"], input="\n".join(lines) + "\n", capture_output=True, text=True, check=True)
    codes, words, pieces = [], [], []
    for line in out.stdout.splitlines():
        code, word, piece = line.split("\t")
        codes.append(task.classes.index(task.codes[code]))
        words.append(np.array(word.split(), dtype=np.uint32))
        pieces.append(np.array(piece.split(), dtype=np.uint32))
    return np.array(codes), words, pieces


def names():
    """What conditions, symptoms and treatments are called: the commonest searches of all, and no danger. The few that are a
    danger by themselves are left to those who wrote sentences. And what simulated members advise."""
    lines = []
    for table in ("conditions", "symptoms", "treatments"):
        for row in csv.DictReader(open(os.path.join(ROOT, f"Vocabulary/{table}.csv"), encoding="utf-8", newline="")):
            if row["slug"] in DANGEROUS:
                continue
            for column in ("name_en", "name_es", "synonyms_en", "synonyms_es", "brands"):
                lines += [f"N\tsearch\t{name.strip()}" for name in (row.get(column) or "").split(";") if name.strip()]
    for row in csv.DictReader(open(os.path.join(ROOT, "Vocabulary/simulated-advice.csv"), encoding="utf-8", newline="")):
        lines += [f"N\ttext\t{row[language]}" for language in ("en", "es")]
    return lines


def counted(numbers, bits):
    columns = np.concatenate([n & ((1 << bits) - 1) for n in numbers]).astype(np.int64)
    ends = np.concatenate([[0], np.cumsum([len(n) for n in numbers])])
    counts = csr_matrix((np.ones(len(columns), dtype=np.float32), columns, ends), shape=(len(numbers), 1 << bits))
    counts.sum_duplicates()
    return counts


def frequencies(counts):
    """Inverse document frequency in sixteenths, as the file keeps it."""
    seen = np.bincount(counts.indices, minlength=counts.shape[1])
    idf = np.log((1 + counts.shape[0]) / (1 + seen)) + 1
    return np.clip(np.round(idf * 16), 1, 127).astype(np.float32) / 16


def weighted(counts, idf):
    weighted = counts.copy()
    squares = np.asarray(counts.dot(idf * idf)).ravel()
    weighted.data = weighted.data * idf[weighted.indices]
    return diags((1 / np.sqrt(np.maximum(squares, 1e-6))).astype(np.float32)).dot(weighted).tocsr()


def judge(model, codes, rows, task):
    wanted = [task.classes.index(c) for c in task.found]
    likely = model.predict_proba(rows)[:, wanted].sum(1)
    for threshold in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        found = likely > threshold
        shares = " ".join(f"{c} {found[codes == n].mean():.3f}" for n, c in enumerate(task.classes) if (codes == n).any())
        print(f"{threshold}: found {found[np.isin(codes, wanted)].mean():.3f} ({shares})")


def write(model, idf, bits, target):
    """Seven classes a row: one that a task does not have is never likely."""
    products = [model.coef_[:, : 1 << bits].T * idf[0][:, None], model.coef_[:, 1 << bits :].T * idf[1][:, None]]
    classes = len(model.intercept_)
    intercepts = np.concatenate([model.intercept_, np.full(7 - classes, -1e9)])
    scale = max(np.quantile(np.abs(p[np.abs(p) > 0]), 0.9999) for p in products) / 127
    with open(target, "wb") as file:
        file.write(b"WFCM" + struct.pack("<If7f", bits, scale, *intercepts))
        for product, frequency in zip(products, idf):
            rows = np.zeros((1 << bits, 8), dtype=np.int8)
            rows[:, 0] = np.round(frequency * 16)
            rows[:, 1 : classes + 1] = np.clip(np.round(product / scale), -127, 127)
            file.write(rows.tobytes())
    print(f"{target}: {os.path.getsize(target)} bytes, scale {scale:.4f}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--hold-out", nargs="*", default=[])
    parser.add_argument("--to")
    parser.add_argument("--strength", type=float, default=10)
    parser.add_argument("--held", action="store_true")
    options = parser.parse_args()
    task = HELD if options.held else CRISIS
    held = {os.path.abspath(p) for p in options.hold_out}
    paths = sorted({p for pattern in task.files for p in glob.glob(os.path.join(HERE, "Training", pattern))})
    paths = [p for p in paths if p not in held]
    lines = list(dict.fromkeys(read(paths, task) + names()))
    heavy = set(read([p for p in paths if p.endswith(HEAVY)], task))
    codes, words, pieces = features(lines, task)
    counts = counted(words, task.bits), counted(pieces, task.bits)
    idf = [frequencies(c) for c in counts]
    rows = hstack([weighted(c, i) for c, i in zip(counts, idf)]).tocsr()
    print(f"{len(codes)} sentences: " + " ".join(f"{task.classes[c]} {n}" for c, n in enumerate(np.bincount(codes))))
    weights = [TIMES if line in heavy and line.startswith("N") else 1 for line in lines]
    model = LogisticRegression(C=options.strength, max_iter=1000, tol=1e-5).fit(rows, codes, sample_weight=weights)
    for path in options.hold_out:
        codes, words, pieces = features(read([path], task), task)
        print(path)
        counts = counted(words, task.bits), counted(pieces, task.bits)
        judge(model, codes, hstack([weighted(c, i) for c, i in zip(counts, idf)]).tocsr(), task)
    if options.to or not held:
        write(model, idf, task.bits, options.to or os.path.join(ROOT, "Sources/Features/Safety/Words", task.target))


main()
