extension Styleguide {
    /// The palette with the contrast that each pair must have.
    static func colours(_ text: Text) -> HTML {
        """
        <ul class="palette"><li class="swatch-paper">paper</li><li class="swatch-card">card</li>\
        <li class="swatch-forest">forest</li><li class="swatch-moss">moss</li><li class="swatch-fern">fern</li>\
        <li class="swatch-lichen">lichen</li><li class="swatch-ember">ember</li>\
        <li class="swatch-ember-soft">ember-soft</li></ul>\
        \(HTML.note(text.html("markup.styleguide.colours.note")))
        """
    }
}
