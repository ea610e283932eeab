import Accounts
import Databases
import Foundation
import Markup
import Post
import Storage
import Testing
import Vocabulary
import Web
import World

@testable import wayfellow

/// Every mail, in every language, as a stranger who looks over a shoulder reads it.
@Suite struct MailTemplateTests {
    /// A mail of each template in each language.
    private static func mails(_ templates: [MailTemplate], _ house: House) throws -> [Mail] {
        let texts = try House.texts(house.features)
        var settings = house.dependencies.settings
        settings.mail = .ofTests
        let seal = house.rooms.accounts.mailSeal
        guard let writer = MailWriter(templates, texts: texts, settings: settings, seal: seal),
            let address = MailAddress("somebody@example.org")
        else { throw HouseTestError("no writer") }
        return try templates.flatMap { template in
            try texts.languages.all.map { language in
                try writer.write(
                    QueuedMail(
                        id: .random(), member: .random(), template: template.name, numbers: ["n": 2],
                        written: Instant(milliseconds: 1)),
                    to: Recipient(
                        address: address, language: language.rawValue, addressSince: Instant(milliseconds: 1)))
            }
        }
    }

    /// What a mail must not say.
    private static func faults(_ mail: Mail, _ words: HealthWords) -> [String] {
        // The key at the end of an address is drawn by chance, "ra" between two dashes of it too.
        let key = mail.paths.last?.split(separator: "/").last.map(String.init) ?? ""
        var faults = words.found(in: mail.subject + "\n" + mail.text.replacing(key, with: "")).map { "says \($0)" }
        let allowed =
            mail.paths.count == 2 && ["/me", "/me/talk", "/me/groups"].contains(mail.paths[0])
            && mail.paths[1].hasPrefix("/mail/stop/")
        let addresses = mail.text.components(separatedBy: "://").count - 1
        if !allowed || addresses != 2 { faults.append("leads to \(mail.paths), \(addresses) addresses in all") }
        if mail.text.contains("⟦") || mail.text.contains("{") { faults.append("has words missing") }
        if mail.subject.utf8.count > 60 { faults.append("has a long subject") }
        return faults.map { "\(mail.language): \($0)" }
    }

    @Test func `no mail tells a health word, or leads elsewhere than it says`() async throws {
        try await WholeHouse.open { whole in
            let house = whole.house
            let words = HealthWords(house.rooms.vocabulary.catalogue)
            let templates = house.features.flatMap(\.mails)
            let mails = try Self.mails(templates, house)
            #expect(templates.count >= 1 && mails.count == templates.count * 2)
            let faults = mails.flatMap { Self.faults($0, words) }
            #expect(faults.isEmpty, "\(faults.joined(separator: "\n"))")
        }
    }

    /// The control: sentences that are on pages, and would not do in a mail.
    @Test func `a template with a health word, or one that leads elsewhere, is found`() async throws {
        try await WholeHouse.open { whole in
            let house = whole.house
            let words = HealthWords(house.rooms.vocabulary.catalogue)
            let planted = MailTemplate(
                "planted", subject: "accounts.mail.news.subject", sentence: "evidence.ask.lead",
                link: "/treatments/sertraline")
            for mail in try Self.mails([planted], house) {
                let faults = Self.faults(mail, words)
                #expect(faults.contains { $0.contains("leads to") } && faults.contains { $0.contains("missing") })
            }
            for text in [
                "About your DEPRESSION", "sobre tu depresión", "Zoloft, again", "no puedo dormir por las agruras",
            ] {
                #expect(!words.found(in: text).isEmpty, "\(text)")
            }
            #expect(words.found(in: "Wayfellow, wayfellow.org").isEmpty)
        }
    }

    @Test func `a name of the site that speaks of health is refused where mail is sent`() async throws {
        try await withFolder { folder in
            for (name, isGood) in [("Friends", true), ("Diabetes friends", false)] {
                var settings = try await Settings.read(
                    data: folder.path(percentEncoded: false),
                    environment: [
                        "WAYFELLOW_NAME": name, "WAYFELLOW_MAIL_FOLDER": folder.path + "/mail",
                        "WAYFELLOW_MAIL_FROM": "post@example.org", "WAYFELLOW_ADDRESS": "https://example.org",
                    ])
                settings.content = Project.root
                do {
                    let house = try await House.open(settings)
                    try await house.dependencies.database.close()
                    #expect(isGood)
                } catch let error as SettingsError {
                    #expect(!isGood && error.description.contains("WAYFELLOW_MAIL_NAME"))
                }
            }
        }
    }
}
