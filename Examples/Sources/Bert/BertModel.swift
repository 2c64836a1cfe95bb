import Zoo

/// BERT's encoder, small enough to read: every weight stays where it lies in the mapped package.
public struct BertModel {
  /// The open package.
  public let model: Model
  let words, positions, types: Tensor
  let norm: LayerNorm
  let layers: [EncoderLayer]

  /// Looks every tensor up by its name; nothing is copied.
  public init(_ model: Model) throws {
    self.model = model
    let epsilon = Float(model.config.float("layer_norm_eps") ?? 1e-12)
    let heads = model.config.int("num_attention_heads") ?? 1
    words = try model.tensor("bert.embeddings.word_embeddings.weight")
    positions = try model.tensor("bert.embeddings.position_embeddings.weight")
    types = try model.tensor("bert.embeddings.token_type_embeddings.weight")
    norm = try LayerNorm(model, "bert.embeddings.LayerNorm", epsilon: epsilon)
    layers = try (0..<(model.config.int("num_hidden_layers") ?? 0)).map {
      try EncoderLayer(model, index: $0, heads: heads, epsilon: epsilon)
    }
  }

  /// The hidden states of the last layer, one row for each token.
  public func encode(_ tokens: [Int]) throws -> Matrix {
    let width = words.shape.dimensions[1]
    let (words, positions, types) = (self.words, self.positions, self.types)
    let word = try words.elements(as: Float.self)
    let position = try positions.elements(as: Float.self)
    let type = try types.elements(as: Float.self)
    var hidden = Matrix(rows: tokens.count, columns: width)
    for (row, token) in tokens.enumerated() {
      for column in 0..<width {
        hidden[row, column] =
          word[token * width + column] + position[row * width + column] + type[column]
      }
    }
    hidden = try norm(hidden)
    for layer in layers { hidden = try layer(hidden) }
    return hidden
  }

  /// The score of every vocabulary entry at each position: the masked-language-model head.
  public func vocabularyScores(_ hidden: Matrix) throws -> Matrix {
    let epsilon = Float(model.config.float("layer_norm_eps") ?? 1e-12)
    var transformed = try Linear(model, "cls.predictions.transform.dense")(hidden)
    transformed.apply(gelu)
    transformed = try LayerNorm(model, "cls.predictions.transform.LayerNorm", epsilon: epsilon)(
      transformed
    )
    let bias = try model.tensor("cls.predictions.bias").floats()
    let words = self.words
    let word = try words.elements(as: Float.self)
    let width = words.shape.dimensions[1]
    var scores = Matrix(rows: hidden.rows, columns: bias.count)
    word.withUnsafeBufferPointer { word in
      transformed.elements.withUnsafeBufferPointer { elements in
        guard let word = word.baseAddress, let elements = elements.baseAddress else { return }
        for row in 0..<hidden.rows {
          for entry in 0..<bias.count {
            scores[row, entry] =
              innerProduct(elements + row * width, word + entry * width, count: width) + bias[entry]
          }
        }
      }
    }
    return scores
  }
}
