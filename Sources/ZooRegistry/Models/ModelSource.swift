/// One place where a model's checkpoint is published.
public struct ModelSource: Sendable, Hashable {
  /// What kind of place.
  public enum Location: Sendable, Hashable {
    /// A repository of the hub, such as `google-bert/bert-base-chinese`.
    case hub(repository: String, revision: String)
    /// A file or archive on the web.
    case url(String)
    /// A wheel of the Python package index.
    case pypi(String)
    /// Files that are part of this program, below `Registry/embedded/`.
    case embedded(String)
    /// A page where a person must fetch the files.
    case manual(String)
  }

  /// One file of a source.
  public struct File: Sendable, Hashable {
    /// Its name or path in the source.
    public let name: String
    /// The SHA-256 that the publisher gives, in lower-case hexadecimal.
    public let sha256: String?
    /// The number of bytes that the publisher gives.
    public let byteCount: Int?

    /// Creates a file.
    public init(name: String, sha256: String? = nil, byteCount: Int? = nil) {
      self.name = name
      self.sha256 = sha256
      self.byteCount = byteCount
    }
  }

  /// Where.
  public let location: Location
  /// The container, such as `pytorch`; see ``formats``.
  public let format: String
  /// The dialect of tensor names, such as `transformers`; see ``layouts``.
  public let layout: String
  /// The files to fetch; empty where the location is one file.
  public let files: [File]
  /// The directory or file inside an archive.
  public let member: String?
  /// What a person must know, such as a password.
  public let note: String?
  /// The SHA-256 of the one file or archive.
  public let sha256: String?
  /// The number of bytes of the one file or archive.
  public let byteCount: Int?

  /// The containers of published checkpoints.
  public static let formats = [
    "safetensors", "pytorch", "tensorflow-bundle", "tensorflow-table", "hdf5", "flax-msgpack",
    "t5x", "numpy", "paddle", "paddle-fluid", "mindspore", "oneflow", "onnx", "openvino", "gguf",
    "megatron", "deepspeed", "metaseq", "torch-distributed", "pickle",
  ]

  /// The dialects of tensor names that built-in cards use; a directory of your own may use others.
  public static let layouts = [
    "transformers", "tensorflow", "tensorflow-generator", "openai", "fairseq", "metaseq",
    "megatron", "deepspeed", "paddlenlp", "fluid", "mindspore", "oneflow", "uer", "brightmart",
    "keras", "bert4keras", "flax", "t5x", "mesh-tensorflow", "mesh-transformer-jax", "allennlp",
    "bilm",
    "trax", "authors",
  ]
}
