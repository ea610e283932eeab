"""Reads the file of posts for the peers, and tells the bench where to find them afterwards."""

import datetime
import json
import os
import sys

READER, PASSWORD = "Reader", "a passphrase of a bench"
# Threads that the bench asks for; every one of a smaller file.
ASKED = 2_000


def moment(milliseconds):
    return datetime.datetime.fromtimestamp(milliseconds / 1000, datetime.timezone.utc)


def records():
    """The records of the file that is named first, by kind."""
    found = {"community": [], "member": [], "thread": [], "post": []}
    with open(sys.argv[1], encoding="utf-8") as file:
        for record in map(json.loads, file):
            found[record["record"]].append(record)
    return found


def by_thread(posts):
    """Each thread's posts in their order, with the number that a post has in the whole file."""
    found = {}
    for number, line in enumerate(posts, 1):
        found.setdefault(line["thread"], []).append((number, line))
    return found


def batches(items, size=2_000):
    for start in range(0, len(items), size):
        yield items[start:start + size]


def tell(addresses, posts, listing, newest):
    """Writes for the bench: addresses of threads with two posts that stand on each, and of the list with the title that
    leads it.

    addresses: (number of the thread, its address), in order
    """
    step = max(1, len(addresses) // ASKED)
    threads = [
        (address, posts[thread][0][1]["text"], posts[thread][-1][1]["text"]) for thread, address in addresses[::step]]
    with open(os.path.join(os.environ["PEER_FOLDER"], f"{os.environ['PEER_DATABASE']}.json"), "w", encoding="utf-8") as file:
        json.dump({"thread": threads, "list": [(listing, newest)]}, file)
