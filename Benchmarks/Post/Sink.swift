import Foundation

/// `sink.py`, for as long as the bench runs.
@MainActor
final class Sink {
    private let process = Process()
    private let (input, output) = (Pipe(), Pipe())
    private let folder: String
    private(set) var port = 0

    var authorities: String { "\(folder)/authority.pem" }

    init(python: String, folder: String) throws {
        self.folder = folder
        process.executableURL = URL(filePath: python)
        process.arguments = ["Benchmarks/Post/sink.py", folder]
        (process.standardInput, process.standardOutput) = (input, output)
        try process.run()
        port = Int(line()) ?? 0
    }

    /// The message ids of what came since the last time, in order.
    func takeLedger() throws -> [String] {
        try input.fileHandleForWriting.write(contentsOf: Data([10]))
        _ = line()
        let text = try String(contentsOfFile: "\(folder)/ledger", encoding: .utf8)
        return text.split(separator: "\n").map(String.init)
    }

    func end() { try? input.fileHandleForWriting.close() }

    private func line() -> String {
        var bytes = Data()
        while bytes.last != 10 {
            let more = output.fileHandleForReading.availableData
            if more.isEmpty { break }
            bytes += more
        }
        return String(decoding: bytes.dropLast(), as: UTF8.self)
    }
}
