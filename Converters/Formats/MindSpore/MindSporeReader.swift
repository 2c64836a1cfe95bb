public import ZooTensors

/// Reads `.ckpt` files of MindSpore: consecutive protocol-buffer messages, each with a tensor or a
/// part of one.
///
/// A tensor above 512 MiB lies in several messages of the same name, which are joined when its bytes
/// are asked for; any other is lent as it lies. Files may be larger than the 2 GiB that a parser of
/// protocol buffers takes. A checksum over the whole file, if there is one, is verified when the
/// first tensor's bytes are asked for. Encrypted files are refused. Newer releases also save
/// safetensors, which need no reader of their own.
///
/// Source: `mindspore/train/serialization.py` and `checkpoint.proto`.
public struct MindSporeReader: CheckpointReader {
  /// The container that this type reads.
  public static let format = CheckpointFormat(id: "mindspore", title: "MindSpore checkpoint")

  /// What of it is not read.
  public static let unread = "encrypted files, text and map parameters (noted)"

  /// Every tensor, sorted by name.
  public let tensors: [StoredTensor]
  /// The file.
  public let files: [String]
  /// Texts, map parameters, and elements that are not read.
  public let notes: [String]

  /// Whether the file begins with a named tensor of a type of MindSpore's, or is encrypted by it.
  public static func recognizes(_ probe: FileProbe) -> Bool {
    isEncrypted(probe) || MindSporeProbe.isCheckpoint(probe.head)
  }

  /// Opens a checkpoint.
  ///
  /// Complexity: O(number of messages); their bytes are passed over.
  /// - Throws: ``FormatError`` where the file is encrypted, damaged, or contradicts itself.
  public init(
    opening path: String,
    in tree: any SourceTree,
    limits: ParsingLimits
  ) throws(FormatError) {
    let probe = try FileProbe(path, in: tree)
    do throws(FormatError) {
      guard !Self.isEncrypted(probe) else {
        throw FormatError(
          .unsupported,
          "the checkpoint is encrypted; load it in MindSpore with its key and save it without one"
        )
      }
      let file = try MindSporeFile(probe.region, path: path, limits: limits)
      tensors = file.tensors.sorted { $0.name.precedesInUTF8($1.name) }
      notes = file.notes
    } catch {
      throw error.inFile(path)
    }
    files = [path]
  }

  /// Whether the file begins with the number of AES-GCM, AES-CBC or SM4-CBC.
  private static func isEncrypted(_ probe: FileProbe) -> Bool {
    [0xd8, 0xd9, 0xda].contains { probe.starts(with: [$0, 0x5e, 0x3a, 0x7f]) }
  }
}
