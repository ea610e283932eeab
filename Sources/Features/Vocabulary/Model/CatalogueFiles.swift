import Foundation
import Markup

/// Reads the catalogue's folder (`Vocabulary/README.md` describes the files).
package enum CatalogueFiles {
    /// The files' content by name; the matching files may be missing.
    package static func read(folder: String) throws(CatalogueError) -> CatalogueRows {
        rows(of: try bytes(folder: folder))
    }

    static func bytes(folder: String) throws(CatalogueError) -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        for name in needed + optional {
            files[name] = FileManager.default.contents(atPath: "\(folder)/\(name)").map { Array($0) }
        }
        let missing = needed.filter { files[$0] == nil }
        guard missing.isEmpty else {
            throw CatalogueError(faults: missing.map { "\(folder)/\($0): there is no such file" })
        }
        return files
    }

    /// What stands in the files; what is wrong with them goes into `faults`.
    static func rows(of files: [String: [UInt8]]) -> CatalogueRows {
        var rows = CatalogueRows()
        func table(_ file: String, _ columns: [String]) -> CatalogueTable {
            let table = CatalogueTable(file: file, bytes: files[file] ?? [], columns: columns)
            rows.faults += table.faults
            return table
        }
        var tables: [CatalogueTable] = []
        func named(_ file: String, _ columns: [String]) -> CatalogueTable {
            let table = table(file, ["slug"] + columns)
            tables.append(table)
            return table
        }
        rows.families = named("families.csv", ["parent"]).located { row, place in
            .init(place: place, slug: row["slug"], name: row.name, parent: row["parent"])
        }
        rows.conditions = named("conditions.csv", ["parent", "icd10cm"]).located { row, place in
            row.concept(place, parent: row["parent"], code: row["icd10cm"])
        }
        rows.treatments = named("treatments.csv", ["kind", "family", "brands", "ingredients"])
            .located { row, place in
                row.concept(place, parent: row["family"], code: row["rxcui"], kind: row["kind"])
            }
        rows.symptoms = named("symptoms.csv", ["hpo_id"]).located { row, place in
            row.concept(place, code: row["hpo_id"])
        }
        rows.tell(languagesOf: tables)
        func optional(_ file: String, _ columns: [String], _ take: (CatalogueTable) -> Void) {
            if files[file] != nil { take(table(file, columns)) }
        }
        optional("notices.csv", Notices.columns(rows.languages)) { rows.add(notices: $0) }
        optional("small-words.csv", ["language", "word", "use"]) { rows.smallWords = SmallWords($0, &rows.faults) }
        optional("everyday-words.csv", ["language", "words", "unless"]) {
            rows.everydayWords = EverydayWords($0, &rows.faults)
        }
        optional("review-rules.csv", ["pattern", "kind", "slug"]) { rows.add(rules: $0) }
        optional("review-fillers.csv", ["word"]) { rows.fillers = $0.rows.map { $0["word"] } }
        return rows
    }

    private static let needed = ["families.csv", "conditions.csv", "treatments.csv", "symptoms.csv"]
    private static let optional = [
        "notices.csv", "small-words.csv", "everyday-words.csv", "review-rules.csv", "review-fillers.csv",
    ]
}

extension CatalogueRows {
    fileprivate mutating func add(notices table: CatalogueTable) {
        notices = Notices(
            table, families: Set(families.map(\.slug)), treatments: Set(treatments.map(\.slug)), &faults)
    }

    fileprivate mutating func add(rules table: CatalogueTable) {
        for row in table.rows {
            guard let kind = ConceptKind(rawValue: row["kind"]) else {
                faults.append("\(table.file), line \(row.line): no kind is called \(row["kind"])")
                continue
            }
            rules[kind, default: []].append(MatchingRule(pattern: row["pattern"], slug: row["slug"]))
        }
    }

    /// The languages are those of the columns `name_…`, the first one the one that every entry must have. A file that
    /// lacks a language which another file has is at fault.
    fileprivate mutating func tell(languagesOf tables: [CatalogueTable]) {
        for language in tables.flatMap({ $0.languages("name_") }) where !languages.contains(language) {
            languages.append(language)
        }
        if languages.isEmpty { faults.append("families.csv: has no column name_…") }
        for table in tables {
            // Families are not searched for, so that they have no other words.
            for prefix in table.file == "families.csv" ? ["name_"] : ["name_", "synonyms_"] {
                let there = table.languages(prefix)
                for language in languages where !there.contains(language) && !table.header.isEmpty {
                    faults.append("\(table.file): has no column \(prefix)\(language)")
                }
            }
        }
    }
}

extension CatalogueTable {
    fileprivate func located<T>(_ make: (Row, _ place: String) -> T) -> [T] {
        rows.map { make($0, "\(file), line \($0.line)") }
    }
}

extension CatalogueTable.Row {
    fileprivate var name: LocalizedName { LocalizedName(inLanguages("name_")) }

    fileprivate func concept(
        _ place: String, parent: String = "", code: String = "", kind: String = ""
    ) -> CatalogueRows.ConceptRow {
        let synonyms =
            inLanguages("synonyms_").flatMap { language, words in
                CatalogueTable.list(words).map { Synonym($0, language: language) }
            } + list("brands").map { Synonym($0, language: nil, source: .brand) }
            + list("ingredients").map { Synonym($0, language: nil, source: .ingredient) }
        return .init(
            place: place, slug: self["slug"], name: name, synonyms: synonyms, parent: parent, code: code,
            icd10cm: self["icd10cm"], page: self["page"], kind: kind)
    }
}
