import Accounts
import ArgumentParser
import Evidence
import Foundation
import Logging
import Storage
import Web

struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Puts a copy of the database in its place, and erases again who erased their account since.",
        discussion: "Nothing is changed where it fails. docs/erasing.md says what belongs to a copy.")

    @Argument(help: "A copy of the SQLite file, or what pg_dump wrote (-Fc or plain).") var copy: String
    @OptionGroup var common: CommonOptions
    @Flag(help: "Also over a database in which people have accounts: it is gone then.") var replace = false
    @Flag(help: "Without the file erasures: whoever erased their account since the copy was made is back.")
    var withoutErasures = false

    func run() async throws {
        let restoring = Restoring(
            settings: try await Settings.read(data: common.data), copy: copy, replaces: replace,
            erasesAgain: !withoutErasures)
        try await restoring.run { announce($0) }
    }
}

/// Puts a copy in the place of the database that the settings name. The copy is made whole beside it, out of sight of any
/// server: checked, brought up to date, its erasures done again; only then it takes the place, in one step.
struct Restoring: Sendable {
    let settings: Settings
    let copy: String
    let replaces: Bool
    let erasesAgain: Bool

    /// Throws `CommandError`, and then nothing was changed.
    func run(_ say: (String) -> Void) async throws {
        do {
            let folder = try await DataFolder.open(settings.data, exclusively: true, isServer: false)
            let done = try await restore()
            if !erasesAgain {
                say(
                    "WITHOUT THE ERASURES: whoever erased their account since the copy was made is back, with their words."
                )
            }
            say("The copy is in its place. Accounts: \(done.members - done.erased).")
            if erasesAgain {
                say("Erased again: \(done.erased). Consent ended again: \(done.withdrawn).")
            }
            say(
                "Everybody has to sign in again. Start the server, and delete the copy: it still holds what was erased."
            )
            withExtendedLifetime(folder) {}
        } catch let error as CommandError {
            throw CommandError(error.description + "\nNothing was changed.")
        } catch StorageError.other(let reason) {
            throw CommandError("\(copy) cannot be used: \(reason).\nNothing was changed.")
        } catch {
            let words = "\(error)"
            throw CommandError(words + (words.contains("Nothing was changed") ? "" : "\nNothing was changed."))
        }
    }

    private func restore() async throws -> AccountsFeature.Replayed {
        let data = settings.data.path(percentEncoded: false)
        guard let keys = try AccountKeys.existing(setting: settings.key, folder: data) else {
            throw CommandError(
                "There is no account.key in \(data): put the one that belongs to the copy there first.")
        }
        guard FileManager.default.isReadableFile(atPath: copy) else { throw CommandError("\(copy) cannot be read.") }
        let kind = try URL(filePath: copy).resolvingSymlinksInPath().resourceValues(forKeys: [.isRegularFileKey])
        guard kind.isRegularFile == true else { throw CommandError("\(copy) is not a file.") }
        let path = ErasureBook.path(in: data)
        let book = erasesAgain ? try readBook(path, keys) : nil
        return try await settings.databaseIsSQLite
            ? SQLiteRestoring(copy: copy, target: settings.sqlitePath, replaces: replaces)
                .run { try await prepare($0, keys, book, from: path) }
            : PostgresRestoring(copy: copy, url: settings.databaseURL ?? "", replaces: replaces)
                .run { try await prepare($0, keys, book, from: path) }
    }

    private func readBook(_ path: String, _ keys: AccountKeys) throws -> ErasureBook {
        do {
            return try ErasureBook(path: path, keys: keys)
        } catch ErasureBookError.foreign(let path) {
            // Without it the restore would fail at the key.
            throw CommandError("\(ErasureBookError.foreign(path: path))")
        } catch {
            throw CommandError(
                "\(error)\nOr say --without-erasures: then whoever erased their account since the copy is back.")
        }
    }

    /// Brings a copy up to date and does the erasures again. It must be checked already that the copy is ours.
    private func prepare(
        _ database: Database, _ keys: AccountKeys, _ book: ErasureBook?, from path: String
    ) async throws -> AccountsFeature.Replayed {
        var site = settings.site
        site.formKey = keys.form
        let dependencies = Dependencies(
            database: database, clock: .system, settings: site, logger: Logger(label: "wayfellow"))
        let rooms = try Rooms(
            dependencies, keys: keys,
            content: settings.content.appending(path: "Vocabulary").path(percentEncoded: false),
            releaseAt: settings.releaseAt, dark: settings.dark)
        try await database.migrate(House.kitMigrations + rooms.features.map(\.migrations))
        _ = try await AccountKeys.load(
            setting: settings.key, folder: settings.data.path(percentEncoded: false), for: database,
            at: Clock.system.now())
        try await rooms.accounts.endEverybodysSessions()
        let done =
            if let book {
                try await replay(book, from: path, rooms)
            } else {
                AccountsFeature.Replayed(members: try await AccountsFeature.countMembers(in: database))
            }
        try await rooms.evidence.countOnceMoreAsDrawn()
        return done
    }

    private func replay(
        _ book: ErasureBook, from path: String, _ rooms: Rooms
    ) async throws -> AccountsFeature.Replayed {
        try await rooms.accounts.check(book, from: path)
        return try await rooms.accounts.replay(book, in: rooms.features)
    }
}

extension Restoring {
    static let inUse = """
        People have accounts in the database that is there. With --replace the copy takes its place, and it is gone: make a \
        copy of it first.
        """
}
