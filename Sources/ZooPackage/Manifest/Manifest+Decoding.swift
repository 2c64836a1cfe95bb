public import ZooTensors

extension Manifest {
  /// Decodes and validates the bytes of `manifest.json`.
  ///
  /// Complexity: O(bytes).
  /// - Throws: ``FormatError`` that names the field and what was expected.
  public init(
    decoding bytes: RawSpan,
    name file: String = fileName,
    limits: ParsingLimits = .default
  ) throws(FormatError) {
    do throws(FormatError) {
      try self.init(json: try StrictJSON.parse(bytes, limits: limits), limits: limits)
      try validate()
    } catch {
      throw error.inFile(file)
    }
  }

  private init(json: JSONValue, limits: ParsingLimits) throws(FormatError) {
    var fields = try JSONFields(json, "")
    let version = try fields.count("profileVersion")
    guard version == Self.profileVersion else {
      throw FormatError(
        .unsupported,
        "the package has profile version \(version), expected \(Self.profileVersion); "
          + "use a version of this library that knows it, or convert the model again"
      )
    }
    name = try fields.string("name")
    architecture = try fields.string("architecture")
    config = try fields.object("config")
    vocabulary = try Vocabulary(try fields.object("vocabulary"))
    license = try License(try fields.object("license"))
    parts = try fields.strings("parts")
    tensors = []
    for (index, value) in try fields.array("tensors").enumerated() {
      tensors.append(try Tensor(json: value, "tensors[\(index)]", limits: limits))
    }
    files = []
    for (index, value) in try fields.array("files").enumerated() {
      files.append(try File(json: value, "files[\(index)]"))
    }
    sources = []
    for (index, value) in try fields.array("sources").enumerated() {
      sources.append(try Source(json: value, "sources[\(index)]"))
    }
    converterVersion = try fields.string("converterVersion")
    fingerprint = try fields.digest("fingerprint")
    try fields.finish(
      "profileVersion",
      "name",
      "architecture",
      "config",
      "vocabulary",
      "license",
      "parts",
      "tensors",
      "files",
      "sources",
      "converterVersion",
      "fingerprint"
    )
  }
}

extension Manifest.Tensor {
  init(json: JSONValue, _ path: String, limits: ParsingLimits) throws(FormatError) {
    var fields = try JSONFields(json, path)
    let name = try fields.string("name")
    let dtype = try fields.required("dtype", "an element type of safetensors") { value in
      value.stringValue.flatMap { DType(rawValue: $0) }
    }
    let dimensions = try fields.required("shape", "an array of unsigned integers") { value in
      value.arrayValue.flatMap { elements in
        let counts = elements.compactMap(\.count)
        return counts.count == elements.count ? counts : nil
      }
    }
    do throws(FormatError) {
      try TensorName.check(name, limits: limits)
      spec = try TensorSpec(
        name: name,
        dtype: dtype,
        shape: try Shape(dimensions, limits: limits)
      )
    } catch {
      throw FormatError(error.code, "'\(path)': \(error.message)")
    }
    file = try fields.string("file")
    offset = try fields.count("offset")
    let byteCount = try fields.count("byteCount")
    guard byteCount == spec.byteCount else {
      throw FormatError(
        .inconsistent,
        "'\(name)' \(dtype) \(spec.shape) needs \(spec.byteCount) bytes, '\(path).byteCount' is "
          + "\(byteCount)"
      )
    }
    sha256 = try fields.digest("sha256")
    aliases = try fields.strings("aliases")
    for alias in aliases { try TensorName.check(alias, limits: limits) }
    provenance = try fields.string("provenance")
    try fields.finish(
      "name",
      "dtype",
      "shape",
      "file",
      "offset",
      "byteCount",
      "sha256",
      "aliases",
      "provenance"
    )
  }
}

extension Manifest.File {
  init(json: JSONValue, _ path: String) throws(FormatError) {
    var fields = try JSONFields(json, path)
    name = try fields.string("name")
    role = try fields.required("role", "a known role") { value in
      value.stringValue.flatMap { Role(rawValue: $0) }
    }
    byteCount = try fields.count("size")
    sha256 = try fields.digest("sha256")
    try fields.finish("name", "role", "size", "sha256")
  }
}

extension Manifest.Source {
  init(json: JSONValue, _ path: String) throws(FormatError) {
    var fields = try JSONFields(json, path)
    origin = try fields.string("origin")
    revision = try fields.optional("revision", \.stringValue)
    format = try fields.string("format")
    layout = try fields.string("layout")
    var files: [File] = []
    for (index, value) in try fields.array("files").enumerated() {
      files.append(try File(json: value, "\(path).files[\(index)]"))
    }
    self.files = files
    try fields.finish("origin", "revision", "format", "layout", "files")
  }
}

extension Manifest.Source.File {
  init(json: JSONValue, _ path: String) throws(FormatError) {
    var fields = try JSONFields(json, path)
    name = try fields.string("name")
    byteCount = try fields.count("size")
    sha256 = try fields.optional("sha256") { value in
      value.stringValue.flatMap { SHA256Digest(hex: $0) }
    }
    try fields.finish("name", "size", "sha256")
  }
}
