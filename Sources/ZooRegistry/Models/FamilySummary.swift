/// What a list shows of a family.
public struct FamilySummary: Sendable, Hashable {
  /// The name.
  public let name: String
  /// The name as published.
  public let title: String
  /// The same in Chinese.
  public let chineseTitle: String?
  /// The model that the name of the family means.
  public let defaultModel: String?
  /// How many models it has.
  public let modelCount: Int

  /// Makes a summary of given values, for caches.
  package init(
    name: String,
    title: String,
    chineseTitle: String?,
    defaultModel: String?,
    modelCount: Int
  ) {
    self.name = name
    self.title = title
    self.chineseTitle = chineseTitle
    self.defaultModel = defaultModel
    self.modelCount = modelCount
  }

  /// The summary of a family.
  public init(_ family: Family) {
    self.init(
      name: family.name,
      title: family.header.title,
      chineseTitle: family.header.chineseTitle,
      defaultModel: family.defaultModel,
      modelCount: family.models.count
    )
  }
}
