package import ZooTensors

/// A formula over a configuration and the indices of a template.
///
/// ```text
/// hidden_size / num_attention_heads        exact division; ceil(a / b) and floor(a / b) round
/// 4 * n_embd if n_inner == 0 else n_inner  conditional; only the chosen side is computed
/// hidden_sizes[i], len(depths), min(a, b), max(a, b), max(list)
/// contains(kinds, 'c2p')                   an element of a list, or of a text such as c2p|p2c
/// use_bias and not (kind == 'gated')       also: or, != < <= > >=, true, false
/// ```
/// Integers are checked 64-bit numbers: overflow, an inexact `/` and a wrong type are errors. `%`
/// has the sign of its right side. An integer next to a fraction becomes one. `and`, `or`, `not`
/// take truth values only. Precedence is Python's: `or`, `and`, `not`, comparison (one at a time),
/// `+ -`, `* / %`, `-x`, `x[i]`.
package struct Expression: Sendable, Hashable {
  /// The formula as written.
  package let text: String
  let root: ExpressionNode

  /// Bytes of one formula.
  package static let byteLimit = 512

  /// Reads a formula.
  ///
  /// - Throws: ``ZooError`` with code `configuration`; the message names the column.
  package init(parsing text: String) throws(ZooError) {
    guard text.utf8.count <= Self.byteLimit else {
      throw ZooError(
        .configuration,
        "expected a formula of at most \(Self.byteLimit) bytes, found \(text.utf8.count)"
          + "; give the intermediate value a key of its own"
      )
    }
    self.text = text
    var parser = try ExpressionParser(text)
    root = try parser.parseAll()
  }

  /// The names that the value may depend on: configuration keys and index letters.
  package var identifiers: Set<String> {
    var names: Set<String> = []
    root.collectIdentifiers(into: &names)
    return names
  }

  /// The value.
  ///
  /// - Throws: ``ZooError`` with code `configuration`, which quotes the formula.
  package func value(in scope: ExpressionScope) throws(ZooError) -> ConfigValue {
    do throws(EvaluationError) {
      return try root.evaluate(in: scope)
    } catch {
      throw ZooError(.configuration, "'\(text)': \(error.message)")
    }
  }

  /// The value, which must be an integer.
  package func integer(in scope: ExpressionScope) throws(ZooError) -> Int {
    let value = try value(in: scope)
    guard case .int(let number) = value else {
      throw ZooError(.configuration, "'\(text)' must give an integer, found \(value.found)")
    }
    return number
  }

  /// The value, which must be true or false.
  package func boolean(in scope: ExpressionScope) throws(ZooError) -> Bool {
    let value = try value(in: scope)
    guard case .bool(let flag) = value else {
      throw ZooError(.configuration, "'\(text)' must give true or false, found \(value.found)")
    }
    return flag
  }
}

extension Expression: CustomStringConvertible {
  /// The formula as written.
  package var description: String { text }
}
