import Accounts
import Markup
import Storage
import Web

// Who lets whom write to them, and how either ends it.
extension CommunitiesFeature {
    /// Whoever is asked says yes or no. A no is told to nobody: whoever asked goes on seeing what they saw.
    func answer(_ id: ID<Correspondence>, isYes: Bool, as viewer: Viewer) async throws {
        try await database.write { tx in
            if try isAnswered(id, isYes: isYes, by: viewer, tx) { return }
            let (there, me) = try found(id, viewer, tx)
            guard there.standing == .asked, try CorrespondenceStore.answer(id, isYes: isYes, in: tx) else {
                throw Problem.notFound
            }
            try LetterStore.noteRead(id, by: me, in: tx)
            guard isYes, let other = there.other else { return }
            // There is no letter yet: the next one would be the first that is new.
            try LetterStore.addNews(LetterPlace(id, Int(Int32.max)), for: other, in: tx)
            try accounts.tellOfNews(to: other, in: tx)
        }
    }

    /// Whether the viewer was asked and said the same before: a button that was pressed twice did what it says.
    private func isAnswered(
        _ id: ID<Correspondence>, isYes: Bool, by viewer: Viewer, _ tx: Transaction
    ) throws -> Bool {
        guard isYes else { return try CorrespondenceStore.hasDeclined(id, as: viewer, in: tx) }
        let there = try CorrespondenceStore.find(id, as: viewer, in: tx)
        return there?.side == .asked && there?.standing == .open
    }

    func noteRead(_ id: ID<Correspondence>, as viewer: Viewer) async throws {
        try await database.write { tx in
            let (_, me) = try found(id, viewer, tx)
            try LetterStore.noteRead(id, by: me, in: tx)
        }
    }

    /// Ends it for both, and takes the viewer's letters along where they wish so.
    func leave(_ id: ID<Correspondence>, takingLetters: Bool, as viewer: Viewer) async throws {
        try await database.write { tx in
            let (there, me) = try found(id, viewer, tx)
            guard there.standing == .open || there.standing == .closed else { throw Problem.notFound }
            try CorrespondenceStore.end(id, by: there.side, in: tx)
            try LetterStore.noteRead(id, by: me, in: tx)
            guard takingLetters else { return }
            try remove(try LetterStore.places(by: me, in: id, limit: Self.mostTaken, tx: tx), tx)
        }
    }

    /// More than somebody writes to one other in years at a hundred a day.
    private static let mostTaken = 100_000

    /// Blocks the other, which hides each from the other everywhere, and ends it: a block that is taken back brings nothing
    /// back here. The answer is the same where a block hides the other already, the viewer's own or theirs, and where they have
    /// left.
    func block(_ id: ID<Correspondence>, as viewer: Viewer) async throws {
        let (side, other) = try await database.read { tx in
            let hasDeclined = try CorrespondenceStore.hasDeclined(id, as: viewer, in: tx)
            let side: Correspondence.Side = hasDeclined ? .asked : try found(id, viewer, tx).there.side
            return (side, try CorrespondenceStore.ends(of: id, in: tx)?.members[side.other])
        }
        if let other { try await accounts.block(other, as: viewer) }
        try await database.write { tx in
            try CorrespondenceStore.end(id, by: side, in: tx)
            if let me = viewer.personID { try LetterStore.noteRead(id, by: me, in: tx) }
        }
    }

    private func found(
        _ id: ID<Correspondence>, _ viewer: Viewer, _ tx: Transaction
    ) throws -> (there: Correspondence, me: ID<Person>) {
        guard let me = viewer.personID else { throw Problem.signInNeeded }
        guard let there = try CorrespondenceStore.find(id, as: viewer, in: tx) else { throw Problem.notFound }
        return (there, me)
    }

    /// What stands on a member's page: the way to write to them, for who may, or to what is written already.
    func letterLink(to member: ID<Person>, _ visit: Visit) async throws -> HTML? {
        let viewer = visit.viewer
        guard viewer.personID != nil else { return nil }
        let link = try await database.read { tx -> Link? in
            if let there = try CorrespondenceStore.existing(with: member, as: viewer, in: tx) {
                return CorrespondencePage.link(there.id)
            }
            return try LetterWishStore.mayWrite(to: member, as: viewer, in: tx) ? AskLetterPage.link(member) : nil
        }
        return link.map { link in
            HTML.actions([HTML.buttonLink(visit.text("communities.letters.write"), to: link, kind: .secondary)])
        }
    }
}
