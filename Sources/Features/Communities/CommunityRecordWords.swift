import Markup
import Web

/// How a person reads what is kept of them here.
extension CommunitiesFeature {
    var belongingWords: RecordWords {
        RecordWords(
            "communities.file.belonging", about: "communities.file.belonging.about",
            [place, .yesNo("mayBeAsked", "communities.file.mayBeAsked")])
    }

    var postWords: RecordWords {
        RecordWords(
            "communities.file.posts", about: "communities.file.posts.about",
            [
                place,
                .choice("kind", "communities.file.kind", ThreadKind.allCases.map(\.rawValue)) {
                    "communities.kind.\($0)"
                },
                .choice("readers", "communities.file.readers", ThreadVisibility.allCases.map(\.rawValue)) {
                    "communities.readers.\($0).short"
                },
                .words("title", "communities.file.title"), .words("words", "communities.file.words"),
                .words("source", "communities.source"), .words("warning", "communities.file.warning"),
                .choice("state", "communities.file.state", PostState.allCases.map(\.rawValue)) {
                    "communities.file.state.\($0)"
                },
                .moment("writtenAt", "communities.file.when"), .moment("editedAt", "communities.file.changed"),
                .records(
                    "earlier", "communities.file.earlier",
                    [.words("words", "communities.file.words"), .moment("writtenAt", "communities.file.when")]),
                .forPrograms("post"),
            ])
    }

    var reactionWords: RecordWords {
        RecordWords(
            "communities.file.reactions", about: "communities.file.reactions.about",
            [
                place,
                .choice("what", "communities.file.pressed", Reaction.allCases.map(\.rawValue)) {
                    "communities.react.\($0)"
                },
                .forPrograms("post"),
            ])
    }

    var watchWords: RecordWords {
        RecordWords(
            "communities.file.watches", about: "communities.file.watches.about", [place, .forPrograms("thread")])
    }

    var putWords: RecordWords {
        RecordWords(
            "communities.file.put", about: "communities.file.put.about",
            [place, .day("on", "communities.file.put.on"), .forPrograms("thread")])
    }

    var weekWords: RecordWords {
        RecordWords(
            "communities.file.week", about: "communities.file.week.about",
            [place, .day("week", "communities.file.week.of"), .words("words", "communities.file.words")])
    }

    var mailedWords: RecordWords {
        RecordWords(
            "communities.mailed.title", about: "communities.mailed.lead",
            [
                place, .words("words", "communities.file.words"), .moment("cameAt", "communities.file.when"),
                .forPrograms("thread"),
            ])
    }

    /// A community by its name; one that is not there any more as the file has it.
    var place: RecordField {
        RecordField(["community"], "communities.file.community") { [self] record, reader in
            .words(
                record["community"].items.compactMap(\.code).map { slug in
                    let kind: Community.Kind = Theme(rawValue: slug) == nil ? .condition : .theme
                    return name(of: Community(id: Community.id(slug: slug), slug: slug, kind: kind), reader.text)
                })
        }
    }
}
