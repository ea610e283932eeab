/// What a pattern is a sign of.
enum Sign: String, Sendable, CaseIterable {
    /// Wanting to die, not to be, or to hurt oneself.
    case selfHarm
    /// Too much taken, or somebody does not wake up.
    case overdose
    /// A body in danger: the throat closes.
    case emergency
    /// Hurt or held down by another.
    case harmed
    /// A child in danger.
    case child
    /// Afraid for somebody else.
    case other
    /// Long ago, a loss, a fear.
    case soft
    /// A manner of speaking, or a subject: what stands within is no sign.
    case safe
    /// What waits for a second look before others read it (`Words/review-*.txt`).
    case contact, selling, stop, dose, cure
    /// Urging another to die (`Words/review-*.txt`); one's own wish is `selfHarm`.
    case danger
}

/// Sets of words and the patterns made of them, as `Words/crisis-*.txt` and `Words/review-*.txt` have them.
///
///     =want: want wanna wanting        a set
///     selfHarm: i ..3 want ..2 die     a pattern: `want` is that set, or the word itself where there is no such set
///     selfHarm search: want ..2 die    holds in searches only
///     selfHarm!: …                     clear enough to call a person
///     selfHarm plain: i want to die    said so plainly that a card follows, whatever a model thinks
///
/// `a|b`: either. `a?`: or nothing. `..3`: up to three other words before the next.
struct PatternBook: Sendable {
    struct Fault: Error, CustomStringConvertible {
        let file: String
        let line: Int
        let reason: String
        var description: String { "\(file), line \(line): \(reason)" }
    }

    private(set) var table = WordTable()
    /// By the set of their first word.
    private(set) var byFirst: [[Pattern]] = []
    private var numbers: [String: WordTable.SetNumber] = [:]

    init() {}

    /// Adds what a file says. Sets of one file are not those of another: languages have false friends.
    mutating func add(_ text: String, named file: String) throws(Fault) {
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = line.prefix { $0 != "#" }.split(separator: " ").joined(separator: " ")
            guard !line.isEmpty else { continue }
            guard let colon = line.firstIndex(of: ":") else {
                throw Fault(file: file, line: index + 1, reason: "a colon is missing")
            }
            let (name, rest) = (
                line[..<colon], line[line.index(after: colon)...].split(separator: " ").map(String.init)
            )
            if name.hasPrefix("=") {
                addSet("\(file)/\(name.dropFirst())", rest, file)
            } else if let pattern = pattern(String(name), rest, file, String(line)) {
                for set in Set(pattern.elements[0].sets) { byFirst[Int(set)].append(pattern) }
            } else {
                throw Fault(file: file, line: index + 1, reason: "this is no pattern")
            }
        }
    }

    /// A set that rules ask for by its name, in any of the files.
    func sets(named name: String) -> [WordTable.SetNumber] {
        numbers.filter { $0.key.hasSuffix("/\(name)") }.map(\.value)
    }

    /// Puts more words into the sets of that name, in every file.
    mutating func add(_ words: some Sequence<String>, toSetsNamed name: String) {
        let sets = sets(named: name)
        for word in words { for set in sets { table.add(word, to: set) } }
    }

    private mutating func number(_ name: String) -> WordTable.SetNumber {
        if let number = numbers[name] { return number }
        let number = WordTable.SetNumber(numbers.count)
        numbers[name] = number
        byFirst.append([])
        return number
    }

    private mutating func addSet(_ name: String, _ words: [String], _ file: String) {
        let set = number(name)
        for word in words { table.add(word, to: set) }
    }

    private mutating func pattern(_ name: String, _ parts: [String], _ file: String, _ line: String) -> Pattern? {
        let names = name.split(separator: " ")
        let isClear = names.first?.hasSuffix("!") ?? false
        guard let sign = names.first.flatMap({ Sign(rawValue: String($0.prefix { $0 != "!" })) }) else { return nil }
        var (elements, gap): ([Pattern.Element], Int) = ([], 0)
        for part in parts {
            if part.hasPrefix("..") {
                guard let number = Int(part.dropFirst(2)), !elements.isEmpty else { return nil }
                gap = number
                continue
            }
            let isOptional = part.hasSuffix("?")
            guard !(isOptional && elements.isEmpty) else { return nil }
            let sets = part.drop { _ in false }.prefix { $0 != "?" }.split(separator: "|").map { set(String($0), file) }
            elements.append(.init(sets: sets, isOptional: isOptional, gap: gap))
            gap = 0
        }
        guard !elements.isEmpty else { return nil }
        return Pattern(
            sign: sign, isClear: isClear, isSearch: names.dropFirst().contains("search"),
            isOrder: names.dropFirst().contains("order"),
            isPlain: isClear || names.dropFirst().contains("plain"), elements: elements, line: line)
    }

    /// The set of that name, or one that holds the word alone.
    private mutating func set(_ name: String, _ file: String) -> WordTable.SetNumber {
        if let number = numbers["\(file)/\(name)"] { return number }
        let key = "\(file)/'\(name)"
        if let number = numbers[key] { return number }
        let set = number(key)
        table.add(name, to: set)
        return set
    }
}
