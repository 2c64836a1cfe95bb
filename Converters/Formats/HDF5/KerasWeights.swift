import ZooTensors

/// What the attributes of Keras say about a file: where the weights are, and which there must be.
///
/// A file of weights has the attribute `layer_names` at its root, a whole model at the group
/// `model_weights`. Each layer is a group whose attribute `weight_names` lists datasets below it.
///
/// Source: Keras, `src/legacy/saving/legacy_h5_format.py`; transformers,
/// `modeling_tf_utils.py`.
struct KerasWeights {
  /// The group of the weights, with a `/` at its end; "" for the root.
  let prefix: String
  /// What a user should know.
  private(set) var notes: [String] = []

  /// Looks for the attributes of Keras; `nil` where there are none.
  ///
  /// - Throws: ``FormatError`` where a layer or weight that is listed is missing.
  init?(_ walk: HDF5Walk, in file: HDF5File) throws(FormatError) {
    var found: (prefix: String, attributes: HDF5Attributes, layers: [String])?
    for path in ["", "model_weights"] {
      guard found == nil, let group = walk.groups[path] else { continue }
      let attributes = try HDF5Attributes(of: group, in: file)
      if let layers = try attributes.texts("layer_names") {
        found = (path.isEmpty ? "" : path + "/", attributes, layers)
      }
    }
    guard let found else { return nil }
    prefix = found.prefix
    var rest = Set(walk.datasets.map(\.path).filter { $0.utf8.starts(with: found.prefix.utf8) })
    for layer in found.layers {
      let path = found.prefix + layer
      if rest.remove(path) != nil { continue }
      guard let group = walk.groups[path] else {
        throw FormatError(
          .inconsistent,
          "'layer_names' lists '\(printable(layer))', which the file does not have"
        )
      }
      let names = try HDF5Attributes(of: group, in: file).texts("weight_names") ?? []
      for name in names {
        let weight = "\(path)/\(name)"
        guard rest.remove(weight) != nil || Self.has(weight, walk) else {
          throw FormatError(
            .inconsistent,
            "the layer '\(printable(layer))' lists the weight '\(printable(name))', which the file "
              + "does not have"
          )
        }
      }
    }
    // Shards of transformers list weights and no layers.
    let layers = found.layers.count { walk.groups[found.prefix + $0] != nil }
    let version = try found.attributes.texts("keras_version")?.first
    let backend = try found.attributes.texts("backend")?.first
    let writer = [version.map { " of Keras \($0)" }, backend.map { " with \($0)" }]
    if layers > 0 {
      notes.append("weights of \(layers) layers" + writer.compactMap { $0 }.joined())
    }
    noteUnlisted(rest)
    let outside = walk.datasets.count { !$0.path.utf8.starts(with: found.prefix.utf8) }
    if outside > 0 {
      notes.append("left out \(outside) datasets beside 'model_weights': the optimizer's state")
    }
  }

  /// Whether the file has a dataset that is listed twice.
  private static func has(_ path: String, _ walk: HDF5Walk) -> Bool {
    var low = 0
    var high = walk.datasets.count
    while low < high {
      let middle = (low + high) / 2
      if walk.datasets[middle].path.precedesInUTF8(path) { low = middle + 1 } else { high = middle }
    }
    return low < walk.datasets.count && walk.datasets[low].path.hasSameUTF8(as: path)
  }

  /// Weights of no layer, which transformers has and other writers may.
  private mutating func noteUnlisted(_ paths: Set<String>) {
    guard let first = paths.min(by: { $0.precedesInUTF8($1) }) else { return }
    notes.append(
      "\(paths.count) datasets, '\(printable(first))' the first of them, are listed by no layer; "
        + "they are read as well"
    )
  }
}
