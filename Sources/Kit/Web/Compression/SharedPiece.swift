import Markup

#if canImport(Glibc)
    import Glibc
#endif

/// A piece that many people's pages have alike, as markup and compressed so that it can stand in the middle of any gzip
/// stream: raw deflate (RFC 1951) that looks back at nothing before it and ends on a whole byte.
///
/// A signed-in page is then compressed only where it is somebody's own; the rest is copied.
struct SharedPiece: Sendable {
    let html: HTML
    /// Empty where compressing failed or is not worth a seam.
    let deflated: [UInt8]
    /// CRC-32 of the markup.
    let checksum: UInt

    /// Pieces smaller than this are compressed with what is around them.
    static let smallest = 512

    init(_ html: HTML) {
        self.html = html
        (deflated, checksum) = html.withBytes { bytes in
            guard bytes.count >= Self.smallest, let deflated = Gzip.deflated(bytes) else { return ([], 0) }
            return (deflated, Gzip.checksum(bytes))
        }
    }

    /// Bytes that it takes in memory, roughly.
    var cost: Int { html.count + deflated.count + 512 }
}

/// A page as the pieces that are compressed already and what lies between them.
enum PageSegment {
    case new(UnsafeBufferPointer<UInt8>)
    case ready(SharedPiece)

    /// Takes a page apart. A piece that is not in it, or lies over another, is left out: then its bytes are new.
    static func of(_ page: UnsafeBufferPointer<UInt8>, pieces: [SharedPiece]) -> [PageSegment] {
        var found: [(start: Int, piece: SharedPiece)] = []
        for piece in pieces where !piece.deflated.isEmpty {
            // Pages note their pieces in the order in which they stand.
            let last = found.last.map { $0.start + $0.piece.html.count } ?? 0
            if let start = position(of: piece, in: page, from: last) ?? position(of: piece, in: page, from: 0) {
                found.append((start, piece))
            }
        }
        found.sort { $0.start < $1.start }
        var segments: [PageSegment] = []
        var end = 0
        for (start, piece) in found where start >= end {
            if start > end { segments.append(.new(.init(rebasing: page[end..<start]))) }
            segments.append(.ready(piece))
            end = start + piece.html.count
        }
        if end < page.count { segments.append(.new(.init(rebasing: page[end...]))) }
        return segments
    }

    /// Where a piece's bytes begin. Its first byte is looked for, then all are compared, which mostly ends at the second.
    private static func position(of piece: SharedPiece, in page: UnsafeBufferPointer<UInt8>, from: Int) -> Int? {
        piece.html.withBytes { bytes -> Int? in
            guard let first = bytes.first, let needle = bytes.baseAddress, let base = page.baseAddress else {
                return nil
            }
            var start = from
            while page.count - start >= bytes.count {
                guard let match = memchr(base + start, Int32(first), page.count - start - bytes.count + 1) else {
                    return nil
                }
                start = UnsafeRawPointer(match) - UnsafeRawPointer(base)
                if memcmp(base + start, needle, bytes.count) == 0 { return start }
                start += 1
            }
            return nil
        }
    }
}
