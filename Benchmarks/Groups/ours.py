"""Wayfellow on one engine with 2,000 series, read by a visitor and by a member."""

import csv
import html
import itertools
import random
import re
import urllib.parse
from datetime import datetime, timezone

import harness
import seed
from browser import Browser
from subject import Wayfellow

# Addresses of searches: so many that most have not been asked before.
SEARCHES = 20_000
DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class Ours(Wayfellow):
    def __init__(self, engine, cluster, count=seed.SERIES):
        super().__init__(f"Wayfellow, {engine}", cluster if engine == "postgres" else None)
        self.engine, self.count = engine, count
        self.town = seed.Town()
        self.folder = harness.STORE / f"groups-{engine}"
        self.server = None

    def fill(self):
        """Anew each time, for weeks are counted from this one."""
        harness.remove(self.folder)
        url = self.cluster.make("wayfellow_groups") if self.cluster else None
        self.server = harness.Server(self.folder, database=url, environment={"WAYFELLOW_RATE_LIMITS": "off"})
        print(f"Filling {self.label} …", flush=True)
        account = self.server.add_account("reader bench", "--consent")
        seed.fill(url or str(self.folder / "wayfellow.sqlite"), self.town.monday)
        if self.cluster:
            # As it is after some weeks.
            self.cluster.run("VACUUM ANALYZE", "wayfellow_groups")
        return account

    def start(self):
        account = self.fill()
        self.server.start()
        self.port = self.server.port
        member = Browser(self.server).sign_in(account)
        cookie = "; ".join(f"{name}={value}" for name, value in member.cookies.items())
        searches, months = list(self.searches("")), list(itertools.islice(self.searches("month"), 2_000))
        series = [(f"/groups/series-{number}", self.town.title(number)) for number in range(self.count)]
        dates = [(f"/groups/series-{number}/dates/{self.next(number)}", self.town.title(number))
                 for number in range(self.count)]
        self.kinds = {
            "find, visitor": (searches, None), "find, member": (searches, cookie),
            "first page of find, visitor": ([("/groups", "Evening")], None), "month, visitor": (months, None),
            "series, visitor": (series, None), "series, member": (series, cookie), "date, visitor": (dates, None)}
        self.look()
        self.rest()

    def next(self, number):
        """The name of the next date of a series."""
        now = datetime.now(timezone.utc).timestamp() * 1000
        return next(local for local, start in self.town.dates(number) if start > now)

    def searches(self, view):
        """Addresses that people would ask for: words, a ZIP code, a day, seats, in all mixtures; the same every time."""
        dice = random.Random(f"searches {view} {seed.SEED}")
        with open(seed.ROOT / "Vocabulary/conditions.csv", encoding="utf-8") as file:
            names = [row["name_en"] for row in csv.DictReader(file)]
        zips = [code for code, _, _ in self.town.zips()]
        months = [f"{year}-{month:02}" for year, month in self.town.months()]
        for _ in range(SEARCHES):
            asked = {"q": dice.choice(names)} if dice.random() < 0.6 else {}
            if dice.random() < 0.6:
                asked |= {"zip": dice.choice(zips), "within": dice.choice(["5", "10", "25", "50"])}
            if dice.random() < 0.3:
                asked["day"] = dice.choice(DAYS)
            if dice.random() < 0.3:
                asked["part"] = dice.choice(["morning", "afternoon", "evening"])
            if dice.random() < 0.3:
                asked["seats"] = "yes"
            if view:
                asked |= {"view": view, "month": dice.choice(months)}
            yield (f"/groups?{urllib.parse.urlencode(asked)}",)

    def found(self):
        """How many of a hundred searches bring a date: a page that finds nothing is cheap."""
        pages = [self.visitor().get(path)[1] for path, in self.kinds["find, visitor"][0][:100]]
        return sum(bool(re.search(r'href="/groups/series-\d+', html.unescape(page))) for page in pages)
