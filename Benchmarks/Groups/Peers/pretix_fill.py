"""Fills pretix with the series of the bench, by its own models: an event series each, its dates, a free item and a quota of
fourteen for each date. Nobody has booked anything."""

import datetime
import json
import os
import sys

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "pretix.settings"
django.setup()

from django.core.cache import cache  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django_scopes import scope  # noqa: E402
from pretix.base.models import Event, Item, Organizer, Quota, SubEvent  # noqa: E402

NINETY_MINUTES = datetime.timedelta(minutes=90)


def add(organizer, series):
    """One series with all its dates; answers the address of one that is still to come."""
    starts = [datetime.datetime.fromtimestamp(moment, datetime.timezone.utc) for moment in series["dates"]]
    event = Event.objects.create(
        organizer=organizer, name=series["title"], slug=series["slug"], currency="USD", date_from=starts[0], live=True,
        has_subevents=True, is_public=True, plugins="")
    event.settings.set("timezone", "America/New_York")
    item = Item.objects.create(event=event, name="Seat", default_price=0)
    dates = SubEvent.objects.bulk_create(
        SubEvent(event=event, name=series["title"], active=True, date_from=start, date_to=start + NINETY_MINUTES)
        for start in starts)
    quotas = Quota.objects.bulk_create(
        Quota(event=event, subevent=date, name="Seats", size=14) for date in dates)
    Quota.items.through.objects.bulk_create(
        Quota.items.through(quota_id=quota.pk, item_id=item.pk) for quota in quotas)
    now = datetime.datetime.now(datetime.timezone.utc)
    return next(f"/bench/{event.slug}/{date.pk}/" for date in dates if date.date_from > now)


def main():
    call_command("migrate", verbosity=0)
    with open(sys.argv[1], encoding="utf-8") as file:
        all_series = json.load(file)
    organizer = Organizer.objects.create(name="Bench", slug="bench")
    with scope(organizer=organizer), transaction.atomic():
        dates = [(add(organizer, series), series["title"]) for series in all_series]
    cache.clear()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    with open(os.path.join(os.environ["PEER_FOLDER"], f"{os.environ['PEER_DATABASE']}.json"), "w", encoding="utf-8") as file:
        json.dump(dates, file)


main()
