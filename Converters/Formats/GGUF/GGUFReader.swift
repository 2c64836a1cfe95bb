public import ZooTensors

/// Reads GGUF, the format of llama.cpp: one file, or a first part with the others beside it.
///
/// Shapes are lent outermost axis first; the file has them the other way round. Floating-point and
/// integer tensors are what they are. Quantized tensors are lent bit for bit as bytes, with a
/// ``StoredTensor/quantization`` that says what they stand for; those of Q4_0, Q4_1, Q5_0, Q5_1 and
/// Q8_0 can be read as numbers with ``StoredTensor/dequantized(to:)``. The rows of query and key
/// weights of Llama and its relatives are in another order than in other frameworks' files.
///
/// Versions 2 and 3 are read, in both byte orders. Tensors must follow each other as the writer lays
/// them, and nothing may follow the last.
///
/// Source: `docs/gguf.md` of ggml and `ggml/src/gguf.cpp` of llama.cpp.
public struct GGUFReader: CheckpointReader {
  /// The container that this type reads.
  public static let format = CheckpointFormat(id: "gguf", title: "GGUF")

  /// What of it is not read.
  public static let unread = "decoding of K and IQ blocks (lent bit for bit); version 1"

  /// Every tensor, sorted by name.
  public let tensors: [StoredTensor]
  /// The file, or all parts by number.
  public let files: [String]
  /// The metadata in short, and which tensors are quantized.
  public let notes: [String]

  /// Whether the file begins with the magic of GGUF.
  public static func recognizes(_ probe: FileProbe) -> Bool {
    probe.head.count >= 8 && probe.starts(with: GGUFVersion.magic)
  }

  /// The other parts, where the file is named as the first of several.
  public static func parts(of probe: FileProbe) -> [String] {
    guard let name = GGUFSplitName(probe.path), name.index == 1, name.total > 1 else { return [] }
    // A name made from the path's own last component is a plain one.
    return (2...name.total).compactMap {
      try? probe.tree.siblingPath(name.name(of: $0), of: probe.path)
    }
  }

  /// Opens a file, or the first part of several.
  ///
  /// Complexity: O(size of the headers); no byte of a tensor is read.
  /// - Throws: ``FormatError`` where a header is damaged or contradicts itself, or where a part is
  ///   missing or belongs to another file.
  public init(
    opening path: String,
    in tree: any SourceTree,
    limits: ParsingLimits
  ) throws(FormatError) {
    let first = try GGUFFile(try tree.open(path), path, limits: limits)
    var parts = [first]
    var notes = Self.describe(first.metadata)
    if let split = try GGUFSplit(first) {
      if split.number == 0 {
        parts += try split.others(in: tree, limits: limits)
      } else {
        notes.append(
          "'\(path)' is part \(split.number + 1) of \(split.count); open the first to have all parts"
        )
      }
    }
    let all = parts.flatMap(\.tensors)
    if first.isBigEndian { notes.append("the file is big-endian") }
    if let quantized = Self.describe(all) { notes.append(quantized) }
    tensors = all.sorted { $0.name.precedesInUTF8($1.name) }
    files = parts.map(\.path)
    self.notes = notes
  }

  /// The metadata of the model in one line, shortened.
  private static func describe(_ metadata: GGUFMetadata) -> [String] {
    let shown = metadata.values.filter { $0.key.hasPrefix("general.") }.prefix(8)
    guard !metadata.keys.isEmpty else { return [] }
    let pairs = shown.map { "\($0.key): \($0.value)" }
    let rest = metadata.keys.count - shown.count
    let more = rest > 0 ? ["\(rest) more keys"] : []
    return ["metadata " + (pairs + more).joined(separator: ", ")]
  }

  /// How many tensors are quantized, by layout.
  private static func describe(_ tensors: [StoredTensor]) -> String? {
    let layouts = Dictionary(grouping: tensors.compactMap(\.quantization), by: \.type)
    guard !layouts.isEmpty else { return nil }
    let counts = layouts.sorted { $0.key < $1.key }.map { "\($0.key) (\($0.value.count))" }
    return "quantized tensors: " + counts.joined(separator: ", ")
  }
}
