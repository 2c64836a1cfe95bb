public import ZooTensors

/// A reason why a checkpoint cannot become a package: nothing is written while one exists.
public enum PlanProblem: Sendable, Hashable {
  /// A canonical tensor that no source gives; `candidates` are the source names that would.
  case missing(name: String, part: String, candidates: [String])
  /// A stored tensor that no rule takes and no reason drops.
  case unexpected(name: String, dtype: DType, shape: Shape, nearest: String?)
  /// A tensor of another shape than the configuration demands.
  case wrongShape(name: String, source: String, expected: [Int], found: [Int], hint: String?)
  /// A tensor of an element type that weights cannot have, or a mix of types.
  case wrongType(name: String, source: String, detail: String)
  /// An optional part of which only some tensors are there.
  case halfPart(part: String, present: Int, missing: [String])
  /// Two different sources for one canonical tensor.
  case collision(name: String, rules: [String])
  /// A tied pair whose bytes differ.
  case tieDiffers(alias: String, name: String)
  /// A tensor of several tensor-parallel ranks that cannot be merged.
  case ranks(name: String, count: Int, detail: String)
  /// A side file that contradicts the tensors.
  case sideFile(String)

  /// A short stable word for machine-readable reports.
  public var kind: String {
    switch self {
    case .missing: "missing"
    case .unexpected: "unexpected"
    case .wrongShape: "wrong-shape"
    case .wrongType: "wrong-type"
    case .halfPart: "half-part"
    case .collision: "collision"
    case .tieDiffers: "tie-differs"
    case .ranks: "ranks"
    case .sideFile: "side-file"
    }
  }
}

extension PlanProblem: CustomStringConvertible {
  /// One sentence: what was expected, what was found, what to do.
  public var description: String {
    switch self {
    case .missing(let name, let part, let candidates):
      let expected = candidates.isEmpty ? "" : "; expected it as \(Self.list(candidates))"
      return "missing tensor '\(name)' of part '\(part)'\(expected)"
    case .unexpected(let name, let dtype, let shape, let nearest):
      let hint = nearest.map { "; did you mean '\($0)'?" } ?? ""
      return "unexpected tensor '\(name)' \(dtype) \(shape)\(hint)"
        + "; --keep-extra keeps tensors that the architecture does not have"
    case .wrongShape(let name, let source, let expected, let found, let hint):
      return "tensor '\(name)' must have shape \(expected), found \(found) from '\(source)'"
        + (hint.map { "; \($0)" } ?? "")
    case .wrongType(let name, let source, let detail):
      return "tensor '\(name)' from '\(source)': \(detail)"
    case .halfPart(let part, let present, let missing):
      return "part '\(part)' is there only by half: \(present) tensors are present, missing "
        + Self.list(missing)
    case .collision(let name, let rules):
      return "tensor '\(name)' has several different sources: \(Self.list(rules))"
    case .tieDiffers(let alias, let name):
      return "'\(alias)' is tied to '\(name)' but their bytes differ"
        + "; the configuration may need tie_word_embeddings: false, or the file is damaged"
    case .ranks(let name, let count, let detail):
      return "tensor '\(name)' cannot be merged from its \(count) ranks: \(detail)"
    case .sideFile(let text): return text
    }
  }

  private static func list(_ names: [String]) -> String {
    names.prefix(4).map { "'\($0)'" }.joined(separator: ", ")
      + (names.count > 4 ? " and \(names.count - 4) more" : "")
  }
}
