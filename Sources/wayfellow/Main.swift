import ArgumentParser

#if canImport(Glibc)
    import Glibc
#endif

/// The front door: commands a person types. Each builds the house from `Settings` and asks one feature's face.
@main struct Wayfellow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wayfellow",
        abstract: "A server for patient networks: the experience of each person guides the choices of the next.",
        subcommands: [
            ServeCommand.self, DemoCommand.self, MigrateCommand.self, ImportCommand.self, SimulateCommand.self,
            ReleaseCommand.self, AccountCommand.self,
        ])
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
