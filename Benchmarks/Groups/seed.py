"""Fills an empty, migrated database with what Groups is measured with: 2,000 series of 50 dates, 12 people in each, and a
million rows that say who came. The same for the same week; written past every page, for a bench of reading.

Dates are weekly, thirty behind and twenty ahead of this week; nobody in it has an account.

    seed.py DATABASE        an SQLite file, or postgres://…
"""

import csv
import datetime
import itertools
import random
import sqlite3
import subprocess
import sys
import uuid
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[2]
SEED = 14
SERIES, DATES, BEHIND, PEOPLE, ATTENDANCE = 2_000, 50, 30, 12, 1_000_000
PROGRAMS, PLACES = 500, 200
ZONE = "America/New_York"
SPACE = uuid.UUID(int=SEED)

COLUMNS = {
    "organizations": "id slug name zone phone opened_at",
    "places": "id organization_id name street city region zip latitude longitude access access_words",
    "programs": "id organization_id slug led_by listing eligibility cost_cents agreement_version created_at",
    "program_texts": "program_id language title summary meeting eligibility cost",
    "program_topics": "program_id topic",
    "series": "id program_id organization_id slug kind state zone mode place_id online_url online_phone shows_online "
              "languages capacity minimum allows_single revision sequence created_at",
    "series_rules": "series_id number starts_local rrule minutes",
    "group_sessions": "series_id recurrence_id kind state rule slot_local starts_local starts_at ends_at mode place_id "
                      "capacity theme sequence",
    "enrolments": "id series_id recurrence_id member_id called way state line offer_until agreed_version claim_hash "
                  "claim_until",
    "attendance": "series_id recurrence_id enrolment_id answer presence",
}


