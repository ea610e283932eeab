/// What programs are told of a route beyond what its declaration says. English, for whoever writes them.
package struct RouteDocumentation: Sendable {
    /// A parameter of the path or the query.
    package struct Parameter: Sendable {
        package let name: String
        package let schema: Schema
        package let about: String

        package init(_ name: String, _ schema: Schema, _ about: String) {
            (self.name, self.schema, self.about) = (name, schema, about)
        }
    }

    /// What it does, in a few words; and what else one has to know.
    package let summary: String
    package let about: String?
    /// Of the path; those that are missing here are texts.
    package let path: [Parameter]
    /// Of the query; all may be left out.
    package let query: [Parameter]
    package let takes: Schema?
    package let answers: Schema?
    /// Refusals besides those that follow from the declaration, by status, each with what it means.
    package let refusals: [Int: String]

    package init(
        _ summary: String, about: String? = nil, path: [Parameter] = [], query: [Parameter] = [],
        takes: Schema? = nil, answers: Schema? = nil, refusals: [Int: String] = [:]
    ) {
        (self.summary, self.about, self.path, self.query) = (summary, about, path, query)
        (self.takes, self.answers, self.refusals) = (takes, answers, refusals)
    }
}

extension Route {
    /// The same route, with what programs are told of it.
    package func documented(_ documentation: RouteDocumentation) -> Route {
        var route = self
        route.documentation = documentation
        return route
    }
}
