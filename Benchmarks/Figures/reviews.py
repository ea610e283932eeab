"""Real reviews, split: what is published from the one part, judged by the other."""

import csv
import math
import random
from collections import defaultdict

import beta
import estimate
import groups
import today
from product import Site

FIXED = [8, 12, 20, 29]
ALPHA = 1 / 4
# Splits whose first release is made a second time: nothing may be drawn anew.
REPEATED = 3


class Score:
    """How well shares foretold held-out answers: sums over answers, and over pairs what their ranges held."""

    def __init__(self):
        self.answers = self.pairs = 0
        self.squares = self.losses = self.covered = 0.0

    def add(self, mean, weight, helped, of):
        m = min(max(mean, 1e-6), 1 - 1e-6)
        self.answers += of
        self.pairs += 1
        self.squares += helped * (1 - m) ** 2 + (of - helped) * m**2
        self.losses -= helped * math.log(m) + (of - helped) * math.log(1 - m)
        self.covered += beta.held_inside(helped, of, m * weight, (1 - m) * weight)


def records(file):
    """The header and the rows of a file of reviews."""
    with open(file, newline="", encoding="utf-8") as lines:
        header, *rows = csv.reader(lines, delimiter="\t")
    return header, rows


def write(file, header, rows):
    with open(file, "w", newline="", encoding="utf-8") as lines:
        csv.writer(lines, delimiter="\t", lineterminator="\n").writerows([header, *rows])


def counted(answers):
    cells = defaultdict(lambda: [0] * 5)
    for pair, step in answers:
        cells[pair][step] += 1
    return dict(cells)


class Split:
    """One training part: imported once, released on a fresh copy for each drawing."""

    def __init__(self, folder, file, held, catalogue, seed):
        """`held`: pair and step of each answer that judges."""
        self.base = Site(folder / f"base-{seed}")
        self.base.remove()
        self.base.run("import", "reviews", file)
        self.seed, self.folder = seed, folder
        self.cells = counted(self.base.answers().values())
        self.groups = groups.grouped(self.cells, catalogue)
        self.exact = groups.leaves(self.cells, self.groups, catalogue)
        self.places = {
            key: (catalogue.place(key)[0], None if key[0] == "treatment-rest" else key[3]) for key in self.groups}
        self.held = {pair: (sum(steps[groups.HELPED:]), sum(steps)) for pair, steps in counted(held).items()}
        self.judged = {
            (key[1], key[3]): key for key in self.groups if key[0] == "pair" and (key[1], key[3]) in self.held}
        self.alone = {(key[1], key[3]): leaf.people for key, leaf in self.exact.items() if key[0] == "pair"}
        self.strange, self.moved, self.weights, self.has_counts = 0, 0, [], False
        self.largest_difference = 0.0
        self.scores = defaultdict(list)

    def score(self, name, predict):
        """`predict`: mean and concentration of a group."""
        score = Score()
        for pair, key in self.judged.items():
            score.add(*predict(key), *self.held[pair])
        self.scores[name].append(score)

    def tree(self, leaves, weights):
        tree = estimate.Tree(list(leaves.values()), weights)
        places = {key: place for place, key in enumerate(leaves)}
        return tree, places

    def compare_exact(self):
        weights = estimate.learned(list(self.exact.values()))
        tree, places = self.tree(self.exact, weights)

        def prior(key):
            mean, doubt = tree.parent(places[key])
            return mean, estimate.effective_weight(mean, doubt, tree.k)
        self.score("prior", prior)
        self.score("exact", lambda key: tree.estimate(places[key]))
        steps = {
            key: [sum(self.cells[pair][step] for pair in pairs) for step in range(5)]
            for key, pairs in self.groups.items()}
        self.score("today", today.Rules(steps, self.places).estimate)
        self.exact_weights = weights

    def draw(self, drawing):
        """One release on a fresh copy; answers what it published."""
        site = self.base.copied(self.folder / "drawing")
        published = site.release()
        if drawing == 0 and self.seed <= REPEATED:
            again = site.release()
            self.moved += sum(published.get(pair) != figure for pair, figure in again.items())
        self.strange += sum(self.alone.get(pair) != figure.people for pair, figure in published.items())
        self.strange += sum(pair not in published for pair in self.alone)
        self.judged = {pair: key for pair, key in self.judged.items() if pair in published}
        self.score("published", lambda key: self.foretold(published[key[1], key[3]]))
        self.weights.append(site.learned_weight())
        self.compare_blurred(site.blurred(), drawing, published)
        return published

    @staticmethod
    def foretold(figure):
        return figure.mean, beta.concentration(figure.mean, figure.low, figure.high)

    def compare_blurred(self, counts, drawing, published):
        """Fixed weights on the counts that the release drew, or on others drawn here by the same law."""
        self.has_counts = counts is not None
        if counts is None:
            dice = random.Random(self.seed * 1000 + drawing)
            leaves = {key: leaf.blurred(ALPHA, dice) for key, leaf in self.exact.items()}
        else:
            leaves = {
                key: estimate.Leaf(leaf.people, *counts[key], leaf.pairs, leaf.family, leaf.branch)
                for key, leaf in self.exact.items() if key in counts}
        k, kf, kp = estimate.learned(list(leaves.values()))
        for name, value in [("learned", k), *((f"K {fixed}", fixed) for fixed in FIXED)]:
            tree, places = self.tree(leaves, (value, kf, kp))
            self.score(name, lambda key: tree.estimate(places[key]))
            if name == "learned" and counts is not None:
                self.largest_difference = max([self.largest_difference, *(
                    abs(tree.estimate(places[key])[0] - published[pair].mean) for pair, key in self.judged.items())])

    def run(self, drawings):
        self.compare_exact()
        first = self.draw(0)
        for drawing in range(1, drawings):
            # A release that draws nothing says the same each time.
            if self.draw(drawing) == first and drawing == 1:
                break
        self.base.remove()
        return self


def splits(file, count, drawings, folder, catalogue):
    """Three quarters to learn from, one to be judged by, by a seeded shuffle."""
    header, rows = records(file)
    key = Site(folder / "key")
    key.remove()
    key.run("import", "reviews", file)
    answers = key.answers()
    key.remove()
    for seed in range(1, count + 1):
        shuffled = rows[:]
        random.Random(seed).shuffle(shuffled)
        aside = len(shuffled) // 4
        part = folder / f"training-{seed}.tsv"
        write(part, header, shuffled[aside:])
        held = [answers[row[0]] for row in shuffled[:aside] if row[0] in answers]
        yield Split(folder, part, held, catalogue, seed).run(drawings)


def kept_aside(file, held, drawings, folder, catalogue):
    """All of the one file to learn from, all of another to be judged by."""
    key = Site(folder / "key")
    key.remove()
    key.run("import", "reviews", held)
    answers = list(key.answers().values())
    key.remove()
    return Split(folder, file, answers, catalogue, 0).run(drawings)
