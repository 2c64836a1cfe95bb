import Foundation

/// A repository of a hub at one revision, and its addresses.
struct HubRepository: Sendable, Hashable {
  /// `OWNER/NAME`, or a name alone.
  let name: String
  /// A branch, tag or commit.
  let revision: String

  /// Whether the revision is a commit, so that it always means the same files.
  var isPinned: Bool { Self.isCommit(revision) }

  /// Whether a text is the name of a commit.
  static func isCommit(_ text: String) -> Bool {
    text.utf8.count == 40
      && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }

  /// The same repository at another revision.
  func at(_ revision: String) -> HubRepository {
    HubRepository(name: name, revision: revision)
  }

  /// The address that names the commit of the revision.
  func revisionAddress(_ endpoint: String) -> String {
    "\(endpoint)/api/models/\(name)/revision/\(Self.encoded(revision, keepsSlash: false))"
  }

  /// The address that lists the files.
  func listingAddress(_ endpoint: String) -> String {
    "\(endpoint)/api/models/\(name)/tree/\(Self.encoded(revision, keepsSlash: false))?recursive=1"
  }

  /// The address of a file.
  func fileAddress(_ endpoint: String, _ path: String) -> String {
    "\(endpoint)/\(name)/resolve/\(Self.encoded(revision, keepsSlash: false))/"
      + Self.encoded(path, keepsSlash: true)
  }

  /// A text with everything but unreserved characters percent-encoded.
  static func encoded(_ text: String, keepsSlash: Bool) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var result: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x5f, 0x7e: result.append(byte)
      case 0x2f where keepsSlash: result.append(byte)
      default: result += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
