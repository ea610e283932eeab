import Storage
import Synchronization
import Web

/// A date with all that a line about it says, besides seats.
struct DateLine: Sendable, Hashable {
    let session: Session
    let series: Series
    let program: Program
    /// Nil where nobody has to go anywhere.
    let place: Place?
    /// Days from today, as they are counted there.
    fileprivate(set) var daysAhead: Int

    var id: SessionID { session.id }

    /// From the tables.
    fileprivate static func read(_ facts: [SessionFacts], at now: Instant, in tx: Transaction) throws -> [DateLine] {
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

/// Lines as they were read, until something that is offered changes: searches bring the same dates of the next weeks.
final class DateLines: Sendable {
    /// Lines that it remembers, about 2 KiB each; more, and it begins anew.
    private static let most = 5_000
    private let kept = Mutex<(revision: Int, lines: [SessionID: DateLine])>((-1, [:]))

    /// As everybody reads them, in the order asked for. What is not public any more, or was never listed, is left out.
    /// In a transaction that only reads.
    func read(_ facts: [SessionFacts], at now: Instant, in tx: Transaction) throws -> [DateLine] {
        guard !facts.isEmpty else { return [] }
        let revision = try SeriesStore.revision(in: tx)
        var lines = kept.withLock { kept in
            kept.revision != revision
                ? [:]
                : facts.reduce(into: [SessionID: DateLine]()) { lines, fact in lines[fact.id] = kept.lines[fact.id] }
        }
        let fresh = try DateLine.read(facts.filter { lines[$0.id] == nil }, at: now, in: tx)
        for line in fresh { lines[line.id] = line }
        keep(fresh, of: revision)
        return facts.compactMap { fact in
            var line = lines[fact.id]
            line?.daysAhead = fact.daysAhead(of: now)
            return line
        }
    }

    private func keep(_ fresh: [DateLine], of revision: Int) {
        guard !fresh.isEmpty else { return }
        kept.withLock { kept in
            // Another request has read further meanwhile.
            guard kept.revision <= revision else { return }
            if kept.revision < revision || kept.lines.count + fresh.count > Self.most { kept = (revision, [:]) }
            for line in fresh { kept.lines[line.id] = line }
        }
    }
}
