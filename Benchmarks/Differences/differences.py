"""Of treatments that pages tell apart, how many truly help alike, or the other way round?

Simulated communities in which a third of each purpose's treatments share one truth (`simulate --alike`), released as ever.
Told apart is what stands in different bands, and what is named as clear inside one; the second are counted by themselves, too.
Both are read where programs read them, in the document of the release's figures, which makes them by the code that pages use. The
truth is what those who take a treatment would report, were there endlessly many of them
(`simulation_truth.true_share_of_takers`). Beside the bands: the strict order by the lower end of the range, which tells every
pair apart. What is not told apart is judged, too: how many of these pairs truly differ by more than ten of a hundred, and how
many would by themselves be clear (doubt of a tenth at most, by `doubts.py`, which writes the formulas a second time: of these
none should be left). Leaves with 1 where a goal is missed, and says by how much.

  differences.py [--quick] [--members 2000,10000,50000] [--seeds N] [--first SEED] [--binary FILE]

Communities of fewer than 10,000, where little is told apart, are made four times as often. Noise is drawn anew each time, so
figures move a little. `--quick` misses a goal only by more than two standard errors, a list in which anything is told apart
counting for one.
"""

import argparse
import json
import os
import sys
import urllib.request
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Figures"))
import harness  # noqa: E402
from doubts import Known, doubts  # noqa: E402
from groups import named  # noqa: E402
from product import NEWEST, Site  # noqa: E402

GOAL = 0.10
FIGURES = (
    "SELECT treatment_id, purpose_id, low, evaluations, counted, counted_variance, prior_mean, prior_variance, weight"
    f" FROM figures WHERE kind = 'pair' AND counted IS NOT NULL AND {NEWEST} ORDER BY number")
TRUTHS = "SELECT treatment_id, purpose_id, true_share_of_takers FROM simulation_truth"


@dataclass(frozen=True)
class Shown:
    """A treatment in the list of a purpose."""
    treatment: bytes
    band: int
    above: set
    low: float
    known: Known
    truth: float


def options():
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--members")
    parser.add_argument("--seeds", type=int)
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--binary", type=Path, help="a server that is built already")
    asked = parser.parse_args()
    asked.seeds = asked.seeds or (1 if asked.quick else 5)
    sizes = asked.members or ("2000,10000" if asked.quick else "2000,10000,50000")
    asked.members = [int(size) for size in sizes.split(",")]
    return asked


def document(site):
    """Band of each pair, and what it is clearly above inside it, as the server tells programs."""
    server = harness.Server(site.folder)
    server.start()
    try:
        with urllib.request.urlopen(f"{server.url}/api/releases") as answer:
            newest = max(head["number"] for head in json.load(answer)["releases"])
        with urllib.request.urlopen(f"{server.url}/api/releases/{newest}/figures") as answer:
            lines = json.load(answer)["figures"]
    finally:
        server.stop()
    return {
        (named(f"treatment:{line['treatment']}"), named(f"{kind}:{line['purpose']}")): (
            line["band"], {named(f"treatment:{slug}") for slug in line["clearlyAbove"]})
        for line in lines if line["kind"] == "pair" for kind in ("condition", "symptom")}


def community(members, seed, folder):
    """The lists of a simulated community that compare anything: of each purpose with two treatments or more."""
    site = Site(folder / f"community-{members}-{seed}")
    site.remove()
    site.run("simulate", "--members", members, "--seed", seed, "--alike")
    site.release()
    places = document(site)
    truths = {(treatment, purpose): truth for treatment, purpose, truth in site.rows(TRUTHS)}
    lists = defaultdict(list)
    for treatment, purpose, low, *counts in site.rows(FIGURES):
        pair = treatment, purpose
        # A pair that the document lacks would be a hole in it: better to fail than to leave it out. One that is no longer
        # sold has no band, and stands beside nothing.
        band, above = places[pair]
        if band is not None:
            lists[purpose].append(Shown(treatment, band, above, low, Known(*counts), truths[pair]))
    site.remove()
    return [one for one in lists.values() if len(one) > 1]


