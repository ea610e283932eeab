"""Fills Misago with the posts of the file, by its own models and its own parser."""

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.contrib.postgres.search import SearchVector  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.db.models import Value  # noqa: E402
from django.test import RequestFactory  # noqa: E402
from misago.categories.models import Category  # noqa: E402
from misago.core.utils import slugify  # noqa: E402
from misago.markup import common_flavour  # noqa: E402
from misago.threads.checksums import update_post_checksum  # noqa: E402
from misago.threads.filtersearch import filter_search  # noqa: E402
from misago.threads.models import Post, Thread  # noqa: E402
from posts import PASSWORD, READER, batches, by_thread, moment, records, tell  # noqa: E402

AVATARS = [{"size": size, "url": f"/media/{size}.png"} for size in (400, 200, 100)]


def member(name, joined, password=None):
    return get_user_model().objects.create_user(
        name, f"{name.lower()}@example.org", password, joined_on=joined, avatars=AVATARS)


def thread(record, category, posts, people):
    (first, _), (last, line) = posts[0], posts[-1]
    starter, poster = people[record["author"]], people[line["author"]]
    return Thread(
        id=record["thread"], category=category, title=record["title"], slug=slugify(record["title"]),
        replies=len(posts) - 1, started_on=moment(record["at"]), first_post_id=first, starter=starter,
        starter_name=starter.username, starter_slug=starter.slug, last_post_on=moment(line["at"]), last_post_id=last,
        last_poster=poster, last_poster_name=poster.username, last_poster_slug=poster.slug)


def post(number, record, category, title, poster, request):
    parsed = common_flavour(request, poster, record["text"], allow_mentions=False)["parsed_text"]
    searched = filter_search(f"{title}\n\n{record['text']}" if record["number"] == 1 else record["text"])
    when = moment(record["at"])
    made = Post(
        id=number, category=category, thread_id=record["thread"], poster=poster, poster_name=poster.username,
        original=record["text"], parsed=parsed, posted_on=when, updated_on=when, search_document=searched,
        search_vector=SearchVector(Value(searched), config="simple"))
    update_post_checksum(made)
    return made


def fill(found, posts):
    request = RequestFactory().get("/", SERVER_NAME="127.0.0.1")
    people = {line["name"]: member(line["name"], moment(line["joined"])) for line in found["member"]}
    member(READER, moment(found["member"][0]["joined"]), PASSWORD)
    category = Category.objects.get(level=1)
    category.set_name(found["community"][0]["slug"].capitalize())
    titles = {line["thread"]: line["title"] for line in found["thread"]}
    for batch in batches(found["thread"]):
        Thread.objects.bulk_create(thread(line, category, posts[line["thread"]], people) for line in batch)
    for batch in batches(list(enumerate(found["post"], 1))):
        Post.objects.bulk_create(
            post(number, line, category, titles[line["thread"]], people[line["author"]], request)
            for number, line in batch)
    category.synchronize()
    category.save()
    return category


def main():
    call_command("migrate", verbosity=0)
    found = records()
    posts = by_thread(found["post"])
    with transaction.atomic():
        category = fill(found, posts)
    cache.clear()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    threads = list(Thread.objects.select_related("category").order_by("id"))
    newest = max(threads, key=lambda one: one.last_post_id)
    tell([(one.id, one.get_absolute_url()) for one in threads], posts, category.get_absolute_url(), newest.title)


main()
