import ZooTensors

/// One safetensors file, with errors in its own name.
struct SafetensorsFile {
  let path: String
  let tensors: [StoredTensor]
  let header: SafetensorsHeader

  init(_ region: ByteRegion, _ path: String, limits: ParsingLimits) throws(FormatError) {
    self.path = path
    do throws(FormatError) {
      let header = try SafetensorsHeader(
        prefix: region.bytes,
        fileByteCount: region.byteCount,
        limits: limits
      )
      var tensors: [StoredTensor] = []
      tensors.reserveCapacity(header.entries.count)
      for entry in header.entries {
        tensors.append(
          StoredTensor(
            name: entry.spec.name,
            dtype: entry.spec.dtype,
            shape: entry.spec.shape,
            content: try header.region(of: entry, in: region)
          )
        )
      }
      self.tensors = tensors
      self.header = header
    } catch {
      if let problem = FileDiagnosis.problem(of: region, named: path) {
        throw FormatError(error.code, problem, in: path)
      }
      throw error.inFile(path)
    }
  }

  /// The metadata in one line, shortened.
  var notes: [String] {
    guard !header.metadata.isEmpty else { return [] }
    let pairs = header.metadata.prefix(8).map { "\($0.key): \($0.value.prefix(80))" }
    let rest = header.metadata.count > 8 ? " and \(header.metadata.count - 8) more" : ""
    return ["metadata \(pairs.joined(separator: ", "))\(rest)"]
  }
}
