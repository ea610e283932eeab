package import Markup
package import Storage

/// A word of caution about a treatment, from a public source that somebody looked up on a day that it says.
package struct Notice: Hashable, Sendable {
    /// What it warns of, what weighs most first: in this order notices stand on a page.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Off the market, in the United States or everywhere.
        case withdrawn
        /// Sold, and not for what it is sold for.
        case notForUse = "not-for-use"
        /// Dependence or misuse.
        case dependence
        /// The strongest warning that a label can have.
        case boxed
        /// Given under special rules only.
        case restricted
        /// Must not be stopped suddenly.
        case doNotStop = "do-not-stop"
        /// Known to harm an unborn child.
        case pregnancy
        /// Does not go with many other medicines.
        case interacts
    }

    package let kind: Kind
    package let title: LocalizedName
    /// What to do or to know, a sentence each.
    package let points: [LocalizedName]
    /// "FDA label".
    package let source: String
    package let page: Link
    /// When somebody looked it up.
    package let checked: PartialDate
}

/// Notices by family and by treatment, read from `Vocabulary/notices.csv`. What nobody has checked is not among them.
struct Notices: Sendable {
    private struct OfFamily: Sendable {
        let notice: Notice
        /// Slugs of treatments for which it does not hold.
        let except: Set<String>
    }

    private var families: [String: [OfFamily]] = [:]
    private var treatments: [String: [Notice]] = [:]

    init() {}

    static func columns(_ languages: [Language]) -> [String] {
        ["kind", "subject_kind", "subject", "except", "source", "source_url", "checked"]
            + languages.flatMap { ["title_\($0.rawValue)", "points_\($0.rawValue)"] }
    }

    init(_ table: CatalogueTable, families: Set<String>, treatments: Set<String>, _ faults: inout [String]) {
        for row in table.rows where !row["checked"].isEmpty {
            let place = "\(table.file), line \(row.line)"
            guard let notice = Notice(row) else {
                faults.append("\(place): needs a kind, a title, points, a page (https) and a date in each language")
                continue
            }
            let (subject, except) = (row["subject"], Set(row.list("except")))
            for slug in except.subtracting(treatments) { faults.append("\(place): there is no treatment \(slug)") }
            switch row["subject_kind"] {
            case "family" where families.contains(subject):
                self.families[subject, default: []].append(OfFamily(notice: notice, except: except))
            case "treatment" where treatments.contains(subject): self.treatments[subject, default: []].append(notice)
            default: faults.append("\(place): there is no \(row["subject_kind"]) called “\(subject)”")
            }
        }
    }

    /// What holds for a treatment: its own, and those of its family or a wider one of kinds that nearer ones lack.
    /// - Parameter families: slugs of its family and the wider ones, the nearest first.
    func about(_ treatment: String, in families: [String]) -> [Notice] {
        var found = treatments[treatment] ?? []
        for family in families {
            let known = Set(found.map(\.kind))
            found += (self.families[family] ?? []).filter {
                !known.contains($0.notice.kind) && !$0.except.contains(treatment)
            }.map(\.notice)
        }
        let kinds = Notice.Kind.allCases
        return kinds.flatMap { kind in found.filter { $0.kind == kind } }
    }
}

extension Notice {
    fileprivate init?(_ row: CatalogueTable.Row) {
        let title = LocalizedName(row.inLanguages("title_"))
        let points = row.inLanguages("points_").map { language, text in
            text.utf8.split(separator: UInt8(ascii: "|")).map {
                (language, CatalogueTable.trimmed(String(Substring($0))))
            }
        }
        guard let kind = Kind(rawValue: row["kind"]), let page = Link(external: row["source_url"]),
            let checked = PartialDate(row["checked"]), !row["source"].isEmpty, title.all.count == points.count,
            let first = points.first, !first.isEmpty, points.allSatisfy({ $0.count == first.count })
        else { return nil }
        self.init(
            kind: kind, title: title,
            points: first.indices.map { place in LocalizedName(points.map { $0[place] }) },
            source: row["source"], page: page, checked: checked)
    }
}

extension Catalogue {
    /// Words of caution about a treatment, what weighs most first.
    package func notices(about treatment: Treatment) -> [Notice] {
        notices.indices.contains(treatment.index) ? notices[treatment.index] : []
    }
}
