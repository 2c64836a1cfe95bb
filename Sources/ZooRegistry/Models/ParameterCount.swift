/// Numbers of parameters as people write them.
public enum ParameterCount {
  /// The number in a text such as `30M`, `1.5B`, `560m`, `7b1` or `about 1.5B in all`.
  ///
  /// Only the first number counts. Digits behind the unit are those behind the decimal point, as in
  /// the names of BLOOM: `7b1` is 7.1 billion.
  /// - Returns: The number; `nil` where there is none, or none that fits 63 bits.
  public static func reading(_ text: String) -> Int? {
    guard let start = text.firstIndex(where: isDigit) else { return nil }
    var rest = text[start...]
    let whole = rest.prefix(while: isDigit)
    rest = rest[whole.endIndex...]
    var number = String(whole)
    if rest.first == ".", let next = rest.dropFirst().first, isDigit(next) {
      let fraction = rest.dropFirst().prefix(while: isDigit)
      number += ".\(fraction)"
      rest = rest[fraction.endIndex...]
    }
    if rest.first == " " { rest = rest.dropFirst() }
    let exponents: [Character: Double] = ["k": 1e3, "m": 1e6, "b": 1e9, "t": 1e12]
    let factor = rest.first.flatMap { exponents[Character($0.lowercased())] }
    if factor != nil, !number.contains(".") {
      let fraction = rest.dropFirst().prefix(while: isDigit)
      if !fraction.isEmpty { number += ".\(fraction)" }
    }
    guard let value = Double(number) else { return nil }
    let product = (value * (factor ?? 1)).rounded()
    return product > 0 && product < 0x1p62 ? Int(product) : nil
  }

  private static func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }
}

extension ModelCard.Parameters {
  /// The number of parameters: counted, else as the publisher states it.
  public var estimate: Int? { count ?? stated.flatMap(ParameterCount.reading) }
}
