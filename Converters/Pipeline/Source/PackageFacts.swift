import ZooPackage
import ZooRegistry
import ZooTensors

/// What a package says about its model besides tensors, in the words of cards and configurations.
enum PackageFacts {
  private static let vocabularyNames: Set<String> = [
    "vocab.txt", "vocab.json", "merges.txt", "tokenizer.json", "tokenizer.model", "spiece.model",
    "sentencepiece.bpe.model", "spm.model", "dict.txt", "encoder.json", "vocab.bpe",
    CorpusVocabulary.fileName, "pinyin_map.json", "id2pinyin.json", "pinyin2tensor.json",
  ]

  private static func isVocabulary(_ name: String) -> Bool {
    vocabularyNames.contains(name) || SideFiles.isPickle(name)
  }

  /// What a file of the package is for; `tables` are the architecture's tables of tokens.
  static func role(of name: String, also tables: [String]) -> Manifest.File.Role {
    if isVocabulary(name) || tables.contains(name) { return .vocabulary }
    let stem = name.split(separator: ".").first.map { $0.uppercased() } ?? ""
    return ["LICENSE", "COPYING"].contains(stem) ? .license : .other
  }

  /// The card's vocabulary with those of its files that are there, or what the files tell.
  ///
  /// What conversion made of a pickle comes first, since nothing else there can be opened.
  static func vocabulary(
    _ card: ModelCard?,
    _ files: [String],
    also tables: [String]
  ) throws(FormatError) -> ZooPackage.Vocabulary {
    let named = (card?.vocabulary?.files ?? []).map(lastComponent)
    let present = files.filter {
      isVocabulary($0) || named.contains($0) || tables.contains($0)
    }
    var object = JSONObject()
    let kind = card?.vocabulary?.kind ?? guess(present)
    object["kind"] = .string(kind)
    object["size"] = card?.vocabulary?.size.map { .integer(Int64($0)) }
    object["lowercase"] = card?.vocabulary?.lowercase.map { .bool($0) }
    let ordered =
      [CorpusVocabulary.fileName].filter(present.contains) + named.filter(present.contains)
    let rest = present.filter { !ordered.contains($0) }.sorted()
    object["files"] = .array((ordered + rest).map { .string($0) })
    if let special = card?.vocabulary?.special, !special.isEmpty {
      var tokens = JSONObject()
      for (role, token) in special.sorted(by: { $0.key < $1.key }) { tokens[role] = .string(token) }
      object["special"] = .object(tokens)
    }
    return try ZooPackage.Vocabulary(object)
  }

  private static func guess(_ files: [String]) -> String {
    if files.contains(CorpusVocabulary.fileName) { return "words" }
    if files.contains("vocab.txt") { return "wordpiece" }
    if files.contains("merges.txt") || files.contains("vocab.bpe") { return "byte-level-bpe" }
    if files.contains(where: { $0.hasSuffix(".model") }) { return "sentencepiece" }
    return files.isEmpty ? "none" : "unknown"
  }

  /// The card's license; unknown where the card or its statement is missing.
  static func license(_ card: ModelCard?) throws(FormatError) -> ZooPackage.License {
    guard let license = card?.license else { return .unknown }
    var object = JSONObject()
    object["spdx"] = license.spdx.map { .string($0) }
    object["text"] = license.text.map { .string($0) }
    object["url"] = license.url.map { .string($0) }
    object["evidence"] = license.evidence.map { .string($0) }
    if license.isUnknown { object["unknown"] = true }
    if !license.flags.isEmpty {
      object["flags"] = .array(license.flags.map { .string($0.rawValue) })
    }
    return try ZooPackage.License(object)
  }

  /// `config.json`: as published where transformers can read that, else made from the configuration.
  static func configuration(
    _ subject: Subject,
    published: (path: String, object: JSONObject, bytes: [UInt8])?
  ) -> [UInt8] {
    if let published, published.object["model_type"] != nil { return published.bytes }
    var object = published?.object ?? JSONObject()
    for key in subject.configuration.keys where object[key] == nil {
      object[key] = subject.configuration[key]?.jsonValue
    }
    object["model_type"] = .string(
      subject.architecture.modelTypes.first ?? subject.architecture.name
    )
    let words = subject.architecture.names.split(separator: " ")
    if words.count == 2, words[0] == "transformers" {
      object["architectures"] = .array([.string(String(words[1]))])
    }
    return JSONWriter(sortsKeys: true, expandedLevels: 1).bytes(of: .object(object)) + [0x0a]
  }

  /// The last component of a path, so that packages do not depend on where their source was.
  static func lastComponent(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}
