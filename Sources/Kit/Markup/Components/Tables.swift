/// A column of a table.
package struct Column: Sendable, Hashable {
    package var label: String
    /// Numbers are set flush right in figures of one width.
    package var numeric: Bool
    /// What stands in the heading in place of the label, for instance `HTML.scale()`; the label stays for phones.
    package var heading: HTML?

    package init(_ label: String, numeric: Bool = false, heading: HTML? = nil) {
        self.label = label
        self.numeric = numeric
        self.heading = heading
    }
}

/// A table; the first cell of a row is the row's heading. On a phone each row becomes a block of labelled lines.
package struct Table: Sendable {
    package var caption: String
    /// Only screen readers get the caption, for instance under a heading that says the same.
    package var isCaptionHidden: Bool
    package var columns: [Column]
    package var groups: [Group]

    /// Rows under a heading of their own.
    package struct Group: Sendable {
        /// Nil for rows without one.
        package var title: String?
        package var note: String?
        /// Whether a line holds them together, because their order says nothing.
        package var isTied: Bool
        package var rows: [[HTML]]

        package init(_ title: String?, note: String? = nil, isTied: Bool = false, rows: [[HTML]]) {
            (self.title, self.note, self.isTied, self.rows) = (title, note, isTied, rows)
        }
    }

    package init(caption: String, isCaptionHidden: Bool = false, columns: [Column], rows: [[HTML]]) {
        self.init(
            caption: caption, isCaptionHidden: isCaptionHidden, columns: columns, groups: [Group(nil, rows: rows)])
    }

    package init(caption: String, isCaptionHidden: Bool = false, columns: [Column], groups: [Group]) {
        self.caption = caption
        self.isCaptionHidden = isCaptionHidden
        self.columns = columns
        self.groups = groups
    }
}

extension HTML {
    /// A table. The roles are spelled out because browsers forget that a table is one when it is laid out as blocks.
    package static func table(_ table: Table) -> HTML {
        """
        <table class="table" role="table"><caption\(HTML.when(table.isCaptionHidden, " class=\"unseen\""))>\
        \(table.caption)</caption><thead role="rowgroup"><tr role="row">\
        \(HTML.each(table.columns) { columnHeading($0) })</tr></thead>\
        \(HTML.each(table.groups) { group($0, table.columns) })</table>
        """
    }

    private static func group(_ group: Table.Group, _ columns: [Column]) -> HTML {
        """
        <tbody role="rowgroup"\(HTML.when(group.title != nil, " class=\"band\(HTML.when(group.isTied, " band-tied"))\""))>\
        \(HTML.with(group.title) { title in
            """
            <tr role="row" class="band-head"><th role="rowheader" scope="rowgroup" colspan="\(columns.count)">\(title)\
            \(HTML.with(group.note) { "<span class=\"note row-note\">\($0)</span>" })</th></tr>
            """
        })\(HTML.each(group.rows) { row($0, columns) })</tbody>
        """
    }

    private static func columnHeading(_ column: Column) -> HTML {
        """
        <th role="columnheader" scope="col"\(HTML.when(column.numeric, " class=\"number\""))>\
        \(column.label)\(column.heading)</th>
        """
    }

    private static func row(_ cells: [HTML], _ columns: [Column]) -> HTML {
        var html: HTML = "<tr role=\"row\">"
        for (index, (column, cell)) in zip(columns, cells).enumerated() {
            html += index == 0 ? "<th role=\"rowheader\" scope=\"row\">\(cell)</th>" : self.cell(cell, column)
        }
        return html + "</tr>"
    }

    private static func cell(_ body: HTML, _ column: Column) -> HTML {
        """
        <td role="cell" data-label="\(column.label)"\(HTML.when(column.numeric, " class=\"number\""))>\
        <div>\(body)</div></td>
        """
    }
}
