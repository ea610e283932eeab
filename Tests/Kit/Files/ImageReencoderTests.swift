import Foundation
import Testing

@testable import Files

/// Pictures from anybody, made anew by libvips.
@Suite(.enabled(if: TestImages.isInstalled, "libvips-tools is not installed: bin/setup test"))
struct ImageReencoderTests {
    let reencoder = ImageReencoder()

    private func refusal(of bytes: [UInt8], _ reencoder: ImageReencoder? = nil) async throws -> ImageRefusal? {
        do {
            _ = try await (reencoder ?? self.reencoder).picture(from: try await spooled(bytes))
            return nil
        } catch let refusal as ImageRefusal {
            return refusal
        }
    }

    @Test func `a photograph stands upright, and nothing but what it shows is left`() async throws {
        let sent = TestImages.turned(try TestImages.noise(300, 200, type: "jpg"))
        #expect(sent.contains("Dover") && sent.contains("Exif"))
        let image = try await reencoder.picture(from: try await spooled(sent))
        #expect(image.kind == .jpeg && image.width == 200 && image.height == 300)
        for words in ["Exif", "Dover", "GPS", "http://ns.adobe.com", "behind its end", "vips"] {
            #expect(!image.bytes.contains(words), "\(words)")
        }
        // The markers of application data but JFIF's own, and of comments.
        #expect(!image.bytes.hasMarker { (0xE1...0xEF).contains($0) || $0 == 0xFE })
    }

    @Test func `each kind is taken, and is at most 1600 pixels and 512 KiB`() async throws {
        for type in ["jpg", "png", "webp", "gif"] {
            let image = try await reencoder.picture(
                from: try await spooled(try TestImages.plain(2_400, 1_200, type: type)))
            #expect(image.width == 1_600 && image.height == 800, "\(type)")
            #expect(image.kind == (type == "png" || type == "gif" ? .png : .jpeg), "\(type)")
        }
        let small = try await reencoder.picture(from: try await spooled(try TestImages.plain(40, 30)))
        #expect(small.width == 40 && small.height == 30)
        for bands in [3, 4] {
            let detailed = try TestImages.noise(1_800, 1_800, bands: bands)
            #expect(detailed.count > 4 * StoredFile.mostBytes)
            let image = try await reencoder.picture(from: try await spooled(detailed))
            #expect(image.bytes.count <= StoredFile.mostBytes && image.width >= 600)
            #expect(image.kind == (bands == 4 ? .png : .jpeg))
        }
    }

    @Test func `what is no picture is refused, whatever it is called`() async throws {
        let others = [
            "", "hello, I am a picture", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "<?xml version=\"1.0\"?><svg/>",
            "%PDF-1.7", "BM\0\0", "II*\0", "\0\0\0\u{18}ftypheic", "P6 1 1 255 abc", "VIPS", "PK\u{3}\u{4}", "GIF88a",
        ]
        for bytes in others { #expect(try await refusal(of: Array(bytes.utf8)) == .notAnImage, "\(bytes)") }
    }

    @Test func `what lies about its kind or breaks off is refused`() async throws {
        let png = try TestImages.noise(400, 300)
        let jpeg = try TestImages.noise(400, 300, type: "jpg")
        let webp = try TestImages.noise(400, 300, type: "webp")
        for whole in [png, jpeg, webp] {
            #expect(try await refusal(of: Array(whole.prefix(whole.count / 2))) == .broken)
            #expect(try await refusal(of: Array(whole.prefix(64))) == .broken)
            #expect(try await refusal(of: Array(whole.prefix(12)) + Array(repeating: 0x41, count: 5_000)) == .broken)
        }
        // One kind's first bytes before another's picture, and a PNG that says it is larger than it is.
        #expect(try await refusal(of: Array("GIF89a".utf8) + jpeg) != nil)
        var lie = png
        lie.replaceSubrange(16..<24, with: [0, 0, 0x10, 0, 0, 0, 0x10, 0])
        #expect(try await refusal(of: lie) == .broken)
    }

    @Test func `a picture of fifty megapixels is refused by its header`() async throws {
        #expect(try await refusal(of: try TestImages.plain(7_100, 7_100)) == .tooManyPixels)
        #expect(try await refusal(of: try TestImages.plain(7_100, 7_100, type: "webp")) == .tooManyPixels)
        #expect(try await refusal(of: try TestImages.plain(7_100, 7_100, type: "jpg")) == .tooManyPixels)
        let gif = try await refusal(of: TestImages.hugeGIF)
        #expect(gif == .tooManyPixels || gif == .broken, "\(String(describing: gif))")
    }

    @Test func `of something that moves the first picture is taken`() async throws {
        let strip = try TestImages.make(
            ["black b.v 60 400 --bands 3", "copy b.v c.v --interpretation srgb", "gifsave c.v OUT --page-height 40"],
            type: "gif")
        let image = try await reencoder.picture(from: try await spooled(strip))
        #expect(image.width == 60 && image.height == 40)
    }
}

extension [UInt8] {
    func contains(_ words: String) -> Bool { firstRange(of: Array(words.utf8)) != nil }

    /// Whether the head of a JPEG has such a marker.
    func hasMarker(_ isWanted: (UInt8) -> Bool) -> Bool {
        var at = 2
        while at + 4 <= count, self[at] == 0xFF, self[at + 1] != 0xDA {
            if isWanted(self[at + 1]) { return true }
            at += 2 + Int(self[at + 2]) << 8 + Int(self[at + 3])
        }
        return false
    }
}
