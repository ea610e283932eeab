package import Storage

/// What somebody may be in danger of, the most urgent first. The raw value ends the key of a sentence and stands in rows.
package enum AlertKind: String, Sendable, Hashable, CaseIterable {
    /// A body in danger, now.
    case overdose
    /// Somebody may hurt or kill themselves, or asked for a person.
    case danger
    case child, harmed
    /// A member is worried about another.
    case worry
    /// Somebody writes about another person's danger.
    case other

    /// What a text that was sent is about; nil for what is long ago or a fear.
    package init?(_ card: CrisisFinding.Card) {
        switch card {
        case .soft: return nil
        case .overdose, .emergency: self = .overdose
        case .selfHarm: self = .danger
        case .child: self = .child
        case .harmed: self = .harmed
        case .other: self = .other
        }
    }

    /// 0 is the most urgent.
    var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// Somebody may be in danger, and a person has to look.
package struct Alert: Sendable, Hashable {
    package let id: ID<Alert>
    var kind: AlertKind
    let space: Space
    let subject: SubjectReference?
    /// Whether somebody is known to have written what it is about; if so and `writer` is nil, they have erased their account.
    let hasWriter: Bool
    let writer: ID<Person>?
    let raisedAt: Instant
    /// Whose turn it is; nil while it stands before all.
    var owner: ID<Person>?
    /// When the owner said that they look after it.
    var takenAt: Instant?
    /// When it goes on to the next.
    var dueAt: Instant
    /// Nobody on the roster took it in time: it stands before all until one does.
    var isOverdue: Bool
    /// When it last moved.
    var movedAt: Instant
    var end: AlertEnd?

    /// Fresh, with nobody asked yet.
    init(
        _ kind: AlertKind, about subject: SubjectReference?, by writer: ID<Person>?, in space: Space, at now: Instant
    ) {
        // Its identifier stands in addresses and tells nothing, not even when.
        (id, self.kind, self.space, self.subject) = (.random(), kind, space, subject)
        (hasWriter, self.writer, raisedAt) = (writer != nil, writer, now)
        (dueAt, movedAt, isOverdue) = (now, now, false)
    }

    init(
        id: ID<Alert>, kind: AlertKind, space: Space, subject: SubjectReference?, hasWriter: Bool,
        writer: ID<Person>?, raisedAt: Instant, owner: ID<Person>?, takenAt: Instant?, dueAt: Instant,
        isOverdue: Bool, movedAt: Instant, end: AlertEnd?
    ) {
        (self.id, self.kind, self.space, self.subject) = (id, kind, space, subject)
        (self.hasWriter, self.writer, self.raisedAt) = (hasWriter, writer, raisedAt)
        (self.owner, self.takenAt, self.dueAt) = (owner, takenAt, dueAt)
        (self.isOverdue, self.movedAt, self.end) = (isOverdue, movedAt, end)
    }

    /// Whether it is another one about the same person.
    func isAboutWriter(of other: Alert) -> Bool { writer != nil && writer == other.writer && id != other.id }

    /// The most urgent first; those about one person stand together, where the most urgent of them does.
    static func inOrder(_ alerts: [Alert]) -> [Alert] {
        let sorted = alerts.sorted(by: isMoreUrgent)
        var ofWriter = Dictionary(grouping: sorted, by: \.writer)
        return sorted.flatMap { $0.writer == nil ? [$0] : ofWriter.removeValue(forKey: $0.writer) ?? [] }
    }

    /// Overdue ones first, then by what is most urgent, then the oldest.
    static func isMoreUrgent(_ one: Alert, _ other: Alert) -> Bool {
        if one.isOverdue != other.isOverdue { return one.isOverdue }
        return (one.kind.rank, one.raisedAt, one.id) < (other.kind.rank, other.raisedAt, other.id)
    }
}

/// How an alert ended: always by a person, with a word on what was done.
struct AlertEnd: Sendable, Hashable {
    let at: Instant
    /// Nil: they have erased their account since.
    let by: ID<Person>?
    let done: String
    /// To whoever wrote or asked, if anything was.
    let reply: String?
}

/// One thing that became of an alert.
struct AlertStep: Sendable, Hashable {
    /// The raw value ends the key of a sentence and stands in rows.
    enum Kind: String, Sendable, CaseIterable {
        case raised
        /// It became somebody's turn, as the roster says.
        case asked
        /// Nobody was left to ask: everybody with the role was told.
        case askedAll
        case taken, handedOver, ended
    }

    let kind: Kind
    /// Whom it is about; nil for all, or where they have erased their account.
    let person: ID<Person>?
    let at: Instant
}

/// Which alert stands for a cause that was raised.
package struct AlertReceipt: Sendable, Hashable {
    package let alert: ID<Alert>
    /// False where the same cause has an open one already.
    package let isNew: Bool
}
