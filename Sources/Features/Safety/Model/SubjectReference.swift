/// A text or a name that others read, as rooms speak of it to each other.
package struct SubjectReference: Sendable, Hashable {
    /// A kind that a room names in its `Feature.safetyTexts`: `evidence.answer`.
    package let kind: String
    /// The identifier under which its room keeps it: UTF-8, no spaces, at most 100 bytes.
    package let record: String

    package init(kind: String, record: String) {
        (self.kind, self.record) = (kind, record)
    }
}
