import Markup

/// The shell's unchanging parts in one language, as markup and compressed.
struct PageFrame: Sendable {
    let shell: ShellFrame
    let pieces: [SharedPiece]

    private init(_ shell: ShellFrame) {
        self.shell = shell
        pieces = shell.parts.map { SharedPiece($0) }
    }

    /// Written and compressed once, at start.
    static func ofLanguages(
        _ texts: Texts, _ settings: SiteSettings, assetsVersion: String
    ) -> [Language: PageFrame] {
        Dictionary(
            uniqueKeysWithValues: texts.languages.all.map { language in
                let shell = Shell(
                    text: texts[language], title: "", main: .empty, path: "/", siteName: settings.name,
                    crisisNumber: settings.crisisNumber, crisisWords: settings.crisisWords,
                    emergencyNumber: settings.emergencyNumber, assetsVersion: assetsVersion)
                return (language, PageFrame(shell.frame()))
            })
    }
}
