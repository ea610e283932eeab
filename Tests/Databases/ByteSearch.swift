package import Foundation

/// Whether a text stands anywhere in the bytes of a folder's files, the log of a database and its free pages included.
package func bytesHold(_ text: String, in folder: URL) throws -> Bool {
    let wanted = Data(text.utf8)
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    return names.contains { name in
        // A file that ends meanwhile holds nothing.
        let bytes = try? Data(contentsOf: folder.appending(path: name), options: .alwaysMapped)
        return bytes?.range(of: wanted) != nil
    }
}
