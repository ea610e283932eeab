"""Simulated communities: does a published pair's range hold the share that those who take it would truly report?"""

from collections import namedtuple

from product import Site

BANDS = [(11, 21), (22, 49), (50, 99), (100, 299), (300, None)]
FEWEST = 200
TRUTHS = (
    "SELECT treatment_id, purpose_id, true_share_helped, {takers} FROM simulation_truth")

Judged = namedtuple("Judged", "people mean low high takers everybody")


def community(members, seed, folder):
    """Simulates, releases, answers each published pair beside both truths, and whether the takers' truth was there."""
    site = Site(folder / f"community-{members}-{seed}")
    site.remove()
    site.run("simulate", "--members", members, "--seed", seed)
    published = site.release()
    columns = {row[1] for row in site.rows("PRAGMA table_info(simulation_truth)")}
    has_takers = "true_share_of_takers" in columns
    rows = site.rows(TRUTHS.format(takers="true_share_of_takers" if has_takers else "true_share_helped"))
    site.remove()
    truths = {(treatment, purpose): truth for treatment, purpose, *truth in rows}
    judged = []
    for pair, figure in published.items():
        everybody, takers = truths.get(pair, (None, None))
        if takers is not None:
            judged.append(Judged(figure.people, figure.mean, figure.low, figure.high, takers, everybody))
    return judged, has_takers


def banded(pairs):
    """Bands of n with their pairs; those of under 200 pairs go to their neighbour."""
    bands = [
        [least, most, [pair for pair in pairs if least <= pair.people and (most is None or pair.people <= most)]]
        for least, most in BANDS]
    bands = [band for band in bands if band[2]]
    place = len(bands) - 1
    while place >= 0 and len(bands) > 1:
        if len(bands[place][2]) < FEWEST:
            small = bands.pop(place)
            other = bands[max(place - 1, 0)]
            other[0], other[2] = min(other[0], small[0]), other[2] + small[2]
            other[1] = None if None in (other[1], small[1]) else max(other[1], small[1])
            place = min(place, len(bands))
        place -= 1
    return [(f"{least}-{most}" if most else f"{least}+", pairs) for least, most, pairs in bands]


def cover(pairs, truth="takers"):
    return sum(pair.low <= getattr(pair, truth) <= pair.high for pair in pairs) / len(pairs)


def row(name, pairs):
    count = len(pairs)
    differences = [pair.takers - pair.everybody for pair in pairs]
    return [
        name, count, f"{cover(pairs):.1%}", f"{cover(pairs, 'everybody'):.1%}",
        f"{sum(pair.high - pair.low for pair in pairs) / count:.3f}",
        f"{(sum((pair.mean - pair.takers) ** 2 for pair in pairs) / count) ** 0.5:.4f}",
        f"{sum(differences) / count:+.4f}", f"{(sum(d * d for d in differences) / count) ** 0.5:.4f}"]


COLUMNS = ["people", "pairs", "cover", "of all's", "width", "error", "takers - all", "its size"]
