/// Text that must not stand in a log, an error or a debugger's view: all of them get dots.
package struct Secret: Hashable, Sendable {
    /// The text itself, for whoever has to hand it on.
    package let revealed: String

    package init(_ text: String) { revealed = text }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "•••" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
