import Storage

/// An act as it lies in its cell, before it is sealed.
extension DarkAct {
    /// The first byte, by which a cell that holds something is told from an empty one.
    private static let version: UInt8 = 1

    var bytes: [UInt8] {
        var bytes = DarkBytes()
        bytes.add(Self.version)
        bytes.add(id)
        bytes.add(replaces != nil)
        if let replaces { bytes.add(replaces) }
        bytes.add(mark)
        bytes.add(due)
        deed.write(to: &bytes)
        return bytes.bytes
    }

    /// Nil for an empty cell. Throws for anything else that is no act.
    static func read(_ bytes: [UInt8]) throws(DarkReader.Malformed) -> DarkAct? {
        var reader = DarkReader(bytes)
        let version = try reader.byte()
        guard version != 0 else {
            guard reader.isAtEnd else { throw DarkReader.Malformed() }
            return nil
        }
        guard version == Self.version else { throw DarkReader.Malformed() }
        let act = DarkAct(
            id: try reader.id(), replaces: try reader.flag() ? try reader.id() : nil, mark: try reader.mark(),
            due: try reader.instant(), deed: try DarkDeed(&reader))
        guard reader.isAtEnd else { throw DarkReader.Malformed() }
        return act
    }
}

extension DarkDeed {
    /// What stands in front of each.
    private enum Kind: UInt8 {
        case nothing, ask, reply, change, remove, best, letGo, appeal, leave
    }

    private var kind: Kind {
        switch self {
        case .ask: .ask
        case .reply: .reply
        case .change: .change
        case .remove: .remove
        case .best: .best
        case .letGo: .letGo
        case .appeal: .appeal
        case .leave: .leave
        case .nothing: .nothing
        }
    }

    fileprivate func write(to bytes: inout DarkBytes) {
        bytes.add(kind.rawValue)
        switch self {
        case .ask(let question): question.write(to: &bytes)
        case .reply(let reply): reply.write(to: &bytes)
        case .change(let number, let title, let words, let warning):
            bytes.add(number)
            bytes.add(title)
            bytes.add(words)
            bytes.add(warning)
        case .remove(let number): bytes.add(number)
        case .best(let number): bytes.add(number)
        case .appeal(let number, let words):
            bytes.add(number)
            bytes.add(words)
        case .leave(let farewells):
            bytes.add(farewells.count)
            for farewell in farewells {
                bytes.add(farewell.mark)
                bytes.add(farewell.due)
            }
        case .letGo, .nothing: break
        }
    }

    fileprivate init(_ reader: inout DarkReader) throws(DarkReader.Malformed) {
        guard let kind = Kind(rawValue: try reader.byte()) else { throw DarkReader.Malformed() }
        switch kind {
        case .ask: self = .ask(try DarkQuestion(&reader))
        case .reply: self = .reply(try DarkReply(&reader))
        case .change:
            self = .change(
                number: try reader.wanted(), title: try reader.textIfAny(), words: try reader.text(),
                warning: try reader.textIfAny())
        case .remove: self = .remove(number: try reader.wanted())
        case .best: self = .best(number: try reader.number())
        case .appeal: self = .appeal(number: try reader.wanted(), words: try reader.text())
        case .leave: self = .leave(try Self.farewells(&reader))
        case .letGo: self = .letGo
        case .nothing: self = .nothing
        }
    }

    private static func farewells(_ reader: inout DarkReader) throws(DarkReader.Malformed) -> [DarkFarewell] {
        let count = try reader.wanted()
        guard (0...DarkCell.mostFarewells).contains(count) else { throw DarkReader.Malformed() }
        var farewells: [DarkFarewell] = []
        for _ in 0..<count { farewells.append(DarkFarewell(mark: try reader.mark(), due: try reader.instant())) }
        return farewells
    }
}

extension DarkQuestion {
    fileprivate func write(to bytes: inout DarkBytes) {
        bytes.add(thread)
        bytes.add(community)
        bytes.add(title)
        bytes.add(words)
        bytes.add(warning)
        bytes.add(language)
        bytes.add(visibility.rawValue)
        bytes.add(isToBeWorded)
        bytes.add(isDanger)
    }

    fileprivate init(_ reader: inout DarkReader) throws(DarkReader.Malformed) {
        let (thread, community) = (try reader.id() as ID<CommunityThread>, try reader.id() as ID<Space>)
        let (title, words, warning) = (try reader.text(), try reader.text(), try reader.textIfAny())
        let language = try reader.text()
        guard let visibility = ThreadVisibility(rawValue: try reader.text()) else { throw DarkReader.Malformed() }
        self.init(
            thread: thread, community: community, title: title, words: words, warning: warning, language: language,
            visibility: visibility, isToBeWorded: try reader.flag(), isDanger: try reader.flag())
    }
}

extension DarkReply {
    fileprivate func write(to bytes: inout DarkBytes) {
        bytes.add(post)
        bytes.add(words)
        bytes.add(warning)
        bytes.add(answers)
        bytes.add(isDanger)
    }

    fileprivate init(_ reader: inout DarkReader) throws(DarkReader.Malformed) {
        self.init(
            post: try reader.id(), words: try reader.text(), warning: try reader.textIfAny(),
            answers: try reader.number(), isDanger: try reader.flag())
    }
}
