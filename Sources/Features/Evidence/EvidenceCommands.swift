import ArgumentParser
import Web

/// What whoever runs the server can type about figures.
extension EvidenceFeature {
    var commands: [Command] {
        [
            Command("release", "Publishes a release of the figures now.", NoArguments.self) { _, console in
                console.say("\(try await makeRelease())")
            }
        ]
    }

    struct NoArguments: ParsableArguments {}
}
