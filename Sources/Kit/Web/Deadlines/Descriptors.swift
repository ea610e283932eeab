import Foundation
import HummingbirdCore
import Logging

/// How many files and sockets this process may have open. At the limit a socket that listens stays readable and is never
/// accepted, so the loop would spin; therefore no more connections are accepted than leave some for everything else.
enum Descriptors {
    /// For database connections, files and the sockets that listen.
    static let reserve = 128

    /// Raises the limit to what the system allows, at most to 65,536; many systems begin with 1,024.
    static func raiseLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = min(limit.rlim_max, 65_536)
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }

    /// Connections that may be open at the same time.
    static var connections: Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1_024 - reserve }
        return max(Int(clamping: limit.rlim_cur) - reserve, 16)
    }
}
