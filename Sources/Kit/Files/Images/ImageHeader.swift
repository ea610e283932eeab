/// What the picture says of itself.
struct ImageHeader: Sendable, Hashable {
    let width: Int
    let height: Int
    /// One of them is how far each point is see-through.
    let hasAlpha: Bool
    let loader: String

    /// - Parameter text: what `vipsheader -a` prints: `width: 3000`, a fact a line.
    init?(_ text: String) {
        var facts: [Substring: Substring] = [:]
        for line in text.split(separator: "\n") {
            guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")) else { continue }
            let value = line[colon...].dropFirst(2)
            // The first of a name is the program's own; metadata of the picture come behind.
            if facts[line[..<colon]] == nil { facts[line[..<colon]] = value }
        }
        guard let width = facts["width"].flatMap({ Int($0) }), let height = facts["height"].flatMap({ Int($0) }),
            let bands = facts["bands"].flatMap({ Int($0) }), let loader = facts["vips-loader"], width > 0, height > 0
        else { return nil }
        self.width = width
        self.height = height
        self.loader = String(loader)
        hasAlpha = bands == 2 || (bands == 4 && facts["interpretation"] != "cmyk") || bands == 5
    }
}
