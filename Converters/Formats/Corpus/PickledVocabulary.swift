package import ZooTensors

/// The words of a corpus as Transformer-XL's code pickles them: an object or a dictionary whose
/// `idx2sym` lists the tokens in the order of their ids and whose `sym2idx` gives the id of each.
///
/// The authors' code saves an object of `Vocab` as the `vocab` of a `Corpus` (`cache.pkl`, a pickle,
/// often of Python 2, and `cache.pt`, by `torch.save`). The tokenizer of transformers saves its
/// attributes (`vocab.bin`, by `torch.save`, in old releases, `vocab.pkl`, a pickle, in newer ones).
/// The pickle is read as data; nothing is carried out.
///
/// Sources: `pytorch/utils/vocabulary.py` and `tf/data_utils.py` of kimiyoung/transformer-xl,
/// `tokenization_transfo_xl.py` of pytorch-transformers 1.2.0 and transformers 4.57.6.
package struct PickledVocabulary: Sendable {
  /// The tokens in UTF-8, each once; the place is the id.
  package let tokens: [[UInt8]]

  /// Reads a file of a tree; `nil` where it is no pickle, or one of something without `idx2sym`.
  ///
  /// A text of Python 2 counts as its bytes.
  ///
  /// Complexity: O(bytes of the pickle); arrays of the corpus are passed over.
  /// - Throws: ``FormatError`` where the pickle is damaged, a token is no text or comes twice,
  ///   `sym2idx` says other ids, or the tokens together exceed ``ParsingLimits/sideFileBytes``.
  package init?(
    _ path: String,
    in tree: any SourceTree,
    limits: ParsingLimits = .default
  ) throws(FormatError) {
    let probe = try FileProbe(path, in: tree)
    do throws(FormatError) {
      guard var objects = try Self.objects(probe, limits),
        let owner = try Self.owner(&objects)
      else { return nil }
      tokens = try Self.tokens(owner, &objects)
    } catch {
      throw error.file == nil ? error.inFile(path) : error
    }
  }

  /// The pickle of a file by `torch.save`, or the file itself.
  private static func objects(
    _ probe: FileProbe,
    _ limits: ParsingLimits
  ) throws(FormatError) -> TorchObjects? {
    if let container = TorchContainer(probe) {
      return try container.open(probe.region, named: probe.path, limits: limits).objects
    }
    guard beginsAsPickle(probe.head) else { return nil }
    var names = TorchNames(try Pickle.parse(whole: probe.region, limits: limits))
    let table = try TorchStorageTable(&names, .legacy)
    return TorchObjects(names: names, storages: table, limits: limits)
  }

  /// A declared protocol, or the first instructions of an object or a dictionary in protocol 0.
  private static func beginsAsPickle(_ head: [UInt8]) -> Bool {
    guard head.count > 2, head[0] != 0x80 else { return head.count > 2 && 2...5 ~= head[1] }
    return ["ccopy_reg\n", "ccopyreg\n", "(dp"].contains { head.starts(with: $0.utf8) }
  }

  /// The vocabulary: the pickled object, or its attribute `vocab`.
  private static func owner(_ objects: inout TorchObjects) throws(FormatError) -> PickleRef? {
    let root = objects.graph.root
    let fields = try objects.fields(root)
    if fields.contains(where: { $0.key == "idx2sym" }) { return root }
    guard let vocabulary = fields.last(where: { $0.key == "vocab" })?.value,
      try objects.fields(vocabulary).contains(where: { $0.key == "idx2sym" })
    else { return nil }
    return vocabulary
  }

  private static func tokens(
    _ owner: PickleRef,
    _ objects: inout TorchObjects
  ) throws(FormatError) -> [[UInt8]] {
    let fields = try objects.fields(owner)
    guard let list = fields.last(where: { $0.key == "idx2sym" })?.value,
      let symbols = objects.elements(list)
    else {
      throw FormatError(
        .invalidValue,
        "expected a list of tokens in 'idx2sym', found another value"
      )
    }
    guard !symbols.isEmpty else {
      throw FormatError(.invalidValue, "expected tokens in 'idx2sym', found none")
    }
    var tokens: [[UInt8]] = []
    var ids: [[UInt8]: Int] = [:]
    var byteCount = 0
    for (id, symbol) in symbols.enumerated() {
      let token = try text(symbol, objects.graph, "entry \(id) of 'idx2sym'")
      if let other = ids.updateValue(id, forKey: token) {
        throw FormatError(
          .inconsistent,
          "the token \(quoted(token)) has two ids, \(other) and \(id)"
        )
      }
      byteCount = try byteCount.adding(token.count, "size of the tokens")
      guard byteCount <= objects.limits.sideFileBytes else {
        throw .limit(
          "size of the tokens",
          byteCount,
          objects.limits.sideFileBytes,
          "ParsingLimits.sideFileBytes"
        )
      }
      tokens.append(token)
    }
    if let table = fields.last(where: { $0.key == "sym2idx" })?.value {
      try compare(table, ids, &objects)
    }
    return tokens
  }

  /// Requires that `sym2idx` has the same tokens with the same ids.
  private static func compare(
    _ table: PickleRef,
    _ ids: [[UInt8]: Int],
    _ objects: inout TorchObjects
  ) throws(FormatError) {
    guard case .mapping(var entries) = try objects.role(table) else {
      throw FormatError(
        .invalidValue,
        "expected a dictionary of tokens and ids in 'sym2idx', found another value"
      )
    }
    var seen: Set<[UInt8]> = []
    while let key = entries.popFirst(), let value = entries.popFirst() {
      let token = try text(key, objects.graph, "a key of 'sym2idx'")
      guard let id = objects.graph.int(value), let expected = ids[token], id == expected else {
        let said = objects.graph.int(value).map { "\($0)" } ?? "no integer"
        throw FormatError(
          .inconsistent,
          "'sym2idx' gives \(quoted(token)) the id \(said), 'idx2sym' gives it "
            + (ids[token].map { "\($0)" } ?? "none")
        )
      }
      seen.insert(token)
    }
    guard seen.count == ids.count else {
      throw FormatError(
        .inconsistent,
        "'sym2idx' has \(seen.count) tokens, 'idx2sym' has \(ids.count)"
      )
    }
  }

  private static func text(
    _ ref: PickleRef,
    _ graph: PickleGraph,
    _ place: String
  ) throws(FormatError) -> [UInt8] {
    guard case .text(let text) = graph[ref] else {
      throw FormatError(.invalidValue, "expected text as \(place), found another value")
    }
    let bytes = try graph.bytes(text)
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw FormatError(
        .invalidValue,
        "expected text in UTF-8 as \(place), found other bytes",
        at: text.offset
      )
    }
    return bytes
  }

  private static func quoted(_ token: [UInt8]) -> String {
    "'\(printable(String(decoding: token.prefix(400), as: UTF8.self)))'"
  }
}
