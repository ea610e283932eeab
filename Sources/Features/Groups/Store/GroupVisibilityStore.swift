import Accounts
import Storage

/// Who may read of a series, in one place: what is published, everybody; drafts and what was cancelled, the
/// coordinators of its organization; besides, what somebody has a seat in or waits for, they.
enum GroupVisibilityStore {
    /// For a statement in which the series stands as `series`.
    static func isReadable(by viewer: Viewer) -> SQL {
        switch viewer {
        case .system: "TRUE"
        case .anonymous: isPublished
        case .person(let me, _):
            """
            (\(isPublished) OR \(isCoordinated("series.organization_id", by: viewer)) OR EXISTS
                (SELECT 1 FROM enrolments AS own WHERE own.member_id = \(me) AND own.series_id = series.id
                    AND own.state <> 'left'))
            """
        }
    }

    /// The same, and in lists: not what is by referral only (`programs` joined).
    static func isListed(for viewer: Viewer) -> SQL { "(programs.listing = 'open' AND \(isReadable(by: viewer)))" }

    /// Whether the viewer is coordinator of the organization that a column names.
    static func isCoordinated(_ organization: SQL, by viewer: Viewer) -> SQL {
        switch viewer {
        case .system: "TRUE"
        case .anonymous: "FALSE"
        case .person(_, let roles):
            // Sorted, so that the statement is the same for the same viewer.
            coordinated(roles).isEmpty ? "FALSE" : "\(organization) IN (\(SQL.list(coordinated(roles))))"
        }
    }

    private static func coordinated(_ roles: Set<HeldRole>) -> [ID<Space>] {
        roles.filter { $0.role == .coordinator && $0.space.kind == .organization }.compactMap(\.space.id).sorted()
    }

    private static let isPublished: SQL = "series.state IN ('open', 'closed')"
}
