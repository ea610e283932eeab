package import Markup

extension Visit {
    /// The sentences in another language than the person's: for a sheet that is printed for whoever takes it.
    package func text(in language: Language) -> Text { site.texts[language] }
}
