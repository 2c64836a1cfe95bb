import ZooTensors

/// The index of weights that are spread over several HDF5 files.
///
/// In `tf_model.h5.index.json` of transformers the names of weights lead to files; the files have
/// them without the model's name, which is the first component. In `NAME.weights.json` of Keras 3 the
/// paths of groups lead to one or several files.
///
/// Source: transformers, `modeling_tf_utils.py`; Keras, `src/saving/saving_lib.py`,
/// `ShardedH5IOStore`.
struct KerasIndex {
  private let probe: FileProbe
  /// The files of each group or weight, by plain names.
  private let places: [(key: String, shards: [String])]
  /// The plain names of the files, sorted.
  private let names: [String]
  /// Their paths in the tree, in the same order.
  let shards: [String]

  /// Whether a file is a JSON object, and so may be an index.
  static func mayBe(_ probe: FileProbe) -> Bool { ShardIndex.mayBe(probe) }

  /// Whether a file is an object with a map of weights and names of HDF5 files.
  static func recognizes(_ probe: FileProbe) -> Bool {
    guard mayBe(probe), !probe.head.contains(0) else { return false }
    let text = String(decoding: probe.head, as: UTF8.self)
    return text.contains("\"weight_map\"") && text.contains(".h5\"")
  }

  /// The files that an index names, as far as it can be read; opening it says what is wrong.
  static func parts(of probe: FileProbe) -> [String] {
    guard let root = try? StrictJSON.parse(probe.region, limits: .default),
      let map = root.objectValue?["weight_map"]?.objectValue
    else { return [] }
    let names = Set(map.values.flatMap(files))
    // A name that is no plain one has no file; opening the index refuses it.
    return names.compactMap { try? probe.tree.siblingPath($0, of: probe.path) }
  }

  private static func files(_ value: JSONValue) -> [String] {
    value.stringValue.map { [$0] } ?? value.arrayValue?.compactMap(\.stringValue) ?? []
  }

  init(_ probe: FileProbe, limits: ParsingLimits) throws(FormatError) {
    self.probe = probe
    let map = try ShardIndex.weightMap(probe, limits: limits).map
    var places: [(key: String, shards: [String])] = []
    for member in map.members {
      let files = Self.files(member.value)
      guard !files.isEmpty, files.count == member.value.arrayValue?.count ?? 1 else {
        throw FormatError(
          .invalidValue,
          "the file of '\(printable(member.key))' is neither text nor a list of texts",
          in: probe.path
        )
      }
      places.append((member.key, files))
    }
    self.places = places
    names = Set(places.flatMap(\.shards)).sorted { $0.precedesInUTF8($1) }
    shards = try ShardIndex.paths(names, probe, limits)
    try ShardIndex.checkNumbers(names, probe.path)
  }

  /// Reads all files, and requires that index and files agree both ways.
  ///
  /// - Returns: All tensors, sorted by name, and all notes.
  /// - Throws: ``FormatError`` where a file cannot be read or contradicts the index.
  func read(
    limits: ParsingLimits
  ) throws(FormatError) -> (tensors: [StoredTensor], notes: [String]) {
    // Paths of groups begin at the root of the file.
    let isOfGroups = places.contains { $0.key.hasPrefix("/") }
    var expected: [String: [String: String]] = [:]
    for (key, shards) in places {
      let path = isOfGroups ? String(key.drop { $0 == "/" }) : Self.withoutModel(key)
      for shard in shards {
        guard expected[shard, default: [:]].updateValue(key, forKey: path) == nil else {
          throw FormatError(
            .inconsistent,
            "the index says twice that '\(printable(shard))' holds '\(printable(path))'",
            in: probe.path
          )
        }
      }
    }
    var tensors: [StoredTensor] = []
    var notes: [String] = []
    for (name, path) in zip(names, shards) {
      let region = try probe.tree.open(path)
      let file = try HDF5Tensors(region, path, limits: limits)
      var missing = expected[name] ?? [:]
      let known = missing
      for tensor in file.tensors {
        let place = isOfGroups ? Self.group(of: tensor.name) : tensor.name
        guard let key = known[place] else {
          throw FormatError(
            .inconsistent,
            "tensor '\(printable(tensor.name))' is in '\(name)', but the index does not say so",
            in: probe.path
          )
        }
        missing[place] = nil
        tensors.append(isOfGroups ? tensor : tensor.named(key))
      }
      if let first = missing.keys.min(by: { $0.precedesInUTF8($1) }) {
        throw FormatError(
          .inconsistent,
          "the index says that '\(name)' holds '\(printable(first))', but it does not",
          in: probe.path
        )
      }
      notes += file.notes.map { "\(name): \($0)" }
    }
    tensors.sort { $0.name.precedesInUTF8($1.name) }
    for (one, next) in zip(tensors, tensors.dropFirst()) where one.name.hasSameUTF8(as: next.name) {
      throw FormatError(
        .inconsistent,
        "tensor '\(printable(one.name))' is in two files",
        in: probe.path
      )
    }
    return (tensors, notes)
  }

  /// A weight's path in its file: all but the first component.
  private static func withoutModel(_ name: String) -> String {
    name.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).last.map(String.init)
      ?? name
  }

  /// The group that a tensor is in.
  private static func group(of name: String) -> String {
    name.split(separator: "/").dropLast().joined(separator: "/")
  }
}

extension StoredTensor {
  /// The same tensor under another name.
  fileprivate func named(_ name: String) -> StoredTensor {
    StoredTensor(name: name, dtype: dtype, shape: shape, strides: strides, content: content)
  }
}
