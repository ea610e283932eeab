import Storage

/// What came of asking for a seat.
enum JoinAnswer: Sendable, Hashable {
    case seated
    /// From 1.
    case waiting(place: Int)
}

/// How a date stands for whoever looks.
struct SeatCount: Sendable, Hashable {
    /// Nil: nobody is turned away.
    let capacity: Int?
    /// Free on this date alone, now; nil like that.
    let free: Int?
    /// Free for all dates of its series; nil like that.
    let freeForAll: Int?
    /// How many wait for seats that are on this date.
    let waiting: Int
    /// The viewer's own, for all dates or for this one; nil where they have none.
    let own: Enrolment?
    /// Whether they said that they cannot come to this one.
    let isDeclined: Bool

    init(capacity: Int?, free: Int?, freeForAll: Int?, waiting: Int, own: Enrolment? = nil, isDeclined: Bool = false) {
        (self.capacity, self.free, self.freeForAll, self.waiting) = (capacity, free, freeForAll, waiting)
        (self.own, self.isDeclined) = (own, isDeclined)
    }
}

/// Whom staff put in, or give a card to.
struct StaffEnrolment: Sendable, Hashable {
    enum Whom: Sendable, Hashable {
        /// By exact name; the answer is the same whether or not there is such a member.
        case member(named: String)
        case called(String)
        /// The same, with a card: the seat is theirs who brings it.
        case referred(String)

        /// As it was typed.
        var name: String {
            switch self {
            case .member(let name), .called(let name), .referred(let name): name
            }
        }
    }

    let whom: Whom
    let series: ID<Series>
    let scope: SeatScope
    let needs: [AccessNeed]
    /// Staff said that it is not whoever is called so on the list.
    var isAnother = false
}

/// What came of it.
enum StaffAnswer: Sendable, Hashable {
    case done
    /// Nothing: somebody is called so, as the list names them, and staff did not say that it is another.
    case there(name: String)
    /// What stands on the card; shown once, kept as a hash.
    case card(token: String)
    case waiting(place: Int)
}
