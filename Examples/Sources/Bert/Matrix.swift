/// A row-major matrix of activations.
public struct Matrix {
  /// The number of rows, one for each token.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  /// The elements, row by row.
  public var elements: [Float]

  /// A matrix of zeros.
  public init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    elements = [Float](repeating: 0, count: rows * columns)
  }

  /// One element.
  public subscript(row: Int, column: Int) -> Float {
    get { elements[row * columns + column] }
    set { elements[row * columns + column] = newValue }
  }

  /// One row as an array.
  public func row(_ index: Int) -> [Float] {
    Array(elements[(index * columns)..<((index + 1) * columns)])
  }

  /// Applies a function to every element.
  mutating func apply(_ function: (Float) -> Float) {
    for index in elements.indices { elements[index] = function(elements[index]) }
  }

  /// Adds another matrix of the same size.
  mutating func add(_ other: Matrix) {
    for index in elements.indices { elements[index] += other.elements[index] }
  }

  /// Turns each row into probabilities.
  public mutating func softmaxRows() {
    for row in 0..<rows {
      let range = (row * columns)..<((row + 1) * columns)
      let highest = elements[range].max() ?? 0
      var sum: Float = 0
      for index in range {
        elements[index] = exponential(elements[index] - highest)
        sum += elements[index]
      }
      for index in range { elements[index] /= sum }
    }
  }
}

/// The inner product of `count` numbers of two arrays, in eight lanes.
@inline(__always)
func innerProduct(
  _ left: UnsafePointer<Float>,
  _ right: UnsafePointer<Float>,
  count: Int
) -> Float {
  var lanes = SIMD8<Float>(repeating: 0)
  let leftRaw = UnsafeRawPointer(left)
  let rightRaw = UnsafeRawPointer(right)
  var index = 0
  while index + 8 <= count {
    let a = leftRaw.loadUnaligned(fromByteOffset: index * 4, as: SIMD8<Float>.self)
    let b = rightRaw.loadUnaligned(fromByteOffset: index * 4, as: SIMD8<Float>.self)
    lanes += a * b
    index += 8
  }
  var sum = lanes.sum()
  while index < count {
    sum += left[index] * right[index]
    index += 1
  }
  return sum
}
