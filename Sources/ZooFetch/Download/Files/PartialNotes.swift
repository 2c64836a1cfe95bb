import ZooPackage
import ZooTensors

/// What is remembered of a download: small JSON beside the bytes.
struct PartialNotes: Sendable, Hashable {
  /// The file's path in the job, for people.
  var name: String
  /// The address that the bytes came from, before redirections.
  var address = ""
  /// The entity tag of the answer.
  var entityTag: String?
  /// The `Last-Modified` of the answer.
  var modified: String?
  /// The number of bytes of the whole file.
  var byteCount: Int?
  /// How many bytes are certainly on the disk.
  var flushedCount = 0
  /// The commit that the server named.
  var commit: String?
  /// The SHA-256 that a hub named when it redirected to its large-file storage.
  var linkedDigest: SHA256Digest?
  /// The process that wrote this, for messages.
  var process: String?
  /// The SHA-256 of the finished file.
  var sha256: SHA256Digest?

  init(name: String) { self.name = name }

  /// What a later request must ask the server to compare; only a strong tag will do.
  var validator: String? {
    if let entityTag, !entityTag.hasPrefix("W/") { return entityTag }
    return modified
  }

  /// The notes of a file, or `nil` where they are not readable, which only costs a new start.
  init?(_ bytes: [UInt8]) {
    guard let value = try? StrictJSON.parse(bytes), let object = value.objectValue,
      let name = object["name"]?.stringValue, let address = object["address"]?.stringValue,
      let flushed = object["flushed"]?.intValue, flushed >= 0
    else { return nil }
    self.name = name
    self.address = address
    flushedCount = flushed
    entityTag = object["etag"]?.stringValue
    modified = object["modified"]?.stringValue
    byteCount = object["bytes"]?.intValue
    commit = object["commit"]?.stringValue
    process = object["process"]?.stringValue
    linkedDigest = object["linked"]?.stringValue.flatMap { SHA256Digest(hex: $0) }
    sha256 = object["sha256"]?.stringValue.flatMap { SHA256Digest(hex: $0) }
  }

  var encoded: [UInt8] {
    var object = JSONObject()
    object["name"] = .string(name)
    object["address"] = .string(address)
    object["flushed"] = .integer(Int64(flushedCount))
    object["etag"] = entityTag.map { .string($0) }
    object["modified"] = modified.map { .string($0) }
    object["bytes"] = byteCount.map { .integer(Int64($0)) }
    object["commit"] = commit.map { .string($0) }
    object["process"] = process.map { .string($0) }
    object["linked"] = linkedDigest.map { .string($0.hex) }
    object["sha256"] = sha256.map { .string($0.hex) }
    return JSONWriter(expandedLevels: 1).bytes(of: .object(object)) + [0x0a]
  }
}
