import NIOCore
import Synchronization

/// How many connections are open, in all and from each address.
final class Connections: Sendable {
    private struct State {
        var total = 0
        var byNetwork: [ClientAddress.Network: Int] = [:]
    }

    private let state = Mutex(State())
    private let limits: Limits

    init(_ limits: Limits) {
        self.limits = limits
    }

    var total: Int { state.withLock { $0.total } }

    /// Counts a new connection in; false when there are too many, and then it is not counted.
    func admit(_ address: SocketAddress?) -> Bool {
        let network = Self.network(address)
        let isExempt = limits.isLoopbackExempt && (address.map(ClientAddress.isLoopback) ?? true)
        return state.withLock { state in
            let fromThere = state.byNetwork[network, default: 0]
            guard state.total < limits.connections || isExempt else { return false }
            guard fromThere < limits.connectionsPerAddress || isExempt else { return false }
            state.total += 1
            state.byNetwork[network] = fromThere + 1
            return true
        }
    }

    func release(_ address: SocketAddress?) {
        let network = Self.network(address)
        state.withLock { state in
            state.total = max(state.total - 1, 0)
            let rest = state.byNetwork[network, default: 1] - 1
            state.byNetwork[network] = rest > 0 ? rest : nil
        }
    }

    private static func network(_ address: SocketAddress?) -> ClientAddress.Network {
        address.map { ClientAddress.socket($0).network } ?? .local
    }
}
