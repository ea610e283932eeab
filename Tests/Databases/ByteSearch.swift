package import Foundation
package import Storage

/// Whether a text stands anywhere in the bytes of a folder's files, the log of a database and its free pages included.
package func bytesHold(_ text: String, in folder: URL) throws -> Bool {
    try bytesHold(Data(text.utf8), in: folder)
}

/// Whether an identifier stands there, as its 16 bytes.
package func bytesHold<Kind>(_ id: ID<Kind>, in folder: URL) throws -> Bool {
    try bytesHold(withUnsafeBytes(of: (id.high.bigEndian, id.low.bigEndian)) { Data($0) }, in: folder)
}

private func bytesHold(_ wanted: Data, in folder: URL) throws -> Bool {
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    return names.contains { name in
        // A file that ends meanwhile holds nothing.
        let bytes = try? Data(contentsOf: folder.appending(path: name), options: .alwaysMapped)
        return bytes?.range(of: wanted) != nil
    }
}
