import Foundation
import Storage

/// How somebody asks in the dark and writes on, and how it comes to appear.
protocol DarkDoor {
    /// Asks; the title says which question of the bench's it is.
    mutating func ask(_ member: Int, _ question: Int, _ guest: inout Guest) async throws
    /// Writes on in one's own thread.
    mutating func reply(_ member: Int, _ question: Int, _ guest: inout Guest) async throws
    /// What goes on at any time, whether somebody asks or not.
    mutating func beat() async throws
    /// What is due appears, at an hour of the grid.
    mutating func release() async throws
}

/// What is written in the bench: without a style, so that only traces tell.
enum Words {
    private static let first = ["A short walk", "Music", "Warm tea", "Drawing", "A puzzle", "The garden", "A recipe"]
    private static let second = ["helped me", "was good", "was fun", "worked well", "felt right", "took time"]
    private static let third = ["today", "this week", "in the morning", "on Sunday", "in May", "at noon"]
    private static let fourth = ["with a friend", "at home", "at my desk", "in the park", "in town"]

    static func sentence(using random: inout Seeded) -> String {
        [first, second, third, fourth].compactMap { $0.randomElement(using: &random) }.joined(separator: " ") + "."
    }

    static func title(_ question: Int) -> String { "Question \(question) of many" }
}
