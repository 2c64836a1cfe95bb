import ZooTensors

/// One file that holds the variables of a program, one after the other in the order of their names.
///
/// The names are in another file beside it, see ``PaddleProgram`` and ``PaddleStructuredNames``.
///
/// Source: Paddle, `save_combine_op.h`; `save_vars` in `static/io.py`, which sorts the names.
struct PaddleCombinedFile {
  let tensors: [StoredTensor]
  /// The files that the names are from.
  let descriptions: [String]
  let notes: [String]

  /// Whether a file that begins with a variable has several, or is named like a combined file and
  /// has its names beside it.
  static func recognizes(_ probe: FileProbe, _ first: PaddleVariable) -> Bool {
    guard PaddleVariable.mayStart(probe.region) else { return false }
    if first.range.upperBound < probe.region.byteCount {
      return PaddleVariable.mayStart(probe.region, at: first.range.upperBound)
    }
    let name = probe.path.split(separator: "/").last ?? ""
    let isNamedSo = name.hasSuffix(".pdiparams") || ["__params__", "params"].contains(name)
    return isNamedSo && !PaddleDescriptions(of: probe).paths.isEmpty
  }

  init(_ probe: FileProbe, limits: ParsingLimits) throws(FormatError) {
    let variables = try Self.variables(probe.region, limits: limits)
    let descriptions = PaddleDescriptions(of: probe)
    let program = try descriptions.program(limits: limits)
    let structured = try descriptions.structuredNames(limits: limits)
    let names = try Self.names(of: variables, program, structured, probe.path)
    var tensors: [StoredTensor] = []
    var known: Set<String> = []
    var notes: [String] = []
    for (variable, name) in zip(variables, names) {
      let title = structured?.names[name] ?? name
      try TensorName.check(title, limits: limits)
      guard known.insert(title).inserted else {
        throw FormatError(
          .inconsistent,
          "two variables have the name '\(printable(title))'",
          at: variable.start
        )
      }
      if variable.levelCount > 0 {
        notes.append("the levels of detail of '\(printable(title))' are not read")
      }
      tensors.append(
        StoredTensor(
          name: title,
          dtype: variable.dtype,
          shape: variable.shape,
          content: try probe.region.part(
            offset: variable.range.lowerBound,
            count: variable.range.count
          )
        )
      )
    }
    if let structured {
      notes.append(
        "the names are those of the layer's state dict, which '\(structured.path)' gives"
      )
    }
    self.tensors = tensors.sorted { $0.name.precedesInUTF8($1.name) }
    self.descriptions = [program?.path, structured?.path].compactMap(\.self)
    self.notes = notes
  }

  /// Every variable of the file; the last must end where the file ends.
  private static func variables(
    _ file: ByteRegion,
    limits: ParsingLimits
  ) throws(FormatError) -> [PaddleVariable] {
    var variables: [PaddleVariable] = []
    var offset = 0
    while offset < file.byteCount {
      guard variables.isEmpty || PaddleVariable.mayStart(file, at: offset) else {
        throw FormatError(
          .inconsistent,
          "\(file.byteCount - offset) bytes are left over after \(variables.count) variables",
          at: offset
        )
      }
      try limits.checkTensorCount(variables.count + 1, of: "number of variables", at: offset)
      let variable = try PaddleVariable(file, at: offset, limits: limits)
      try variable.checkPresent(in: file.byteCount)
      variables.append(variable)
      offset = variable.range.upperBound
    }
    return variables
  }

  /// The names in the order of the file: those of the program, or of the structured names.
  private static func names(
    of variables: [PaddleVariable],
    _ program: PaddleProgram?,
    _ structured: PaddleStructuredNames?,
    _ path: String
  ) throws(FormatError) -> [String] {
    guard program != nil || structured != nil else {
      throw FormatError(
        .notFound,
        "the names of the \(variables.count) variables are in another file, which is not beside it; "
          + "fetch '__model__', '*.pdmodel', '*.json' or '*.pdiparams.info' too"
      )
    }
    if let program, program.variables.count == variables.count {
      for (variable, described) in zip(variables, program.variables) {
        guard described.dimensions == nil || described.dimensions == variable.shape.dimensions
        else {
          throw FormatError(
            .inconsistent,
            "by '\(program.path)' the variable '\(printable(described.name))' has the shape "
              + "\(described.dimensions ?? []), the file has \(variable.shape) in its place",
            at: variable.start
          )
        }
      }
      return program.variables.map(\.name)
    }
    if let structured, structured.names.count == variables.count {
      return structured.names.keys.sorted { $0.precedesInUTF8($1) }
    }
    let source = program?.path ?? structured?.path ?? ""
    let count = program?.variables.count ?? structured?.names.count ?? 0
    throw FormatError(
      .inconsistent,
      "'\(source)' names \(count) variables, the file has \(variables.count); fetch both of the same "
        + "model"
    )
  }
}

extension PaddleVariable {
  /// Requires that the elements lie inside the file.
  func checkPresent(in byteCount: Int) throws(FormatError) {
    guard range.upperBound <= byteCount else {
      throw FormatError(
        .truncated,
        "\(dtype) of shape \(shape) has \(range.count) bytes, \(byteCount - range.lowerBound) are "
          + "left in the file; fetch it again",
        at: range.lowerBound
      )
    }
  }
}
