// swift-tools-version: 6.2
import PackageDescription

// One target a room (see docs/tour.md). Arrows point down only: wayfellow → Features → Kit.

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let kitRooms: [Target.Dependency] = ["Storage", "Markup", "Web", "Jobs", "Post", logging]
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let serviceLifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")

/// A room of the kit: knows nothing of health.
func kit(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "Sources/Kit/\(name)", resources: resources,
        swiftSettings: strict)
}

/// A vertical slice; its texts and migrations travel with it. Named are the rooms that it uses, and what it needs besides
/// the kit.
func feature(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
    .target(
        name: name, dependencies: kitRooms + [argumentParser] + dependencies,
        path: "Sources/Features/\(name)", resources: [.copy("Text"), .copy("Migrations")] + resources,
        swiftSettings: strict)
}

func tests(
    _ floor: String, _ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []
) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.target(name: name)] + dependencies,
        path: "Tests/\(floor)/\(name)", exclude: exclude, swiftSettings: strict)
}

/// The rooms. A new one is a line here, below those that it uses (docs/new-room.md); its tests are a folder of the same
/// name in Tests/Features.
let features = [
    feature("Safety", [], resources: [.copy("Words")]),
    feature("Accounts", ["CArgon2", crypto, "Safety"], resources: [.copy("Words")]),
    feature("Vocabulary", ["Accounts"]),
    feature("Journal", ["Accounts", "Vocabulary", "Files", "Safety"]),
    feature("Evidence", ["Accounts", "Vocabulary", "Journal", "Statistics", "Safety"]),
    feature("Groups", ["Accounts", "Vocabulary", "Safety", "Recurrence", crypto], resources: [.copy("Places")]),
    feature(
        "Communities", ["Accounts", "Vocabulary", "Evidence", "Safety", "Markdown", "Files", crypto],
        resources: [.copy("Questions"), .copy("Words")]),
    feature("Branding", ["Accounts", "Files"]),
]
let eachFeature = features.map { Target.Dependency.target(name: $0.name) }

func bench(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .executableTarget(
        name: "bench-\(name.lowercased())", dependencies: dependencies, path: "Benchmarks/\(name)",
        exclude: ["run"] + exclude, swiftSettings: strict)
}

