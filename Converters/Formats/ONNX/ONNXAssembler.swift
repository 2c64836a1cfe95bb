import ZooTensors

/// Makes the tensors of a model: checks types, shapes and sizes, and says where the bytes are.
struct ONNXAssembler {
  /// The most files beside a model that stay open; one file for each tensor is possible.
  private static let openFileCount = 64

  private let model: ONNXModel
  private let region: ByteRegion
  private let path: String
  private let tree: any SourceTree
  private let limits: ParsingLimits
  private var omissions: Omissions
  private var sources: [String: SourceFile] = [:]
  private var hasChecksum = false

  init(
    _ model: ONNXModel,
    _ region: ByteRegion,
    _ path: String,
    in tree: any SourceTree,
    _ limits: ParsingLimits
  ) {
    self.model = model
    self.region = region
    self.path = path
    self.tree = tree
    self.limits = limits
    omissions = model.omissions
  }

  /// The files beside the model, sorted.
  var files: [String] { sources.keys.sorted { $0.precedesInUTF8($1) } }

  /// What was left out, and what was not verified.
  var notes: [String] {
    omissions.notes
      + (hasChecksum ? ["the SHA-1 checksums that the model states are not verified"] : [])
  }

  /// The tensors in the order of the file.
  mutating func tensors() throws(FormatError) -> [StoredTensor] {
    try findFiles()
    var names: Set<String> = []
    var tensors: [StoredTensor] = []
    for found in model.tensors {
      do throws(FormatError) {
        guard names.insert(found.name).inserted else {
          throw FormatError(.inconsistent, "the name is there twice")
        }
        if let tensor = try tensor(found) { tensors.append(tensor) }
      } catch {
        throw FormatError(
          error.code,
          "tensor '\(printable(found.name))': \(error.message)",
          at: error.file == nil ? error.offset ?? found.tensor.position : error.offset,
          in: error.file
        )
      }
    }
    return tensors
  }

  private mutating func findFiles() throws(FormatError) {
    let locations = Set(model.tensors.compactMap { $0.tensor.external?.location })
    guard !locations.isEmpty else { return }
    var entries: [String: SourceEntry] = [:]
    for entry in tree.entries { entries[entry.path] = entry }
    for location in locations.sorted(by: { $0.precedesInUTF8($1) }) {
      let sibling = try tree.siblingPath(location, of: path)
      guard sibling != path, let entry = entries[sibling] else {
        throw FormatError(
          .inconsistent,
          "the model has values in the file '\(printable(location))', which is not beside it; "
            + "fetch it too"
        )
      }
      sources[sibling] = SourceFile(
        entry,
        in: tree,
        staysOpen: locations.count <= Self.openFileCount
      )
    }
  }

  private mutating func tensor(
    _ found: ONNXCollector.Found
  ) throws(FormatError) -> StoredTensor? {
    let tensor = found.tensor
    let shape = try Shape(tensor.dimensions, limits: limits)
    switch try ONNXElementType(number: tensor.type) {
    case .unreadable(let title):
      omissions.add(found.name, because: "elements of type \(title) are not read")
      return nil
    case .elements(.string):
      guard tensor.values == nil, tensor.external == nil else {
        throw FormatError(.inconsistent, "texts are stored as numbers")
      }
      guard tensor.textCount == shape.elementCount else {
        throw FormatError(
          .inconsistent,
          "there are \(tensor.textCount) texts, the shape \(shape) has \(shape.elementCount)"
        )
      }
      return StoredTensor(name: found.name, dtype: .string, shape: shape, content: TextContent())
    case .elements(let dtype):
      guard tensor.textCount == 0 else {
        throw FormatError(.inconsistent, "elements of \(dtype) are stored as texts")
      }
      let (bits, overflow) = shape.elementCount.multipliedReportingOverflow(by: dtype.bitWidth)
      guard !overflow, bits % 8 == 0 else {
        if !overflow {
          omissions.add(found.name, because: "its \(dtype) elements do not fill whole bytes")
          return nil
        }
        throw FormatError(.invalidValue, "the size of \(dtype) \(shape) overflows 64 bits")
      }
      let content = try content(of: found, dtype, shape, byteCount: bits / 8)
      return content.map {
        StoredTensor(name: found.name, dtype: dtype, shape: shape, content: $0)
      }
    }
  }

  private mutating func content(
    of found: ONNXCollector.Found,
    _ dtype: DType,
    _ shape: Shape,
    byteCount: Int
  ) throws(FormatError) -> (any TensorContent)? {
    let tensor = found.tensor
    if let external = tensor.external {
      return try part(external, byteCount)
    }
    guard let values = tensor.values else {
      guard byteCount == 0 else {
        throw FormatError(
          .inconsistent,
          "\(dtype) \(shape) has \(byteCount) bytes, no values are there"
        )
      }
      return try region.part(offset: 0, count: 0)
    }
    let bytes = try region.part(offset: values.range.lowerBound, count: values.range.count)
    if values.field != 9 {
      guard let field = ONNXField(of: dtype) else {
        omissions.add(found.name, because: "elements of \(dtype) are read from raw bytes only")
        return nil
      }
      guard field.number == values.field else {
        throw FormatError(
          .inconsistent,
          "elements of \(dtype) are in \(ONNXTensor.title(values.field)), expected "
            + "\(ONNXTensor.title(field.number))"
        )
      }
      if let allowed = field.allowed {
        // Elements narrower than a byte are packed before, as in raw bytes.
        let width = dtype.byteWidth ?? 1
        return try PackedContent(
          bytes,
          position: values.range.lowerBound,
          allowed: allowed,
          count: byteCount / width,
          width: width
        )
      }
    }
    guard bytes.byteCount == byteCount else {
      throw FormatError(
        .inconsistent,
        "\(dtype) \(shape) has \(byteCount) bytes, \(ONNXTensor.title(values.field)) has "
          + "\(bytes.byteCount)",
        at: values.range.lowerBound
      )
    }
    return bytes
  }

  /// The bytes of a tensor in a file beside the model.
  private mutating func part(
    _ external: ONNXExternalData,
    _ byteCount: Int
  ) throws(FormatError) -> SourceFilePart {
    let sibling = try tree.siblingPath(external.location, of: path)
    guard let file = sources[sibling] else {
      throw FormatError(.notFound, "there is no file '\(printable(sibling))'")
    }
    if external.hasChecksum { hasChecksum = true }
    guard external.offset <= file.byteCount,
      external.byteCount ?? 0 <= file.byteCount - external.offset
    else {
      throw FormatError(
        .truncated,
        "\(external.byteCount ?? byteCount) bytes at \(external.offset) are outside the "
          + "\(file.byteCount) bytes of '\(printable(sibling))'; fetch the file again"
      )
    }
    let stated = external.byteCount ?? file.byteCount - external.offset
    guard stated == byteCount else {
      throw FormatError(
        .inconsistent,
        "its elements have \(byteCount) bytes, \(stated) are set aside in '\(printable(sibling))'"
      )
    }
    return SourceFilePart(
      file: file,
      range: external.offset..<(external.offset + stated)
    )
  }
}
