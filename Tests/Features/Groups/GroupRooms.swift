import Accounts
import Web

@testable import Groups
@testable import Safety
@testable import Vocabulary

/// The rooms that groups stand on, with a small catalogue.
func groupRooms(
    _ catalogue: [String: [UInt8]], _ dependencies: Dependencies, _ accounts: AccountsFeature
) throws -> [any Room] {
    try groupRooms(
        VocabularyFeature(dependencies, accounts: accounts, files: CatalogueFiles.rows(of: catalogue)), dependencies,
        accounts)
}

/// The same with any.
func groupRooms(
    _ vocabulary: VocabularyFeature, _ dependencies: Dependencies, _ accounts: AccountsFeature
) throws -> [any Room] {
    let safety = try SafetyFeature(dependencies, reader: try CrisisReader(), house: accounts.forSafety)
    return [
        vocabulary, safety,
        GroupsFeature(dependencies, accounts: accounts, vocabulary: vocabulary, safety: safety),
    ]
}
