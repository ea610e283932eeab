import Storage

/// Stand-in: acts in memory.
actor DarkPool {
    enum Refusal: Error, Sendable, Equatable { case full, off, late, locked, gone, long }

    nonisolated let isOffered: Bool
    var losses: [PartialDate] = []
    private var acts: [DarkAct] = []
    private var refusal: Refusal?

    init(_ setting: DarkSetting) { isOffered = setting.isOffered }

    func refuse(_ refusal: Refusal?) { self.refusal = refusal }
    func lose(_ days: [PartialDate]) { losses = days }

    func submit(_ act: DarkAct, of writer: Set<DarkMark> = []) throws {
        if let refusal { throw refusal }
        guard !acts.contains(where: { $0.id == act.id }) else { return }
        acts.append(act)
    }

    func waiting(_ marks: Set<DarkMark>) -> [DarkAct] {
        due(at: Instant(milliseconds: .max)).filter { marks.contains($0.mark) }
    }

    func due(at now: Instant) -> [DarkAct] {
        let replaced = Set(acts.compactMap(\.replaces))
        return acts.filter { $0.due <= now && !replaced.contains($0.id) }
    }

    func drop(_ done: Set<ID<DarkAct>>) { acts.removeAll { done.contains($0.id) } }
}