let package = Package(
    name: "wayfellow",
    products: [.executable(name: "wayfellow", targets: ["wayfellow"])],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        .systemLibrary(
            name: "CLibpq", path: "Sources/Kit/CLibpq", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(
            name: "CArgon2", path: "Sources/Kit/CArgon2", pkgConfig: "libargon2", providers: [.apt(["libargon2-dev"])]),
        .systemLibrary(
            name: "CZlib", path: "Sources/Kit/CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(
            name: "CCurl", path: "Sources/Kit/CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(
            name: "CMarkGFM", path: "Sources/Kit/CMarkGFM", pkgConfig: "libcmark-gfm",
            providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"])]),
        .systemLibrary(
            name: "CSQLiteConfig", path: "Sources/Kit/CSQLiteConfig", pkgConfig: "sqlite3",
            providers: [.apt(["libsqlite3-dev"])]),
        // The C library's own: Swift's view of it leaves `malloc.h` out.
        .systemLibrary(name: "CMalloc", path: "Sources/Kit/CMalloc"),

        kit("Statistics"),
        kit("Recurrence"),
        kit("Markup", resources: [.copy("Text"), .copy("Languages")]),
        kit("Markdown", ["CMarkGFM", "Markup"]),
        kit(
            "Storage",
            [
                "CLibpq", "CSQLiteConfig", logging, .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ], resources: [.copy("Migrations")]),
        kit(
            "Web",
            [
                "Storage", "Markup", "Jobs", "Post", "CZlib", hummingbird, logging, crypto, argumentParser,
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ], resources: [.copy("Text")]),
        kit(
            "Jobs",
            ["Storage", logging, serviceLifecycle],
            resources: [.copy("Migrations")]),
        kit(
            "Post", ["CCurl", "Storage", "Jobs", logging, crypto, serviceLifecycle],
            resources: [.copy("Phrases")]),
        kit(
            "Files",
            [
                "Storage", .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ], resources: [.copy("Migrations")]),

        .executableTarget(
            name: "wayfellow",
            dependencies: [
                "Storage", "Markup", "Web", "Jobs", "Files", "Post", "CMalloc", logging, argumentParser,
                .product(name: "Configuration", package: "swift-configuration"),
                serviceLifecycle,
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "SystemPackage", package: "swift-system"),
            ] + eachFeature,
            swiftSettings: strict),

        // A fresh database for each test, on every engine there is.
        .target(name: "Databases", dependencies: ["Storage"], path: "Tests/Databases", swiftSettings: strict),
        // Databases, an application without a socket and a clock of its own, for the tests.
        .target(
            name: "World",
            dependencies: [
                "Databases", "Storage", "Markup", "Web", "Jobs", "Files", "Post", "Accounts", logging,
            ],
            path: "Tests/World", swiftSettings: strict),
        .testTarget(
            name: "HouseTests", dependencies: ["Storage"], path: "Tests/House",
            exclude: ["migrations.txt", "ratchet.txt"], swiftSettings: strict),
        .testTarget(
            name: "FrontDoorTests",
            dependencies: ["wayfellow", "World", argumentParser, serviceLifecycle] + kitRooms + eachFeature,
            path: "Tests/FrontDoor", exclude: ["permissions"], swiftSettings: strict),
        tests("Kit", "Statistics"),
        tests("Kit", "Recurrence"),
        tests("Kit", "Markup", [crypto]),
        tests("Kit", "Markdown", ["CMarkGFM", "Markup"]),
        tests("Kit", "Storage", ["Databases"]),
        tests("Kit", "Web", ["Databases", "Storage", "Markup", logging, serviceLifecycle]),
        tests("Kit", "Jobs", ["Databases", "Storage", logging]),
        tests("Kit", "Files", ["Databases", "Storage"]),
        tests(
            "Kit", "Post", ["CCurl", "Databases", "Storage", "Jobs", logging, crypto, serviceLifecycle],
            exclude: ["mail_server.py", "Mails"]),

        bench("Kernel", ["Markup"]),
        bench(
            "Safety", ["Safety"],
            exclude: [
                "sentences-en.tsv", "sentences-es.tsv", "aside-en.tsv", "aside-es.tsv", "searches-aside.tsv",
                "phrases.txt",
                "peer.py",
                "train.py",
                "README.md", "Training",
            ]),
        bench("Contacts", ["Safety"], exclude: ["hidden.txt", "aside.txt", "health.txt", "peer.py", "README.md"]),
        bench("Alerts", ["Safety", "Accounts", "Web", "Jobs", "Markup", "Storage", logging]),
        bench(
            "Attack",
            [
                "Accounts", "Vocabulary", "Journal", "Safety", "Evidence", "Jobs", "Storage", "Markup", "Web", logging,
            ]),
        bench(
            "Unmasking",
            [
                "Accounts", "Vocabulary", "Journal", "Safety", "Evidence", "Communities", "Files", "Jobs", "Storage",
                "Markup", "Web", logging,
            ]),
        bench("Search", ["Vocabulary", "Storage", "Markup"]),
        bench("Recurrence", ["Recurrence"], exclude: ["libical.c", "recurrence.py", "differences.py"]),
        bench("Fulltext", ["Storage"]),
        bench("Jobs", ["Jobs", "Storage", logging]),
        bench(
            "Post", ["Accounts", "Post", "Jobs", "Web", "Markup", "Storage", logging], exclude: ["peer.py", "sink.py"]),
    ] + features + features.map { tests("Features", $0.name, ["World"] + $0.dependencies) })
