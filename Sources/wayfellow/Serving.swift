import Accounts
import ArgumentParser
import Foundation
import Jobs
import Logging
import Markup
import Post
import Safety
import ServiceLifecycle
import Storage
import UnixSignals
import Web

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Brings the database up to date and serves.")

    @OptionGroup var common: CommonOptions
    @Option(help: "Port to listen on.") var port: Int?

    func run() async throws {
        let settings = try await Settings.read(data: common.data, port: port)
        let host = settings.host
        let house = try await House.open(settings, isServer: true)
        try await house.serve { port in announce("Wayfellow serves on http://\(host):\(port)/") }
    }
}

extension House {
    /// The site with every room's routes.
    func site() throws -> Site {
        let (database, accounts, facts) = (dependencies.database, rooms.accounts, features.flatMap(\.facts))
        let counts = settings.countsTakedowns
        return try Site(
            routes: rooms.safety.reader.reading(
                features.flatMap(\.safetyTexts), on: features.flatMap { $0.routes(features) })
                + development + (demoMail?.routes ?? []),
            menu: features.flatMap(\.menu) + (demoMail?.menu ?? []),
            texts: Self.texts(features, pseudo: settings.hasPseudoLanguage), settings: dependencies.settings,
            clock: dependencies.clock,
            authenticate: { try await accounts.authenticate($0, facts: facts) },
            authenticateKey: { try await accounts.authenticateKey($0) },
            publicFolder: settings.content.appending(path: "Public").path(percentEncoded: false),
            logger: dependencies.logger, takedowns: { counts ? try await database.takedowns() : 0 },
            health: { try await database.ping() })
    }

    /// Serves until the process is asked to stop; jobs, schedules, and what each room does beside the requests go on
    /// with it.
    func serve(onRunning: @escaping @Sendable (Int) async -> Void) async throws {
        let site = try site()
        let worker = Worker(
            dependencies.queue, handlers: features.flatMap(\.jobs) + [try mailSender()?.job].compactMap { $0 },
            schedules: features.flatMap(\.schedules), logger: dependencies.logger)
        var services: [ServiceGroupConfiguration.ServiceConfiguration] = [
            .init(service: worker), .init(service: Background(tasks: backgroundTasks)),
        ]
        if settings.databaseIsSQLite { services.append(.init(service: try CommandSocket.listen(for: self))) }
        // The last is stopped first: nobody is let in while the others end.
        services.append(
            .init(service: site.application(host: settings.host, port: settings.port, onRunning: onRunning)))
        var configuration = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: dependencies.logger)
        // A reader who takes hours, or a mail server that says nothing, does not hold the end up for longer.
        configuration.maximumGracefulShutdownDuration = .seconds(20)
        let group = ServiceGroup(configuration: configuration)
        try await group.run()
        try await dependencies.database.close()
    }

    /// What goes on beside the requests, of every room.
    private var backgroundTasks: [@Sendable () async -> Void] {
        let house = features
        return house.flatMap(\.background)
            + house.flatMap(\.backgroundOfHouse).map { task in { @Sendable in await task(house) } }
    }

    /// The page of a demonstration's mails.
    private var demoMail: DemoMail? {
        guard let mailbox = transport as? MailboxTransport, let address = settings.post?.address else { return nil }
        return DemoMail(mailbox: mailbox, address: address)
    }

    private var development: [Route] {
        [
            .get("/styleguide", .development) { visit in
                visit.page(visit.text("markup.styleguide"), Styleguide.page(visit.text))
            }
        ]
    }
}

/// What goes on beside the requests.
private struct Background: Service, CustomStringConvertible {
    let description = "background"
    let tasks: [@Sendable () async -> Void]

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup { group in
                for task in tasks { group.addTask { await task() } }
                // Without any the service would end, and with it the server.
                group.addTask { try? await Task.sleep(for: .seconds(1_000_000_000)) }
            }
        }
    }
}
