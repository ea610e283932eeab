import Foundation

/// The files in `Words`.
enum WordFiles {
    static func named(_ beginning: String, _ end: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasPrefix(beginning) && $0.hasSuffix(end) }.sorted()
    }

    static func text(_ name: String) throws -> String {
        try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    }

    static func data(_ name: String) throws -> Data { try Data(contentsOf: folder.appendingPathComponent(name)) }

    private static var folder: URL { Bundle.module.bundleURL.appendingPathComponent("Words", isDirectory: true) }
}
