import CCurl
import Foundation

/// The bytes of a mail, and how far libcurl has come with them.
final class Upload {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var count: Int { bytes.count }
    /// Whether the server may have all of it. libcurl takes bytes only when the server has said that it waits for them.
    var isSent: Bool { position == bytes.count }

    func fill(_ buffer: UnsafeMutablePointer<CChar>, atMost room: Int) -> Int {
        let count = min(room, bytes.count - position)
        bytes.withUnsafeBytes { bytes in
            UnsafeMutableRawBufferPointer(start: buffer, count: count).copyMemory(
                from: UnsafeRawBufferPointer(rebasing: bytes[position..<position + count]))
        }
        position += count
        return count
    }
}

/// libcurl asks for the next bytes by it.
func readUpload(
    _ buffer: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ source: UnsafeMutableRawPointer?
) -> Int {
    guard let buffer, let source else { return 0 }
    return Unmanaged<Upload>.fromOpaque(source).takeUnretainedValue().fill(buffer, atMost: size * count)
}

/// What is kept of the server's replies: the status of the last one. Its words are not, for they quote addresses.
final class Replies {
    var status: MailStatus?

    func note(_ line: UnsafeRawBufferPointer) {
        // 550 5.1.1 and words
        guard line.count > 4, line[0...2].allSatisfy({ (48...57).contains($0) }) else { return }
        // The goodbye comes behind the verdict and is none.
        if line.starts(with: "221".utf8) { return }
        status = MailStatus(line.dropFirst(4).prefix(12).prefix { $0 == 46 || (48...57).contains($0) })
    }
}

/// libcurl tells of each line of the server's by it.
func readReply(
    _ line: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ replies: UnsafeMutableRawPointer?
) -> Int {
    guard let line, let replies else { return 0 }
    let bytes = UnsafeRawBufferPointer(start: line, count: size * count)
    Unmanaged<Replies>.fromOpaque(replies).takeUnretainedValue().note(bytes)
    return bytes.count
}
