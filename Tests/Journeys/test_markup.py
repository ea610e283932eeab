"""Every page that any walker saw is valid HTML, as the server sent it."""

import os

from album import faults

BROKEN = "<!doctype html><html lang=en><title>x</title><p>one<ul><li id=a><li id=a></ul></p><img src=x></html>"


def test_every_page_seen_is_valid(album, request):
    if "WAYFELLOW_ALBUM" not in os.environ:
        # Nobody may have walked before.
        request.getfixturevalue("walk")(script=False).open("/")
    pages = album.pages()
    print(f"{len(pages)} pages")
    assert pages, "nobody kept a page"
    found = [f"{pages[file]}, line {line}: {message}\n    {extract.strip()[:200]}"
             for file, line, message, extract in faults(pages)]
    assert not found, f"{len(found)} faults on {len(pages)} pages\n" + "\n".join(sorted(set(found)))


def test_the_checker_would_notice(tmp_path):
    """The control: a page with known faults has them found."""
    page = tmp_path / "broken.html"
    page.write_text(BROKEN)
    messages = " ".join(message for _, _, message, _ in faults([page]))
    assert "Duplicate ID" in messages and "“p”" in messages and "“alt”" in messages, messages
