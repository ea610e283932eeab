package import Accounts
import Files
import Foundation
import Logging
import Markup
import Storage
package import Web

/// Branding: how a site shows whose it is. Read this first.
///
/// So far one thing: an emblem on the front page, which an administrator puts up. It is everybody's to see, so no other
/// room asks here for anything; the front page takes it from `Feature.emblem`.
package struct BrandingFeature: Room {
    let database: Database
    let logger: Logger
    let accounts: AccountsFeature
    let picture: CurrentPicture
    let reencoder: ImageReencoder
    /// Where files lie on their way.
    let spool: String

    package init(_ dependencies: Dependencies, accounts: AccountsFeature) {
        self.init(dependencies, accounts: accounts, reencoder: ImageReencoder())
    }

    init(_ dependencies: Dependencies, accounts: AccountsFeature, reencoder: ImageReencoder) {
        database = dependencies.database
        logger = dependencies.logger
        spool = dependencies.spool
        self.accounts = accounts
        self.reencoder = reencoder
        picture = CurrentPicture(database: dependencies.database, clock: dependencies.clock)
    }

    package var feature: Feature {
        var feature = Feature(name: "Branding", bundle: .module)
        feature.routes = { _ in PicturePage(branding: self).routes }
        feature.safetyTexts = PictureWords.texts
        feature.start = { warnOfMissingPrograms() }
        feature.emblem = Door(version: { try await picture.value()?.version ?? "" }) { visit in
            try await picture.value().map { [$0.image(visit)] } ?? []
        }
        feature.administration = AdministrationCard { visit in
            HTML.card(
                HTML.linkList([
                    (visit.text("branding.picture.title"), "/admin/picture", visit.text("branding.picture.note"))
                ]), title: visit.text("branding.admin"))
        }
        feature.auditEvents = [.pictureSet, .pictureDescribed, .pictureRemoved]
        feature.records = [.ofNobody("site_pictures", because: "the site's own picture")]
        feature.people = Fixture { _, _ in try await demonstrateRoutes() }
        return feature
    }

    private func warnOfMissingPrograms() {
        guard !reencoder.missing.isEmpty else { return }
        logger.warning(
            "pictures cannot be taken in: install the Debian package libvips-tools, and start again",
            metadata: ["missing": "\(reencoder.missing.joined(separator: " "))"])
    }

    /// Changes the picture, with a line in the audit log; nothing where the change says that there is nothing to do.
    func change(
        _ event: AuditEvent, _ visit: Visit, _ body: @escaping @Sendable (Transaction) throws -> Bool
    ) async throws -> Bool {
        let audit = accounts.audit
        let isDone = try await database.write { tx in
            guard try body(tx) else { return false }
            try audit.record(event, about: nil, by: visit.viewer, at: visit.now, in: tx)
            return true
        }
        picture.forget()
        return isDone
    }

    /// A picture for the tests of permissions: one point.
    private func demonstrateRoutes() async throws -> [String: String] {
        let dot = Data(
            base64Encoded:
                "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
        let image = Image(kind: .png, bytes: Array(dot ?? Data()), width: 1, height: 1)
        let id = try await database.write { tx in
            let file = try FileStore.add(
                image, descriptions: [:], at: Instant(milliseconds: 0), in: tx)
            try PictureStore.set(file, in: tx)
            return file.id
        }
        picture.forget()
        return ["/picture/:file": id.description]
    }
}

extension AuditEvent {
    static let pictureSet = AuditEvent("picture-set")
    static let pictureDescribed = AuditEvent("picture-described")
    static let pictureRemoved = AuditEvent("picture-removed")
}
