"""The server's own commands and database: what was imported, what a release says."""

import os
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import harness  # noqa: E402

NEWEST = "release_number = (SELECT MAX(number) FROM releases WHERE published_at IS NOT NULL)"
PUBLISHED = (
    "SELECT treatment_id, purpose_id, evaluations, mean, low, high FROM figures WHERE kind = 'pair'"
    f" AND evaluations IS NOT NULL AND {NEWEST} ORDER BY treatment_id, purpose_id")
# x and V of each group's blurred count. A release of older rules has no such columns: then the bench draws by itself for its
# comparisons, and says so.
BLURRED = (
    "SELECT kind, treatment_id, family_id, purpose_id, counted, counted_variance FROM figures"
    " WHERE kind IN ('pair', 'family-rest', 'treatment-rest', 'purpose-rest') AND counted IS NOT NULL"
    f" AND {NEWEST}")


@dataclass(frozen=True)
class Figure:
    """A published pair: the estimate for "helped a lot", its 90% range, and how many answered."""
    people: int
    mean: float
    low: float
    high: float


class Site:
    """A data folder and the commands that fill it."""

    binary = harness.BINARY

    def __init__(self, folder):
        self.folder = Path(folder)

    def run(self, *arguments):
        environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        environment |= {"WAYFELLOW_ENVIRONMENT": "development", "WAYFELLOW_SQLITE_SYNCHRONOUS": "normal"}
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        done = subprocess.run(
            [str(self.binary), *map(str, arguments), "--data", str(self.folder)], cwd=harness.ROOT, env=environment,
            capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"{' '.join(map(str, arguments))} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        return done.stdout

    def copied(self, folder):
        """The same data in another folder, as it was before its first release."""
        harness.remove(folder)
        shutil.copytree(self.folder, folder)
        return Site(folder)

    def remove(self):
        harness.remove(self.folder)

    def rows(self, statement, *values):
        # The folder is the bench's own and nobody serves it now.
        database = sqlite3.connect(self.folder / "wayfellow.sqlite")
        try:
            return database.execute(statement, values).fetchall()
        finally:
            database.close()

    def answers(self):
        """Of each row of the source: the pair that it was matched to, and the step."""
        return {
            row: ((treatment, purpose), step) for row, treatment, purpose, step in self.rows(
                "SELECT c.source_row, c.treatment_id, c.purpose_id, e.effectiveness FROM courses c"
                " JOIN evaluations e ON e.course_id = c.id WHERE e.is_current = 1 AND c.source_row IS NOT NULL"
                " ORDER BY c.id")}

    def release(self):
        """Makes a release; answers its published pairs."""
        self.run("release")
        return self.published()

    def published(self):
        return {(treatment, purpose): Figure(*values) for treatment, purpose, *values in self.rows(PUBLISHED)}

    def blurred(self):
        """x and V of each group, as the release drew them; None where a release has no such thing."""
        try:
            rows = self.rows(BLURRED)
        except sqlite3.OperationalError:
            return None
        return {tuple(row[:4]): (row[4], row[5]) for row in rows}

    def learned_weight(self):
        """K of pairs as the release learned it; its weights are kept in hundredths, the pairs' first."""
        [(text,)] = self.rows("SELECT weights FROM releases ORDER BY number DESC LIMIT 1")
        return int(text.split()[0]) / 100