class Town:
    """The rows of every table, made as they are asked for, the same ones every time."""

    def __init__(self, today=None):
        day = today or datetime.datetime.now(datetime.timezone.utc).date()
        self.monday = day - datetime.timedelta(days=day.weekday())
        self.zone = ZoneInfo(ZONE)
        self.dice = random.Random(SEED)
        self.named = itertools.count()
        self.places = [(self.id(), row) for row in self.dice.sample(self.zips(), PLACES)]
        self.programs = [(self.id(), number) for number in range(PROGRAMS)]
        self.series = [(self.id(), number) for number in range(SERIES)]

    def id(self):
        return uuid.UUID(int=self.dice.getrandbits(128), version=4)

    @staticmethod
    def zips():
        """Those around Dover, New Hampshire: what somebody there looks through."""
        with open(ROOT / "Sources/Features/Groups/Places/zips.csv", encoding="utf-8") as file:
            rows = [(row["zip"], float(row["latitude"]), float(row["longitude"])) for row in csv.DictReader(file)]
        return [row for row in rows if abs(row[1] - 43.2) < 1.2 and abs(row[2] + 70.9) < 1.5]

    @staticmethod
    def topics():
        with open(ROOT / "Vocabulary/conditions.csv", encoding="utf-8") as file:
            return sorted(row["slug"] for row in csv.DictReader(file))

    def hour(self, number):
        """Weekday and local time of a series."""
        return number % 7, 8 + number % 12, 30 * (number % 2)

    def dates(self, number):
        """(local, milliseconds of the start) of a series, in order."""
        weekday, hour, minute = self.hour(number)
        for week in range(-BEHIND, DATES - BEHIND):
            day = self.monday + datetime.timedelta(days=weekday + 7 * week)
            local = datetime.datetime(day.year, day.month, day.day, hour, minute, tzinfo=self.zone)
            yield f"{local:%Y%m%dT%H%M%S}", int(local.timestamp() * 1000)

    def months(self):
        """(year, month) of this one and the three that follow."""
        first = self.monday.year * 12 + self.monday.month - 1
        return [(number // 12, number % 12 + 1) for number in range(first, first + 4)]

    @staticmethod
    def title(number):
        """Of a series: its program's."""
        return f"Evening {number % PROGRAMS}"

    def rows(self, table):
        return getattr(self, "rows_" + table)()

    def rows_organizations(self):
        yield SPACE, "bench", "The bench", ZONE, None, 0

    def rows_places(self):
        for at, (place, (code, latitude, longitude)) in enumerate(self.places):
            yield place, SPACE, f"Room {at}", f"{at} Main Street", "Dover", "NH", code, latitude, longitude, "lift", None

    def rows_programs(self):
        for program, number in self.programs:
            led = ["staff", "clinician", "peer", "mixed"][number % 4]
            yield program, SPACE, f"program-{number}", led, "open", "anyone", 500 * (number % 5 == 0), 0, 0

    def rows_program_texts(self):
        for program, number in self.programs:
            for language, title in (("en", "Evening"), ("es", "Tarde")):
                yield program, language, f"{title} {number}", "We meet and talk.", "90 min: Talk.", "", ""

    def rows_program_topics(self):
        dice, topics = random.Random(f"topics {SEED}"), self.topics()
        for program, _ in self.programs:
            for topic in dice.sample(topics, 3):
                yield program, topic

    def meeting(self, number):
        mode = ["room", "room", "room", "hybrid", "video"][number % 5]
        return mode, None if mode == "video" else self.places[number % PLACES][0]

    def rows_series(self):
        for series, number in self.series:
            mode, place = self.meeting(number)
            link = None if mode == "room" else "https://video.example.org/"
            yield (series, self.programs[number % PROGRAMS][0], SPACE, f"series-{number}",
                   "dropIn" if number % 3 == 0 else "cohort", "open", ZONE, mode, place, link, None, False,
                   "en" if number % 4 else "en es", 14, 3, True, number + 1, 0, 0)

    def rows_series_rules(self):
        for series, number in self.series:
            yield series, 1, next(self.dates(number))[0], f"FREQ=WEEKLY;COUNT={DATES}", 90

    def rows_group_sessions(self):
        for series, number in self.series:
            mode, place = self.meeting(number)
            for at, (local, start) in enumerate(self.dates(number)):
                state = "cancelled" if (number + at) % 40 == 0 else "planned"
                # One in fifty was put an hour later by hand, which is the same day.
                moved = (number + at) % 50 == 7
                starts = f"{local[:9]}{int(local[9:11]) + moved:02}{local[11:]}"
                begin = start + moved * 3_600_000
                yield (series, local, "regular", state, 1, local, starts, begin, begin + 5_400_000, mode, place, 14, None, 0)

    def people(self):
        dice = random.Random(f"people {SEED}")
        for series, number in self.series:
            for line in range(1, PEOPLE + 1):
                yield uuid.UUID(int=dice.getrandbits(128), version=4), series, number, line

    def rows_enrolments(self):
        for person, series, _, line in self.people():
            yield person, series, "", None, f"Person {line}", "staff", "seated", line, None, 0, None, None

    def rows_attendance(self):
        dice = random.Random(f"attendance {SEED}")
        return itertools.islice(self.attended(dice), ATTENDANCE)

    def attended(self, dice):
        """Who came to what is over, and what they answered for the next twelve."""
        for person, series, number, _ in self.people():
            for at, (local, _) in enumerate(self.dates(number)):
                if at < BEHIND:
                    yield series, local, person, None, dice.choices(["present", "late", "absent"], [8, 1, 2])[0]
                elif at < BEHIND + 12:
                    yield series, local, person, "declined" if dice.random() < 0.05 else "accepted", None


def fill_sqlite(path, town):
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA synchronous=OFF")
        for table, columns in COLUMNS.items():
            names = columns.split()
            rows = ([value.bytes if isinstance(value, uuid.UUID) else value for value in row] for row in town.rows(table))
            database.executemany(
                f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})", rows)
        database.execute("UPDATE schedule_revisions SET number = ? WHERE id = 1", (SERIES,))
    # Nobody analyses a file of SQLite's: its planner knows of no rows here, as on a site.
    database.close()


def fill_postgres(url, town):
    def cell(value):
        return "\\N" if value is None else str(value)

    def lines():
        yield "BEGIN;\n"
        for table, columns in COLUMNS.items():
            yield f"COPY {table} ({', '.join(columns.split())}) FROM STDIN;\n"
            for row in town.rows(table):
                yield "\t".join(map(cell, row)) + "\n"
            yield "\\.\n"
        yield f"UPDATE schedule_revisions SET number = {SERIES} WHERE id = 1;\nCOMMIT;\nANALYZE;\n"

    psql = subprocess.Popen(
        ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", url], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    psql.stdin.writelines(lines())
    psql.stdin.close()
    if psql.wait() != 0:
        sys.exit("psql failed")


def fill(database, today=None):
    """Fills a database that is empty of groups; `today` (a date) is the day that its weeks are counted from."""
    town = Town(today)
    (fill_postgres if database.startswith("postgres") else fill_sqlite)(database, town)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    fill(sys.argv[1])
