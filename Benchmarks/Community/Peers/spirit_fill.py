"""Fills Spirit with the posts of the file, by its own models and its own parser."""

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from posts import PASSWORD, READER, batches, by_thread, moment, records, tell  # noqa: E402
from spirit.category.models import Category  # noqa: E402
from spirit.comment.models import Comment  # noqa: E402
from spirit.core.utils.markdown import Markdown  # noqa: E402
from spirit.topic.models import Topic  # noqa: E402


def member(name, joined, password=None):
    made = get_user_model().objects.create_user(
        name, f"{name.lower()}@example.org", password, date_joined=joined)
    made.st.is_verified = True
    made.st.save()
    return made


def fill(found, posts):
    people = {line["name"]: member(line["name"], moment(line["joined"])) for line in found["member"]}
    member(READER, moment(found["member"][0]["joined"]), PASSWORD)
    category = Category.objects.create(title=found["community"][0]["slug"].capitalize())
    for batch in batches(found["thread"]):
        Topic.objects.bulk_create(
            Topic(
                id=line["thread"], user=people[line["author"]], category=category, title=line["title"],
                date=moment(line["at"]), last_active=moment(posts[line["thread"]][-1][1]["at"]),
                comment_count=len(posts[line["thread"]]))
            for line in batch)
    for batch in batches(found["post"]):
        Comment.objects.bulk_create(
            Comment(
                user=people[line["author"]], topic_id=line["thread"], comment=line["text"],
                comment_html=Markdown().render(line["text"]), date=moment(line["at"]))
            for line in batch)
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
    topics = list(Topic.objects.order_by("id"))
    newest = max(topics, key=lambda one: (one.last_active, one.id))
    tell([(one.id, one.get_absolute_url()) for one in topics], posts, category.get_absolute_url(), newest.title)


main()
