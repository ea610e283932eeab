"""Makes what all communities under measure are filled with: one file of posts, the same for the same numbers.

Words are made of syllables and drawn by Zipf's law from 30,000, as in a language; names of medicines for epilepsy stand
among them. README.md says what the file's lines are.
"""

import csv
import datetime
import hashlib
import itertools
import json
import random
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMMUNITY = "epilepsy"
SEED = 13
MEMBERS = 500
POSTS_A_THREAD = 10
DAY = 86_400_000
HISTORY = 400 * DAY
VOCABULARY = 30_000


def syllables():
    return [one + two for one in "bgklnrtvz" for two in "aeiou"]


def words(dice):
    """Made-up words, the frequent ones short. None ends in a consonant, so that none of danger is among them."""
    found, parts, length = {}, syllables(), 1
    while len(found) < VOCABULARY:
        wanted = 40 if length == 1 else 1_600 if length == 2 else VOCABULARY
        while len(found) < min(wanted, VOCABULARY):
            found["".join(dice.choice(parts) for _ in range(length))] = None
        length += 1
    return list(found)


def treatments():
    """Names of medicines for epilepsy, as the vocabulary has them."""
    with open(ROOT / "Vocabulary" / "treatments.csv", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["family"] == "seizure-medicines"]
    return sorted(row["name_en"] for row in rows if row["name_en"].isalpha())


class Writer:
    """Writes titles and posts, the same ones every time."""

    def __init__(self):
        self.words = words(random.Random(f"words {SEED}"))
        self.shares = list(itertools.accumulate(1 / rank for rank in range(1, len(self.words) + 1)))
        self.dice = random.Random(f"text {SEED}")
        self.treatments = treatments()

    def drawn(self, count):
        return self.dice.choices(self.words, cum_weights=self.shares, k=count)

    def title(self):
        return " ".join(self.drawn(self.dice.randint(4, 9))).capitalize()

    def sentence(self):
        dice = self.dice
        said = self.drawn(dice.randint(10, 18))
        chance = dice.random()
        # Behind the first words, by which the bench knows a post on a page.
        if chance < 0.04:
            said[dice.randint(6, len(said) - 1)] = dice.choice(self.treatments)
        elif chance < 0.12:
            place = dice.randint(6, len(said) - 1)
            said[place] = f"*{said[place]}*"
        return " ".join(said).capitalize() + "."

    def post(self):
        return "\n\n".join(" ".join(self.sentence() for _ in range(3)) for _ in range(3))


def probe(text):
    """The first words of a post: as they are typed, so they stand on every page that shows it."""
    return " ".join(text.split(" ", 6)[:6])


def names(dice):
    """Pseudonyms of letters alone, which every product takes."""
    found, parts = {}, syllables()
    while len(found) < MEMBERS:
        found["".join(dice.choice(parts) for _ in range(4)).capitalize() + dice.choice("lnrst")] = None
    return list(found)


def today():
    """The first of this month, so that what was filled stays good until the next."""
    return datetime.datetime.now(datetime.timezone.utc).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def moments(dice, threads, end):
    """(when, thread, number in the thread) of every post, in the order of time."""
    found = []
    for thread, began in enumerate(sorted(end - DAY - dice.randrange(HISTORY) for _ in range(threads)), 1):
        room = min(10 * DAY, end - began)
        later = sorted(began + 60_000 + int(dice.random() ** 2 * (room - 60_000)) for _ in range(POSTS_A_THREAD - 1))
        found += [(at, thread, number) for number, at in enumerate([began, *later], 1)]
    return sorted(found)


def lines(threads):
    """The records of a file, in order."""
    dice, writer = random.Random(f"people {SEED}"), Writer()
    end = int(today().timestamp() * 1000)
    people, titles = names(dice), set()
    shares = list(itertools.accumulate(1 / rank ** 0.7 for rank in range(1, MEMBERS + 1)))
    yield {"record": "community", "slug": COMMUNITY, "kind": "condition"}
    for name in people:
        yield {"record": "member", "name": name, "joined": end - HISTORY - 30 * DAY}
    for at, thread, number in moments(dice, threads, end):
        author = dice.choices(people, cum_weights=shares)[0]
        if number == 1:
            title = writer.title()
            while title in titles:
                title = writer.title()
            titles.add(title)
            kind = dice.choices(["experience", "question", "claim"], weights=[6, 3, 1])[0]
            begun = {"record": "thread", "thread": thread, "community": COMMUNITY, "kind": kind, "title": title,
                     "author": author, "at": at, "language": "en", "visibility": "anyone"}
            yield begun | ({"source": f"https://example.org/studies/{thread}"} if kind == "claim" else {})
        yield {"record": "post", "thread": thread, "number": number, "author": author, "at": at, "language": "en",
               "text": writer.post()}


def made(folder, threads):
    """The file of so many threads, made if it is not there. Its name changes with everything that changes its lines."""
    digest = hashlib.sha256(Path(__file__).read_bytes() + " ".join(treatments()).encode()).hexdigest()[:8]
    path = Path(folder) / f"posts-{threads}-{digest}-{today():%Y-%m}.jsonl"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        begun = path.with_suffix(".part")
        with open(begun, "w", encoding="utf-8") as file:
            file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines(threads))
        begun.rename(path)
    return path


def read(path):
    with open(path, encoding="utf-8") as file:
        yield from map(json.loads, file)


def queries(count):
    """Pairs of words that people search for: neither the commonest nor the rarest."""
    dice, common = random.Random(f"queries {SEED}"), words(random.Random(f"words {SEED}"))[50:3_000]
    return [" ".join(dice.sample(common, 2)) for _ in range(count)]
