/// The buffer that HTML is written into: writing is one comparison and one copy.
///
/// Not to be copied while it is written to: two copies would write into the same memory.
public struct ByteWriter {
    @usableFromInline var owner: ByteStorage
    @usableFromInline var base: UnsafeMutablePointer<UInt8>
    @usableFromInline var count = 0
    @usableFromInline var capacity: Int

    /// - Parameter capacity: how many bytes are expected; it grows when they are more.
    @inlinable
    public init(capacity: Int) {
        self.capacity = max(capacity, 32)
        owner = ByteStorage.make(capacity: self.capacity)
        base = owner.base
    }

    /// What was written.
    @inlinable
    public consuming func finished() -> ByteString {
        ByteString(base: base, count: count, owner: owner)
    }

    /// Writes bytes as they are.
    @inlinable
    public mutating func write(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let source = bytes.baseAddress else { return }
        makeRoom(bytes.count)
        base.advanced(by: count).update(from: source, count: bytes.count)
        count &+= bytes.count
    }

    /// Writes bytes as they are.
    @inlinable
    public mutating func write(_ bytes: ByteString) {
        bytes.withBytes { write($0) }
    }

    /// Writes a literal as it stands in the source.
    @inlinable @inline(__always)
    public mutating func write(_ literal: StaticString) {
        if literal.hasPointerRepresentation {
            write(UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
        } else {
            literal.withUTF8Buffer { write($0) }
        }
    }

    /// Writes one byte.
    @inlinable
    public mutating func write(_ byte: UInt8) {
        makeRoom(1)
        base[count] = byte
        count &+= 1
    }

    /// After this, so many more bytes fit.
    @inlinable
    public mutating func makeRoom(_ more: Int) {
        if more > capacity &- count { grow(more) }
    }

    @usableFromInline
    mutating func grow(_ more: Int) {
        let larger = ByteStorage.make(capacity: max(count + more, capacity * 2))
        larger.base.update(from: base, count: count)
        owner = larger
        base = larger.base
        capacity = larger.header
    }
}
