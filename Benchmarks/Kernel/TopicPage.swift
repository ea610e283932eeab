import Markup

/// One row of the page: what a list of threads shows.
struct Topic {
    let slug: String
    let title: String
    let author: String
    let excerpt: String
    let replies: Int
    let readers: Int
    let lastReply: String

    /// Fifty rows that differ; some hold bytes to escape and letters beyond ASCII.
    static func fifty() -> [Topic] {
        let names = ["Fernleaf", "Río-claro", "Heron & Co", "Nightowl", "<anon>", "Señal", "Old \"Oak\"", "Wren"]
        let subjects = [
            "Tapering after two years", "¿A qué hora del día?", "Sleep & pain", "It's the mornings", "Cost",
        ]
        return (0..<50).map { row in
            Topic(
                slug: "topic-\(row * 7919 % 1000)", title: "\(subjects[row % subjects.count]): what helped?",
                author: names[row % names.count],
                excerpt: "The first two weeks were queasy, then mornings got possible (\(row)).",
                replies: row * 37 % 211, readers: row * 911 % 4_001, lastReply: "November \(row % 28 + 1), 2026")
        }
    }
}

/// The page as a feature would write it.
@inline(never)
func topicList(_ topics: [Topic]) -> HTML {
    """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8"><title>Topics</title></head><body><main><h1>Topics</h1>
    <ul class="topics">\(HTML.each(topics, topicRow))</ul></main></body></html>
    """
}

func topicRow(_ topic: Topic) -> HTML {
    """
    <li class="topic"><h2><a href="\(Link("/topics/\(topic.slug)"))">\(topic.title)</a></h2>
    <p class="topic-excerpt">\(topic.excerpt)</p>
    <p class="note">by <span class="author">\(topic.author)</span> · <b>\(topic.replies)</b> replies ·
    <b>\(topic.readers)</b> readers · <time>\(topic.lastReply)</time></p></li>

    """
}
