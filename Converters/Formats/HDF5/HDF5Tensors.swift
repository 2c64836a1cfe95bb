import ZooTensors

/// The tensors of one HDF5 file.
struct HDF5Tensors {
  /// The tensors, sorted by name: paths below the group of the weights.
  private(set) var tensors: [StoredTensor] = []
  /// What was passed over, and what Keras says.
  private(set) var notes: [String] = []

  /// Reads the headers of a file; `path` is for messages.
  init(_ region: ByteRegion, _ path: String, limits: ParsingLimits) throws(FormatError) {
    do throws(FormatError) {
      let file = try HDF5File(region, limits: limits)
      let walk = try HDF5Walk(file)
      let keras = try KerasWeights(walk, in: file)
      let prefix = keras?.prefix ?? ""
      notes = (keras?.notes ?? []) + walk.notes
      for found in walk.datasets where found.path.utf8.starts(with: prefix.utf8) {
        let name = String(Substring(found.path.utf8.dropFirst(prefix.utf8.count)))
        do throws(FormatError) {
          try TensorName.check(name, limits: limits)
          try add(found.header, name, in: file)
        } catch {
          throw FormatError(
            error.code,
            "'\(printable(name))': \(error.message)",
            at: error.offset ?? file.position(found.header.address)
          )
        }
      }
    } catch {
      if let problem = FileDiagnosis.problem(of: region, named: path) {
        throw FormatError(error.code, problem, in: path)
      }
      throw error.inFile(path)
    }
  }

  private mutating func add(
    _ header: HDF5ObjectHeader,
    _ name: String,
    in file: HDF5File
  ) throws(FormatError) {
    let dataset = try HDF5Dataset(header, in: file)
    guard let shape = dataset.shape else {
      notes.append("left out '\(name)', which has no elements and no shape")
      return
    }
    let content = try dataset.content(named: name)
    func add(_ dtype: DType, _ content: any TensorContent) {
      tensors.append(StoredTensor(name: name, dtype: dtype, shape: shape, content: content))
    }
    switch dataset.type.kind {
    case .number(let dtype, let isBigEndian):
      add(dtype, isBigEndian ? SwappedContent(content, width: dataset.type.byteCount) : content)
    case .boolean: add(.bool, content)
    case .fixedText, .variableText: add(.string, HDF5TextContent())
    case .opaque:
      // Keras 3 stores bfloat16, which HDF5 does not know, as two bytes and an attribute.
      let stated = try HDF5Attributes(of: header, in: file).texts("dtype")?.first
      guard stated == "bfloat16", dataset.type.byteCount == 2 else {
        notes.append(
          "left out '\(name)': opaque elements of \(dataset.type.byteCount) bytes"
            + (stated.map { ", which the attribute 'dtype' calls '\(printable($0))'" }
              ?? " without an attribute 'dtype'")
        )
        return
      }
      add(.bf16, content)
    case .unreadable(let kind):
      notes.append("left out '\(name)': elements of type \(kind) are not read")
    }
  }
}
