import ZooTensors

/// Puts the pipeline stages of one tensor-parallel rank together.
///
/// Every piece of a pipeline counts its layers from 0. With a virtual pipeline the pieces follow each
/// other in the order: first piece of every stage, second piece of every stage, and so on.
/// Source: Megatron-LM, `ParallelTransformer` (`megatron/legacy/model/transformer.py`) and
/// `get_transformer_layer_offset` (`megatron/core/transformer/transformer_layer.py`).
struct MegatronStages {
  private(set) var tensors: [StoredTensor] = []
  /// The layers so far, by what stands before their number: `language_model.encoder.layers`.
  private(set) var layerCounts: [String: Int] = [:]
  private var places: [String: Int] = [:]

  /// `pieces` are in the order of the model.
  init(_ pieces: [[StoredTensor]]) throws(FormatError) {
    for piece in pieces { try add(piece) }
  }

  private mutating func add(_ piece: [StoredTensor]) throws(FormatError) {
    var numbers: [String: Set<Int>] = [:]
    for tensor in piece {
      guard let layer = LayerName(tensor.name) else {
        try add(tensor)
        continue
      }
      numbers[layer.stack, default: []].insert(layer.number)
      let number = try layer.number.adding(layerCounts[layer.stack] ?? 0, "the number of a layer")
      try add(tensor.renamed("\(layer.stack).\(number).\(layer.rest)"))
    }
    for (stack, found) in numbers {
      guard found.max() == found.count - 1 else {
        throw FormatError(
          .inconsistent,
          "a pipeline stage has \(found.count) layers '\(printable(stack))' but numbers them up to "
            + "\(found.max() ?? 0); expected 0 to \(found.count - 1)"
        )
      }
      layerCounts[stack, default: 0] += found.count
    }
  }

  /// A tensor that several stages hold, such as the embedding of an encoder and a decoder, is one.
  private mutating func add(_ tensor: StoredTensor) throws(FormatError) {
    guard let place = places[tensor.name] else {
      places[tensor.name] = tensors.count
      tensors.append(tensor)
      return
    }
    let first = tensors[place]
    guard first.dtype == tensor.dtype, first.shape == tensor.shape, first.strides == tensor.strides
    else {
      throw FormatError(
        .inconsistent,
        "two pipeline stages hold '\(printable(tensor.name))', as \(first.dtype) \(first.shape) and "
          + "\(tensor.dtype) \(tensor.shape)"
      )
    }
    tensors[place] = StoredTensor(
      name: first.name,
      dtype: first.dtype,
      shape: first.shape,
      strides: first.strides,
      content: RepeatedContent([first.content, tensor.content], name: first.name)
    )
  }

  /// `<stack ending with layers>.<number>.<rest>`.
  private struct LayerName {
    let stack: String
    let number: Int
    let rest: String

    init?(_ name: String) {
      let parts = name.split(separator: ".", omittingEmptySubsequences: false)
      guard let place = parts.firstIndex(of: "layers"), place + 2 < parts.count else { return nil }
      var digits = parts[place + 1]
      guard let number = digits.takeNumber(), digits.isEmpty else { return nil }
      stack = parts[...place].joined(separator: ".")
      self.number = number
      rest = parts[(place + 2)...].joined(separator: ".")
    }
  }
}
