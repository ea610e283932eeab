"""Every page that any walker saw is valid HTML, as the server sent it."""

from album import faults

BROKEN = "<!doctype html><html lang=en><title>x</title><p>one<ul><li id=a><li id=a></ul></p><img src=x></html>"


def test_every_page_seen_is_valid(walk, album):
    person = walk(script=False)
    person.open("/")
    found = [f"{album.files[file]}, line {line}: {message}\n    {extract.strip()[:200]}"
             for file, line, message, extract in faults(album.files)]
    print(f"{len(album.files)} pages")
    assert not found, f"{len(found)} faults on {len(album.files)} pages\n" + "\n".join(sorted(set(found)))


def test_the_checker_would_notice(tmp_path):
    """The control: a page with known faults has them found."""
    page = tmp_path / "broken.html"
    page.write_text(BROKEN)
    messages = " ".join(message for _, _, message, _ in faults([page]))
    assert "Duplicate ID" in messages and "“p”" in messages and "“alt”" in messages, messages
