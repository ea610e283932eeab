import ArgumentParser
import Storage
import Web

/// What whoever runs the server can type about accounts, also while it runs.
extension AccountsFeature {
    var commands: [Command] {
        [
            Command(
                "account add", "Makes an account and prints its passphrase, which holds for a day and is then changed.",
                AddArguments.self, addAccount),
            Command(
                "account renew",
                "Prints another passphrase for an account that was made here and that nobody came to in time.",
                NameArguments.self, renewAccount),
            Command("account grant", "Gives an account a role in a space.", RoleArguments.self, grantRole),
            Command("account revoke", "Takes a role from an account.", RoleArguments.self, revokeRole),
            Command("account roles", "Lists who holds which role.", NoArguments.self, listRoles),
            Command("account spaces", "Lists the spaces in which roles can be held.", NoArguments.self, listSpaces),
            Command("account suspend", "Suspends an account: its owner can only download or erase.", NameArguments.self)
            {
                try await self.hold($0, isForGood: false, $1)
            },
            Command(
                "account close", "Closes an account for good; its owner can still download or erase.",
                NameArguments.self
            ) { try await self.hold($0, isForGood: true, $1) },
            Command("account reopen", "Opens an account that was suspended or closed.", NameArguments.self, reopen),
            Command(
                "account reset-second-factor",
                "Takes a member's second factors away, when they have lost them all; first make sure that it is they.",
                NameArguments.self, resetSecondFactor),
            Command(
                "post bounce", "Takes in a mail that came back, from standard input.", NoArguments.self, takeBounce),
            Command(
                "audit verify", "Checks the audit log from its first line to its last.", VerifyArguments.self,
                verifyAudit),
        ]
    }

    struct NoArguments: ParsableArguments {}

    struct NameArguments: ParsableArguments {
        @Argument(help: "The pseudonym, exactly as it is shown.") var name: String
        @Flag(help: "Do not ask.") var yes = false
    }

    struct AddArguments: ParsableArguments {
        @Argument(help: "The pseudonym.") var name: String
        @Option(help: "leader, coordinator, moderator, steward, director or administrator.") var role: String?
        @Option(help: "site, county, community:NAME or organization:NAME.") var space = "site"
        @Flag(help: "The person has agreed that their health data are kept.") var consent = false
    }

    struct RoleArguments: ParsableArguments {
        @Argument(help: "The pseudonym, exactly as it is shown.") var name: String
        @Argument(help: "leader, coordinator, moderator, steward, director or administrator.") var role: String
        @Option(help: "site, county, community:NAME or organization:NAME.") var space = "site"
        @Flag(help: "Do not ask.") var yes = false
    }

    struct VerifyArguments: ParsableArguments {
        @Option(help: "A head that was kept elsewhere, LINE:HASH as this command prints it.") var head: String?
    }

    private func addAccount(_ given: AddArguments, _ console: Console) async throws {
        var roles: [HeldRole] = []
        if let role = given.role { roles = [try await held(role, given.space)] }
        do {
            let passphrase = try await add(named: given.name, roles: roles, hasHealthConsent: given.consent)
            Self.say(passphrase, of: given.name, console)
        } catch let error as AccountNameError {
            throw CommandError(error.description)
        }
    }

    private func renewAccount(_ given: NameArguments, _ console: Console) async throws {
        let (_, name) = try await exactly(given.name)
        try await Self.confirm("Make another passphrase for \"\(name)\"?", given.yes, console)
        do {
            Self.say(try await renew(named: name), of: name, console)
        } catch let error as AccountNameError {
            throw CommandError(error.description)
        }
    }

    private static func say(_ passphrase: String, of name: String, _ console: Console) {
        console.say("name: \(name)")
        console.say("passphrase: \(passphrase)")
        console.say("It holds for 24 hours. At the first sign-in it is changed for one that nobody else has seen.")
    }

    private func grantRole(_ given: RoleArguments, _ console: Console) async throws {
        let held = try await held(given.role, given.space)
        let (member, name) = try await exactly(given.name)
        try await Self.confirm("Make \"\(name)\" \(held.role.rawValue) in \(held.space.code)?", given.yes, console)
        try await Self.told { try await self.grant(held, to: member, by: Self.commandLine) }
        console.say("\"\(name)\" is \(held.role.rawValue) in \(held.space.code).")
    }

    private func revokeRole(_ given: RoleArguments, _ console: Console) async throws {
        let held = try await held(given.role, given.space)
        let (member, name) = try await exactly(given.name)
        try await Self.confirm(
            "Take the role \(held.role.rawValue) in \(held.space.code) from \"\(name)\"?", given.yes, console)
        try await Self.told { try await self.revoke(held, from: member, by: Self.commandLine) }
        console.say("\"\(name)\" is no longer \(held.role.rawValue) in \(held.space.code).")
    }

