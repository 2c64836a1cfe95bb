import ZooTensors

/// The tensors of all tensor-parallel ranks as one list.
enum RankedTensors {
  /// The tensors of a single rank as they are; those of several under `NAME@0`, `NAME@1` and so on.
  ///
  /// `title` says what a rank's file is called in messages.
  /// - Throws: ``FormatError`` where a tensor is not in every rank, or a name has two tensors.
  static func list(
    _ ranks: [[StoredTensor]],
    limits: ParsingLimits,
    title: (Int) -> String
  ) throws(FormatError) -> [StoredTensor] {
    var names: [Set<String>] = []
    var total = 0
    for (rank, tensors) in ranks.enumerated() {
      names.append(Set(tensors.map(\.name)))
      guard names[rank].count == tensors.count else {
        throw FormatError(.invalidValue, "a name belongs to two tensors", in: title(rank))
      }
      total = try total.adding(tensors.count, "the number of tensors")
      if let odd = names[rank].symmetricDifference(names[0]).min(by: { $0.precedesInUTF8($1) }) {
        let place = names[0].contains(odd) ? (title(0), title(rank)) : (title(rank), title(0))
        throw FormatError(
          .inconsistent,
          "tensor '\(printable(odd))' is in \(place.0) but not in \(place.1); the files are not of "
            + "one model"
        )
      }
    }
    try limits.checkTensorCount(total)
    guard ranks.count > 1 else { return sorted(ranks.first ?? []) }
    var result: [StoredTensor] = []
    result.reserveCapacity(total)
    for (rank, tensors) in ranks.enumerated() {
      for tensor in tensors {
        result.append(tensor.renamed(RankedName.join(tensor.name, rank: rank)))
      }
    }
    return sorted(result)
  }

  private static func sorted(_ tensors: [StoredTensor]) -> [StoredTensor] {
    tensors.sorted { $0.name.precedesInUTF8($1.name) }
  }
}

extension StoredTensor {
  /// The same tensor under another name.
  func renamed(_ name: String) -> StoredTensor {
    StoredTensor(name: name, dtype: dtype, shape: shape, strides: strides, content: content)
  }
}
