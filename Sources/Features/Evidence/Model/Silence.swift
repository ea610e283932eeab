import Storage

/// When a member counts as silent: the course goes on as far as anybody knows, and for eight weeks there was no sign of
/// them about it (no evaluation, no change). Imported evaluations were written once and are never silent.
enum Silence {
    static let after: Duration = .weeks(8)

    /// Courses last seen before this moment are silent.
    static func limit(dataThrough: Instant) -> Instant { dataThrough - after }
}
