import Foundation
import Markup

/// Reads the catalogue's folder (`Vocabulary/README.md` describes the files).
package enum CatalogueFiles {
    /// The files' content by name; the matching files may be missing.
    package static func read(folder: String) throws(CatalogueError) -> CatalogueRows {
        var files: [String: [UInt8]] = [:]
        for name in needed + optional {
            files[name] = FileManager.default.contents(atPath: "\(folder)/\(name)").map { Array($0) }
        }
        let missing = needed.filter { files[$0] == nil }
        guard missing.isEmpty else {
            throw CatalogueError(faults: missing.map { "\(folder)/\($0): there is no such file" })
        }
        return rows(of: files)
    }

    /// What stands in the files; what is wrong with them goes into `faults`.
    static func rows(of files: [String: [UInt8]]) -> CatalogueRows {
        var rows = CatalogueRows()
        func table(_ file: String, _ columns: [String]) -> CatalogueTable {
            let table = CatalogueTable(file: file, bytes: files[file] ?? [], columns: columns)
            rows.faults += table.faults
            return table
        }
        let named = ["slug", "name_en", "name_es"]
        let synonyms = named + ["synonyms_en", "synonyms_es"]
        rows.families = table("families.csv", named + ["parent"]).located { row, place in
            .init(place: place, slug: row["slug"], name: row.name, parent: row["parent"])
        }
        rows.conditions = table("conditions.csv", synonyms + ["parent", "icd10cm"]).located { row, place in
            row.concept(place, parent: row["parent"], code: row["icd10cm"])
        }
        rows.treatments = table("treatments.csv", synonyms + ["kind", "family", "brands", "ingredients"])
            .located { row, place in row.concept(place, parent: row["family"], kind: row["kind"]) }
        rows.symptoms = table("symptoms.csv", synonyms + ["hpo_id"]).located { row, place in
            row.concept(place, code: row["hpo_id"])
        }
        if files["review-rules.csv"] != nil {
            for row in table("review-rules.csv", ["pattern", "kind", "slug"]).rows {
                guard let kind = ConceptKind(rawValue: row["kind"]) else {
                    rows.faults.append("review-rules.csv, line \(row.line): no kind is called \(row["kind"])")
                    continue
                }
                rows.rules[kind, default: []].append(MatchingRule(pattern: row["pattern"], slug: row["slug"]))
            }
        }
        if files["review-fillers.csv"] != nil {
            rows.fillers = table("review-fillers.csv", ["word"]).rows.map { $0["word"] }
        }
        return rows
    }

    private static let needed = ["families.csv", "conditions.csv", "treatments.csv", "symptoms.csv"]
    private static let optional = ["review-rules.csv", "review-fillers.csv"]
}

extension CatalogueTable {
    fileprivate func located<T>(_ make: (Row, _ place: String) -> T) -> [T] {
        rows.map { make($0, "\(file), line \($0.line)") }
    }
}

extension CatalogueTable.Row {
    fileprivate var name: LocalizedName { LocalizedName(en: self["name_en"], es: self["name_es"]) }

    fileprivate func concept(
        _ place: String, parent: String = "", code: String = "", kind: String = ""
    ) -> CatalogueRows.ConceptRow {
        let synonyms =
            list("synonyms_en").map { Synonym($0, language: .en) }
            + list("synonyms_es").map { Synonym($0, language: .es) }
            + list("brands").map { Synonym($0, language: nil, source: .brand) }
            + list("ingredients").map { Synonym($0, language: nil, source: .ingredient) }
        return .init(
            place: place, slug: self["slug"], name: name, synonyms: synonyms, parent: parent, code: code, kind: kind)
    }
}
