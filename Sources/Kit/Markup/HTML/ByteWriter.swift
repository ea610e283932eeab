/// The buffer that HTML is written into.
///
/// An array that is longer than what is written so far, so that writing is one check and one copy; `append(contentsOf:)`
/// costs several times that for the short pieces a page is made of.
@usableFromInline
package struct ByteWriter: Sendable {
    @usableFromInline var storage: [UInt8]
    @usableFromInline var count = 0

    /// - Parameter capacity: how many bytes are expected; it grows when they are more.
    @inlinable
    package init(capacity: Int) {
        let count = max(capacity, 16)
        storage = Array(unsafeUninitializedCapacity: count) { buffer, initialized in
            buffer.initialize(repeating: 0)
            initialized = count
        }
    }

    /// What was written.
    @inlinable
    package consuming func finished() -> [UInt8] {
        storage.removeLast(storage.count &- count)
        return storage
    }

    @inlinable
    package mutating func write(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let source = bytes.baseAddress, !bytes.isEmpty else { return }
        makeRoom(bytes.count)
        let start = count
        storage.withUnsafeMutableBytes { target in
            target.baseAddress?.advanced(by: start).copyMemory(from: source, byteCount: bytes.count)
        }
        count = start &+ bytes.count
    }

    @inlinable
    package mutating func write(_ bytes: [UInt8]) {
        bytes.withUnsafeBufferPointer { write($0) }
    }

    @inlinable
    package mutating func write(_ literal: StaticString) {
        literal.withUTF8Buffer { write($0) }
    }

    @inlinable
    package mutating func write(_ byte: UInt8) {
        makeRoom(1)
        storage[count] = byte
        count &+= 1
    }

    /// After this, so many more bytes fit.
    @inlinable
    package mutating func makeRoom(_ more: Int) {
        if count &+ more > storage.count { grow(more) }
    }

    @usableFromInline
    mutating func grow(_ more: Int) {
        let wanted = max(count + more, storage.count * 2)
        storage.append(contentsOf: repeatElement(0, count: wanted - storage.count))
    }
}
