import Foundation

@testable import Files

/// Pictures for the tests, made by the library's own command.
enum TestImages {
    static let isInstalled = (try? ImageTools()) != nil && FileManager.default.isExecutableFile(atPath: "/usr/bin/vips")

    /// What `vips` makes of these words, where `OUT` stands for the file.
    static func make(_ commands: [String], type: String) throws -> [UInt8] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "images-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for command in commands {
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/vips")
            process.currentDirectoryURL = folder
            process.arguments = command.split(separator: " ").map {
                $0 == "OUT" ? "out.\(type)" : String($0).replacing("|", with: " ")
            }
            try process.run()
            process.waitUntilExit()
        }
        return Array(try Data(contentsOf: folder.appending(path: "out.\(type)")))
    }

    /// One colour; `bands` 4 is see-through.
    static func plain(_ width: Int, _ height: Int, bands: Int = 3, type: String = "png") throws -> [UInt8] {
        try make(["black b.v \(width) \(height) --bands \(bands)", "copy b.v OUT --interpretation srgb"], type: type)
    }

    /// Nothing but detail, which no compression makes small.
    static func noise(_ width: Int, _ height: Int, bands: Int = 3, type: String = "png") throws -> [UInt8] {
        let layers = (0..<bands).map { "n\($0).v" }
        return try make(
            layers.map { "gaussnoise \($0) \(width) \(height) --sigma 80 --mean 128" } + [
                "bandjoin \(layers.joined(separator: "|")) j.v", "cast j.v u.v uchar",
                "copy u.v OUT --interpretation srgb",
            ], type: type)
    }

    /// A JPEG that is turned, and says where it was taken.
    static func turned(_ jpeg: [UInt8]) -> [UInt8] {
        func entry(_ tag: UInt16, _ type: UInt16, _ count: UInt32, _ value: UInt32) -> [UInt8] {
            big(tag) + big(type) + big(count) + big(value)
        }
        // TIFF, big-endian: one directory with an orientation (6: a quarter turn) and a place.
        let place = Array("N\0\0\0".utf8)
        let tiff: [UInt8] =
            Array("MM\0*".utf8) + big(UInt32(8)) + big(UInt16(2)) + entry(0x0112, 3, 1, 6 << 16)
            + entry(0x8825, 4, 1, 38) + big(UInt32(0)) + big(UInt16(2))
            + big(UInt16(1)) + big(UInt16(2)) + big(UInt32(2)) + place
            + entry(2, 5, 3, 68) + big(UInt32(0))
            + [43, 1, 12, 1, 47, 1].flatMap { big(UInt32($0)) }
        let exif = Array("Exif\0\0".utf8) + tiff
        let words = Array("taken by Ana in Dover".utf8)
        return Array(jpeg.prefix(2)) + [0xFF, 0xE1] + big(UInt16(exif.count + 2)) + exif
            + [0xFF, 0xFE] + big(UInt16(words.count + 2)) + words + jpeg.dropFirst(2)
            + Array("bytes behind its end".utf8)
    }

    private static func big(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.bigEndian) { Array($0) }
    }

    /// A GIF of one point that says it is as large as a GIF can be.
    static let hugeGIF: [UInt8] =
        Array("GIF89a".utf8) + [0xFF, 0xFF, 0xFF, 0xFF, 0x80, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF]
        + [0x2C, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 2, 2, 0x44, 1, 0, 0x3B]
}

/// A file on its way, with these bytes.
func spooled(_ bytes: [UInt8], in folder: String = FileManager.default.temporaryDirectory.path) async throws
    -> SpooledFile
{
    let file = try SpooledFile(in: folder)
    try await file.append(bytes)
    return file
}
