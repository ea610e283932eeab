import Foundation
import Markup
package import Web

/// Safety: what happens when somebody writes that they are in danger. Read this first.
///
/// So far it reads searches: words of danger bring a card above everything else, at once, to the one who typed them, and
/// nobody else learns of it; nothing is kept. Texts that are sent, alerts, reports and review come next.
package struct SafetyFeature: Room {
    package let words: CrisisWords
    let lines: HelpLines

    /// Throws where its files of words or numbers cannot be read.
    package init() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
            .filter { $0.hasPrefix("crisis-") && $0.hasSuffix(".txt") }.sorted()
        words = try CrisisWords(files: names.map { (name: $0, text: try Self.file($0)) })
        lines = try HelpLines(try Self.file("help-lines.tsv"))
    }

    private static func file(_ name: String) throws -> String {
        try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    }

    private static var folder: URL { Bundle.module.bundleURL.appendingPathComponent("Words", isDirectory: true) }

    package var feature: Feature {
        var feature = Feature(name: "Safety", bundle: .module)
        feature.found = Finder(readsAnything: true) { words, visit in
            answer(words, isSearch: true, visit)
            return nil
        }
        return feature
    }

    /// The same of a text that is about to be sent: whether it should wait, with a card above the page that says so.
    package func asksForCard(_ text: String, _ visit: Visit) -> Bool {
        answer(text, visit).map { $0.card != .soft } ?? false
    }

    /// Reads what somebody has just written, and puts the card that it asks for above the page that answers.
    /// - Parameter isSearch: few words stand for many in a search.
    @discardableResult
    package func answer(_ text: String, isSearch: Bool = false, _ visit: Visit) -> CrisisFinding? {
        guard let finding = words.finding(in: text, isSearch: isSearch) else { return nil }
        // Only who has seen it can hide it: the address that does is on the card.
        guard visit.query["card"] != "hidden" else { return finding }
        let card = CrisisCard(visit: visit, lines: lines, kind: finding.card)
        switch finding.card {
        case .soft: visit.open(Opened(card.softLine(), isCard: false))
        case .selfHarm: visit.open(Opened(card.html(), isCard: true, subject: "suicidal-thoughts"))
        default: visit.open(Opened(card.html(), isCard: true))
        }
        return finding
    }
}
