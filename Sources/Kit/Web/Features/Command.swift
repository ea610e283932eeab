package import ArgumentParser
import Foundation

/// Where a command's words go and its questions are answered: the terminal it was typed in, also when a running server
/// does the work.
package struct Console: Sendable {
    /// A line for whoever typed the command.
    package let say: @Sendable (String) -> Void
    /// Asks, and answers the line typed; empty when nobody can answer.
    package let ask: @Sendable (String) async -> String
    /// What is piped into it: at most so many bytes, fewer at its end.
    package let read: @Sendable (_ most: Int) async -> [UInt8]
    /// Where the command was typed: what it names lies there, also when the server that does it runs elsewhere.
    package let folder: String

    package init(
        in folder: String = FileManager.default.currentDirectoryPath, say: @escaping @Sendable (String) -> Void,
        ask: @escaping @Sendable (String) async -> String,
        read: @escaping @Sendable (_ most: Int) async -> [UInt8] = { _ in [] }
    ) {
        self.folder = folder
        self.say = say
        self.ask = ask
        self.read = read
    }

    /// The path of a file that the command names.
    package func path(_ name: String) -> String {
        name.utf8.first == UInt8(ascii: "/") ? name : "\(folder)/\(name)"
    }
}

/// Something that whoever runs the server can type: `wayfellow account grant …`. Where a server holds the database, it
/// runs there.
package struct Command: Sendable {
    /// The words before its arguments: `account grant`.
    package let name: String
    /// What it does, in a sentence.
    package let abstract: String
    /// How it is called, with every argument.
    package let help: @Sendable () -> String
    /// Reads its arguments and runs. Throws `CommandError` for what the person can mend.
    package let run: @Sendable (_ arguments: [String], Console) async throws -> Void

    package init<Arguments: ParsableArguments>(
        _ name: String, _ abstract: String, _ arguments: Arguments.Type,
        _ run: @escaping @Sendable (Arguments, Console) async throws -> Void
    ) {
        self.name = name
        self.abstract = abstract
        help = { Self.named(name, Arguments.helpMessage(columns: 100)) }
        self.run = { words, console in
            let parsed: Arguments
            do {
                parsed = try Arguments.parse(words)
            } catch {
                throw CommandError(Self.named(name, Arguments.fullMessage(for: error, columns: 100)))
            }
            try await run(parsed, console)
        }
    }

    /// The library calls a command by the type of its arguments; whoever typed it, by its words.
    private static func named(_ name: String, _ help: String) -> String {
        help.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            guard line.lowercased().hasPrefix("usage: ") else { return String(line) }
            let rest = line.dropFirst(7).drop { $0 != " " }
            return "Usage: wayfellow \(name)\(rest)"
        }.joined(separator: "\n")
    }
}

/// What is wrong with a command, in words that say what to do.
package struct CommandError: Error, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}
