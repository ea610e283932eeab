/// What is offered and when, in memory: series with their dates from a month ago on, brought up to date by the revision of
/// the schedule. It knows nothing of who comes.
final class ScheduleBook: Sendable {}
