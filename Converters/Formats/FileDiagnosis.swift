public import ZooTensors

/// What a file is that was taken for a checkpoint, where it is none.
///
/// Pointers of Git LFS, web pages, error answers and unfinished downloads are met far more often
/// than damaged checkpoints, so they are told by name.
public enum FileDiagnosis {
  /// One sentence about a file that cannot be a checkpoint, or `nil` where nothing is wrong with it.
  ///
  /// Complexity: O(1); looks at the first and last 4,096 bytes.
  public static func problem(of region: ByteRegion, named name: String) -> String? {
    let head = region.prefix(4096)
    let subject = "'\(name)'"
    guard !head.isEmpty else {
      return "\(subject) is empty; the download did not succeed, fetch it again"
    }
    if let pointer = GitPointer(head) { return "\(subject) \(pointer.explanation)" }
    if let text = serverAnswer(head, byteCount: region.byteCount) { return "\(subject) \(text)" }
    if let kind = otherArchive(head) {
      return "\(subject) is a \(kind) archive, which is not opened here; unpack it and give the "
        + "directory"
    }
    if head.starts(with: Array("%PDF-".utf8)) { return "\(subject) is a PDF document" }
    if isBlank(head), isBlank(tail(of: region)) {
      return "\(subject) has \(region.byteCount) bytes that are all zero where it begins and ends; "
        + "the download was not finished, fetch it again"
    }
    let lower = name.lowercased()
    let suffixes = [".part", ".partial", ".crdownload", ".incomplete", ".aria2", ".download"]
    if suffixes.contains(where: lower.hasSuffix) {
      return "\(subject) is named like a download that was not finished; fetch it again"
    }
    return nil
  }

  /// Why no checkpoint was found in a tree: what its files, or the file asked for, are instead.
  public static func explain(_ tree: any SourceTree, focus: String?) throws(FormatError) -> String {
    let formats = ReaderCatalog.builtIn.readers.map { $0.format.title }
    let known = formats.isEmpty ? "" : "; read are: " + formats.joined(separator: ", ")
    if let focus {
      let region = try tree.open(focus)
      if let problem = problem(of: region, named: focus) { return problem }
      if let problem = unfinishedHeader(region, named: focus) { return problem }
      let start = region.prefix(8).map { byte in
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }
      return "'\(focus)' of \(region.byteCount) bytes is no checkpoint that is known here; it "
        + "begins with the bytes \(start.joined(separator: " "))\(known)"
    }
    guard !tree.entries.isEmpty else { return "'\(tree.name)' has no files" }
    for entry in tree.entries where isSuspect(entry) {
      let region = try tree.open(entry.path)
      if let problem = problem(of: region, named: entry.path)
        ?? unfinishedHeader(region, named: entry.path)
      {
        return problem
      }
    }
    return "none of the \(tree.entries.count) files of '\(tree.name)' is a checkpoint that is "
      + "known here\(known)"
  }

  /// A safetensors file that ends inside its header.
  private static func unfinishedHeader(_ region: ByteRegion, named name: String) -> String? {
    guard name.lowercased().hasSuffix(".safetensors") else { return nil }
    let head = region.prefix(8)
    let length = head.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard head.count < 8 || length >= UInt64(region.byteCount - 8) else { return nil }
    return "'\(name)' has \(region.byteCount) bytes and ends inside its safetensors header"
      + (head.count < 8 ? "" : " of \(length) bytes")
      + "; the download was not finished, fetch it again"
  }

  /// What the names of checkpoints, of their parts and of archives with them end in, as published
  /// models have them; a number after a hyphen may follow, as in `model.ckpt-1000`.
  private static let endings: Set<String> = [
    "b_0", "bin", "bz2", "ckpt", "data", "distcp", "gguf", "gz", "h5", "hdf5", "index", "keras",
    "metadata", "model", "msgpack", "nemo", "npy", "npz", "onnx", "onnx_data", "pb", "pdiparams",
    "pdmodel", "pdopt", "pdparams", "pickle", "pkl", "pt", "pth", "safetensors", "tar", "tbz",
    "tbz2", "tgz", "th", "w_0", "xml", "zarray", "zgroup", "zip",
  ]

  /// Weights are large, and pointers and error pages have the names of weights.
  ///
  /// Names without an ending are those of T5X (`checkpoint`), Paddle (`__params__`) and OneFlow.
  private static func isSuspect(_ entry: SourceEntry) -> Bool {
    guard entry.byteCount <= 1 << 20 else { return true }
    let name = entry.name.lowercased()
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count > 1, let ending = parts.last else { return entry.byteCount > 0 }
    return endings.contains(String(ending.prefix { $0 != "-" })) || name.hasSuffix(".index.json")
  }

  private static func tail(of region: ByteRegion) -> [UInt8] {
    let count = min(4096, region.byteCount)
    // The part is inside the region, so it can be had.
    return (try? region.part(offset: region.byteCount - count, count: count))?.prefix(count) ?? []
  }

  private static func isBlank(_ bytes: [UInt8]) -> Bool {
    bytes.count >= 16 && bytes.allSatisfy { $0 == 0 }
  }

  private static func otherArchive(_ head: [UInt8]) -> String? {
    let kinds: [(magic: [UInt8], name: String)] = [
      ([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], "7-Zip"), (Array("Rar!\u{1a}\u{7}".utf8), "RAR"),
      ([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], "xz"), ([0x28, 0xb5, 0x2f, 0xfd], "Zstandard"),
      ([0x04, 0x22, 0x4d, 0x18], "LZ4"),
    ]
    return kinds.first { head.starts(with: $0.magic) }?.name
  }
}
