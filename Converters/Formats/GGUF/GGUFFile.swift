import ZooTensors

/// One GGUF file: its metadata and its tensors, in the order of the file.
struct GGUFFile {
  let path: String
  let metadata: GGUFMetadata
  let tensors: [StoredTensor]
  /// Whether all numbers are big-endian.
  let isBigEndian: Bool

  /// The least bytes of a tensor's record: the lengths of name and shape, type and offset.
  private static let recordByteCount = 24
  /// The least bytes of a pair: the length of the key, the type, one byte of value.
  private static let pairByteCount = 13

  /// Reads the header; no byte of a tensor is read.
  init(_ region: ByteRegion, _ path: String, limits: ParsingLimits) throws(FormatError) {
    do throws(FormatError) {
      self = try Self(parsing: region, path, limits)
    } catch {
      if let problem = FileDiagnosis.problem(of: region, named: path) {
        throw FormatError(error.code, problem, in: path)
      }
      guard error.code == .truncated, region.byteCount > limits.ggufHeaderBytes else {
        throw error.inFile(path)
      }
      throw FormatError(
        .limitExceeded,
        "the header does not end within the limit of \(limits.ggufHeaderBytes) bytes "
          + "(\(error.message)); raise ParsingLimits.ggufHeaderBytes to allow it",
        at: error.offset,
        in: path
      )
    }
  }

  private init(
    parsing region: ByteRegion,
    _ path: String,
    _ limits: ParsingLimits
  ) throws(FormatError) {
    let head = region.bytes.extracting(first: min(region.byteCount, limits.ggufHeaderBytes))
    var bytes = ByteCursor(head)
    guard try bytes.readArray(4) == GGUFVersion.magic else {
      throw FormatError(.invalidValue, "expected a GGUF file, which begins with 'GGUF'", at: 0)
    }
    isBigEndian = try GGUFVersion(bytes.read(UInt32.self)).isBigEndian
    var cursor = GGUFCursor(bytes, isBigEndian: isBigEndian)
    let tensorCount = try cursor.readCount("tensors", minimum: Self.recordByteCount)
    try limits.checkTensorCount(tensorCount, at: 8)
    let pairCount = try cursor.readCount("key-value pairs", minimum: Self.pairByteCount)
    guard pairCount <= limits.metadataPairs else {
      throw .limit(
        "number of key-value pairs",
        pairCount,
        limits.metadataPairs,
        "ParsingLimits.metadataPairs",
        at: 16
      )
    }
    metadata = try GGUFMetadata(reading: pairCount, from: &cursor, limits: limits)
    let alignment = try metadata.alignment()
    var infos: [GGUFTensorInfo] = []
    var names: Set<String> = []
    var end = 0
    for _ in 0..<tensorCount {
      let info = try GGUFTensorInfo(reading: &cursor, limits: limits)
      guard names.insert(info.name).inserted else {
        throw FormatError(
          .invalidValue,
          "the tensor '\(printable(info.name))' is there twice",
          at: info.position
        )
      }
      try info.requireOffset(end, alignment: alignment)
      end = try Self.padded(
        try end.adding(info.byteCount, "the end of tensor '\(printable(info.name))'"),
        to: alignment
      )
      infos.append(info)
    }
    let start = try Self.padded(cursor.position, to: alignment)
    var tensors: [StoredTensor] = []
    for info in infos {
      let offset = try start.adding(info.offset, "the place of '\(printable(info.name))'")
      guard offset <= region.byteCount, info.byteCount <= region.byteCount - offset else {
        throw FormatError(
          .truncated,
          "tensor '\(printable(info.name))' needs \(info.byteCount) bytes at \(offset), but the file "
            + "has \(region.byteCount) bytes; fetch it again",
          at: info.position
        )
      }
      let bytes = try region.part(offset: offset, count: info.byteCount)
      tensors.append(try info.tensor(bytes, isBigEndian: isBigEndian))
    }
    let last = try start.adding(end, "the end of the tensors")
    guard region.byteCount <= last else {
      throw FormatError(
        .inconsistent,
        "the tensors end at \(last), but \(region.byteCount - last) more bytes follow",
        at: last
      )
    }
    self.tensors = tensors
    self.path = path
  }

  private static func padded(_ offset: Int, to alignment: Int) throws(FormatError) -> Int {
    try offset.adding(alignment - 1, "an aligned offset") & ~(alignment - 1)
  }
}

/// The version of a file, which also tells its byte order.
struct GGUFVersion {
  /// The first bytes in either byte order.
  static let magic = Array("GGUF".utf8)

  let isBigEndian: Bool

  /// Reads the number after the magic as if it were little-endian.
  init(_ value: UInt32) throws(FormatError) {
    // Versions are small, so that a number without low bits was written big-endian.
    isBigEndian = value & 0xffff == 0
    let version = isBigEndian ? value.byteSwapped : value
    switch version {
    case 2, 3: return
    case 1:
      throw FormatError(
        .unsupported,
        "GGUF version 1 was replaced in 2023 and is not read; fetch a newer file of the model",
        at: 4
      )
    default:
      throw FormatError(
        .unsupported,
        "GGUF version \(version) is not known; versions 2 and 3 are read",
        at: 4
      )
    }
  }
}
