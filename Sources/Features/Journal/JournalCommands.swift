import ArgumentParser
import Web

/// What whoever runs the server can type about records.
extension JournalFeature {
    var commands: [Command] {
        [
            Command(
                "import reviews", "Reads a tab-separated file of evaluations; a second time it changes nothing.",
                ImportArguments.self
            ) { given, console in
                let report = try await importReviews(
                    path: console.path(given.file), unmappedTo: given.unmapped.map(console.path))
                console.say("\(report)")
            },
            Command("simulate", "Writes a synthetic community with known true effects.", SimulateArguments.self) {
                given, console in
                guard (1...5_000_000).contains(given.members) else {
                    throw CommandError("--members takes 1 to 5,000,000.")
                }
                try await simulate(members: given.members, seed: given.seed, alike: given.alike) { console.say($0) }
            },
        ]
    }

    struct ImportArguments: ParsableArguments {
        @Argument(help: "The file.") var file: String
        @Option(help: "Write the rows that found no place in the vocabulary to this file.") var unmapped: String?
    }

    struct SimulateArguments: ParsableArguments {
        @Option(help: "How many people.") var members: Int
        @Option(help: "The same seed makes the same people.") var seed: UInt64
        @Flag(help: "Let a third of each purpose's treatments share one truth.") var alike = false
    }
}
