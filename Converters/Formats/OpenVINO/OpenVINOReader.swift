public import ZooTensors

/// Reads OpenVINO's IR: `model.xml` with the constants of its graph in `model.bin` beside it.
///
/// The entry file is the XML. The tensors are the layers of type `Const`, by the name of the layer;
/// where several layers have one name, each is called by name and number, `name#12`. A constant in
/// the body of a loop or condition is called `layer/body/name`. Layers may share bytes, because
/// OpenVINO stores equal constants once. Weights that were compressed to half precision are lent so,
/// under the name that OpenVINO gave the compressed constant.
///
/// Constants of types without whole bytes (`u1`, `i4`, `nf4` and others) and text are named in
/// ``notes``.
///
/// Source: openvino, `src/core/xml_util/` and `src/frontends/ir/`, IR versions 10 and 11.
public struct OpenVINOReader: CheckpointReader {
  /// The container that this type reads.
  public static let format = CheckpointFormat(id: "openvino", title: "OpenVINO IR")

  /// What of it is not read.
  public static let unread = "constants below 8 bits and text (noted)"

  /// Bytes between constants that are no more than alignment.
  private static let paddingByteCount = 64

  /// Every constant, sorted by name.
  public let tensors: [StoredTensor]
  /// The XML, then the file of weights.
  public let files: [String]
  /// The model's name, constants that are not read, and bytes that belong to none.
  public let notes: [String]

  /// Whether the file is XML whose root is `net`, with `layers` as its first element.
  public static func recognizes(_ probe: FileProbe) -> Bool {
    var scanner = XMLScanner(probe.head, limits: .default)
    // What is no XML is no IR.
    guard case .start(let root)? = try? scanner.next(), root.name == "net",
      root.attributes["version"] != nil,
      case .start(let first)? = try? scanner.next()
    else { return false }
    return first.name == "layers"
  }

  /// The file of weights.
  public static func parts(of probe: FileProbe) -> [String] {
    // A name that is no sibling's belongs to no file.
    (try? weightsPath(of: probe.path, in: probe.tree)).map { [$0] } ?? []
  }

  /// Opens an IR; no constant is read.
  ///
  /// Complexity: O(size of the XML).
  /// - Throws: ``FormatError`` where the XML is malformed or not of a version that is read, where
  ///   the file of weights is missing or too short, or where a constant contradicts itself.
  public init(
    opening path: String,
    in tree: any SourceTree,
    limits: ParsingLimits
  ) throws(FormatError) {
    let region = try tree.open(path)
    do throws(FormatError) {
      let model = try OpenVINOModel(
        try region.array(limit: limits.sideFileBytes),
        limits: limits
      )
      var files = [path]
      var weights: ByteRegion?
      let binary = try Self.weightsPath(of: path, in: tree)
      if tree.contains(binary) {
        weights = try tree.open(binary)
        files.append(binary)
      } else if model.constants.contains(where: { $0.byteCount > 0 }) {
        throw FormatError(
          .inconsistent,
          "the file of weights, '\(binary)', is not there; fetch it too"
        )
      }
      var notes = model.name.isEmpty ? [] : ["the model is called '\(printable(model.name))'"]
      let names = Dictionary(grouping: model.constants, by: \.name).mapValues(\.count)
      var tensors: [StoredTensor] = []
      var used: Set<String> = []
      for constant in model.constants {
        let name = names[constant.name] == 1 ? constant.name : constant.nameWithID
        guard used.insert(name).inserted else {
          throw FormatError(
            .invalidValue,
            "two constants are called '\(printable(name))'",
            at: constant.position
          )
        }
        let bytes = try Self.bytes(of: constant, named: name, in: weights)
        guard let dtype = DType(openVINOName: constant.type) else {
          notes.append(
            "left out '\(printable(name))': elements of type \(printable(constant.type)) are not read"
          )
          continue
        }
        tensors.append(
          StoredTensor(name: name, dtype: dtype, shape: constant.shape, content: bytes)
        )
      }
      let unused = Self.unusedByteCount(model.constants, of: weights?.byteCount ?? 0)
      if unused > 0 { notes.append("\(unused) bytes of '\(binary)' belong to no constant") }
      self.tensors = tensors.sorted { $0.name.precedesInUTF8($1.name) }
      self.files = files
      self.notes = notes
    } catch {
      if let problem = FileDiagnosis.problem(of: region, named: path) {
        throw FormatError(error.code, problem, in: path)
      }
      throw error.inFile(path)
    }
  }

  private static func bytes(
    of constant: OpenVINOConstant,
    named name: String,
    in weights: ByteRegion?
  ) throws(FormatError) -> ByteRegion {
    guard let weights else {
      // Without weights all constants are empty.
      return ByteRegion(try ByteStore.copying([], name: name))
    }
    guard constant.offset <= weights.byteCount,
      constant.byteCount <= weights.byteCount - constant.offset
    else {
      throw FormatError(
        .truncated,
        "constant '\(printable(name))' needs \(constant.byteCount) bytes at \(constant.offset), but "
          + "'\(weights.name)' has \(weights.byteCount) bytes; fetch it again",
        at: constant.position
      )
    }
    return try weights.part(offset: constant.offset, count: constant.byteCount)
  }

  /// The sibling with the ending `.bin` in place of `.xml`.
  private static func weightsPath(
    of path: String,
    in tree: any SourceTree
  ) throws(FormatError) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let stem = name.hasSuffix(".xml") ? String(name.dropLast(4)) : name
    return try tree.siblingPath(stem + ".bin", of: path)
  }

  /// The bytes of the weights that no constant has, but for gaps that align.
  private static func unusedByteCount(_ constants: [OpenVINOConstant], of total: Int) -> Int {
    var unused = 0
    var end = 0
    for constant in constants.sorted(by: { $0.offset < $1.offset }) {
      // Offsets and sizes were proven to lie in the file.
      if constant.offset - end >= paddingByteCount { unused += constant.offset - end }
      end = max(end, constant.offset + constant.byteCount)
    }
    return total - end >= paddingByteCount ? unused + total - end : unused
  }
}
