import Accounts
import ArgumentParser
import Foundation
import Logging
import Storage
import Web

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Brings the database up to date and stops.")

    @OptionGroup var common: CommonOptions

    func run() async throws {
        _ = try await House.open(try await Settings.read(data: common.data))
        print("The database is up to date.")
    }
}

struct CommandsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "commands", abstract: "Lists what the rooms can be asked to do.")

    func run() async throws {
        let commands = try await RoomCommands.described()
        let width = commands.map(\.name.utf8.count).max() ?? 0
        for command in commands {
            print("  \(command.name.padding(toLength: width + 2, withPad: " ", startingAt: 0))\(command.abstract)")
        }
        print("\nwayfellow COMMAND --help says how each is called. Each takes --data FOLDER.")
    }
}

/// The commands that the rooms hand in. One that is typed while a server holds the database runs in the server.
enum RoomCommands {
    /// Runs what the words name; false when no room has such a command.
    static func run(
        _ words: [String], environment: [String: String] = ProcessInfo.processInfo.environment
    ) async throws -> Bool {
        let (words, data) = try takeData(words)
        guard let first = words.first, !first.hasPrefix("-"), !isOwn(first) else { return false }
        let settings = try await Settings.read(data: data, environment: environment)
        // Before anything is read from the folder of content: where mail comes back, a pipe is started anywhere.
        if settings.databaseIsSQLite, DataFolder.isServed(settings.data) {
            try await CommandSocket.send(words, to: settings.data)
            return true
        }
        let (command, rest) = try (try await described(environment)).chosen(by: words)
        if rest.asksForHelp {
            command.sayHelp(to: .terminal)
            return true
        }
        // In the wrong folder it would make a database, and find it well.
        if first == "doctor", settings.databaseIsSQLite, !FileManager.default.fileExists(atPath: settings.sqlitePath) {
            throw CommandError(
                "There is no database in \(settings.data.path(percentEncoded: false)): say --data FOLDER as for serve.")
        }
        let house = try await House.open(settings)
        try await house.run(words, .terminal)
        try await house.dependencies.database.close()
        return true
    }

    /// The commands of all rooms, and the house's own.
    static func described(
        _ environment: [String: String] = ProcessInfo.processInfo.environment
    ) async throws -> [Command] {
        let post = try await Settings.read(data: nil, environment: environment).post
        let rooms = try await rooms(environment)
        return rooms.flatMap(\.commands) + [MailTest.command(post, through: nil), Doctor.command(rooms)]
    }

    /// All rooms, built over an empty database that is thrown away.
    static func rooms(
        _ environment: [String: String] = ProcessInfo.processInfo.environment
    ) async throws -> [Feature] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "wayfellow-\(ID<Command>.random())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let settings = try await Settings.read(
            data: folder.path(percentEncoded: false), environment: environment)
        let database = try await Database.sqlite(
            path: folder.appending(path: "none.sqlite").path(percentEncoded: false))
        let dependencies = Dependencies(
            database: database, clock: .system, settings: settings.site, logger: Logger(label: "wayfellow"))
        let rooms = try Rooms(
            dependencies, keys: .ephemeral(),
            content: settings.content.appending(path: "Vocabulary").path(percentEncoded: false),
            releaseAt: settings.releaseAt, dark: settings.dark)
        try await database.close()
        return rooms.features
    }

    private static func isOwn(_ word: String) -> Bool {
        word == "help" || Wayfellow.configuration.subcommands.contains { $0.configuration.commandName == word }
    }

    /// Takes `--data FOLDER` out, wherever it stands.
    private static func takeData(_ words: [String]) throws -> ([String], String?) {
        var (rest, data): ([String], String?) = ([], nil)
        var words = words[...]
        while let word = words.popFirst() {
            if word == "--data" {
                guard let folder = words.popFirst() else { throw CommandError("--data takes a folder.") }
                data = folder
            } else if word.hasPrefix("--data=") {
                data = String(word.dropFirst(7))
            } else {
                rest.append(word)
            }
        }
        return (rest, data)
    }
}

extension House {
    /// What can be typed: the rooms' commands, and those that need the whole house.
    var commands: [Command] {
        features.flatMap(\.commands)
            + [MailTest.command(settings.post, through: transport), Doctor.command(features)]
    }

    /// Runs a command, or says how it is called.
    func run(_ words: [String], _ console: Console) async throws {
        let (command, rest) = try commands.chosen(by: words)
        if rest.asksForHelp { return command.sayHelp(to: console) }
        do {
            try await command.run(rest, console)
        } catch {
            throw error as? CommandError ?? CommandError("\(error)")
        }
    }
}

extension [Command] {
    /// The command whose name the words begin with, and the words behind it. Throws `CommandError` where there is none.
    func chosen(by words: [String]) throws(CommandError) -> (command: Command, rest: [String]) {
        for command in self {
            let name = command.name.split(separator: " ").map(String.init)
            if words.starts(with: name) { return (command, [String](words.dropFirst(name.count))) }
        }
        let first = words.first ?? ""
        let group = filter { $0.name.hasPrefix(first + " ") }
        guard !group.isEmpty else {
            throw CommandError("No command is called \"\(first)\": see wayfellow --help and wayfellow commands.")
        }
        throw CommandError("Say which: " + group.map { "wayfellow \($0.name)" }.joined(separator: ", ") + ".")
    }
}

extension [String] {
    fileprivate var asksForHelp: Bool { contains("--help") || contains("-h") }
}

extension Command {
    fileprivate func sayHelp(to console: Console) {
        console.say("\(abstract)\n\n\(help())\n\n--data FOLDER says where the server keeps its data.")
    }
}

extension Console {
    /// The terminal that the program was started in.
    static let terminal = Console(
        say: { announce($0) },
        ask: { question in
            print(question, terminator: "")
            fflush(nil)
            return readLine() ?? ""
        },
        read: { most in
            var bytes: [UInt8] = []
            while bytes.count < most,
                let more = try? FileHandle.standardInput.read(upToCount: min(65_536, most - bytes.count)), !more.isEmpty
            {
                bytes += more
            }
            return bytes
        })
}
