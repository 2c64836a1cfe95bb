public import ZooTensors

/// Reads the weights of ONNX models: the initializers of the graph and the tensors of its `Constant`
/// nodes, in the model or in files beside it.
///
/// A constant has the name of its output. Tensors of subgraphs (`If`, `Loop`, `Scan`) are named by
/// their path, `<first output of the node>/<attribute>/<name>`, those of functions
/// `<domain>.<function>/<name>`. Quantized models store scales and integers as tensors of their own,
/// which are listed like any other. Raw bytes, floating-point fields and files beside the model are
/// lent as they lie; integers that are stored as varints are unpacked when their bytes are asked for.
/// Sparse tensors and segments are refused. Models may be larger than the 2 GiB that a parser of
/// protocol buffers takes.
///
/// Source: `onnx.proto` and `docs/ExternalData.md` of ONNX.
public struct ONNXReader: CheckpointReader {
  /// The container that this type reads.
  public static let format = CheckpointFormat(id: "onnx", title: "ONNX initializers")

  /// What of it is not read.
  public static let unread = "sparse initializers, segments, elements below 8 bits (noted)"

  /// Every tensor, sorted by name.
  public let tensors: [StoredTensor]
  /// The model, then the files that hold values.
  public let files: [String]
  /// Who wrote the model, its metadata, and what is left out.
  public let notes: [String]

  /// Whether the file has the fields of a model: a version and a graph.
  public static func recognizes(_ probe: FileProbe) -> Bool { ONNXProbe.isModel(probe.region) }

  /// The files that hold values.
  public static func parts(of probe: FileProbe) -> [String] {
    // A model that cannot be read, or names no plain file, has no such parts; opening it says why.
    guard let model = try? ONNXModel(probe.region, limits: .default) else { return [] }
    let names = Set(model.tensors.compactMap { $0.tensor.external?.location })
    return names.compactMap { try? probe.tree.siblingPath($0, of: probe.path) }
  }

  /// Opens a model.
  ///
  /// Complexity: O(number of nodes and tensors); values are passed over.
  /// - Throws: ``FormatError`` where the model is damaged, contradicts itself, or names a file that
  ///   is not beside it.
  public init(
    opening path: String,
    in tree: any SourceTree,
    limits: ParsingLimits
  ) throws(FormatError) {
    do throws(FormatError) {
      let region = try tree.open(path)
      let model = try ONNXModel(region, limits: limits)
      var assembler = ONNXAssembler(model, region, path, in: tree, limits)
      tensors = try assembler.tensors().sorted { $0.name.precedesInUTF8($1.name) }
      files = [path] + assembler.files
      notes = model.notes + assembler.notes
    } catch {
      throw error.inFile(path)
    }
  }
}
