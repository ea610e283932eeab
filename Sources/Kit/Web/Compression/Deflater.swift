import CZlib
import NIOCore
import Synchronization

/// One zlib stream of raw deflate, kept for the next page: setting one up costs as much as compressing a small page.
///
/// `@unchecked Sendable` holds because a deflater is in one pair of hands at a time: it is either in the pool, behind
/// its lock, or with the one function that borrowed it.
final class Deflater: @unchecked Sendable {
    private static let pool = Mutex<[Deflater]>([])
    private let stream: UnsafeMutablePointer<z_stream>

    private init?(level: Int32) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // 15 bits of window, negative for no wrapper. Level 1 compresses the short pieces between others and forgets all
        // after each: it has less to forget with memory 6 than with zlib's own 8.
        let status = deflateInit2_(
            stream, level, Z_DEFLATED, -15, level == 1 ? 6 : 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else {
            stream.deallocate()
            return nil
        }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    /// Lends a deflater at the beginning of a stream; nil when zlib has no memory. Those of level 1 are kept.
    static func with<Result>(level: Int32, _ body: (Deflater) -> Result?) -> Result? {
        guard level == 1 else { return Deflater(level: level).flatMap(body) }
        guard let deflater = pool.withLock({ $0.popLast() }) ?? Deflater(level: 1) else { return nil }
        defer { pool.withLock { if $0.count < 8 { $0.append(deflater) } } }
        guard deflateReset(deflater.stream) == Z_OK else { return nil }
        return body(deflater)
    }

    /// Compresses the bytes behind what is in `output`, up to a whole byte (a full flush: what comes after must not look
    /// back over what somebody else wrote between). False when zlib could not.
    func write(_ bytes: UnsafeBufferPointer<UInt8>, into output: inout ByteBuffer) -> Bool {
        // Above zlib's bound: the empty block that a flush ends with.
        let bound = Int(deflateBound(stream, UInt(bytes.count))) + 16
        var isDone = false
        output.writeWithUnsafeMutableBytes(minimumWritableBytes: bound) { space in
            // zlib reads through a pointer that C's history left mutable.
            stream.pointee.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress)
            stream.pointee.avail_in = UInt32(bytes.count)
            stream.pointee.next_out = space.baseAddress?.assumingMemoryBound(to: UInt8.self)
            stream.pointee.avail_out = UInt32(bound)
            isDone = deflate(stream, Z_FULL_FLUSH) == Z_OK && stream.pointee.avail_in == 0
            return bound - Int(stream.pointee.avail_out)
        }
        return isDone
    }
}
