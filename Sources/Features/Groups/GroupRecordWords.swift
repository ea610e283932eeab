import Web

/// How a person reads what is kept of them here.
extension GroupsFeature {
    var seatWords: RecordWords {
        RecordWords(
            "groups.file.seats", about: "groups.file.seats.about",
            [
                .words("organization", "groups.file.organization"), .words("group", "groups.file.group"),
                .day("day", "groups.file.day"),
                .choice("way", "groups.file.way", Enrolment.Way.allCases.map(\.rawValue)) { "groups.way.\($0)" },
                .choice("state", "groups.file.state", Enrolment.State.allCases.map(\.rawValue)) {
                    "groups.state.\($0)"
                },
                .yesNo("hasSigned", "groups.file.signed"),
                .records("needs", "groups.file.needs", [need, .words("words", "groups.file.words")]),
                .records("arranged", "groups.file.arranged", [need, .day("day", "groups.file.day")]),
                .records(
                    "dates", "groups.file.dates",
                    [
                        .day("day", "groups.file.day"),
                        .choice("answer", "groups.file.answer", ["accepted", "declined"]) {
                            "groups.file.answer.\($0)"
                        },
                        .choice("presence", "groups.file.presence", ["present", "late", "absent"]) {
                            "groups.file.presence.\($0)"
                        },
                    ]),
            ])
    }

    var leadingWords: RecordWords {
        RecordWords(
            "groups.file.leading", about: "groups.file.leading.about",
            [
                .words("organization", "groups.file.organization"), .words("group", "groups.file.group"),
                .day("day", "groups.file.day"),
                .choice("part", "groups.file.part", SeriesLeader.Part.allCases.map(\.rawValue)) { "groups.part.\($0)" },
                .words("shownAs", "groups.file.shownAs"),
            ])
    }

    private var need: RecordField {
        .choice("need", "groups.file.need", AccessNeed.Kind.allCases.map(\.rawValue)) { "groups.need.kind.\($0)" }
    }
}
