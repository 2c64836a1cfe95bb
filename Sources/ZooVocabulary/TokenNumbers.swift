package import ZooTensors

/// A JSON object that gives tokens numbers which several may share, such as RoCBert's
/// `word_pronunciation.json`: characters of one sound have one number.
///
/// As in ``TokenTable``, tokens are told apart by their bytes.
package struct TokenNumbers: Sendable {
  private let numbers: [[UInt8]: Int]
  /// The entry with the smallest number.
  package let smallest: (token: String, number: Int)
  /// The entry with the largest number.
  package let largest: (token: String, number: Int)

  /// The number of tokens.
  package var count: Int { numbers.count }

  /// The number of a token given as bytes; `nil` where it has none.
  package func number(of token: [UInt8]) -> Int? { numbers[token] }

  /// Reads the object.
  ///
  /// Complexity: O(bytes).
  /// - Throws: ``FormatError`` where it is no object of integers, or a token comes twice.
  package init(_ bytes: [UInt8]) throws(FormatError) {
    var numbers: [[UInt8]: Int] = [:]
    var smallest: (token: String, number: Int)?
    var largest: (token: String, number: Int)?
    try unsafe bytes.withUnsafeBufferPointer { (buffer) throws(FormatError) in
      // Safe: the span is used only inside this closure.
      let span = unsafe RawSpan(_unsafeBytes: UnsafeRawBufferPointer(buffer))
      var reader = JSONReader(span)
      try reader.beginObject("the table")
      while let token = try reader.nextKey() {
        let place = reader.keyPosition
        let value = try reader.readValue("the number")
        guard let number = value.intValue else {
          throw FormatError(
            .invalidValue,
            "expected an integer for '\(token.prefix(80))', found \(value.kind)",
            at: place
          )
        }
        guard numbers.updateValue(number, forKey: Array(token.utf8)) == nil else {
          throw FormatError(.inconsistent, "the token '\(token.prefix(80))' comes twice", at: place)
        }
        if smallest.map({ number < $0.number }) ?? true { smallest = (token, number) }
        if largest.map({ number > $0.number }) ?? true { largest = (token, number) }
      }
      try reader.finish()
    }
    guard let smallest, let largest else {
      throw FormatError(.invalidValue, "expected tokens, found none")
    }
    self.numbers = numbers
    self.smallest = smallest
    self.largest = largest
  }
}
