import Foundation
import Web

#if canImport(Glibc)
    import Glibc
#endif

/// The port that a server will listen on, looked at before anything is made: a community takes a while.
enum ListeningPort {
    /// Throws `CommandError` where the server could not listen for a reason that a person can mend. What else may be wrong
    /// the server itself says.
    /// - Parameter command: what was typed to start it.
    static func check(_ host: String, _ port: Int, command: String) throws(CommandError) {
        guard port > 0 else { return }
        switch fault(host, port) {
        case EADDRINUSE:
            let other = port < 65_535 ? port + 1 : port - 1
            throw CommandError("Port \(port) is taken. Try another: \(command) --port \(other)")
        case EACCES:
            throw CommandError("This account may not listen on port \(port). Try another: \(command) --port 8080")
        default: return
        }
    }

    /// The number of the error with which the system refuses it; 0: none.
    private static func fault(_ host: String, _ port: Int) -> CInt {
        var (hints, found) = (addrinfo(), UnsafeMutablePointer<addrinfo>?.none)
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_PASSIVE
        guard getaddrinfo(host, "\(port)", &hints, &found) == 0, let first = found else { return 0 }
        defer { freeaddrinfo(found) }
        let address = first.pointee
        let descriptor = socket(address.ai_family, address.ai_socktype | O_CLOEXEC, address.ai_protocol)
        guard descriptor >= 0 else { return 0 }
        defer { close(descriptor) }
        // As the server does: connections of one that has just ended are no hindrance.
        var isOn: CInt = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &isOn, socklen_t(MemoryLayout<CInt>.size))
        return bind(descriptor, address.ai_addr, address.ai_addrlen) == 0 ? 0 : errno
    }
}
