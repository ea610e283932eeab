extension RecordSet {
    /// The tables of the kit, which belong to no room.
    package static let ofKit: [RecordSet] = [
        .ofNobody("migrations", "takedowns", because: "the program's own"),
        .ofNobody("files", "file_descriptions", because: "pictures; whose they are stands in the rooms that show them"),
        .ofNobody(
            "jobs",
            because:
                "what is done later: it names a member for as long as it waits, and a mail of theirs goes with them"),
    ]
}
