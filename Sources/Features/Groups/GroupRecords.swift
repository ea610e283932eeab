import Recurrence
import Storage
import Web

/// What is kept of members here. Seats and what they lead go whole, whichever way their member leaves: who was in a
/// group is nobody's to keep.
extension GroupsFeature {
    var records: [RecordSet] { [seatRecords, leadingRecords, calendarRecords] + recordsOfNobody }

    private var recordsOfNobody: [RecordSet] {
        [
            .ofNobody("organizations", because: "who offers groups"),
            .ofNobody("schedule_revisions", "seat_revisions", because: "numbers"),
            .ofNobody("places", because: "rooms of organizations"),
            .ofNobody(
                "programs", "program_texts", "program_topics", "program_agreements",
                because: "the words of organizations, with nothing of members"),
            .ofNobody(
                "series", "series_rules", "group_sessions", because: "when a group meets; who comes stands elsewhere"),
        ]
    }

    private var seatRecords: RecordSet {
        .few(
            "groups/seats",
            .init(
                "enrolments", of: ["member_id"], codes: ["recurrence_id", "way", "state"],
                except: [
                    "called": "how staff call somebody without an account, or the name by which they asked",
                    "claim_hash": "the fingerprint of a printed card that nobody has claimed",
                ]),
            .init("enrolment_needs", words: ["words"], codes: ["need"]),
            .init("need_arrangements", codes: ["need", "recurrence_id"]),
            .init("attendance", codes: ["recurrence_id", "answer", "presence"]),
            erased: .pieces { member, limit, tx in
                let series = try GroupExportStore.removeSeats(of: member, limit: limit, in: tx)
                // Somebody else may be waiting for just that chair.
                for freed in Set(series).sorted() { try giveSeats(of: freed, in: tx) }
                return series.count == limit
            }
        ) { member, tx in try GroupExportStore.seats(of: member, in: tx).map(Seat.init) }.read(as: seatWords)
    }

    private var leadingRecords: RecordSet {
        .few(
            "groups/leading",
            .init("series_leaders", of: ["member_id"], words: ["shown_as"], codes: ["recurrence_id", "part"]),
            erased: .pieces { member, limit, tx in
                let series = try GroupExportStore.removeLeading(of: member, limit: limit, in: tx)
                // Their name stands on pages that are kept.
                for led in Set(series).sorted() { try SeriesStore.touch(led, in: tx) }
                if !series.isEmpty { try tx.noteTakedown() }
                return series.count == limit
            }
        ) { member, tx in try GroupExportStore.leading(of: member, in: tx).map(Leads.init) }.read(as: leadingWords)
    }

    private var calendarRecords: RecordSet {
        RecordSet(
            "groups/calendar",
            [
                .init(
                    "calendar_feeds", of: ["member_id"],
                    except: ["secret_hash": "the fingerprint of the calendar's address"])
            ],
            .none(because: "a fingerprint, from which the address cannot be made; what it shows is in groups/seats"))
    }

    struct Seat: Encodable, Sendable {
        let organization: String
        let group: String
        let day: String?
        let way: String
        let state: String
        let hasSigned: Bool
        let needs: [Need]
        let arranged: [Arranged]
        let dates: [Answered]

        struct Need: Encodable, Sendable {
            let need: String
            let words: String?
        }

        struct Arranged: Encodable, Sendable {
            let need: String
            let day: String
        }

        struct Answered: Encodable, Sendable {
            let day: String
            let answer: String?
            let presence: String?
        }

        init(_ row: GroupExportStore.SeatRow) {
            (organization, group, way, state) = (row.organization, row.group, row.way, row.state)
            (day, hasSigned) = (row.starts.map(GroupsFeature.day), row.agreed > 0)
            needs = row.needs.map { Need(need: $0.need, words: $0.words) }
            arranged = row.arranged.map { Arranged(need: $0.need, day: GroupsFeature.day($0.starts)) }
            dates = row.dates.map {
                Answered(day: GroupsFeature.day($0.starts), answer: $0.answer, presence: $0.presence)
            }
        }
    }

    struct Leads: Encodable, Sendable {
        let organization: String
        let group: String
        let day: String?
        let part: String
        let shownAs: String

        init(_ row: (organization: String, group: String, starts: String?, part: String, shownAs: String)) {
            (organization, group, part, shownAs) = (row.organization, row.group, row.part, row.shownAs)
            day = row.starts.map(GroupsFeature.day)
        }
    }

    /// `2026-12-03` of a local time as it is kept.
    static func day(_ starts: String) -> String {
        guard let date = LocalDateTime(basicText: starts)?.date else { return starts }
        return PartialDate(year: date.year, month: date.month, day: date.day)?.text ?? starts
    }
}
