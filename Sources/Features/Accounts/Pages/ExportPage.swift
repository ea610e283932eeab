import Foundation
import Markup
import Storage
import Web

/// `/me/account/export`: everything that every feature keeps of a member, as one JSON file.
struct ExportPage: Sendable {
    let accounts: AccountsFeature
    let exporters: [Exporter]

    var routes: [Route] {
        [
            .get("/me/account/export", .account, show),
            .post("/me/account/export", .account, limit: AccountLimits.confirming, download),
        ]
    }

    @Sendable private func show(_ visit: Visit) async throws -> Reply {
        page(visit, errors: FormErrors())
    }

    @Sendable private func download(_ visit: Visit) async throws -> Reply {
        if let errors = try await accounts.confirm(visit) { return page(visit, errors: errors) }
        let member = try visit.person
        let file = try await ExportFile.make(of: member, at: visit.now, exporters)
        let (accounts, now) = (accounts, visit.now)
        try await accounts.database.write { tx in
            try accounts.live(visit, in: tx)
            try ReceiptStore.add(Receipt(user: .yourself, use: .export, at: now), for: member, in: tx)
            try accounts.audit.record(.exported, about: member, by: .person(member, roles: []), at: now, in: tx)
        }
        return .download(file, name: "wayfellow-export.json", type: "application/json")
    }

    private func page(_ visit: Visit, errors: FormErrors) -> Reply {
        let text = visit.text
        return visit.accountPage(
            text("accounts.export.title"), lead: text("accounts.export.lead"), errors: errors,
            HTML.form(
                action: "/me/account/export", csrf: visit.csrf,
                visit.confirmingField(errors) + HTML.actions([HTML.button(text("accounts.export.button"))])))
    }
}

/// The file: an object with a part for each feature, and when it was made.
enum ExportFile {
    static func make(of member: ID<Person>, at now: Instant, _ exporters: [Exporter]) async throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        var file = Array("{\n\"format\" : 1,\n\"exported_at\" : \"\(now)\"".utf8)
        for exporter in exporters {
            let part = try encoder.encode(try await exporter.export(member))
            file += Array(",\n".utf8) + Array(try encoder.encode(exporter.name)) + Array(" : ".utf8) + Array(part)
        }
        return file + Array("\n}\n".utf8)
    }
}
