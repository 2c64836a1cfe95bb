public import ZooFormats
public import ZooRegistry
public import ZooTensors

/// What to convert, and everything a user may say about it.
public struct ConversionRequest: Sendable {
  /// Where the files are.
  public var tree: any SourceTree
  /// The one file of the tree to convert, if the user named a file.
  public var focus: String?
  /// The registry's card of the model, if it has one.
  public var card: ModelCard?
  /// The architecture, for a model of one's own.
  public var architecture: String?
  /// The configuration, for a model of one's own; else the one beside the checkpoint.
  public var configuration: JSONObject?
  /// The name of the package; else the card's.
  public var name: String?
  /// The container to use where the tree has several, by its id.
  public var format: String?
  /// The dialect of tensor names; else the one that covers the inventory exactly.
  public var layout: String?
  /// The floating-point type of the package; else as stored.
  public var dtype: DType?
  /// The type that quantized blocks are read as: F32, F16 or BF16.
  ///
  /// Without it a checkpoint with quantized tensors is refused, because their numbers are no longer
  /// those that were published first.
  public var dequantization: DType?
  /// Whether tensors that the architecture does not have are kept under their own names.
  public var keepsExtras = false
  /// Whether weights with NaN or infinite values are refused; else they are counted and reported.
  public var refusesNotFinite = false
  /// Where the files came from, for the manifest: a URL, a hub id, or a file name.
  public var origin: String?
  /// The revision of the origin, for the manifest.
  public var revision: String?
  /// SHA-256 of files that were already verified, as 64 hexadecimal digits, by path in the tree.
  public var verifiedDigests: [String: String] = [:]
  /// The largest weight file in bytes; the rest goes to further files.
  public var maximumFileBytes = 4 << 30

  /// A request for a tree; set what else is known.
  public init(tree: any SourceTree, focus: String? = nil) {
    self.tree = tree
    self.focus = focus
  }
}
