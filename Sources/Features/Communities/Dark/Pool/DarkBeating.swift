import Logging
import Markup
import Storage
import Web

// The pool's clockwork, beside the requests.
extension CommunitiesFeature {
    /// For as long as the server runs: a beat every 3 s, whatever else happens, and what is to be done at once a beat later.
    func keepBeating(doing release: @Sendable ([DarkAct]) async throws -> Void = { _ in }) async {
        guard darkPool.isBeaten else { return }
        let pause = DarkPatience().beat
        var next = ContinuousClock.now
        var isFailing = false
        while !Task.isCancelled {
            do {
                try await darkPool.beat()
                let acts = await darkPool.dueAtOnce()
                if !acts.isEmpty { try await release(acts) }
                isFailing = false
            } catch {
                // Only what kind of error, and once: a line for each beat would fill the log.
                if !isFailing, !Task.isCancelled {
                    dependencies.logger.warning("a beat failed", metadata: ["error": "\(type(of: error))"])
                }
                isFailing = true
            }
            next = max(next + pause, .now)
            try? await Task.sleep(until: next, clock: .continuous)
        }
        // Not in this task, which has ended: the database would refuse it.
        await Task { [darkPool] in try? await darkPool.putDown() }.value
    }

    /// What keeps the dark from being offered, and what an operator should know of its key.
    func darkFindings() async throws -> [CheckFinding] {
        guard darkPool.isBeaten else { return [] }
        var findings: [CheckFinding] = []
        let remedies = try await database.read { try DarkServerStore.remedies(in: $0) }
        if !remedies.isEmpty {
            let sql = TextValue.text(remedies.joined(separator: " "))
            findings.append(CheckFinding(.problem, "communities.doctor.dark.server", ["sql": sql]))
        }
        if let reason = await darkPool.lock {
            findings.append(CheckFinding(.problem, "communities.doctor.dark.key", ["reason": .text(reason)]))
        }
        if !darkPool.file.isNamed, darkPool.file.folder != nil {
            findings.append(CheckFinding(.warning, "communities.doctor.dark.folder"))
        }
        return findings
    }

    /// The pool's tables.
    var darkRecords: [RecordSet] {
        [
            .ofNobody("dark_threads", because: "marks that only their maker's key can make"),
            .ofNobody("dark_pool", because: "sealed cells, with nothing of who wrote them"),
            .ofNobody("dark_stripes", because: "which process seals which cells"),
            .ofNobody("dark_done", because: "which acts have happened, with nothing of whose they were"),
            .ofNobody("dark_losses", because: "days on which what waited was lost"),
        ]
    }
}
