import Accounts
import Foundation
import Jobs
import Markup
import Post
import Storage
import Synchronization
import Web

/// The product's own way from the outbox to the wire: its members and their sealed addresses, its template, its worker, its
/// transport.
struct Mailing: Sendable {
    let database: Database
    let accounts: AccountsFeature
    let dependencies: Dependencies
    private let writer: MailWriter

    /// `later`: how far the clock is ahead, so that leases of a process that was killed have run out.
    init(_ address: String, key: [UInt8], later: Duration = .zero) async throws {
        database = try await Database.open(address)
        var settings = SiteSettings()
        guard let from = MailAddress("post@wayfellow.test") else { throw CocoaError(.featureUnsupported) }
        settings.mail = MailTerms(from: from, name: "Wayfellow", address: "https://wayfellow.test")
        let clock = Storage.Clock { Storage.Clock.system.now() + later }
        dependencies = Dependencies(database: database, clock: clock, settings: settings, logger: quiet)
        accounts = try AccountsFeature(dependencies, keys: AccountKeys(secret: key))
        let feature = accounts.feature
        try await database.migrate([Queue.migrations, feature.migrations])
        let kit = [
            (feature: MarkupTexts.feature, bundle: MarkupTexts.bundle),
            (feature: WebTexts.feature, bundle: WebTexts.bundle),
        ]
        let made = MailWriter(
            feature.mails, texts: try Texts(kit + [feature.texts]), settings: settings, seal: accounts.mailSeal)
        guard let made else { throw CocoaError(.featureUnsupported) }
        writer = made
    }

    /// Members who wish for mail, each with one that waits.
    func fill(_ count: Int) async throws {
        let now = dependencies.clock.now()
        let members = try await accounts.createSynthetic(count: count, seed: 1, joined: { _ in now })
        try await withThrowingTaskGroup(of: Void.self) { group in
            for lane in 0..<64 {
                group.addTask { [accounts] in
                    for number in stride(from: lane, to: members.count, by: 64) {
                        try await accounts.demonstrateMail(to: "m\(number)@example.org", of: members[number])
                    }
                }
            }
            try await group.waitForAll()
        }
        for start in stride(from: 0, to: members.count, by: 1_000) {
            try await database.write { [accounts] tx in
                for member in members[start..<min(start + 1_000, members.count)] {
                    try accounts.tellOfNews(to: member, in: tx)
                }
            }
        }
    }

    /// Members of the mails that wait, in the order in which they were put down.
    func waiting() async throws -> [ID<Person>] {
        try await database.read { tx in
            try tx.rows("SELECT payload FROM jobs WHERE kind = \(Outbox.kind) AND state = 'waiting' ORDER BY id") {
                row in
                ID<Person>(try row.get(0, as: String.self).prefix(36))
            }
        }.compactMap { $0 }
    }

    /// Sends all that waits; answers the seconds that took, and the seconds of CPU.
    func drain(through transport: any MailTransport) async throws -> (seconds: Double, cpu: Double) {
        let sender = MailSender(through: transport, to: accounts.addressBook, clock: dependencies.clock, logger: quiet)
        {
            [writer] in try writer.write($0, to: $1)
        }
        let worker = Worker(dependencies.queue, handlers: [sender.job], logger: quiet)
        let (began, before) = (ContinuousClock.now, cpuSeconds())
        let service = Task { try await worker.run() }
        while try await isWaiting() { try await Task.sleep(for: .milliseconds(100)) }
        let cpu = cpuSeconds() - before
        let took = began.duration(to: .now)
        service.cancel()
        try await service.value
        return (Double(took.wholeMilliseconds) / 1_000, cpu)
    }

    private func isWaiting() async throws -> Bool {
        try await database.read {
            try $0.first("SELECT 1 FROM jobs WHERE kind = \(Outbox.kind) AND state = 'waiting' LIMIT 1") { _ in true }
                ?? false
        }
    }

    /// A mail as it goes out, for the peer to write the same.
    func sample() throws -> [UInt8] {
        guard let address = MailAddress("m1@example.org") else { return [] }
        let now = dependencies.clock.now()
        return MailFormat.bytes(
            of: try writer.write(
                QueuedMail(id: .new(at: now), member: .random(), template: "news", written: now),
                to: Recipient(address: address, language: "en", addressSince: now)))
    }
}

/// Of this process, user and system.
func cpuSeconds() -> Double {
    var usage = rusage()
    getrusage(RUSAGE_SELF.rawValue, &usage)
    let times = [usage.ru_utime, usage.ru_stime]
    return times.reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6 }
}
