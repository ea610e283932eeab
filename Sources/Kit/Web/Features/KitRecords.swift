extension RecordSet {
    /// The tables of the kit, which belong to no room.
    package static let ofKit: [RecordSet] = [
        .ofNobody("migrations", "takedowns", because: "the program's own"),
        .ofNobody("files", "file_descriptions", because: "pictures; whose they are stands in the rooms that show them"),
        later,
    ]

    /// Named as words, for PostgreSQL keeps what was removed in its files until they are rewritten: a mail names its member.
    private static var later: RecordSet {
        let reason =
            "what is done later: it names a member for as long as it waits, and a mail of theirs goes with them"
        let jobs = Table("jobs", words: ["payload", "key", "last_error"])
        return RecordSet("jobs", [jobs], .none(because: reason), erased: .none(because: reason))
    }
}
