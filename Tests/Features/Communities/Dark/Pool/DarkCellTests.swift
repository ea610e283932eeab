import Databases
import Storage
import Testing
import World

@testable import Communities

/// What an act is as bytes, and how it is sealed.
@Suite struct DarkCellTests {
    private static let place = DarkCell.Place(stripe: 0, slot: 7)

    private static func question(_ title: String, _ words: String, warning: String?) -> DarkDeed {
        .ask(
            DarkQuestion(
                thread: .random(), community: .random(), title: title, words: words, warning: warning,
                language: "es", visibility: .community, isToBeWorded: true, isDanger: true))
    }

    private static let acts: [DarkAct] = [
        .ask(), .act(question("¿Título?", "Ñandú 🦤\n\n\"quoted\"", warning: "advertencia"), replacing: .random()),
        .act(.reply(DarkReply(post: .random(), words: "Yes.", warning: nil, answers: 3, isDanger: false))),
        .act(.reply(DarkReply(post: .random(), words: "", warning: "", answers: nil, isDanger: true))),
        .act(.change(number: 1, title: "Other", words: "words", warning: nil)),
        .act(.change(number: 2, title: nil, words: "words", warning: "w")), .act(.remove(number: 1)),
        .act(.best(number: 4)), .act(.best(number: nil)), .act(.letGo), .act(.appeal(number: 1, words: "Why?")),
        .act(.leave([])), .act(.nothing, replacing: .random()),
        .act(.leave(farewells(DarkCell.mostFarewells))),
        .act(question(letters(300), String(repeating: "é", count: 1_500), warning: letters(500))),
    ]

    private static func letters(_ count: Int) -> String { String(repeating: "w", count: count) }

    private static func farewells(_ count: Int) -> [DarkFarewell] {
        (0..<count).map { DarkFarewell(mark: .some($0), due: Instant(milliseconds: .max)) }
    }

    @Test func `an act comes back as it was sealed, and every cell has the same size`() throws {
        var keys = DarkKeys(.new(day: 20_000))
        for act in Self.acts.map(Optional.some) + [nil] {
            let cell = DarkCell(day: 20_003, act: act)
            let bytes = try #require(try cell.sealed(at: Self.place, with: &keys))
            expect(bytes.count, is: DarkCell.size)
            expect(DarkCell.open(bytes, at: Self.place, with: &keys), is: cell)
        }
    }

    @Test func `what is too long is told before it is sealed`() throws {
        var keys = DarkKeys(.new(day: 1))
        let long = DarkAct.act(Self.question("t", String(repeating: "w", count: 4_000), warning: nil))
        expect(DarkCell.fits(long), is: false)
        expect(try DarkCell(day: 1, act: long).sealed(at: Self.place, with: &keys), is: nil)
        let huge = DarkAct.act(Self.question("t", String(repeating: "w", count: 70_000), warning: nil))
        expect(DarkCell.fits(huge), is: false)
        expect(DarkCell.fits(.act(.leave(Self.farewells(DarkCell.mostFarewells + 1)))), is: false)
        let most = DarkAct.act(
            Self.question("", String(repeating: "w", count: DarkCell.mostText), warning: nil), replacing: .random())
        expect(DarkCell.fits(most), is: true)
    }

    @Test func `a cell opens in its own place only, with the key of its day`() throws {
        let key = DarkKey.new(day: 100)
        var keys = DarkKeys(key)
        let bytes = try #require(try DarkCell(day: 101, act: .ask()).sealed(at: Self.place, with: &keys))
        let elsewhere = [DarkCell.Place(stripe: 1, slot: 7), DarkCell.Place(stripe: 0, slot: 8)]
        for place in elsewhere { expect(DarkCell.open(bytes, at: place, with: &keys), is: nil) }
        for at in [0, 3, 4, 15, 16, 2_000, 4_079, 4_095] {
            var changed = bytes
            changed[at] ^= 1
            expect(DarkCell.open(changed, at: Self.place, with: &keys), is: nil, "byte \(at)")
        }
        var other = DarkKeys(.new(day: 100))
        expect(DarkCell.open(bytes, at: Self.place, with: &other), is: nil)
        var later = DarkKeys(try #require(key.forward(to: 102)))
        expect(DarkCell.open(bytes, at: Self.place, with: &later), is: nil)
        expect(DarkCell.open([], at: Self.place, with: &keys), is: nil)
        expect(DarkCell.open(Array(bytes.dropLast()), at: Self.place, with: &keys), is: nil)
    }

    /// Whatever the bytes are: an act, nothing, or a refusal, and never a trap; and only one spelling of each act.
    @Test func `bytes that are no act are refused`() throws {
        var random = SeededRandom(seed: 33)
        for _ in 0..<3_000 {
            let kind = Self.acts[Int.random(in: 0..<Self.acts.count, using: &random)]
            var bytes = kind.bytes
            for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(in: 0...255, using: &random)
                case 1: bytes.removeLast(Int.random(in: 1...bytes.count, using: &random))
                default: bytes.append(.random(in: 0...255, using: &random))
                }
            }
            guard let read = try? DarkAct.read(bytes) else { continue }
            let padded = read.bytes + [UInt8](repeating: 0, count: max(0, bytes.count - read.bytes.count))
            expect(padded.starts(with: bytes), is: true)
        }
        for _ in 0..<3_000 {
            let bytes = (0..<Int.random(in: 0...200, using: &random)).map { _ in UInt8.random(in: 0...9, using: &random)
            }
            _ = try? DarkAct.read(bytes)
        }
    }
}
