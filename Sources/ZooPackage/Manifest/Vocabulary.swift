public import ZooTensors

/// The vocabulary of a model, as its card states it, with the files of the package that hold it.
public struct Vocabulary: Sendable, Hashable {
  /// All members.
  public let object: JSONObject
  /// How text is split, for example `wordpiece`; `none` for a model without a vocabulary.
  public let kind: String
  /// The number of entries.
  public let size: Int?
  /// The files, the most important first.
  public let files: [String]
  /// Special tokens by their roles, for example `mask`.
  public let special: [String: String]
  /// Whether text is put into lower case first.
  public let isLowercase: Bool?

  /// No vocabulary.
  public static let none = Vocabulary(object: ["kind": "none"])

  /// Checks the members that are understood here and keeps all of them.
  public init(_ object: JSONObject) throws(FormatError) {
    var fields = JSONFields(object, "vocabulary")
    kind = try fields.required("kind", "a string", \.stringValue)
    size = try fields.optional("size", \.count)
    files = try fields.optional("files", \.strings) ?? []
    isLowercase = try fields.optional("lowercase", \.boolValue)
    var special: [String: String] = [:]
    for member in try fields.optional("special", \.objectValue)?.members ?? [] {
      guard let token = member.value.stringValue else {
        throw FormatError(
          .invalidValue,
          "'vocabulary.special.\(member.key)' must be a string, found \(member.value.kind)"
        )
      }
      special[member.key] = token
    }
    self.special = special
    self.object = object
  }

  private init(object: JSONValue) {
    self.object = object.objectValue ?? JSONObject()
    kind = "none"
    size = nil
    files = []
    special = [:]
    isLowercase = nil
  }
}
