package import Markup
import Safety
package import Storage
package import Web

/// What other rooms hand in as they open: Accounts stands below them and imports none of them.
struct HandedIn: Sendable {
    /// Tables with something of members.
    var tables: [RecordSet.Table] = []
    var safetyRules: SafetyRules?
    var nameOfCondition: @Sendable (ID<LivedWith.Condition>, Language) -> ConditionName? = { _, _ in nil }
    var livedWith: @Sendable (Viewer, Transaction) throws -> [LivedWith] = { _, _ in [] }
    var lostWithKey: [LostWithKey] = []
}

/// What a condition is called in a language, and its page.
package struct ConditionName: Sendable {
    package let text: String
    package let link: Link

    package init(_ text: String, _ link: Link) { (self.text, self.link) = (text, link) }
}

/// What is lost when nothing opens a member's key any more and another begins.
package struct LostWithKey: Sendable {
    /// Text key of what is said of it before and afterwards.
    let words: String
    let forget: @Sendable (ID<Person>, Transaction) throws -> Void

    /// - Parameter forget: takes out what was sealed under the lost key and nobody can read any more.
    package init(
        _ words: String, forget: @escaping @Sendable (ID<Person>, Transaction) throws -> Void = { _, _ in }
    ) {
        (self.words, self.forget) = (words, forget)
    }
}

extension AccountsFeature {
    /// Tells what all rooms and the kit keep of members: out of whose tables PostgreSQL must take the bytes.
    package func know(_ records: [RecordSet]) {
        // All of a set: what hangs on a member's row by its number has no column of theirs.
        let sets = (RecordSet.ofKit + records).filter { set in
            set.tables.contains { !$0.members.isEmpty || !$0.words.isEmpty }
        }
        handIn { $0.tables = sets.flatMap(\.tables) }
    }

    /// Hands in what conditions are called, by the identifiers that profiles name; nil for what has no name that others
    /// may read, such as a member's own word.
    package func name(conditions: @escaping @Sendable (ID<LivedWith.Condition>, Language) -> ConditionName?) {
        handIn { $0.nameOfCondition = conditions }
    }

    /// Hands in what a member has recorded that they live with, in their order: what they can show on their profile.
    package func offer(livedWith: @escaping @Sendable (Viewer, Transaction) throws -> [LivedWith]) {
        handIn { $0.livedWith = livedWith }
    }

    /// Hands in what a room loses with a member's key.
    package func loses(_ lost: LostWithKey) { handIn { $0.lostWithKey.append(lost) } }

    func take(_ rules: SafetyRules) { handIn { $0.safetyRules = rules } }

    func nameOfCondition(_ id: ID<LivedWith.Condition>, _ language: Language) -> ConditionName? {
        handedIn.nameOfCondition(id, language)
    }

    /// Safety, for names and lines about oneself; nil before it has opened.
    var safety: SafetyFeature? { handedIn.safetyRules.map { SafetyFeature($0, house: forSafety) } }

    /// What a name says that others should not read.
    func finding(inName name: String) -> NameFinding? { handedIn.safetyRules?.finding(inName: name) }
}
