import ZooFormats
import ZooTensors
import ZooTestSupport

/// Assembles distributed checkpoints by hand.
struct TestDistributed {
  struct Part {
    var name = "w"
    var offsets: [Int]? = [0, 0]
    var file = "__0_0.distcp"
    var offset: Int
    var length: Int
    var more: [(String, P.Bytes)] = []
  }

  struct Tensor {
    var name = "w"
    var type = P.global("torch", "float32")
    var size = [2, 3]
    var chunks = [([0, 0], [2, 3])]
  }

  var tensors = [Tensor()]
  var objects: [String] = []
  var parts: [Part] = []
  var planner: P.Bytes = P.none
  /// How many more names stand for the first tensor's description, which is then shared.
  var copies = 0
  var files: [String: [UInt8]] = [:]

  /// A checkpoint of one tensor of two rows of three numbers, in one part unless stated.
  init(chunks: [([Int], [Int])] = [([0, 0], [2, 3])]) {
    tensors[0].chunks = chunks
    var file: [UInt8] = []
    for (offsets, sizes) in chunks {
      let item = Self.item(sizes)
      parts.append(Part(offsets: offsets, offset: file.count, length: item.count))
      file += item
    }
    files["__0_0.distcp"] = file
  }

  /// What `torch.save` writes for a tensor whose numbers count from 0.
  static func item(_ size: [Int], stride: [Int]? = nil, type: String = "FloatStorage") -> [UInt8] {
    let count = size.reduce(1, *)
    var steps: [Int] = []
    for extent in size.reversed() { steps.insert((steps.first ?? 1) * extent, at: 0) }
    let strides = stride ?? Array(steps.dropFirst()) + (size.isEmpty ? [] : [1])
    let tensor = P.tensor(P.storage(type: type, count: count), size: size, stride: strides)
    return ZipFile(tensor, storages: [("0", LegacyFile.Storage(floats: count).bytes)]).bytes
  }

  private static let module = "torch.distributed.checkpoint.metadata"

  private static func object(
    _ name: String,
    _ attributes: [(String, P.Bytes)],
    module: String = module
  ) -> P.Bytes {
    P.newObject(P.global(module, name)) + P.dict(attributes) + P.build
  }

  private static func size(_ numbers: [Int]) -> P.Bytes {
    P.call(P.global("torch", "Size"), P.ints(numbers))
  }

  var metadata: [UInt8] {
    var described: [(P.Bytes, P.Bytes)] = []
    for tensor in tensors {
      let properties =
        P.newObject(P.global(Self.module, "TensorProperties"))
        + P.tuple(tensor.type, P.none, P.no, P.none, P.no) + P.build
      let chunks = tensor.chunks.map { offsets, sizes in
        Self.object(
          "ChunkStorageMetadata",
          [("offsets", Self.size(offsets)), ("sizes", Self.size(sizes))]
        )
      }
      let value = Self.object(
        "TensorStorageMetadata",
        [
          ("properties", properties), ("size", Self.size(tensor.size)), ("chunks", P.list(chunks)),
        ]
      )
      described.append((P.text(tensor.name), value))
    }
    described[0].1 += P.put(9)
    described += (0..<copies).map { (P.text("copy \($0)"), P.get(9)) }
    for name in objects {
      let value = P.newObject(P.global(Self.module, "BytesStorageMetadata"))
      described.append((P.text(name), value))
    }
    var stored: [(P.Bytes, P.Bytes)] = []
    for part in parts {
      let offset = part.offsets.map { [("offset", Self.size($0))] } ?? []
      let key = Self.object(
        "MetadataIndex",
        [("fqn", P.text(part.name)), ("index", P.none)] + offset
      )
      let place = Self.object(
        "_StorageInfo",
        [
          ("relative_path", P.text(part.file)), ("offset", P.int(part.offset)),
          ("length", P.int(part.length)),
        ] + part.more,
        module: "torch.distributed.checkpoint.filesystem"
      )
      stored.append((key, place))
    }
    return P.pickle(
      Self.object(
        "Metadata",
        [
          ("state_dict_metadata", P.dict(described)), ("planner_data", planner),
          ("storage_data", P.dict(stored)),
        ]
      )
    )
  }

  func tree() throws -> MemoryTree {
    try MemoryTree(files.merging([".metadata": metadata]) { $1 })
  }

  func open() throws -> TorchDistributedReader {
    try TorchDistributedReader(opening: ".metadata", in: try tree(), limits: .default)
  }

  /// The bytes of a tensor, read as numbers.
  static func floats(_ reader: TorchDistributedReader, _ name: String) throws -> [Float] {
    let bytes = try reader.tensors.first { $0.name == name }?.content.region().prefix(4096) ?? []
    return stride(from: 0, to: bytes.count, by: 4).map { start in
      Float(bitPattern: bytes[start..<(start + 4)].reversed().reduce(0) { $0 << 8 | UInt32($1) })
    }
  }
}
