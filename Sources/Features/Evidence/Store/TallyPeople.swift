import Accounts
import Journal
import Storage

// Who wrote a course, for the scan of all courses.

extension TallyStore {
    /// Who wrote a course, as a number.
    struct People {
        let members: IDTable
        private var last: (member: ID<Person>, found: Who?)?
        private var imported = UInt32.max

        struct Who {
            let number: UInt32
            let isMember: Bool
            let hasWaited: Bool
            let isInFigures: Bool
        }

        init(members: IDTable) { self.members = members }

        /// Nil for a member who does not agree. Whose course was imported is counted down from the highest number: each is
        /// another person.
        mutating func number(of member: ID<Person>?) -> Who? {
            guard let member else {
                imported -= 1
                return Who(number: imported, isMember: false, hasWaited: true, isInFigures: true)
            }
            // A member's courses mostly lie together.
            if let last, last.member == member { return last.found }
            let found = members[member].map {
                Who(number: $0 >> 2, isMember: true, hasWaited: $0 & 1 == 1, isInFigures: $0 & 2 == 2)
            }
            last = (member, found)
            return found
        }
    }

    /// Imported sources, numbered from 1 on; 0 for that of members who have left. More than there can be numbers are one.
    struct Sources {
        private var numbers: [ID<FormerMembers>: UInt16] = [JournalFeature.formerSource: 0]

        mutating func number(of source: ID<FormerMembers>) -> UInt16 {
            if let number = numbers[source] { return number }
            let number = UInt16(clamping: numbers.count)
            numbers[source] = number
            return number
        }
    }
}
