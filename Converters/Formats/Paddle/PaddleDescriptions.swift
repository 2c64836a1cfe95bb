import ZooTensors

/// Finds the files beside a combined file that say how its variables are called.
struct PaddleDescriptions {
  private let tree: any SourceTree
  private let programPath: String?
  private let structuredPath: String?

  /// Looks for `NAME.pdmodel`, `NAME.json` and `NAME.pdiparams.info` beside `NAME.pdiparams`, else
  /// for `__model__` and `model`, else for the only file beside it that looks like a program.
  init(of probe: FileProbe) {
    let tree = probe.tree
    let name = String(probe.path.split(separator: "/").last ?? "")
    let stem = name.split(separator: ".", omittingEmptySubsequences: false).dropLast()
      .joined(separator: ".")
    let siblings = tree.entries(beside: probe.path)
    let candidates = ["\(stem).pdmodel", "\(stem).json", "\(name).pdmodel", "__model__", "model"]
    var program: String?
    for candidate in candidates where program == nil {
      program = siblings.first { $0.name == candidate }.flatMap { Self.program($0, tree) }
    }
    if program == nil {
      let others = siblings.lazy.compactMap { Self.program($0, tree) }.prefix(2)
      program = others.count == 1 ? others.first : nil
    }
    self.tree = tree
    programPath = program
    structuredPath = siblings.first { $0.name == "\(name).info" }?.path
  }

  /// The files that were found.
  var paths: [String] { [programPath, structuredPath].compactMap(\.self) }

  /// Reads the program.
  func program(limits: ParsingLimits) throws(FormatError) -> PaddleProgram? {
    guard let programPath else { return nil }
    return try PaddleProgram(try FileProbe(programPath, in: tree), limits: limits)
  }

  /// Reads the structured names.
  func structuredNames(limits: ParsingLimits) throws(FormatError) -> PaddleStructuredNames? {
    guard let structuredPath else { return nil }
    return try PaddleStructuredNames(try FileProbe(structuredPath, in: tree), limits: limits)
  }

  private static func program(_ entry: SourceEntry, _ tree: any SourceTree) -> String? {
    // A file that cannot be opened describes nothing.
    guard let probe = try? FileProbe(entry.path, in: tree), PaddleProgram.mayBe(probe.head)
    else { return nil }
    return entry.path
  }
}

extension SourceTree {
  /// The files of the folder that a file is in, with that file.
  func entries(beside path: String) -> [SourceEntry] {
    let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
    return entries.filter {
      $0.path.hasPrefix(folder) && !$0.path.dropFirst(folder.count).contains("/")
    }
  }
}
