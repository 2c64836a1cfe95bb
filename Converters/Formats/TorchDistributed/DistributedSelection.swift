import ZooTensors

/// Which of the tensors in a distributed checkpoint are the weights.
///
/// A checkpoint remembers the nested dictionaries that were saved, and the rule is that of
/// ``PyTorchReader``: the first of the usual keys of weights that is a dictionary, else the only
/// dictionary beside training state, and so on inside of it. Names are relative to what was chosen.
struct DistributedSelection {
  /// The numbers of the chosen tensors and their names.
  private(set) var chosen: [(index: Int, name: String)] = []
  private(set) var notes: [String] = []

  init(_ metadata: DistributedMetadata) {
    var rest = metadata.tensors.enumerated().map { index, tensor in
      (index: index, path: (metadata.paths[tensor.name] ?? [tensor.name])[...])
    }
    var path: [String] = []
    var isBelowWeightKey = false
    while true {
      let counts = Dictionary(grouping: rest) { $0.path.first ?? "" }
      let holders = counts.filter { key, tensors in
        !TorchSelection.trainingKeys.contains(key) && tensors.allSatisfy { $0.path.count > 1 }
      }
      let isNested = rest.allSatisfy { $0.path.count > 1 }
      let others = counts.keys.filter { !TorchSelection.trainingKeys.contains($0) }
      if let key = TorchSelection.weightKeys.first(where: { holders[$0] != nil }) {
        isBelowWeightKey = true
        path.append(key)
      } else if !isBelowWeightKey, isNested, others.count == 1, let key = others.first {
        path.append(key)
      } else {
        break
      }
      let key = path.last ?? ""
      notes.append("the tensors are those of '\(printable(path.joined(separator: ".")))'")
      leaveOut(counts, below: path.dropLast()) { $0 != key }
      rest = (counts[key] ?? []).map { ($0.index, $0.path.dropFirst()) }
    }
    if !isBelowWeightKey {
      let counts = Dictionary(grouping: rest) { $0.path.first ?? "" }
      let isTraining = { (tensor: (index: Int, path: ArraySlice<String>)) in
        tensor.path.count > 1
          && tensor.path.first.map(TorchSelection.trainingKeys.contains) == true
      }
      leaveOut(counts, below: path[...]) { key in counts[key]?.allSatisfy(isTraining) == true }
      rest.removeAll(where: isTraining)
    }
    chosen = rest.map { ($0.index, $0.path.joined(separator: ".")) }
  }

  private mutating func leaveOut(
    _ counts: [String: [(index: Int, path: ArraySlice<String>)]],
    below path: ArraySlice<String>,
    _ isLeftOut: (String) -> Bool
  ) {
    for key in counts.keys.filter(isLeftOut).sorted(by: { $0.precedesInUTF8($1) }) {
      let what = TorchSelection.trainingKeys.contains(key) ? "training state" : "a part"
      let title = printable((path + [key]).joined(separator: "."))
      notes.append("left out '\(title)': \(what) with \(counts[key]?.count ?? 0) tensors")
    }
  }
}
