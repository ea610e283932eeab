"""pretix with the same series: its list, its calendar, the page of a series and that of a date."""

import json
from pathlib import Path

from peer import Peer
from seed import SERIES, Town

INI = """[pretix]
instance_name=Bench
url=http://127.0.0.1:{port}
datadir={data}
plugins_default=
[locale]
default=en
timezone=America/New_York
[database]
backend=postgresql
name={database}
user=wayfellow
host=127.0.0.1
port={postgres}
[redis]
location=unix://{redis}
sessions=true
[django]
secret=only a bench reads what this signs
debug=off
"""


class Pretix(Peer):
    packages = ["pretix==2026.8.0", "gunicorn==27.0.1"]
    recipes = Path(__file__).resolve().parent / "Peers"
    fillers = ("pretix_fill.py",)
    application = "pretix.wsgi"
    port = 80

    def __init__(self, folder, cluster, redis):
        super().__init__("pretix", "pretix 2026.8", folder, cluster, redis)

    def environment(self, database):
        data, settings = self.folder / "data", self.folder / f"{database}.cfg"
        data.mkdir(parents=True, exist_ok=True)
        settings.write_text(INI.format(
            port=self.port, data=data, database=database, postgres=self.cluster.port, redis=self.redis.socket))
        return {**super().environment(database), "PRETIX_CONFIG_FILE": str(settings)}

    def start(self, count):
        """count: how many series, of those that `seed.py` makes."""
        self.install()
        town, database = Town(), f"pretix_{count}"
        file = self.folder / f"series-{count}.json"
        file.write_text(json.dumps([
            {"slug": f"series-{number}", "title": town.title(number),
             "dates": [moment // 1000 for _, moment in town.dates(number)]} for number in range(count)]))
        self.fill(database, f"{count} of {SERIES} in {town.monday}", str(file))
        dates = [tuple(one) for one in json.loads((self.folder / f"{database}.json").read_text())]
        self.serve(database, "/bench/")
        months = [f"{year}-{month:02}" for year, month in town.months()]
        self.kinds = {
            "find, visitor": ([("/bench/",)], None),
            "month, visitor": ([(f"/bench/?style=calendar&date={month}",) for month in months], None),
            "series, visitor": ([(f"/bench/series-{number}/", town.title(number)) for number in range(count)], None),
            "date, visitor": (dates, None)}
        self.look()
