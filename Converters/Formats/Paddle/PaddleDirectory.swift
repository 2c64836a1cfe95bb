import ZooTensors

/// A folder with one file for each variable, whose name is the name of its file.
///
/// A variable whose name has a slash lies in a folder below, which is a checkpoint of its own here.
///
/// Source: Paddle, `save_op.h` and `save_vars` in `static/io.py`.
struct PaddleDirectory {
  let tensors: [StoredTensor]
  /// The files of the variables, sorted by path.
  let files: [String]
  let notes: [String]

  /// The files of variables in the folder that a file is in.
  static func parts(of probe: FileProbe) -> [String] {
    probe.tree.entries(beside: probe.path).map(\.path).filter { path in
      // A file that cannot be opened is no part.
      (try? FileProbe(path, in: probe.tree)).map { isVariable($0, limits: .default) } ?? false
    }
  }

  /// Whether a file, damaged or not, begins with a variable and is no combined file.
  private static func isVariable(_ probe: FileProbe, limits: ParsingLimits) -> Bool {
    guard PaddleVariable.mayStart(probe.region) else { return false }
    // What cannot be read here is reported when the folder is opened.
    guard let first = try? PaddleVariable(probe.region, limits: limits) else { return true }
    return !PaddleCombinedFile.recognizes(probe, first)
  }

  /// Reads the headers of all files; none stays open.
  init(_ probe: FileProbe, limits: ParsingLimits) throws(FormatError) {
    var tensors: [StoredTensor] = []
    var files: [String] = []
    var others: [String] = []
    var notes: [String] = []
    for entry in probe.tree.entries(beside: probe.path) {
      let file = try FileProbe(entry.path, in: probe.tree)
      guard entry.path == probe.path || Self.isVariable(file, limits: limits) else {
        others.append(entry.path)
        continue
      }
      try limits.checkTensorCount(tensors.count + 1, of: "number of variables")
      do throws(FormatError) {
        let variable = try PaddleVariable(file.region, limits: limits)
        try variable.checkPresent(in: file.region.byteCount)
        guard variable.range.upperBound == file.region.byteCount else {
          throw FormatError(
            .inconsistent,
            "\(file.region.byteCount - variable.range.upperBound) bytes are left over after the "
              + "variable",
            at: variable.range.upperBound
          )
        }
        try TensorName.check(entry.name, limits: limits)
        if variable.levelCount > 0 {
          notes.append("the levels of detail of '\(printable(entry.name))' are not read")
        }
        tensors.append(
          StoredTensor(
            name: entry.name,
            dtype: variable.dtype,
            shape: variable.shape,
            content: PaddleContent(variable, of: file)
          )
        )
        files.append(entry.path)
      } catch {
        throw error.inFile(entry.path)
      }
    }
    self.tensors = tensors.sorted { $0.name.precedesInUTF8($1.name) }
    self.files = files
    self.notes = notes + Self.notes(others, probe.tree, Set(tensors.map(\.name)), limits)
  }

  /// What is in the folder besides variables, and what a program among it misses.
  private static func notes(
    _ others: [String],
    _ tree: any SourceTree,
    _ names: Set<String>,
    _ limits: ParsingLimits
  ) -> [String] {
    guard !others.isEmpty else { return [] }
    var notes = ["not read, because no variables: \(list(others))"]
    for path in others {
      // Only a program that can be read says something about the variables.
      guard let probe = try? FileProbe(path, in: tree), PaddleProgram.mayBe(probe.head),
        let program = try? PaddleProgram(probe, limits: limits)
      else { continue }
      let missing = program.variables.map(\.name).filter { !names.contains($0) }
      if !missing.isEmpty {
        notes.append("'\(path)' names variables that have no file here: \(list(missing))")
      }
    }
    return notes
  }

  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(8).map { "'\(printable($0))'" }.joined(separator: ", ")
    return names.count > 8 ? "\(shown) and \(names.count - 8) more" : shown
  }
}
