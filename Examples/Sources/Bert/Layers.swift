import Zoo

/// `y = x Wᵀ + b`, with the weight `[out, in]` read where it lies in the mapped package.
struct Linear {
  let weight: Tensor
  let bias: Tensor

  init(_ model: Model, _ name: String) throws {
    weight = try model.tensor("\(name).weight")
    bias = try model.tensor("\(name).bias")
  }

  func callAsFunction(_ input: Matrix) throws -> Matrix {
    let outputs = weight.shape.dimensions[0]
    let inputs = weight.shape.dimensions[1]
    var result = Matrix(rows: input.rows, columns: outputs)
    // A span borrows from a local constant, so that the compiler sees how long it may live.
    let weight = self.weight
    let weights = try weight.elements(as: Float.self)
    let biases = try bias.floats()
    weights.withUnsafeBufferPointer { weights in
      input.elements.withUnsafeBufferPointer { elements in
        guard let weights = weights.baseAddress, let elements = elements.baseAddress else { return }
        for row in 0..<input.rows {
          for output in 0..<outputs {
            result[row, output] =
              innerProduct(elements + row * inputs, weights + output * inputs, count: inputs)
              + biases[output]
          }
        }
      }
    }
    return result
  }
}

/// Normalises each row to mean 0 and variance 1, then scales and shifts it.
struct LayerNorm {
  let weight: Tensor
  let bias: Tensor
  let epsilon: Float

  init(_ model: Model, _ name: String, epsilon: Float) throws {
    weight = try model.tensor("\(name).weight")
    bias = try model.tensor("\(name).bias")
    self.epsilon = epsilon
  }

  func callAsFunction(_ input: Matrix) throws -> Matrix {
    var result = input
    let (weight, bias) = (self.weight, self.bias)
    let scale = try weight.elements(as: Float.self)
    let shift = try bias.elements(as: Float.self)
    for row in 0..<input.rows {
      var mean: Float = 0
      for column in 0..<input.columns { mean += input[row, column] }
      mean /= Float(input.columns)
      var variance: Float = 0
      for column in 0..<input.columns {
        let distance = input[row, column] - mean
        variance += distance * distance
      }
      variance /= Float(input.columns)
      let factor = 1 / (variance + epsilon).squareRoot()
      for column in 0..<input.columns {
        result[row, column] = (input[row, column] - mean) * factor * scale[column] + shift[column]
      }
    }
    return result
  }
}

/// One transformer layer: self-attention and a feed-forward network, each with a residual.
struct EncoderLayer {
  let query, key, value, attentionOutput, intermediate, output: Linear
  let attentionNorm, outputNorm: LayerNorm
  let heads: Int

  init(_ model: Model, index: Int, heads: Int, epsilon: Float) throws {
    let name = "bert.encoder.layer.\(index)"
    query = try Linear(model, "\(name).attention.self.query")
    key = try Linear(model, "\(name).attention.self.key")
    value = try Linear(model, "\(name).attention.self.value")
    attentionOutput = try Linear(model, "\(name).attention.output.dense")
    attentionNorm = try LayerNorm(model, "\(name).attention.output.LayerNorm", epsilon: epsilon)
    intermediate = try Linear(model, "\(name).intermediate.dense")
    output = try Linear(model, "\(name).output.dense")
    outputNorm = try LayerNorm(model, "\(name).output.LayerNorm", epsilon: epsilon)
    self.heads = heads
  }

  func callAsFunction(_ input: Matrix) throws -> Matrix {
    var attended = try attentionOutput(try attention(input))
    attended.add(input)
    let normalised = try attentionNorm(attended)
    var hidden = try intermediate(normalised)
    hidden.apply(gelu)
    var result = try output(hidden)
    result.add(normalised)
    return try outputNorm(result)
  }

  private func attention(_ input: Matrix) throws -> Matrix {
    let queries = try query(input)
    let keys = try key(input)
    let values = try value(input)
    let width = input.columns / heads
    let scale = 1 / Float(width).squareRoot()
    var result = Matrix(rows: input.rows, columns: input.columns)
    for head in 0..<heads {
      let start = head * width
      var scores = Matrix(rows: input.rows, columns: input.rows)
      for row in 0..<input.rows {
        for other in 0..<input.rows {
          var sum: Float = 0
          for column in start..<(start + width) {
            sum += queries[row, column] * keys[other, column]
          }
          scores[row, other] = sum * scale
        }
      }
      scores.softmaxRows()
      for row in 0..<input.rows {
        for other in 0..<input.rows {
          let weight = scores[row, other]
          for column in start..<(start + width) {
            result[row, column] += weight * values[other, column]
          }
        }
      }
    }
    return result
  }
}
