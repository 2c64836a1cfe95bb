public import ZooTensors

/// The licence of a model, as its card states it.
///
/// One of `{spdx, url, evidence}`, `{text, url}` or `{unknown: true}`, with optional `flags`.
public struct License: Sendable, Hashable {
  /// All members.
  public let object: JSONObject
  /// The SPDX identifier, for example `Apache-2.0`.
  public let spdx: String?
  /// The publisher's words, where no SPDX identifier fits.
  public let text: String?
  /// Where the licence can be read.
  public let url: String?
  /// What the statement rests on.
  public let evidence: String?
  /// Conditions a user must know: `non-commercial`, `no-redistribution`, `acceptance`.
  public let flags: [String]

  /// A licence about which nothing is known.
  public static let unknown = License(object: ["unknown": true])

  /// Checks the members that are understood here and keeps all of them.
  public init(_ object: JSONObject) throws(FormatError) {
    var fields = JSONFields(object, "license")
    spdx = try fields.optional("spdx", \.stringValue)
    text = try fields.optional("text", \.stringValue)
    url = try fields.optional("url", \.stringValue)
    evidence = try fields.optional("evidence", \.stringValue)
    flags = try fields.optional("flags", \.strings) ?? []
    self.object = object
  }

  private init(object: JSONValue) {
    self.object = object.objectValue ?? JSONObject()
    spdx = nil
    text = nil
    url = nil
    evidence = nil
    flags = []
  }

  /// Whether the publisher states no licence.
  public var isUnknown: Bool { spdx == nil && text == nil }
}
