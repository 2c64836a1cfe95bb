import ZooFormats
import ZooTensors

/// The files beside a checkpoint that a model needs besides its weights.
///
/// They are those of the checkpoint's own directory, or of the nearest one above it that has a
/// configuration: a save of several ranks is a directory of directories.
struct SideFiles: Sendable {
  /// Configuration files by the names that publishers use, the most specific first.
  private static let configurationNames = [
    "config.json", "bert_config.json", "albert_config.json", "electra_config.json",
    "ernie_config.json", "xlnet_config.json", "model_config.json", "hparams.json",
  ]

  /// Files that enter the package unchanged: tokenizers, their tables, and legal texts.
  private static let companionNames: Set<String> = [
    "vocab.txt", "vocab.json", "merges.txt", "tokenizer.json", "tokenizer.model",
    "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "spiece.model",
    "sentencepiece.bpe.model", "spm.model", "dict.txt", "encoder.json", "vocab.bpe",
    "generation_config.json", "preprocessor_config.json", "modules.json",
    "sentence_bert_config.json", "LICENSE", "LICENSE.txt", "LICENSE.md", "NOTICE", "NOTICE.txt",
    "COPYING",
    // ChineseBERT's tables of pinyin.
    "config/pinyin_map.json", "config/id2pinyin.json", "config/pinyin2tensor.json",
  ]

  /// Files by which Transformer-XL's code keeps its vocabulary, or its corpus with the vocabulary.
  private static let pickleNames: Set<String> = [
    "vocab.pkl", "vocab.bin", "corpus.pkl", "cache.pkl", "cache.pt",
  ]

  /// Whether a file of this name may be a pickled vocabulary.
  static func isPickle(_ name: String) -> Bool { pickleNames.contains(name) }

  private let tree: any SourceTree
  private let directory: String
  private let limits: ParsingLimits

  /// The side files of the directory that `checkpoint` is in.
  ///
  /// Where that has no configuration, it is the nearest directory above that has one: weights that
  /// are many files often have a directory of their own (`params/` of ERNIE, `iter_0000007/` of
  /// Megatron-LM).
  init(of checkpoint: String, in tree: any SourceTree, limits: ParsingLimits = .default) {
    self.tree = tree
    self.limits = limits
    let parents = checkpoint.split(separator: "/").dropLast()
    let own = parents.joined(separator: "/")
    let above = parents.indices.reversed().map { parents[..<$0].joined(separator: "/") }
    directory = ([own] + above).first { Self.configurationName($0, tree) != nil } ?? own
  }

  /// The configuration file's path, if there is one.
  var configurationPath: String? { path(Self.configurationName(directory, tree)) }

  private static func configurationName(_ directory: String, _ tree: any SourceTree) -> String? {
    let entries = entries(directory, tree)
    let names = Set(entries.map(\.name))
    let only = entries.filter { $0.name.hasSuffix("config.json") }
    return configurationNames.first(where: names.contains)
      ?? (only.count == 1 ? only[0].name : nil)
  }

  /// The configuration as it was published.
  func configuration() throws(ZooError) -> (path: String, object: JSONObject, bytes: [UInt8])? {
    guard let path = configurationPath else { return nil }
    do throws(FormatError) {
      let bytes = try tree.open(path).array(limit: limits.sideFileBytes)
      let value = try StrictJSON.parse(bytes, limits: limits)
      guard let object = value.objectValue else {
        throw FormatError(.invalidValue, "expected a JSON object, found \(value.kind)")
      }
      return (path, object, bytes)
    } catch {
      throw ZooError(error.inFile(path))
    }
  }

  /// The companions, and further files that the card names, sorted by name.
  ///
  /// A name with `/` is a path from the directory or, where nothing is there, from the nearest above
  /// it that has one; a file that bears the name of another nearer one is left out.
  func companions(also names: [String]) -> [SourceEntry] {
    let wanted = Self.companionNames.union(Self.pickleNames).union(names)
    var found = entries.filter { wanted.contains($0.name) && $0.name != "config.json" }
    var known = Set(found.map { $0.name.lowercased() } + ["config.json"])
    let paths = wanted.filter { $0.contains("/") }.sorted()
    guard !paths.isEmpty else { return found }
    let parts = directory.split(separator: "/")
    let byPath = Dictionary(
      tree.entries.map { ($0.path, $0) },
      uniquingKeysWith: { first, _ in first }
    )
    for path in paths {
      let places = parts.indices.reversed().map { parts[..<$0].joined(separator: "/") }
      let entry = ([directory] + places).lazy.compactMap {
        byPath[$0.isEmpty ? path : "\($0)/\(path)"]
      }
      .first
      guard let entry, known.insert(entry.name.lowercased()).inserted else { continue }
      found.append(entry)
    }
    return found.sorted { $0.name.precedesInUTF8($1.name) }
  }

  /// The vocabulary that a companion holds as a pickle; `nil` where it holds none.
  func pickledVocabulary(_ entry: SourceEntry) throws(ZooError) -> PickledVocabulary? {
    do throws(FormatError) {
      return try PickledVocabulary(entry.path, in: tree, limits: limits)
    } catch {
      throw ZooError(error)
    }
  }

  /// The bytes of a companion.
  func open(_ entry: SourceEntry) throws(ZooError) -> ByteRegion {
    do throws(FormatError) {
      return try tree.open(entry.path)
    } catch {
      throw ZooError(error.inFile(entry.path))
    }
  }

  /// The number of lines of a file of the directory, the last with or without a line feed; `nil`
  /// where there is no such file.
  func lineCount(of name: String) throws(ZooError) -> Int? {
    guard let entry = entries.first(where: { $0.name == name }) else { return nil }
    do throws(FormatError) {
      let bytes = try tree.open(entry.path).array(limit: limits.sideFileBytes)
      let feeds = bytes.count { $0 == UInt8(ascii: "\n") }
      return bytes.isEmpty || bytes.last == UInt8(ascii: "\n") ? feeds : feeds + 1
    } catch {
      throw ZooError(error.inFile(entry.path))
    }
  }

  /// The files of the directory.
  private var entries: [SourceEntry] { Self.entries(directory, tree) }

  private static func entries(_ directory: String, _ tree: any SourceTree) -> [SourceEntry] {
    tree.entries.filter {
      $0.path.split(separator: "/").dropLast().joined(separator: "/") == directory
    }
  }

  private func path(_ name: String?) -> String? {
    name.map { directory.isEmpty ? $0 : "\(directory)/\($0)" }
  }
}
