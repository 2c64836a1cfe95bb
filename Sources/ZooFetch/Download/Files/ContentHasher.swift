import Crypto
import ZooPackage

/// Hashes the bytes of a file as they come: SHA-256 always, and Git's way where that is what is known.
struct ContentHasher {
  private var sha256 = SHA256Hasher()
  private var git: Insecure.SHA1?

  /// Starts with no bytes.
  init(_ file: RemoteFile) {
    if case .gitObject = file.digest, let count = file.byteCount {
      var hasher = Insecure.SHA1()
      hasher.update(data: Array("blob \(count)\0".utf8))
      git = hasher
    }
  }

  mutating func update(_ bytes: [UInt8]) {
    sha256.update(bytes)
    git?.update(data: bytes)
  }

  /// The SHA-256.
  var digest: ZooPackage.SHA256Digest { sha256.finish() }

  /// What Git calls these bytes.
  var objectName: String? {
    git.map { hasher in
      hasher.finalize().reduce(into: "") { text, byte in
        let digits = String(byte, radix: 16)
        text += digits.count == 1 ? "0" + digits : digits
      }
    }
  }

  /// What was expected and found, where that differs.
  func mismatch(with expected: RemoteFile.ContentDigest?) -> (expected: String, found: String)? {
    switch expected {
    case .sha256(let wanted)?:
      let found = digest
      return found == wanted ? nil : ("SHA-256 \(wanted)", "SHA-256 \(found)")
    case .gitObject(let wanted)?:
      guard let found = objectName, found != wanted else { return nil }
      return ("Git object \(wanted)", "Git object \(found)")
    case nil: return nil
    }
  }
}
