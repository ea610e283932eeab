import CZlib
import HTTPTypes
import Hummingbird
import Markup
import NIOCore

/// gzip (RFC 1952) through zlib. Level 1 for pages made on the way: a third of the time of level 6 for 15% more bytes;
/// level 6 for what is kept, since it is compressed once and read by many on slow phones.
enum Gzip {
    /// Pages smaller than this go out as they are: a packet is a packet.
    static let smallest = 1_024
    static let keptLevel: Int32 = 6

    /// Magic number, deflate, no flags, no time, no hint, "Unix".
    private static let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]

    /// A last block with nothing in it.
    private static let end: [UInt8] = [3, 0]

    /// The bytes compressed; nil when they are too few, when it does not help, or when zlib has no memory.
    static func compress(_ bytes: [UInt8], level: Int32 = 1) -> ByteBuffer? {
        bytes.withUnsafeBufferPointer { compress($0, around: [], level: level) }
    }

    /// A page compressed, with the pieces in it that are compressed already copied as they are.
    static func compress(_ html: HTML, around pieces: [SharedPiece]) -> ByteBuffer? {
        html.withBytes { compress($0, around: pieces, level: 1) }
    }

    private static func compress(
        _ bytes: UnsafeBufferPointer<UInt8>, around pieces: [SharedPiece], level: Int32
    ) -> ByteBuffer? {
        guard bytes.count >= smallest, bytes.count < Int(Int32.max) else { return nil }
        return Deflater.with(level: level) { deflater in
            var output = ByteBuffer()
            output.reserveCapacity(bytes.count / 2 + 512)
            output.writeBytes(header)
            var sum: UInt = 0
            for segment in PageSegment.of(bytes, pieces: pieces) {
                switch segment {
                case .ready(let piece):
                    output.writeBytes(piece.deflated)
                    sum = crc32_combine(sum, piece.checksum, piece.html.count)
                case .new(let part):
                    guard write(part, with: deflater, into: &output) else { return nil }
                    sum = checksum(part, after: sum)
                }
            }
            output.writeBytes(end)
            output.writeInteger(UInt32(truncatingIfNeeded: sum), endianness: .little)
            output.writeInteger(UInt32(truncatingIfNeeded: bytes.count), endianness: .little)
            return output.readableBytes < bytes.count ? output : nil
        }
    }

    /// A few tags between two pieces are stored: a block of their own costs more time than their bytes are worth.
    private static func write(
        _ part: UnsafeBufferPointer<UInt8>, with deflater: Deflater, into output: inout ByteBuffer
    ) -> Bool {
        guard part.count <= 360 else { return deflater.write(part, into: &output) }
        output.writeInteger(UInt8(0))
        output.writeInteger(UInt16(part.count), endianness: .little)
        output.writeInteger(~UInt16(part.count), endianness: .little)
        output.writeBytes(part)
        return true
    }

    /// Raw deflate that stands by itself and ends on a whole byte; nil when zlib has no memory.
    static func deflated(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        Deflater.with(level: keptLevel) { deflater in
            var output = ByteBuffer()
            guard deflater.write(bytes, into: &output) else { return nil }
            return Array(output.readableBytesView)
        }
    }

    static func checksum(_ bytes: UnsafeBufferPointer<UInt8>, after sum: UInt = 0) -> UInt {
        crc32(sum, bytes.baseAddress, UInt32(truncatingIfNeeded: bytes.count))
    }

    /// Whether the client takes gzip (`q=0` says no).
    static func isAccepted(by headers: HTTPFields) -> Bool {
        guard let header = headers[.acceptEncoding] else { return false }
        // What browsers send, without looking further.
        if header.utf8.starts(with: "gzip, ".utf8) || header.utf8.elementsEqual("gzip".utf8) { return true }
        return header.utf8.prefix(200).split(separator: UInt8(ascii: ",")).contains { item in
            let parts = item.split(separator: UInt8(ascii: ";")).map { $0.filter { $0 != 32 } }
            guard let coding = parts.first, coding.elementsEqual("gzip".utf8) || coding.elementsEqual("*".utf8) else {
                return false
            }
            let isRefused = parts.dropFirst().contains { parameter in
                parameter.starts(with: "q=0".utf8) && !parameter.contains { (49...57).contains($0) }
            }
            return !isRefused
        }
    }
}
