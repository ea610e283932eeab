extension ContactDetails {
    /// Digits that follow one another, with few signs and no other words between.
    struct DigitRun {
        struct Group {
            var digits: [UInt8]
            let place: Range<Int>
            let first: Int
        }

        var groups: [Group] = []
        var hasComma = false
        var isDisguised = false
        var spelled = 0
        var hasPlus = false

        var digits: [UInt8] { groups.flatMap(\.digits) }
        var place: Range<Int> { groups[0].place.lowerBound..<groups[groups.count - 1].place.upperBound }
        var isOfSingles: Bool { groups.count >= 7 && groups.allSatisfy { $0.digits.count == 1 } }
    }

    /// Signs that may stand between two digits of a number.
    private static var mostSigns: Int { 4 }
    private static var mostFillers: Int { 2 }

    func phoneNumbers() -> [Range<Int>] {
        let measured = tokens.indices.map(isMeasured)
        var (found, index): ([Range<Int>], Int) = ([], 0)
        while index < tokens.count {
            guard isNumber(index), !measured[index] else {
                index += 1
                continue
            }
            var (run, next) = run(from: index, measured)
            withoutHelpLines(&run)
            if isContact(run) { found.append(run.place) }
            index = next
        }
        return found
    }

    private func isNumber(_ token: Int) -> Bool {
        switch tokens[token].kind {
        case .digits, .times: true
        case .word: isOh(token)
        case .sign: false
        }
    }

    /// "o" for zero, beside digits that are said in words.
    private func isOh(_ token: Int) -> Bool {
        guard isIn(token, sets.oh) else { return false }
        return [token - 1, token + 1].contains { isDigits($0) && tokens[$0].isSpelled } || isIn(token - 1, sets.oh)
    }

    private func run(from start: Int, _ measured: [Bool]) -> (DigitRun, next: Int) {
        var (run, index, signs, fillers, times): (DigitRun, Int, Int, Int, Int) = (DigitRun(), start, 0, 0, 1)
        run.hasPlus = isSign(start - 1, "+") || isSign(start - 2, "+")
        while index < tokens.count {
            switch tokens[index].kind {
            case .digits(let digits) where !measured[index]:
                append(digits, times, index, &run)
                (signs, fillers, times) = (0, 0, 1)
            case .times(let count): times = count
            case .word where isOh(index): append([48], 1, index, &run)
            case .word where isIn(index, sets.filler) && fillers < Self.mostFillers: fillers += 1
            case .sign(let sign) where signs < Self.mostSigns:
                signs += 1
                if sign == UInt8(ascii: ","), index + 1 < tokens.count, isNumber(index + 1) { run.hasComma = true }
            default: return (run, max(index, start + 1))
            }
            index += 1
        }
        return (run, index)
    }

    private func append(_ digits: [UInt8], _ times: Int, _ token: Int, _ run: inout DigitRun) {
        let found = tokens[token]
        run.isDisguised = run.isDisguised || found.isDisguised
        if found.isSpelled { run.spelled += 1 }
        // "eighty eight", "setenta y siete".
        if let last = run.groups.last, last.digits.count == 2, last.digits[1] == 48, last.digits[0] > 49,
            digits.count == 1, digits[0] != 48, found.isSpelled, tokens[last.first].isSpelled, times == 1,
            token - last.first <= 2
        {
            run.groups[run.groups.count - 1] = .init(
                digits: [last.digits[0], digits[0]], place: last.place.lowerBound..<found.place.upperBound,
                first: last.first)
            return
        }
        run.groups.append(
            .init(digits: times == 1 ? digits : (0..<times).flatMap { _ in digits }, place: found.place, first: token))
    }

    /// Takes numbers that anybody may name out of a run, the longest first.
    private func withoutHelpLines(_ run: inout DigitRun) {
        for length in (1...5).reversed() {
            var start = 0
            while start + length <= run.groups.count {
                let digits = String(decoding: run.groups[start..<start + length].flatMap(\.digits), as: UTF8.self)
                // A short one stands alone: the digits of 911 are in many numbers.
                let isAllowed = allowed.contains(digits) && (length == 1 || digits.count >= 6)
                if isAllowed || digits.count == 10 && allowed.contains("1" + digits) {
                    run.groups.removeSubrange(start..<start + length)
                } else {
                    start += 1
                }
            }
        }
    }

    // MARK: - What a run is

    private func isContact(_ run: DigitRun) -> Bool {
        guard !run.groups.isEmpty else { return false }
        let (digits, place) = (run.digits, run.place)
        guard digits.count >= 5 else { return false }
        let first = run.groups[0].first
        let isCode = (first - 6..<first).contains { isIn($0, sets.code) && !isIn($0, sets.filler) }
        let hasCue =
            isNear(place, sets.cue, before: 14, behind: 10) || isNear(place, sets.network, before: 4, behind: 4)
        let isReading = (first - 9..<first + 2).contains { isIn($0, sets.reading) && !isIn($0, sets.cue) }
        if hasCue, !isCode, digits.count >= 5, run.isDisguised { return true }
        guard digits.count >= 7 else { return false }
        if run.hasPlus, digits.count <= 15 { return true }
        let isPlan = NumberPlan.holds(digits)
        let isOneNumber = NumberPlan.isShaped(run.groups.map(\.digits), isReading: isReading)
        if isCode { return hasCue && isOneNumber && !run.hasComma }
        if isOneNumber, !run.hasComma { return true }
        if run.spelled >= 4, isPlan { return true }
        if run.isOfSingles, isPlan, !isReading, !run.hasComma { return true }
        return hasCue && (isPlan || !isReading && !isList(run))
    }

    /// Readings one after another: 112, 148, 130, 121.
    private func isList(_ run: DigitRun) -> Bool {
        run.hasComma && run.spelled == 0 && run.groups.count >= 4
            && run.groups.allSatisfy { (1...3).contains($0.digits.count) }
    }

    // MARK: - What is measured, dated or counted

    /// Digits of a date, a time, a reading, an amount or a package: no part of a number to call.
    private func isMeasured(_ token: Int) -> Bool {
        guard case .digits(let digits) = tokens[token].kind else { return false }
        if isCounted(token) { return true }
        if digits.count == 4, digits.starts(with: [49, 57]) || digits.starts(with: [50, 48]),
            isIn(token - 1, sets.since)
        {
            return true
        }
        guard !tokens[token].isSpelled else { return false }
        let (chain, signs) = chain(around: token)
        let lengths = chain.map { text.text($0).count }
        switch signs {
        case [46], [44]: return lengths[1] <= 3
        case [58]: return lengths.allSatisfy { $0 <= 2 }
        case [47]: return lengths.allSatisfy { $0 <= 4 }
        case [45]: return lengths.allSatisfy { $0 <= 2 } || lengths == [4, 4] && Self.areYears(chain.map(text.text))
        case [47, 47], [45, 45], [46, 46]:
            let isDate =
                lengths[1] <= 2
                && (lengths[0] <= 2 && [2, 4].contains(lengths[2]) || lengths[0] == 4 && lengths[2] <= 2)
            let isPackage = [[5, 4, 1], [5, 4, 2], [5, 3, 2], [4, 4, 2]].contains(lengths)
            return isDate || isPackage && (digits.count == 5 || text.text(chain[0]).first == 48)
        case [44, 44], [44, 46], [46, 44]: return lengths[1] == 3
        default: return false
        }
    }

    private static func areYears(_ digits: [ArraySlice<UInt8>]) -> Bool {
        digits.allSatisfy { $0.starts(with: [49, 57]) || $0.starts(with: [50, 48]) }
    }

    /// Followed by a unit, or beside the name of a month.
    private func isCounted(_ token: Int) -> Bool {
        if isIn(token + 1, sets.unit) || isSign(token + 1, "%") || isSign(token - 1, "$") { return true }
        if isIn(token - 1, sets.month) || isIn(token + 1, sets.month) { return true }
        return isIn(token + 1, sets.since) && isIn(token + 2, sets.month)
            || isIn(token - 1, sets.since) && isIn(token - 2, sets.month)
    }

    /// Digits with nothing but single signs between, and these signs.
    private func chain(around token: Int) -> (tokens: [Int], signs: [UInt8]) {
        var first = token
        while isGlued(first), case .sign(let sign)? = tokens.indices.contains(first - 1) ? tokens[first - 1].kind : nil,
            Self.joins.contains(sign), isGlued(first - 1), isDigits(first - 2)
        {
            first -= 2
        }
        var (chain, signs, last): ([Int], [UInt8], Int) = ([first], [], first)
        while tokens.indices.contains(last + 2), case .sign(let sign) = tokens[last + 1].kind,
            Self.joins.contains(sign),
            isGlued(last + 1), isGlued(last + 2), isDigits(last + 2), !tokens[last + 2].isSpelled
        {
            last += 2
            chain.append(last)
            signs.append(sign)
        }
        return (chain, signs)
    }

    /// . , : / -
    private static let joins: Set<UInt8> = [46, 44, 58, 47, 45]
}

