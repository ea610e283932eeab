"""What schemathesis cannot know of itself: how a body of bytes as they come is sent."""

import schemathesis


@schemathesis.serializer("message/rfc822")
def message(context, value):
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")
