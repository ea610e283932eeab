import Accounts
import ArgumentParser
import Evidence
import Foundation
import Jobs
import Journal
import Logging
import Markup
import ServiceLifecycle
import Storage
import UnixSignals
import Vocabulary
import Web

#if canImport(Glibc)
    import Glibc
#endif

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Brings the database up to date and serves.")

    @OptionGroup var common: CommonOptions
    @Option(help: "Port to listen on.") var port: Int?

    func run() async throws {
        var settings = try await Settings.read(data: common.data)
        if let port { settings.port = port }
        let host = settings.host
        let features = try await Features.open(settings, isServer: true)
        try await features.serve { port in announce("Wayfellow serves on http://\(host):\(port)/") }
    }
}

extension Features {
    /// The site with every room's routes.
    func site() throws -> Site {
        let database = dependencies.database
        return try Site(
            routes: routes + development, texts: Self.texts(pseudo: settings.hasPseudoLanguage),
            settings: dependencies.settings,
            clock: dependencies.clock,
            authenticate: { token in
                try await accounts.authenticate(token, waiting: EvidenceFeature.waitingAsks(of: "sessions.member_id"))
            },
            publicFolder: settings.content.appending(path: "Public").path(), logger: dependencies.logger,
            health: { try await database.ping() })
    }

    /// Serves until the process is asked to stop; jobs, the nightly release and the vocabulary's refresh run beside.
    func serve(onRunning: @escaping @Sendable (Int) async -> Void) async throws {
        let site = try site()
        let worker = Worker(
            queue, handlers: evidence.jobs,
            schedules: [evidence.schedule(hour: settings.releaseAt.hour, minute: settings.releaseAt.minute)],
            logger: dependencies.logger)
        let group = ServiceGroup(
            configuration: .init(
                services: [
                    .init(service: site.application(host: settings.host, port: settings.port, onRunning: onRunning)),
                    .init(service: worker), .init(service: Upkeep(features: self)),
                ],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: dependencies.logger))
        try await group.run()
        try await dependencies.database.close()
    }

    private var development: [Route] {
        [
            .get("/styleguide", .development) { visit in
                visit.page(visit.text("markup.styleguide"), Styleguide.page(visit.text))
            }
        ]
    }
}

/// What goes on beside the requests: keeping the catalogue current, moving merged words, and listening for
/// `wayfellow release`, which sends SIGUSR1 since with SQLite it may not open the file itself.
private struct Upkeep: Service {
    let features: Features

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup { group in
                group.addTask { await features.vocabulary.keepCurrent() }
                group.addTask { await moveMergedWords() }
                group.addTask { await listen() }
            }
        }
    }

    private func moveMergedWords() async {
        // A day back at first, so that words merged while no server ran are moved, too; twice does no harm.
        var since = features.dependencies.clock.now() - .days(1)
        while !Task.isCancelled {
            let now = features.dependencies.clock.now()
            do {
                try await features.journal.moveMergedWords(since: since)
                since = now
            } catch {
                features.dependencies.logger.warning("merged words were not moved", metadata: ["error": "\(error)"])
            }
            try? await Task.sleep(for: .seconds(10))
        }
    }

    private func listen() async {
        for await _ in await UnixSignalsSequence(trapping: .sigusr1) {
            do {
                try await features.evidence.requestRelease()
            } catch {
                features.dependencies.logger.error("the release was not asked for", metadata: ["error": "\(error)"])
            }
        }
    }
}
