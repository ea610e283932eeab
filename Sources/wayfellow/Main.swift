import ArgumentParser
import CMalloc
import Foundation
import Web

/// The program: six commands of its own, and all that the rooms hand in.
@main
struct Wayfellow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wayfellow", abstract: "An open-source server for patient networks.",
        discussion: "More commands come from the rooms: wayfellow commands lists them.",
        subcommands: [
            ServeCommand.self, DemoCommand.self, MigrateCommand.self, CommandsCommand.self, WebhooksCommand.self,
            RestoreCommand.self,
        ])

    static func main() async {
        // Each thread would have a heap of its own, and each heap would keep what a release took there: with 500,000 members
        // and three releases 426 MiB, with two heaps for all 219, at the same cost of a page.
        mallopt(M_ARENA_MAX, 2)
        let words = Array(CommandLine.arguments.dropFirst())
        do {
            if try await RoomCommands.run(words) { return }
            var command = try parseAsRoot(words)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let error as CommandError {
            FileHandle.standardError.write(Data((error.description + "\n").utf8))
            Foundation.exit(1)
        } catch {
            exit(withError: error)
        }
    }
}

/// Options that every command takes.
struct CommonOptions: ParsableArguments {
    @Option(help: "Folder for the database file and the server's keys.") var data: String?
}

/// Says a line at once, also where standard output is a file or a pipe: what a person waits for must not sit in a buffer.
func announce(_ line: String) {
    print(line)
    fflush(nil)
}
