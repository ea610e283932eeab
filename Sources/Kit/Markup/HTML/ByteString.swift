/// Bytes that do not change: a literal of the program, or a buffer that is shared until somebody appends to it.
///
/// Sendable is not checked by the compiler because of the pointer. It holds because the bytes below `count` are never
/// written again: they belong to a literal, or to a buffer that only `ByteWriter` (before it is finished) and `append`
/// (when nobody else holds it, and then only above `count`) write to.
public struct ByteString: @unchecked Sendable {
    @usableFromInline var base: UnsafePointer<UInt8>
    /// How many bytes there are.
    public var count: Int
    /// Nil for a literal.
    @usableFromInline var owner: ByteStorage?

    @inlinable
    init(base: UnsafePointer<UInt8>, count: Int, owner: ByteStorage?) {
        self.base = base
        self.count = count
        self.owner = owner
    }

    /// The bytes of the program itself, nothing copied.
    @inlinable
    public init(_ literal: StaticString) {
        if literal.hasPointerRepresentation {
            self.init(base: literal.utf8Start, count: literal.utf8CodeUnitCount, owner: nil)
        } else {
            var writer = ByteWriter(capacity: 4)
            writer.write(literal)
            self = writer.finished()
        }
    }

    /// A copy of the bytes.
    @inlinable
    public init(_ bytes: [UInt8]) {
        var writer = ByteWriter(capacity: bytes.count)
        bytes.withUnsafeBufferPointer { writer.write($0) }
        self = writer.finished()
    }

    /// The bytes, for as long as the body runs.
    @inlinable
    public func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
        defer { withExtendedLifetime(owner) {} }
        return try body(UnsafeBufferPointer(start: base, count: count))
    }

    /// A copy as an array.
    public var array: [UInt8] { withBytes { Array($0) } }

    /// A copy as text.
    public var text: String { withBytes { String(decoding: $0, as: UTF8.self) } }

    /// Appends in place when nobody else holds the buffer and there is room, else into a larger one.
    @inlinable
    public mutating func append(_ other: ByteString) {
        guard other.count > 0 else { return }
        guard count > 0 else {
            self = other
            return
        }
        // Asked before the buffer has a name here: a name is one more who holds it.
        guard isKnownUniquelyReferenced(&owner), let storage = owner, count &+ other.count <= storage.header else {
            return appendToCopy(other)
        }
        storage.base.advanced(by: count).update(from: other.base, count: other.count)
        count &+= other.count
    }

    @usableFromInline
    mutating func appendToCopy(_ other: ByteString) {
        var writer = ByteWriter(capacity: (count + other.count) * 2)
        writer.write(self)
        writer.write(other)
        self = writer.finished()
    }
}

extension ByteString: Hashable {
    /// Whether both hold the same bytes.
    public static func == (left: ByteString, right: ByteString) -> Bool {
        left.count == right.count && left.withBytes { left in right.withBytes { left.elementsEqual($0) } }
    }

    /// Hashes the bytes.
    public func hash(into hasher: inout Hasher) {
        withBytes { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}

/// Memory for bytes, freed with its last holder: one allocation, the bytes behind the header, which is their number.
@usableFromInline
final class ByteStorage: ManagedBuffer<Int, UInt8> {
    @inlinable
    static func make(capacity: Int) -> ByteStorage {
        unsafeDowncast(create(minimumCapacity: capacity) { _ in capacity }, to: ByteStorage.self)
    }

    @inlinable final var base: UnsafeMutablePointer<UInt8> { withUnsafeMutablePointerToElements { $0 } }
}
