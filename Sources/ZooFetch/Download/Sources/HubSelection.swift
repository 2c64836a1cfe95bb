import ZooTensors

/// Chooses the files of a checkpoint from a listing, where the card does not name them.
enum HubSelection {
  /// The weight files of a container and everything small that belongs to a model.
  ///
  /// - Parameters:
  ///   - paths: The files of the repository.
  ///   - format: The container, one of ``ModelSource/formats``.
  /// - Returns: the chosen paths, sorted; empty where no weight file is among them.
  static func choose(_ paths: some Sequence<String>, format: String) -> [String] {
    let endings = endings[format] ?? []
    var weights: [String] = []
    var companions: [String] = []
    for path in paths {
      let name = path.split(separator: "/").last.map { $0.lowercased() } ?? ""
      if isTrainingState(name) || path.hasPrefix(".") { continue }
      if endings.contains(where: {
        $0.hasPrefix("*") ? name.contains($0.dropFirst()) : name.hasSuffix($0)
      }) {
        weights.append(path)
      } else if companionEndings.contains(where: name.hasSuffix)
        || companionNames.contains(where: name.hasPrefix)
      {
        companions.append(path)
      }
    }
    return weights.isEmpty ? [] : (weights + companions).sorted { $0.precedesInUTF8($1) }
  }

  /// Endings of the weight files; with `*` a part of the name.
  private static let endings: [String: [String]] = [
    "safetensors": [".safetensors"],
    "pytorch": [".bin", ".pt", ".pth", ".ckpt", ".th"],
    "tensorflow-bundle": [".index", "*.data-"],
    "tensorflow-table": [".ckpt"],
    "hdf5": [".h5", ".hdf5"],
    "flax-msgpack": [".msgpack"],
    "numpy": [".npz", ".npy"],
    "paddle": [".pdparams"],
    "mindspore": [".ckpt"],
    "onnx": [".onnx", ".onnx_data"],
    "openvino": [".xml", ".bin"],
    "gguf": [".gguf"],
    "megatron": [".pt"],
    "deepspeed": [".pt"],
    "metaseq": [".pt"],
    "torch-distributed": [".distcp", ".metadata"],
    "pickle": [".pkl", ".pkl.gz"],
  ]

  private static let companionEndings = [".json", ".txt", ".model", ".vocab", ".spm", ".tiktoken"]
  private static let companionNames = ["license", "notice", "merges", "vocab"]

  /// What training leaves behind, which is no weight.
  private static func isTrainingState(_ name: String) -> Bool {
    name.contains("optim") || name.hasPrefix("scheduler.") || name.hasPrefix("rng_state")
      || name.hasPrefix("training_args") || name.hasPrefix("trainer_state")
  }
}
