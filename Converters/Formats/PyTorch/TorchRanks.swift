import ZooTensors

/// The files of a model that fairscale's model-parallel layers spread over ranks: `consolidated.00.pth`,
/// `consolidated.01.pth` and so on, each a state dict with the same names.
///
/// Source: facebookresearch/llama, `example.py`, `load`, which gives the files to the ranks in order.
struct TorchRanks {
  /// The files in the order of their ranks.
  let paths: [String]

  /// Finds the files beside that of `path`; `nil` where it is not called so, or is the only one.
  init?(around path: String, in tree: any SourceTree) {
    guard let place = Place(path) else { return nil }
    var found: [(rank: Int, path: String)] = []
    for entry in tree.entries {
      guard let other = Place(entry.path), other.root == place.root else { continue }
      found.append((other.rank, entry.path))
    }
    guard found.count > 1 || place.rank > 0 else { return nil }
    found.sort { $0.rank < $1.rank }
    paths = found.map(\.path)
    isComplete = found.map(\.rank) == Array(0..<found.count)
  }

  private let isComplete: Bool

  /// A path of the form `<root>consolidated.03.pth`.
  private struct Place {
    let root: Substring
    let rank: Int

    init?(_ path: String) {
      let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
      guard name.hasPrefix("consolidated."), name.hasSuffix(".pth") else { return nil }
      var digits = name.dropFirst(13).dropLast(4)
      guard digits.count >= 2, let rank = digits.takeNumber(), digits.isEmpty else { return nil }
      self.rank = rank
      root = path.dropLast(name.count)
    }
  }

  /// Reads all files; a tensor `NAME` of several ranks is listed as `NAME@0`, `NAME@1` and so on.
  ///
  /// - Throws: ``FormatError`` where a file is missing, or where the ranks differ in their names.
  func read(
    in tree: any SourceTree,
    limits: ParsingLimits
  ) throws(FormatError) -> (tensors: [StoredTensor], notes: [String]) {
    guard isComplete, paths.count <= limits.shardCount else {
      throw FormatError(
        .inconsistent,
        "the files are not numbered from consolidated.00.pth without a gap; fetch the missing ones",
        in: paths.first
      )
    }
    var ranks: [[StoredTensor]] = []
    var notes = ["\(paths.count) tensor-parallel ranks"]
    for path in paths {
      let probe = try FileProbe(path, in: tree)
      guard let container = TorchContainer(probe) else {
        throw FormatError(.invalidValue, "this rank's file is not a PyTorch file", in: path)
      }
      let contents = try container.read(probe.region, named: path, limits: limits)
      if ranks.isEmpty { notes += contents.notes }
      ranks.append(contents.tensors)
    }
    return (try RankedTensors.list(ranks, limits: limits) { "rank \($0)" }, notes)
  }
}
