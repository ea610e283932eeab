/// Kinds of pictures that are taken in, told by their first bytes. What a name or a header field says counts for
/// nothing.
package enum ImageKind: String, Sendable, Hashable, CaseIterable {
    case jpeg, png, webp, gif

    /// The kind of a file that begins with these bytes; nil where it is none of these. SVG is never one: it is a program
    /// for a browser.
    package init?(_ bytes: some Collection<UInt8>) {
        let start = Array(bytes.prefix(12))
        func begins(_ magic: [UInt8], at offset: Int = 0) -> Bool { start.dropFirst(offset).starts(with: magic) }
        if begins([0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if begins([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .png
        } else if begins(Array("RIFF".utf8)), begins(Array("WEBP".utf8), at: 8) {
            self = .webp
        } else if begins(Array("GIF87a".utf8)) || begins(Array("GIF89a".utf8)) {
            self = .gif
        } else {
            return nil
        }
    }

    package var mediaType: String { "image/\(rawValue)" }
}

/// A picture that this server made itself.
package struct Image: Sendable, Hashable {
    /// JPEG or PNG: every telephone shows those.
    package let kind: ImageKind
    package let bytes: [UInt8]
    package let width: Int
    package let height: Int

    package init(kind: ImageKind, bytes: [UInt8], width: Int, height: Int) {
        (self.kind, self.bytes, self.width, self.height) = (kind, bytes, width, height)
    }
}

/// Why a file did not become a picture.
package enum ImageRefusal: Error, Sendable, Hashable {
    /// None of the kinds that are taken.
    case notAnImage
    /// It begins like a picture and cannot be read to its end.
    case broken
    /// More pixels than are taken.
    case tooManyPixels
    /// Even small it takes more bytes than are kept.
    case tooDetailed
    /// Others are waiting already.
    case busy
    /// The programs that make pictures anew are not installed; their names.
    case notInstalled([String])
}
