// Rules and calendars of strangers. What is read must be written and read as the same again, and dates must ascend.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    let text = String(decoding: bytes, as: UTF8.self)
    if let rule = try? RecurrenceRule(text) {
        guard (try? RecurrenceRule(rule.text)) == rule, let begin = LocalDateTime(year: 2026, month: 2, day: 28) else {
            fatalError("written, it is another rule")
        }
        if var occurrences = try? rule.occurrences(from: begin, isAllDay: count % 2 == 0, zone: .utc) {
            var before = Int64.min
            for _ in 0..<20 {
                guard let next = occurrences.next() else { break }
                precondition(next.seconds > before, "dates go back")
                before = next.seconds
            }
        }
    }
    guard let components = try? CalendarParser.components(of: bytes) else { return 0 }
    for component in components {
        if let set = try? RecurrenceSet(events: [component] + component.components) {
            _ = Array(set.occurrences().prefix(5))
        }
    }
    return 0
}
