/// Makes pictures anew with libvips, in a process of its own: what comes out was written by us, from the pixels alone.
///
/// Nothing of the file is left but what it shows: no place where it was taken, no name, no thumbnail, no bytes behind its
/// end. It stands upright, is at most 1,600 pixels wide and high, and is JPEG or PNG, which every telephone shows
/// (WebP is unknown to those that ended with iOS 13).
package final class ImageReencoder: Sendable {
    /// Pixels of a picture that is still decoded: one more and it is refused by its header.
    package static let mostPixels = 40_000_000
    /// Pixels of the longer side.
    static let longestSide = 1_600

    /// Nil where a program is missing.
    private let tools: ImageTools?
    private let limits: ProcessLimits
    /// What is missing; empty when pictures can be made.
    package let missing: [String]
    private let turns = Turns(waiting: 6)

    package convenience init() {
        self.init(tools: Result { () throws(ImageRefusal) in try ImageTools() })
    }

    init(tools: Result<ImageTools, ImageRefusal>, limits: ProcessLimits = ProcessLimits()) {
        self.limits = limits
        switch tools {
        case .success(let tools):
            self.tools = tools
            missing = []
        case .failure(let refusal):
            self.tools = nil
            if case .notInstalled(let names) = refusal { missing = names } else { missing = ImageTools.names }
        }
    }

    /// The picture in this file. Throws `ImageRefusal`.
    package func picture(from file: SpooledFile) async throws -> Image {
        guard let tools else { throw ImageRefusal.notInstalled(missing) }
        guard let kind = ImageKind(try await file.bytes(from: 0, atMost: 12)) else { throw ImageRefusal.notAnImage }
        return try await turns.run {
            do {
                return try await Self.picture(from: file, kind, LimitedProcess(tools: tools, limits: limits))
            } catch is LimitedProcess.Failure {
                throw ImageRefusal.broken
            }
        }
    }

    private static func picture(
        from file: SpooledFile, _ kind: ImageKind, _ process: LimitedProcess
    ) async throws -> Image {
        let header = try await header(of: file, process)
        guard header.loader.hasPrefix("\(kind.rawValue)load") else { throw ImageRefusal.broken }
        let (pixels, isTooMuch) = header.width.multipliedReportingOverflow(by: header.height)
        guard !isTooMuch, pixels <= mostPixels else { throw ImageRefusal.tooManyPixels }
        for attempt in Attempt.all(for: kind, hasAlpha: header.hasAlpha) {
            let bytes: [UInt8]
            do {
                bytes = try await process.run(process.tools.thumbnail, attempt.arguments, reading: file)
            } catch LimitedProcess.Failure.tooMuch {
                continue
            }
            guard bytes.count <= StoredFile.mostBytes else { continue }
            return try await checked(bytes, attempt.kind, process, in: file.folder)
        }
        throw ImageRefusal.tooDetailed
    }

    private static func header(of file: SpooledFile, _ process: LimitedProcess) async throws -> ImageHeader {
        let printed = try await process.run(process.tools.header, ["-a", "stdin"], reading: file)
        guard let header = ImageHeader(String(decoding: printed, as: UTF8.self)) else { throw ImageRefusal.broken }
        return header
    }

    /// What came out is read once more: it is kept only as what it is.
    private static func checked(
        _ bytes: [UInt8], _ kind: ImageKind, _ process: LimitedProcess, in folder: String
    ) async throws -> Image {
        guard ImageKind(bytes) == kind else { throw ImageRefusal.broken }
        let made = try SpooledFile(in: folder)
        try await made.append(bytes)
        let header = try await header(of: made, process)
        guard max(header.width, header.height) <= longestSide else { throw ImageRefusal.broken }
        return Image(kind: kind, bytes: bytes, width: header.width, height: header.height)
    }

    /// One way to write a picture; the next is tried where it takes too many bytes.
    private struct Attempt {
        let kind: ImageKind
        let side: Int
        let options: String

        var arguments: [String] {
            let suffix = kind == .png ? ".png" : ".jpg"
            // Only ever smaller; colours as screens show them; an error anywhere in the file ends it.
            return ["stdin[fail_on=error]", "-s", "\(side)x\(side)>", "-e", "srgb", "-o", "\(suffix)[\(options)]"]
        }

        /// Drawings stay exact where they fit, photographs become JPEG, and what is see-through stays so.
        static func all(for kind: ImageKind, hasAlpha: Bool) -> [Attempt] {
            let exact = Attempt(kind: .png, side: longestSide, options: "strip,compression=6")
            let sides = [longestSide, 1_000, 600]
            if hasAlpha {
                return [exact]
                    + sides.map { Attempt(kind: .png, side: $0, options: "strip,palette,effort=2,compression=6") }
            }
            let photographs = sides.map { Attempt(kind: .jpeg, side: $0, options: "strip,Q=82,optimize_coding") }
            return kind == .png || kind == .gif ? [exact] + photographs : photographs
        }
    }
}
