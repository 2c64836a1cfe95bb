extension Reference {
  /// A file that a reference publishes and that is no checkpoint, such as a tokenizer's ranks.
  public struct File: Sendable, Hashable {
    /// Where it is.
    public let address: String
    /// The SHA-256 that the publisher gives, in hexadecimal.
    public let sha256: String?
    /// The size that the publisher gives.
    public let byteCount: Int?
    /// What it is for.
    public let note: String?

    init?(_ node: YAMLNode, _ context: SchemaContext) {
      guard let reader = MapReader(node, "a file of a reference", context) else { return nil }
      let address = reader.requiredText("url")
      sha256 = reader.digest("sha256")
      byteCount = reader.byteCount("size")
      note = reader.text("note")
      reader.finish()
      guard let address else { return nil }
      WebAddress.check(address, "'url'", at: node["url"]?.position ?? node.position, context)
      self.address = address
    }
  }
}