/// National plans of numbers, as far as their length and first digits tell: North America, Mexico, Spain, the United
/// Kingdom, and what is dialled abroad. From the plans' public descriptions; libphonenumber judges in bin/bench contacts.
enum NumberPlan {
    static func holds(_ digits: [UInt8]) -> Bool {
        let values = digits.map { Int($0) - 48 }
        func begins(_ start: [Int], _ length: Int) -> Bool { values.count == length && values.starts(with: start) }
        guard let first = values.first else { return false }
        switch values.count {
        // North America is a part of Mexico's plan here: ten digits that begin with 2 to 9.
        case 10: return first >= 2 || first == 0 && values[1] >= 1
        case 9: return first >= 6
        case 11:
            return first == 1 && values[1] >= 2 || first == 0 && [1, 2, 3, 7].contains(values[1]) || begins([3, 4], 11)
        case 12: return begins([5, 2], 12) || begins([4, 4], 12) || begins([5, 7], 12) || begins([0, 1, 1], 12)
        case 13: return begins([5, 2, 1], 13) || begins([5, 4, 9], 13)
        default: return false
        }
    }

    /// Whether groups, all or some that follow one another, are spaced as a number is written.
    /// - Parameter isReading: readings are near; then only what no list of readings looks like.
    static func isShaped(_ groups: [[UInt8]], isReading: Bool) -> Bool {
        for start in groups.indices {
            for end in start..<min(groups.count, start + 6) {
                let part = groups[start...end]
                let isAll = part.count == groups.count
                let lengths = part.map(\.count)
                guard plain.contains(lengths) || isAll && !isReading && even.contains(lengths) else { continue }
                if holds(part.flatMap { $0 }) { return true }
            }
        }
        return false
    }

    private static let plain: Set<[Int]> = [
        [10], [11], [12], [13], [3, 3, 4], [1, 3, 3, 4], [2, 4, 4], [3, 7], [3, 3, 2, 2], [2, 2, 4, 4],
        [2, 1, 2, 4, 4], [2, 3, 3, 4],
        [3, 2, 2, 2], [2, 9], [2, 10], [5, 6], [4, 3, 4], [3, 4, 4], [2, 4, 6], [5, 3, 3], [2, 3, 2, 2, 2], [2, 8],
        [6, 4], [4, 6], [5, 5],
    ]
    /// Lists of readings look like these, too.
    private static let even: Set<[Int]> = [[9], [3, 3, 3], [2, 2, 2, 2, 2], [2, 3, 3, 3], [1, 2, 2, 2, 2]]
}
