import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// The files under `Public/`, read into memory and compressed at start; served at `/public/…` (and `robots.txt` and
/// `favicon.ico` at the root too, where crawlers and browsers ask for them).
package struct PublicFiles: Sendable {
    private struct File: Sendable {
        let tag: String
        /// With `?v=` of this edition: kept by browsers for a year.
        let forever: Answers
        let checked: Answers
    }

    private struct Answers: Sendable {
        let identity: Response
        let compressed: Response?
        let notModified: Response
    }

    private let files: [String: File]
    /// Changes with any of the files: what stands behind `?v=` in their addresses.
    package let version: String

    /// No files.
    package static let none = PublicFiles()

    private init() {
        files = [:]
        version = "0"
    }

    /// Reads a folder, hidden files and links aside, and puts stylesheets together (`Stylesheet`); what went into one has
    /// no address of its own. Throws when something cannot be read.
    init(folder: String, headers: HTTPFields) throws {
        var files: [String: File] = [:]
        var parts: Set<String> = []
        let root = URL(fileURLWithPath: folder, isDirectory: true)
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
            let url = root.appendingPathComponent(name)
            let isHidden = name.utf8.starts(with: ".".utf8) || name.contains("/.")
            let kind = try FileManager.default.attributesOfItem(atPath: url.path)[.type] as? FileAttributeType
            guard !isHidden, kind == .typeRegular, let type = Self.type(of: name) else { continue }
            var bytes = [UInt8](try Data(contentsOf: url))
            if type.utf8.starts(with: "text/css".utf8) {
                let sheet = try Stylesheet.assembled(name, in: root)
                bytes = Array(sheet.text.utf8)
                parts.formUnion(sheet.parts)
            }
            let file = Self.file(bytes: bytes, type: type, headers: headers)
            files["/public/\(name)"] = file
            if name == "robots.txt" || name == "favicon.ico" { files["/\(name)"] = file }
        }
        for part in parts { files["/public/\(part)"] = nil }
        self.files = files
        let tags = files.keys.sorted().map { "\($0) \(files[$0]?.tag ?? "")\n" }.joined()
        version = String(EntityTag.of(Array(tags.utf8)).prefix(12))
    }

    /// The answer to a path; nil when there is no such file.
    func response(path: String, query: String?, headers: HTTPFields) -> Response? {
        guard let file = files[path] else { return nil }
        let isPinned = query == "v=" + version
        let answers = isPinned ? file.forever : file.checked
        if EntityTag.matches(headers[.ifNoneMatch], file.tag) { return answers.notModified }
        if let compressed = answers.compressed, Gzip.isAccepted(by: headers) { return compressed }
        return answers.identity
    }

    private static func file(bytes: [UInt8], type: String, headers: HTTPFields) -> File {
        let tag = EntityTag.of(bytes)
        let isText = type.utf8.starts(with: "text/".utf8) || type.contains("json") || type.contains("svg")
        let gzip = isText ? Gzip.compress(bytes, level: 9) : nil
        let plain = ByteBuffer(bytes: bytes)
        func answers(cacheControl: String) -> Answers {
            var fields = headers
            fields[.contentType] = type
            fields[.cacheControl] = cacheControl
            fields[.eTag] = EntityTag.header(tag)
            fields[.vary] = "Accept-Encoding"
            let identity = Response(status: .ok, headers: fields, body: .init(byteBuffer: plain))
            let notModified = Response(status: .notModified, headers: fields)
            fields[.contentEncoding] = "gzip"
            let compressed = gzip.map { Response(status: .ok, headers: fields, body: .init(byteBuffer: $0)) }
            return Answers(identity: identity, compressed: compressed, notModified: notModified)
        }
        // Pages name fonts without an edition; a week spares a question a page.
        let isFont = type.utf8.starts(with: "font/".utf8)
        return File(
            tag: tag, forever: answers(cacheControl: "public, max-age=31536000, immutable"),
            checked: answers(cacheControl: isFont ? "public, max-age=604800" : "no-cache"))
    }

    /// The types that browsers are given; a file of another kind is not served.
    private static func type(of name: String) -> String? {
        switch name.utf8.split(separator: UInt8(ascii: ".")).last.map({ String($0) ?? "" }) {
        case "css": "text/css; charset=utf-8"
        case "js", "mjs": "text/javascript; charset=utf-8"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        case "jpg", "jpeg": "image/jpeg"
        case "webp": "image/webp"
        case "ico": "image/x-icon"
        case "woff2": "font/woff2"
        case "txt", "md": "text/plain; charset=utf-8"
        case "json": "application/json"
        case "webmanifest": "application/manifest+json"
        default: nil
        }
    }
}