def judge(lists):
    """What is told apart, and by whom, over all pairs of all lists."""
    found = Counter(lists=len(lists), bands=sum(len({shown.band for shown in one}) for one in lists))
    found["most"] = max((len({shown.band for shown in one}) for one in lists), default=0)
    for one in lists:
        before = found["apart"]
        for (i, j), doubt in doubts([shown.known for shown in one]).items():
            pair = one[i], one[j]
            difference = pair[0].truth - pair[1].truth
            same, ordered = abs(difference) < 1e-9, (pair[0].low - pair[1].low) * difference > 0
            found.update(pairs=1, same=same, strict_wrong=not same and not ordered)
            rank = told(*pair)
            if rank == 0:
                found.update(inside=1, inside_differ=abs(difference) > 0.1, inside_clear=doubt <= 0.1)
                continue
            wrong = not same and rank * difference < 0
            found.update(apart=1, apart_same=same, apart_wrong=wrong)
            if pair[0].band == pair[1].band:
                found.update(named=1, named_same=same, named_wrong=wrong)
        found.update(parted=found["apart"] > before)
    return found


def told(one, other):
    """1 where the first is said to help more, -1 where the other is, 0 where neither."""
    if one.band != other.band:
        return 1 if one.band < other.band else -1
    return (other.treatment in one.above) - (one.treatment in other.above)


def part(count, whole):
    return count / whole if whole else 0.0


def rows(name, found):
    shares = lambda what, whole: f"{part(found[what], found[whole]):.1%}"  # noqa: E731
    bands = [
        name, "told apart", found["pairs"], shares("apart", "pairs"), shares("apart_same", "apart"),
        shares("apart_wrong", "apart"), shares("inside_differ", "inside"), shares("inside_clear", "inside"),
        f"{part(found['bands'], found['lists']):.2f} ({found['most']})"]
    named_inside = [
        "", "of these inside a band", found["pairs"], shares("named", "pairs"), shares("named_same", "named"),
        shares("named_wrong", "named"), "", "", ""]
    strict = [
        "", "strict order", found["pairs"], "100.0%", shares("same", "pairs"), shares("strict_wrong", "pairs"), "", "",
        f"{found['lists']} lists"]
    return [bands, named_inside, strict]


COLUMNS = [
    "members", "", "pairs", "told apart", "of these alike", "wrong way", "the others > 10 apart", "clear by themselves",
    "bands a list (most)"]


def main():
    asked = options()
    if asked.binary:
        harness.BINARY = Site.binary = asked.binary.resolve()
    else:
        harness.build()
    folder = harness.STORE / f"differences-{os.getpid()}"
    folder.mkdir(mode=0o700, parents=True)
    table, goals, figures = [], [], {}
    try:
        for members in asked.members:
            seeds = asked.seeds * (4 if members < 10_000 else 1)
            lists = [
                one for seed in range(asked.first, asked.first + seeds) for one in community(members, seed, folder)]
            found = judge(lists)
            table += rows(f"{members:,} x {seeds}", found)
            alike = part(found["apart_same"], found["apart"])
            false = part(found["apart_same"] + found["apart_wrong"], found["apart"])
            goal = GOAL + (2 * (GOAL * (1 - GOAL) / max(found["parted"], 1)) ** 0.5 if asked.quick else 0)
            goals += [
                (f"{members:,} members: of pairs told apart, alike", alike, "<=", goal),
                (f"{members:,} members: alike or the wrong way round", false, "<=", goal)]
            figures[members] = {
                "apart": round(part(found["apart"], found["pairs"]), 3), "alike": round(alike, 3),
                "false": round(false, 3), "inside": round(part(found["named"], found["pairs"]), 3),
                "insideFalse": round(part(found["named_same"] + found["named_wrong"], found["named"]), 3),
                "strict": round(part(found["same"] + found["strict_wrong"], found["pairs"]), 3)}
    finally:
        harness.remove(folder)
    harness.table("A third of each purpose's treatments share one truth", COLUMNS, table)
    print("\nTruth: what those who take it would report, were there endlessly many (true_share_of_takers).")
    harness.finish("differences", figures, goals)


if __name__ == "__main__":
    main()
