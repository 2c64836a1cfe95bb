public import ZooPackage
public import ZooTensors

/// Writes small packages, and installs them in a store, for tests.
public struct SmallPackage {
  /// One tensor: its specification and bytes.
  public struct Content {
    /// The name, element type and shape.
    public let spec: TensorSpec
    /// The bytes.
    public let bytes: [UInt8]
    /// Names tied to it.
    public let aliases: [String]

    /// Creates a tensor; `bytes` default to a pattern that depends on the name.
    public init(
      _ name: String,
      _ dtype: DType,
      _ shape: [Int],
      bytes: [UInt8]? = nil,
      aliases: [String] = []
    ) throws {
      spec = try TensorSpec(name: name, dtype: dtype, shape: try Shape(shape))
      self.bytes = bytes ?? Self.pattern(name, count: spec.byteCount)
      self.aliases = aliases
    }

    private static func pattern(_ name: String, count: Int) -> [UInt8] {
      let seed = name.utf8.reduce(UInt8(7)) { $0 &* 31 &+ $1 }
      var pattern = [UInt8](repeating: seed, count: count)
      for index in 0..<min(count, 100) { pattern[index] &+= UInt8(index &* 13 & 255) }
      return pattern
    }

    /// Creates a tensor of `F32`.
    public init(_ name: String, _ shape: [Int], floats: [Float]) throws {
      let bytes = floats.flatMap { value in
        (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * UInt32($0))) }
      }
      try self.init(name, .f32, shape, bytes: bytes)
    }
  }

  /// The model's name.
  public var name = "tiny"
  /// The tensors.
  public var tensors: [Content] = []
  /// The hyperparameters.
  public var config: JSONValue = [:]
  /// The vocabulary file `vocab.txt`.
  public var vocabulary = "[PAD]\n[UNK]\n字\n"
  /// Further files of the vocabulary.
  public var vocabularyFiles: [(name: String, bytes: [UInt8])] = []
  /// The largest weight file.
  public var maximumFileBytes = WeightsLayout.defaultMaximumFileBytes

  /// A package without tensors.
  public init() {}

  /// A package of several element types, odd sizes, an empty tensor, a scalar and a tie.
  public static func varied() throws -> SmallPackage {
    var package = SmallPackage()
    package.config = [
      "hidden_size": 16, "layer_norm_eps": .number(1e-12, literal: "1e-12"), "hidden_act": "gelu",
      "tie_word_embeddings": true, "sizes": [1, 2],
    ]
    package.tensors = [
      try Content("embeddings.word", [4, 16], floats: (0..<64).map { Float($0) / 4 }),
      try Content("embeddings.scale", [], floats: [2.5]),
      try Content("bias.half", .f16, [3], bytes: [0x00, 0x3c, 0x00, 0xc0, 0x00, 0x7c]),
      try Content("bias.brain", .bf16, [3], bytes: [0x80, 0x3f, 0x00, 0xc0, 0x80, 0x7f]),
      try Content("mask", .bool, [5], bytes: [0, 1, 1, 0, 1]),
      try Content("odd.bytes", .u8, [7]),
      try Content("empty", .f32, [0, 4]),
      try Content("pages", .f32, [256, 1024], aliases: ["decoder.weight", "a.tied"]),
      try Content("position", .i64, [1, 3]),
    ]
    return package
  }

  /// Writes the package into an existing directory.
  @discardableResult
  public func write(to directory: TemporaryDirectory, at path: String = ".") throws -> Manifest {
    let layout = try WeightsLayout(
      tensors: tensors.map(\.spec),
      maximumFileBytes: maximumFileBytes
    )
    var contents: [(name: String, role: Manifest.File.Role, bytes: [UInt8])] = []
    var entries: [Manifest.Tensor] = []
    for file in layout.files {
      var bytes = file.header
      for placement in file.placements {
        guard let tensor = tensors.first(where: { $0.spec == placement.spec }) else { continue }
        bytes += tensor.bytes
        entries.append(
          Manifest.Tensor(
            placement,
            sha256: SHA256Digest(of: tensor.bytes),
            aliases: tensor.aliases,
            provenance: "made by a test"
          )
        )
      }
      contents.append((file.name, .weights, bytes))
    }
    if let index = layout.index { contents.append((WeightsLayout.indexName, .index, index)) }
    contents.append(("vocab.txt", .vocabulary, Array(vocabulary.utf8)))
    contents += vocabularyFiles.map { ($0.name, .vocabulary, $0.bytes) }
    contents.append(("LICENSE", .license, Array("Do what you like.\n".utf8)))
    contents.append(("config.json", .config, JSONWriter(expandedLevels: 1).bytes(of: config)))
    let manifest = Manifest(
      name: name,
      architecture: "test",
      config: config.objectValue ?? JSONObject(),
      vocabulary: try Vocabulary(
        Self.object([
          "kind": "wordpiece", "size": 3, "special": ["pad": "[PAD]"],
          "files": .array((["vocab.txt"] + vocabularyFiles.map(\.name)).map { .string($0) }),
        ])
      ),
      license: try License(
        Self.object(["spdx": "Apache-2.0", "evidence": "LICENSE", "flags": ["acceptance"]])
      ),
      parts: ["encoder"],
      tensors: entries,
      files: contents.map { Manifest.File(name: $0.name, role: $0.role, content: $0.bytes) },
      sources: [
        Manifest.Source(
          origin: "a test",
          revision: "main",
          format: "safetensors",
          layout: "transformers",
          files: [.init(name: "weights", byteCount: 3, sha256: SHA256Digest(of: [1, 2, 3]))]
        )
      ],
      converterVersion: "test"
    )
    for content in contents { try directory.write(content.bytes, to: "\(path)/\(content.name)") }
    try directory.write(manifest.encoded(), to: "\(path)/\(Manifest.fileName)")
    return manifest
  }

  /// Writes the package into the store in `directory` under its name and some aliases.
  @discardableResult
  public func install(in directory: TemporaryDirectory, aliases: [String] = []) throws -> Manifest {
    let layout = StoreLayout(try StoreLocation(directory.path))
    let manifest = try write(to: directory, at: "partial/new")
    let path = try layout.packagePath(name: name, fingerprint: manifest.fingerprint)
    try directory.move("partial/new", to: path)
    for name in [name] + aliases {
      let file = try layout.nameFile(name).dropFirst(directory.path.count + 1)
      try directory.write(Array("\(path)\n".utf8), to: String(file))
    }
    return manifest
  }

  private static func object(_ value: JSONValue) -> JSONObject { value.objectValue ?? JSONObject() }
}
