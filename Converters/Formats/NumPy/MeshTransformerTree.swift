import ZooTensors

/// The names of the leaves of mesh-transformer-jax, which its archives leave out.
///
/// The program saves one kind of tree: the state of its `CausalTransformer`, whose leaves are in the
/// order of their keys, sorted as text, so that layer 10 comes before layer 2: the optimizer's state
/// where it is kept, the parameters, and the step. Where the shapes from the last leaf on are those of
/// that tree, the names are certain; else there are none.
/// Source: `kingoflolz/mesh-transformer-jax`, `mesh_transformer/transformer_shard.py` and `layers.py`.
struct MeshTransformerTree {
  /// The path of each leaf.
  let names: [String]

  private static let layer: [String] = [
    "linear/w", "linear_1/w", "linear_2/w", "linear_3/w", "linear_4/b", "linear_4/w", "linear_5/b",
    "linear_5/w", "replicated_layer_norm/offset", "replicated_layer_norm/scale",
  ]
  private static let embedding = ["linear/b", "linear/w"]
  private static let projection = [
    "linear/b", "linear/w", "replicated_layer_norm/offset", "replicated_layer_norm/scale",
  ]

  /// Names the leaves of one shard; `nil` where they are not of such a tree.
  init?(_ shapes: [Shape]) {
    var rest = shapes[...]
    guard let step = rest.popLast(), step.dimensions.allSatisfy({ $0 == 1 }) else { return nil }
    let head = Array(rest.suffix(4).map(\.dimensions))
    guard head.count == 4, let width = head[3].first, head[3] == [width], head[2] == [width],
      head[0].count == 1, head[1] == [width] + head[0]
    else { return nil }
    rest = rest.dropLast(4)
    var layerCount = 0
    while Self.isLayer(rest.suffix(10).map(\.dimensions), width) {
      rest = rest.dropLast(10)
      layerCount += 1
    }
    let words = Array(rest.suffix(2).map(\.dimensions))
    guard layerCount > 0, words.count == 2, words[0] == [width], words[1] == head[0] + [width]
    else {
      return nil
    }
    let optimizer = rest.dropLast(2)
    let modules =
      [("embedding_shard", Self.embedding)]
      + (0..<layerCount).map { "layer_\($0)" }.sorted().map { ($0, Self.layer) }
      + [("projection_shard", Self.projection)]
    names =
      optimizer.indices.map { "opt_state/leaves/\($0)" }
      + modules.flatMap { module, leaves in
        leaves.map { "params/causal_transformer_shard/~/\(module)/~/\($0)" }
      } + ["step"]
  }

  /// Whether ten shapes are those of a layer of a width.
  private static func isLayer(_ shapes: [[Int]], _ width: Int) -> Bool {
    guard shapes.count == 10, shapes[0].count == 2, shapes[4].count == 1 else { return false }
    let heads = shapes[0][1]
    let inner = shapes[4][0]
    return shapes == [
      [width, heads], [width, heads], [width, heads], [heads, width], [inner], [width, inner],
      [width], [inner, width], [width], [width],
    ]
  }
}
