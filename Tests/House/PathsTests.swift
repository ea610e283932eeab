import Foundation
import Testing

/// A folder may be called anything.
@Suite struct PathsTests {
    @Test func `no path is percent-encoded`() {
        let allowed = House.allowed("path")
        let bare = House.sources.filter { file in file.code.contains { $0.contains(".path()") } }.map(\.path)
        expectNone(
            bare.filter { !allowed.contains($0) },
            "URL.path() writes a space as %20, and there is no such file: .path(percentEncoded: false)")
        expectNone(allowed.filter { !bare.contains($0) }, "these are mended now: take them out of ratchet.txt")
    }
}