    private func listRoles(_: NoArguments, _ console: Console) async throws {
        let holders = try await database.read { try RoleStore.all(in: $0) }
        if holders.isEmpty { console.say("Nobody holds a role.") }
        for holder in holders {
            console.say("\(holder.held.space.code)\t\(holder.held.role.rawValue)\t\(holder.pseudonym)")
        }
    }

    private func listSpaces(_: NoArguments, _ console: Console) async throws {
        for (space, name) in try await database.read({ try RoleStore.spaces(in: $0) }) {
            console.say(name.isEmpty ? space.code : "\(space.code)\t\(name)")
        }
    }

    private func hold(_ given: NameArguments, isForGood: Bool, _ console: Console) async throws {
        let (member, name) = try await exactly(given.name)
        try await Self.confirm("\(isForGood ? "Close" : "Suspend") the account of \"\(name)\"?", given.yes, console)
        try await Self.told { try await self.hold(member, isForGood: isForGood, by: Self.commandLine) }
        console.say("The account of \"\(name)\" is \(isForGood ? "closed" : "suspended"). All its sessions have ended.")
    }

    private func reopen(_ given: NameArguments, _ console: Console) async throws {
        let (member, name) = try await exactly(given.name)
        try await Self.confirm("Open the account of \"\(name)\" again?", given.yes, console)
        try await liftHold(from: member, by: Self.commandLine)
        console.say("The account of \"\(name)\" is open.")
    }

    private func resetSecondFactor(_ given: NameArguments, _ console: Console) async throws {
        let (_, name) = try await exactly(given.name)
        try await Self.confirm("Take the second factors of \"\(name)\" away?", given.yes, console)
        switch try await resetSecondFactor(of: name) {
        case .done: console.say("Their second factors are gone. They will read of it when they sign in.")
        case .nothingToReset: throw CommandError("\"\(name)\" has no second factor.")
        }
    }

    private func verifyAudit(_ given: VerifyArguments, _ console: Console) async throws {
        let head = try given.head.map { text in
            let parts = text.utf8.split(separator: UInt8(ascii: ":"), maxSplits: 1).map { String(Substring($0)) }
            guard parts.count == 2, let line = Int64(parts[0]), line >= 0 else {
                throw CommandError("--head takes LINE:HASH, as this command prints it.")
            }
            return (length: line, hash: parts[1])
        }
        switch try await audit.verify(database, against: head) {
        case .whole(let length, let hash, let keyedFrom):
            if keyedFrom > 1 {
                console.say(
                    "Lines before \(keyedFrom) are from before the chain was keyed: "
                        + "only a head that was kept elsewhere vouches for them.")
            }
            console.say("The audit log is whole. Keep this elsewhere, and hand it in with --head next time:")
            console.say("\(length):\(hash)")
        case .broken(let line):
            throw CommandError(
                "The audit log is broken at line \(line): it, or a line before it, was changed or removed.")
        }
    }
}

// MARK: - Reading and asking

extension AccountsFeature {
    /// A role in a space, which is named by its code, or as `account spaces` names it: `community:stigma`.
    private func held(_ role: String, _ space: String) async throws -> HeldRole {
        guard let role = Role(rawValue: role) else {
            let all = Role.allCases.map(\.rawValue).joined(separator: ", ")
            throw CommandError("No role is called \"\(role)\". There are: \(all).")
        }
        if let space = Space(code: space) { return HeldRole(role, in: space) }
        let named = try await database.read { try RoleStore.spaces(in: $0) }
            .filter { "\($0.space.kind.rawValue):\($0.name)" == space }
        guard let found = named.first, named.count == 1 else {
            throw CommandError("\"\(space)\" is no space. See the ones there are with: account spaces")
        }
        return HeldRole(role, in: found.space)
    }

    private func exactly(_ name: String) async throws -> (ID<Person>, String) {
        do {
            return (try await member(named: name), Pseudonym.tidied(name))
        } catch let error as AccountNameError {
            throw CommandError(error.description)
        }
    }

    private static func confirm(_ question: String, _ isConfirmed: Bool, _ console: Console) async throws {
        guard !isConfirmed else { return }
        let answer = await console.ask("\(question) Type yes: ")
        guard ["yes", "y"].contains(answer) else {
            throw CommandError("Nothing was changed. Type yes to the question, or add --yes.")
        }
    }

    private static func told(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let error as AppointmentError {
            throw CommandError(error.description)
        }
    }
}
