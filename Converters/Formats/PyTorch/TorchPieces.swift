import ZooTensors

/// Files that are one model although none of them names the others.
///
/// The names of the tensors are those in each file below the file's own, without its extension:
/// `encoder.pkl` gives `encoder.…`.
struct TorchPieces {
  /// The pieces of one kind of model, the entry file first.
  private struct Pattern {
    let required: [String]
    let optional: [String]
  }

  /// ELMoForManyLangs saves the state of each module by itself.
  ///
  /// Source: HIT-SCIR/ELMoForManyLangs, `elmoformanylangs/biLM.py`, `Model.save_model`.
  private static let patterns = [
    Pattern(required: ["encoder.pkl", "token_embedder.pkl"], optional: ["classifier.pkl"])
  ]

  /// The files, the entry file first.
  let paths: [String]

  /// Finds the pieces beside an entry file; `nil` where it is none, or where one is not there.
  init?(_ probe: FileProbe) {
    let name = probe.path.split(separator: "/").last ?? ""
    guard let pattern = Self.patterns.first(where: { $0.required[0] == name }) else { return nil }
    func path(_ name: String) -> String? {
      // The names are plain, so a path can be had.
      guard let path = try? probe.tree.siblingPath(name, of: probe.path),
        probe.tree.contains(path)
      else { return nil }
      return path
    }
    let required = pattern.required.compactMap(path)
    guard required.count == pattern.required.count else { return nil }
    paths = required + pattern.optional.compactMap(path)
  }

  /// Reads all pieces.
  func read(
    in tree: any SourceTree,
    limits: ParsingLimits
  ) throws(FormatError) -> TorchContents {
    var parts: [(name: String, contents: TorchContents)] = []
    for path in paths {
      let probe = try FileProbe(path, in: tree)
      guard let container = TorchContainer(probe) else {
        throw FormatError(.invalidValue, "this part of the model is not a PyTorch file", in: path)
      }
      let name = path.split(separator: "/").last?.split(separator: ".").first ?? ""
      let contents = try container.read(probe.region, named: path, limits: limits)
      parts.append((String(name), contents))
    }
    return try TorchContents(joining: parts)
  }
}
