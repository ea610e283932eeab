import Storage
import Testing
import Web
import World

@testable import wayfellow

/// More than a field takes, in every field in which somebody writes: it is refused, and nothing is kept by halves.
@Suite struct OverlongWordsTests {
    /// Longer than the longest field, a post's: plain words, and what a reader of Markdown or of names would have work with.
    private static let texts = [
        String(repeating: "word ", count: 2_500), String(repeating: "@a [(*_`", count: 1_600),
    ]

    @Test func `what is too long for its field is kept nowhere, whatever it is made of`() async throws {
        let (faults, tried) = try await WholeHouse.open { house in
            var (faults, tried): ([String], Int) = ([], 0)
            let features = await house.features
            for feature in features {
                let routes = feature.routes(features).filter { $0.method == .post }
                let fields: [(route: Route, name: String)] = feature.safetyTexts.flatMap { text in
                    routes.filter { text.routes.contains($0.path) }.map { (route: $0, name: text.field) }
                }
                try await house.prepare(feature)
                for caller in Set(fields.map { $0.route.writer }) { _ = try await house.token(of: caller) }
                let before = try await house.marks()
                for (route, name) in fields {
                    let path = try await house.path(of: route, in: feature.name)
                    for text in Self.texts {
                        let answer = try await house.send("POST", path, as: route.writer, [(name, text)])
                        tried += 1
                        if answer.status >= 500 { faults.append("\(route.path), \(name): \(answer.status)") }
                    }
                }
                let after = try await house.marks()
                let changed = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }.sorted()
                if !changed.isEmpty { faults.append("\(feature.name): something was written into \(changed)") }
            }
            return (faults, tried)
        }
        expect(faults, is: [])
        expect(tried >= 40, is: true, "\(tried) were tried")
    }
}

extension Route {
    /// Somebody to whom it is open, and who writes something of their own there.
    fileprivate var writer: Caller {
        switch access {
        case .anyone: .visitor
        default: holder ?? (path.utf8.contains(UInt8(ascii: ":")) ? .owner : .member)
        }
    }
}
