import Storage
import Web

/// A date with all that a line about it says, besides seats.
struct DateLine: Sendable, Hashable {
    let session: Session
    let series: Series
    let program: Program
    /// Nil where nobody has to go anywhere.
    let place: Place?
    /// Days from today, as they are counted there.
    let daysAhead: Int

    var id: SessionID { session.id }

    /// As everybody reads them, in the order asked for. What is not public any more, or was never listed, is left out.
    static func read(_ facts: [SessionFacts], at now: Instant, in tx: Transaction) throws -> [DateLine] {
        guard !facts.isEmpty else { return [] }
        let viewer = Viewer.anonymous
        let sessions = Dictionary(
            try SessionStore.find(facts.map(\.id), as: viewer, in: tx).map { ($0.id, $0) },
            uniquingKeysWith: { first, _ in first })
        let series = try SeriesStore.find(Set(facts.map(\.id.series)), as: viewer, in: tx)
        let programs = try ProgramStore.find(Set(series.values.map(\.program)), as: viewer, in: tx)
        let places = try PlaceStore.find(Set(sessions.values.compactMap(\.meeting.place)), in: tx)
        return facts.compactMap { fact in
            guard let session = sessions[fact.id], let series = series[fact.id.series],
                let program = programs[series.program], program.listing == .open
            else { return nil }
            return DateLine(
                session: session, series: series, program: program,
                place: session.meeting.place.flatMap { places[$0] }, daysAhead: fact.daysAhead(of: now))
        }
    }
}
