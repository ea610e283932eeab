extension Styleguide {
    static func evidence(_ text: Text) -> HTML {
        """
        \(HTML.card(sentence(text) + distribution([0.14, 0.32, 0.27, 0.15, 0.12], text)))\
        \(HTML.card(distribution([0.02, 0.01, 0.93, 0, 0.04], text)))\
        \(HTML.card(distribution([0.44, 0.56], text)))\
        \(few(text))\
        \(HTML.card(history(text), title: text("markup.styleguide.history"), kind: .yours, level: 3))
        """
    }

    /// Too few by itself: the reason, the nearest figure, and a person to ask, in one card.
    private static func few(_ text: Text) -> HTML {
        HTML.card(
            """
            <p>\(text("markup.styleguide.sample.body"))</p>\(sentence(text))\
            \(HTML.rangeBar(low: 0.4, middle: 0.46, high: 0.52, label: text("markup.styleguide.table.label")))\
            <div class="aside"><p>\(text("markup.styleguide.sample.note"))</p>\
            \(HTML.actions([HTML.buttonLink(text("markup.styleguide.sample.link"), to: "#main", kind: .secondary)]))\
            </div>
            """, title: text("markup.styleguide.table.few"), level: 3)
    }

    private static func sentence(_ text: Text) -> HTML {
        let strong: HTML = "<strong>\(text("markup.styleguide.evidence.strong"))</strong>"
        return HTML.evidenceSentence(
            text.html("markup.styleguide.evidence.sentence", ["strong": strong]),
            tier: text("markup.styleguide.evidence.tier"))
    }

    private static func steps(_ text: Text) -> [String] {
        [
            text("markup.styleguide.step.0"), text("markup.styleguide.step.1"), text("markup.styleguide.step.2"),
            text("markup.styleguide.step.3"), text("markup.styleguide.step.4"),
        ]
    }

    private static func distribution(_ shares: [Double], _ text: Text) -> HTML {
        let segments = zip(steps(text).reversed(), shares).enumerated().map {
            Segment(label: $0.element.0, share: $0.element.1, tone: $0.offset)
        }
        let table = Table(
            caption: text("markup.styleguide.evidence.table"), isCaptionHidden: true,
            columns: [
                Column(text("markup.styleguide.evidence.answer")),
                Column(text("markup.styleguide.evidence.people"), numeric: true),
            ],
            rows: segments.map { ["\($0.label)", "\(Int(($0.share * 100).rounded()))"] })
        return HTML.distributionBar(
            segments: segments, title: text("markup.styleguide.evidence.title"),
            description: text("markup.styleguide.evidence.description"), table: HTML.table(table),
            tableLabel: text("markup.styleguide.evidence.table"))
    }

    private static func history(_ text: Text) -> HTML {
        return HTML.historyChart(
            points: [
                (x: 0, y: 1, label: text.date(year: 2019, month: 3, day: nil)),
                (x: 0.2, y: 3, label: text.date(year: 2021, month: 3, day: nil)),
                (x: 0.55, y: 2, label: text.date(year: 2023, month: 3, day: nil)),
                (x: 1, y: 4, label: text.date(year: 2026, month: 3, day: nil)),
            ],
            yLabels: steps(text), title: text("markup.styleguide.history"),
            description: text("markup.styleguide.history.description"),
            table: HTML.facts([
                (term: text.date(year: 2019, month: 3, day: nil), value: "\(text("markup.styleguide.step.1"))")
            ]),
            tableLabel: text("markup.styleguide.evidence.table"))
    }

    static func tables(_ text: Text) -> HTML {
        let columns = [
            Column(text("markup.styleguide.table.treatment")),
            Column(text("markup.styleguide.table.range"), heading: HTML.scale()),
            Column(text("markup.styleguide.evidence.people"), numeric: true),
        ]
        let ranges: [(String, Double, Double, Double, Double?)] = [
            (text("markup.styleguide.sample.one"), 0.46, 0.63, 0.8, nil),
            (text("markup.styleguide.sample.two"), 0.4, 0.46, 0.52, 0.75), (longWord, 0, 0.02, 0.05, nil),
            (text("markup.styleguide.sample.title"), 0.95, 0.98, 1, nil),
        ]
        let rows: [[HTML]] = ranges.map { name, low, middle, high, mark in
            let label = text("markup.styleguide.table.label")
            return ["\(name)", HTML.rangeBar(low: low, middle: middle, high: high, mark: mark, label: label), "164"]
        }
        let few: [HTML] = [
            "<a href=\"#main\">\(text("markup.styleguide.sample.link"))</a>",
            "\(text("markup.styleguide.table.few"))", .empty,
        ]
        let caption = text("markup.styleguide.table.caption")
        return HTML.card(HTML.table(Table(caption: caption, columns: columns, rows: rows + [few])))
    }
}
