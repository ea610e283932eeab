import Databases
import Foundation
import ServiceLifecycle
import Testing
import Web

#if canImport(Glibc)
    import Glibc
#endif

@testable import wayfellow

/// Commands typed in one place and done in another.
@Suite(.timeLimit(.minutes(1))) struct CommandSocketTests {
    @Test func `a command works in a folder of any name`() async throws {
        try await withFolder { parent in
            let folder = parent.appendingPathComponent("my dáta folder").path
            let isRun = try await RoomCommands.run(["account", "spaces", "--data", folder])
            let names = try FileManager.default.contentsOfDirectory(atPath: parent.path)
            #expect(isRun && names == ["my dáta folder"])
            #expect(FileManager.default.fileExists(atPath: folder + "/wayfellow.sqlite"))
        }
    }

    @Test func `a file that a command names lies where the command was typed`() async throws {
        try await Self.serving { house, _ in
            for (name, path) in [("r.tsv", "/elsewhere/r.tsv"), ("/r.tsv", "/r.tsv")] {
                let connection = try Self.connect(house)
                connection.send(.run(["sample", "find", name], folder: "/elsewhere"))
                #expect(await Self.line(from: connection) == path)
                connection.close()
            }
        }
    }

    @Test func `reviews are imported from the folder in which the command was typed`() async throws {
        try await WholeHouse.open { house in
            try await withFolder { folder in
                let header =
                    "id\turlDrugName\trating\teffectiveness\tsideEffects\tcondition\tbenefitsReview\t"
                    + "sideEffectsReview\tcommentsReview\n"
                try Data(header.utf8).write(to: folder.appending(path: "r.tsv"))
                let console = Console(in: folder.path, say: { _ in }, ask: { _ in "" })
                try await house.house.run(["import", "reviews", "r.tsv", "--unmapped", "rest.tsv"], console)
                #expect(FileManager.default.fileExists(atPath: folder.path + "/rest.tsv"))
            }
        }
    }

    @Test func `what is piped into a command reaches the server`() async throws {
        try await Self.serving { house, _ in
            let connection = try Self.connect(house)
            connection.send(.run(["post", "bounce"], folder: "/"))
            guard case .read(let most)? = await connection.receive() else {
                throw HouseTestError("nothing is asked for")
            }
            connection.send(.contents(Data(repeating: 65, count: most)))
            #expect(await Self.line(from: connection)?.hasPrefix("Nothing to note") == true)
            connection.close()
        }
    }

    /// Where mail comes back, a mail server starts the command in a folder of its own.
    @Test func `a command that a server does needs no folder of content, and its help none either`() async throws {
        try await Self.serving { house, _ in
            let data = house.settings.data
            try Data("server 1\n".utf8).write(to: data.appending(path: "wayfellow.lock"))
            let elsewhere = ["WAYFELLOW_CONTENT": "/nowhere"]
            for words in [["sample", "greet", "Ana"], ["sample", "greet", "--help"]] {
                let words = words + ["--data", data.path(percentEncoded: false)]
                #expect(try await RoomCommands.run(words, environment: elsewhere))
            }
            for (words, part) in [(["sample"], "wayfellow sample greet"), (["sonata"], "\"sonata\"")] {
                let error = await #expect(throws: CommandError.self) {
                    try await RoomCommands.run(
                        words + ["--data", data.path(percentEncoded: false)], environment: elsewhere)
                }
                #expect(error?.description.contains(part) == true)
            }
        }
    }

    @Test func `a server ends while a command works`() async throws {
        try await Self.serving { house, end in
            let connection = try Self.connect(house)
            connection.send(.run(["sample", "stay"], folder: "/"))
            #expect(await Self.line(from: connection) == "Working.")
            await end()
            connection.close()
        }
    }

    @Test func `who does not read what is sent is hung up on`() async throws {
        var ends: [CInt] = [-1, -1]
        #expect(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
        let connection = LineConnection(descriptor: ends[0], patience: .milliseconds(50))
        connection.send(.say(String(repeating: "x", count: 8_000_000)))
        #expect(await connection.receive() == nil)
        connection.close()
        close(ends[1])
    }

    @Test func `who asks whether a server runs keeps none from starting`() async throws {
        try await withFolder { folder in
            let descriptor = open(folder.path + "/wayfellow.lock", O_RDWR | O_CREAT, 0o600)
            #expect(flock(descriptor, LOCK_SH) == 0)
            Thread.detachNewThread {
                usleep(100_000)
                close(descriptor)
            }
            _ = try await DataFolder.open(folder, exclusively: true, isServer: true)
        }
    }

    /// A house that takes commands until the body has ended, or ends it itself.
    private static func serving(
        _ body: @Sendable (House, _ end: @Sendable () async -> Void) async throws -> Void
    ) async throws {
        try await WholeHouse.open(guests: [SampleRoom()]) { whole in
            let group = ServiceGroup(
                services: [try CommandSocket.listen(for: whole.house)], logger: whole.house.dependencies.logger)
            async let ended: Void = group.run()
            try await body(whole.house) { await group.triggerGracefulShutdown() }
            await group.triggerGracefulShutdown()
            try await ended
        }
    }

    private static func line(from connection: LineConnection) async -> String? {
        if case .say(let line)? = await connection.receive() { line } else { nil }
    }

    private static func connect(_ house: House) throws -> LineConnection {
        guard let connection = SocketFile.connect(in: house.settings.data) else { throw HouseTestError("no socket") }
        return connection
    }
}
