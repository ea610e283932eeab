import Dispatch
package import Foundation
package import Storage

/// Lays mail down as files in a folder that only the server's own account may enter: for a machine that sends nothing, and
/// for another program that fetches it.
///
/// A mail is `<id>.eml`, there as a whole or not at all; handed over again it takes its own place.
package struct DropTransport: MailTransport {
    private let folder: URL
    private let thread = DispatchQueue(label: "post-drop", qos: .utility)

    /// Makes the folder if there is none. Throws when others use it, or it cannot be made.
    package init(_ folder: URL) throws(FileRefusal) {
        try PrivateFolder.prepare(folder, knownBy: [])
        self.folder = folder
    }

    package var width: Int { 1 }

    package func handOver(_ mail: Mail, then: @escaping @Sendable (Result<Handover, MailError>) -> Void) {
        thread.async { [self] in
            let isWritten = write(MailFormat.bytes(of: mail), as: "\(mail.id)")
            then(isWritten ? .success(.taken) : .failure(.unreachable))
        }
    }

    private func write(_ bytes: [UInt8], as name: String) -> Bool {
        let unfinished = path("\(name)-\(ID<Mail>.random()).part")
        guard writeAll(bytes, to: unfinished), rename(unfinished, path("\(name).eml")) == 0 else {
            unlink(unfinished)
            return false
        }
        return syncFolder()
    }

    private func path(_ name: String) -> String { folder.appending(path: name).path(percentEncoded: false) }

    /// A new file that at no moment others can read, on the disk when this returns.
    private func writeAll(_ bytes: [UInt8], to path: String) -> Bool {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { return false }
        defer { close(file) }
        return bytes.withUnsafeBytes { bytes in
            var at = 0
            while at < bytes.count {
                let rest = UnsafeRawBufferPointer(rebasing: bytes[at...])
                let count = Foundation.write(file, rest.baseAddress, rest.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return false }
                at += count
            }
            return fsync(file) == 0
        }
    }

    /// The name is on the disk, too.
    private func syncFolder() -> Bool {
        let file = open(folder.path(percentEncoded: false), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard file >= 0 else { return false }
        defer { close(file) }
        return fsync(file) == 0
    }
}
