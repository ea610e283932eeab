import Web

// What everybody sees: pages, feeds, and the pieces of other rooms' pages.
extension GroupsFeature {
    var findingRoutes: [Route] { [] }
    var findingMenu: [MenuEntry] { [] }
    var door: Door? { nil }
    var beside: Beside? { nil }
    var finder: Finder? { nil }
}
