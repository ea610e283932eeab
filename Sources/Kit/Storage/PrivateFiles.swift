package import Foundation

/// Why files are not used as they lie, in words for whoever starts the server.
package struct FileRefusal: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}

/// The folder in which a server keeps its files: nobody but its own account may enter it (mode 0700).
package enum PrivateFolder {
    /// Makes the folder, or takes the rights of others away from one that is there.
    ///
    /// A folder that others may enter and that holds files of something else is left alone and refused, in words for
    /// whoever runs the server: taking the rights of others away from `/tmp` would break their machine.
    /// - Parameter ours: names of files by which a folder is known as a server's.
    package static func prepare(_ url: URL, knownBy ours: Set<String>) throws(FileRefusal) {
        let path = url.path
        do {
            try FileManager.default.createDirectory(
                at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw FileRefusal("\(path) cannot be made: choose another folder")
        }
        guard try permissions(of: path) & 0o077 != 0 else { return }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        guard names.allSatisfy({ $0 == "lost+found" }) || names.contains(where: ours.contains) else {
            throw FileRefusal(
                "\(path) may be entered by others and holds files of something else: choose a folder of its own, "
                    + "or close this one to others (chmod 700)")
        }
        try narrow(path, to: 0o700)
    }
}

/// A file that only its owner may read and write (mode 0600).
enum PrivateFile {
    /// Makes the file where there is none, so that at no moment others can read it; takes their rights away from one
    /// that is there.
    static func prepare(_ path: String) throws(FileRefusal) {
        let file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if file >= 0 {
            close(file)
        } else {
            try narrow(path)
        }
    }

    /// Takes the rights of others away from a file, if it is there.
    static func narrow(_ path: String) throws(FileRefusal) {
        guard FileManager.default.fileExists(atPath: path) else { return }
        // By name: opening and closing an SQLite file would let go of the locks that this process holds on it.
        if try permissions(of: path) & 0o077 != 0 { try Storage.narrow(path, to: 0o600) }
    }
}

private func permissions(of path: String) throws(FileRefusal) -> mode_t {
    var status = stat()
    guard stat(path, &status) == 0 else {
        throw FileRefusal("\(path) cannot be read: \(String(cString: strerror(errno)))")
    }
    return status.st_mode
}

private func narrow(_ path: String, to mode: mode_t) throws(FileRefusal) {
    guard chmod(path, mode) == 0 else {
        throw FileRefusal(
            "\(path) may be read by others and belongs to another account: "
                + "give it to the account that runs the server (chown), and close it to others (chmod go=)")
    }
}
