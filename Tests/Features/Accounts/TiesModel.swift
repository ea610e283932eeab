import Storage

@testable import Accounts

/// Who follows and blocks whom, and who therefore sees what: the rules once more in plain Swift, without a database.
struct TiesModel {
    struct Tie: Hashable {
        let from: Int
        let to: Int
    }

    enum Looker: Hashable {
        case anonymous, system
        case member(Int)
    }

    enum Act: CaseIterable {
        case follow, unfollow, block, unblock
    }

    private(set) var follows: Set<Tie> = []
    private(set) var blocks: Set<Tie> = []

    func areApart(_ one: Int, _ other: Int) -> Bool {
        blocks.contains(Tie(from: one, to: other)) || blocks.contains(Tie(from: other, to: one))
    }

    /// Does what a member asks; false where they are told that there is nobody.
    mutating func perform(_ act: Act, by one: Int, on other: Int) -> Bool {
        let (there, back) = (Tie(from: one, to: other), Tie(from: other, to: one))
        switch act {
        case .follow:
            guard one != other, !areApart(one, other) else { return false }
            follows.insert(there)
        case .unfollow:
            follows.remove(there)
        case .block:
            guard one != other else { return false }
            blocks.insert(there)
            follows.subtract([there, back])
        case .unblock:
            blocks.remove(there)
        }
        return true
    }

    func sees(_ looker: Looker, _ level: Visibility?, of owner: Int) -> Bool {
        switch looker {
        case .system: return true
        case .anonymous: return level == .anyone
        case .member(owner): return true
        case .member(let one):
            if areApart(one, owner) { return false }
            switch level {
            case nil, .onlyMe: return false
            case .followedBack:
                return follows.contains(Tie(from: one, to: owner)) && follows.contains(Tie(from: owner, to: one))
            case .members, .anyone: return true
            }
        }
    }
}
