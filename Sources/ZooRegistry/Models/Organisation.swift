import ZooTensors

/// Who publishes models, with the names by which people look for it.
public struct Organisation: Sendable, Hashable {
  /// The name, as cards write it.
  public let name: String
  /// The Chinese name.
  public let chineseName: String?
  /// Other names, in any language.
  public let otherNames: [String]
  /// The names of the organisations that it is part of.
  public let parents: [String]
  /// The file.
  public let file: String
  /// The line of the file where it begins.
  public let line: Int

  /// Every name of its own.
  public var names: [String] { [name] + [chineseName].compactMap(\.self) + otherNames }

  init?(_ member: YAMLNode.Member, _ context: SchemaContext) {
    guard let reader = MapReader(member.value, "organisation '\(member.key)'", context) else {
      return nil
    }
    name = member.key
    chineseName = reader.text("name_zh")
    otherNames = reader.texts("also")
    parents = reader.texts("part_of")
    reader.finish()
    file = context.file
    line = member.position.line
  }
}

extension MapReader {
  /// The organisations of a card: one name or a list; `nil` where the key is absent.
  func organisations() -> [String]? {
    guard let value = value("organisation") else { return nil }
    if value.elements != nil { return texts("organisation") }
    return text(value, "'organisation'").map { [$0] }
  }
}

extension [String] {
  /// The names in one text: `A`, `A and B`, `A, B and C`; `nil` without any.
  package var joinedAsOrganisations: String? {
    guard let last else { return nil }
    return count == 1 ? last : "\(dropLast().joined(separator: ", ")) and \(last)"
  }
}
