import Foundation
import ServiceLifecycle
import Synchronization
import Web

/// Runs room commands in a server that holds the database: with SQLite one process may open the file, so whoever types a
/// command asks the server for it over a socket in the data folder, which only its owner may enter.
///
/// A message is a line of JSON. To the server: the words and the folder they were typed in, then answers to its questions. From it: lines to show,
/// questions, and at the end nothing or what went wrong.
struct CommandSocket: Service, CustomStringConvertible {
    private let house: House
    private let listener: SocketFile

    /// The group of services writes each down by its name. Without one a structure is written out with all that hangs on
    /// it: here the house with its models, which took eleven seconds of every start.
    let description = "command socket"

    /// What goes over the socket.
    enum Message: Codable, Sendable {
        case run([String], folder: String)
        case say(String)
        case ask(String)
        case answer(String)
        case read(most: Int)
        case contents(Data)
        case ended(problem: String?)
    }

    static func listen(for house: House) throws -> CommandSocket {
        CommandSocket(house: house, listener: try SocketFile.listening(in: house.settings.data))
    }

    func run() async throws {
        let (house, listener, open) = (house, listener, OpenConnections())
        // Also when another service failed, as when the port is taken: the server must end then, not wait for commands.
        // One that computes is cancelled: it ends before its next transaction.
        await cancelWhenGracefulShutdown {
            await withTaskCancellationHandler {
                await withTaskGroup { group in
                    while let connection = await listener.accept() {
                        group.addTask {
                            open.add(connection)
                            await Self.serve(connection, house)
                            open.close(connection)
                        }
                    }
                }
            } onCancel: {
                listener.stop()
                open.hangUp()
            }
        }
    }

    /// The conversations under way. Somebody may sit before a question for hours, and the server must be able to end.
    private final class OpenConnections: Sendable {
        private let state = Mutex<(connections: [ObjectIdentifier: LineConnection], isOver: Bool)>(([:], false))

        func add(_ connection: LineConnection) {
            state.withLock { state in
                state.connections[ObjectIdentifier(connection)] = connection
                if state.isOver { connection.hangUp() }
            }
        }

        func close(_ connection: LineConnection) {
            state.withLock { state in
                state.connections[ObjectIdentifier(connection)] = nil
                connection.close()
            }
        }

        func hangUp() {
            state.withLock { state in
                state.isOver = true
                for connection in state.connections.values { connection.hangUp() }
            }
        }
    }

    private static func serve(_ connection: LineConnection, _ house: House) async {
        guard case .run(let words, let folder)? = await connection.receive() else { return }
        let console = Console(
            in: folder,
            say: { connection.send(.say($0)) },
            ask: { question in
                connection.send(.ask(question))
                guard case .answer(let text)? = await connection.receive() else { return "" }
                return text
            },
            read: { most in
                connection.send(.read(most: most))
                guard case .contents(let bytes)? = await connection.receive() else { return [] }
                return Array(bytes)
            })
        do {
            try await house.run(words, console)
            connection.send(.ended(problem: nil))
        } catch {
            connection.send(.ended(problem: "\(error)"))
        }
    }

    /// Has a running server do what was typed here. Throws `CommandError` with what went wrong there.
    static func send(_ words: [String], to folder: URL) async throws {
        guard let connection = SocketFile.connect(in: folder) else {
            throw CommandError("The running server could not be asked. Stop it, or wait until it has started.")
        }
        defer { connection.close() }
        connection.send(.run(words, folder: Console.terminal.folder))
        while let message = await connection.receive() {
            switch message {
            case .say(let line): announce(line)
            case .ask(let question): connection.send(.answer(await Console.terminal.ask(question)))
            case .read(let most): connection.send(.contents(Data(await Console.terminal.read(most))))
            case .ended(nil): return
            case .ended(let problem?): throw CommandError(problem)
            case .run, .answer, .contents: break
            }
        }
        throw CommandError("The server stopped before it was done. Look whether it happened before you try again.")
    }
}
