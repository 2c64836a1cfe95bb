import Testing

@testable import ZooRegistry
@testable import ZooTensors

@Suite
struct ExpressionTests {
  static let scope = ExpressionScope(
    [
      "hidden": .int(12), "heads": .int(5), "ratio": .float(2.5), "tied": .bool(true),
      "kind": .string("gated"), "sizes": .list([.int(8), .int(16)]), "zero": .int(0),
      "largest": .int(.max), "empty": .list([]),
    ],
    indices: ["i": 1]
  )

  @Test(arguments: [
    // Arithmetic and precedence.
    ("1 + 2 * 3", ConfigValue.int(7)),
    ("(1 + 2) * 3", .int(9)),
    ("10 - 3 - 2", .int(5)),
    ("-hidden + 1", .int(-11)),
    ("- -3", .int(3)),
    ("hidden / 4", .int(3)),
    ("24 / 2 / 3", .int(4)),
    ("hidden % heads", .int(2)),
    ("-7 % 3", .int(2)),
    // Rounding.
    ("ceil(hidden / heads)", .int(3)),
    ("floor(hidden / heads)", .int(2)),
    ("ceil(-7 / 2)", .int(-3)),
    ("floor(-7 / 2)", .int(-4)),
    ("ceil(12 / 4)", .int(3)),
    ("floor(hidden * ratio)", .int(30)),
    ("ceil(ratio)", .int(3)),
    ("largest / 1", .int(.max)),
    // Fractions.
    ("hidden / ratio", .float(4.8)),
    ("1.5e1 + 1", .float(16)),
    // Functions and lists.
    ("min(3, hidden, 2)", .int(2)),
    ("max(sizes)", .int(16)),
    ("max(1, 2.5)", .float(2.5)),
    ("len(sizes) + len([])", .int(2)),
    ("sizes[i]", .int(16)),
    ("sizes[i - 1] * 2", .int(16)),
    ("[1, 2, 3][2]", .int(3)),
    ("contains(sizes, 16)", .bool(true)),
    ("contains(['c2p', 'p2c'], 'p2c')", .bool(true)),
    ("contains('c2p|p2c', 'p2c')", .bool(true)),
    ("contains('c2p|p2c', '2p')", .bool(false)),
    ("contains([], 'c2p')", .bool(false)),
    // Truth.
    ("tied and not (kind == 'none')", .bool(true)),
    ("kind != \"gated\" or hidden >= 12", .bool(true)),
    ("false and 1 / 0 == 1", .bool(false)),
    ("true or nothing", .bool(true)),
    ("1 == 1.0", .bool(true)),
    ("not not tied", .bool(true)),
    // Conditionals are lazy and lean to the right.
    ("4 * hidden if zero == 0 else zero", .int(48)),
    ("1 if false else 2 if false else 3", .int(3)),
    ("1 / zero if zero != 0 else 7", .int(7)),
    ("i", .int(1)),
  ])
  func `evaluates`(_ text: String, _ expected: ConfigValue) throws {
    #expect(try Expression(parsing: text).value(in: Self.scope) == expected)
  }

  @Test(arguments: [
    (
      "hidden / heads",
      "'hidden / heads': 12 / 5 does not divide exactly; use ceil( / ) or floor( / )"
    ),
    ("hidden / zero", "'hidden / zero': 12 is divided by zero"),
    ("hidden % zero", "12 is divided by zero"),
    ("largest + 1", "9223372036854775807 + 1 overflows 64 bits"),
    ("largest * 2", "overflows 64 bits"),
    ("-largest - 2", "overflows 64 bits"),
    ("(-largest - 1) / -1", "overflows 64 bits"),
    ("floor((-largest - 1) / -1)", "overflows 64 bits"),
    ("floor(1.0e30)", "does not fit 64 bits"),
    ("1.0e300 * 1.0e300", "is not a finite number"),
    ("ratio / zero", "is not a finite number"),
    ("hiden", "'hiden' is not a configuration key or index; did you mean 'hidden'?"),
    ("sizes[2]", "position 2 is outside a list of 2"),
    ("sizes[-1]", "position -1 is outside a list of 2"),
    ("hidden[0]", "'[ ]' takes an element of a list, found the int 12"),
    ("sizes['a']", "a position in a list is an integer, found the string 'a'"),
    ("kind + 1", "'+' takes numbers, found the string 'gated' and the int 1"),
    ("-kind", "'-' takes a number, found the string 'gated'"),
    ("kind < 'z'", "'<' cannot compare the string 'gated' with the string 'z'"),
    ("kind == 1", "'==' cannot compare the string 'gated' with the int 1"),
    ("1 if hidden else 2", "'if' takes true or false, found the int 12"),
    ("not 1", "'not' takes true or false, found the int 1"),
    ("len(hidden)", "len() takes a list, found the int 12"),
    ("contains(hidden, 1)", "contains() takes a list and a value, or a text of words"),
    ("max(empty)", "max() of an empty list"),
    ("ceil(kind)", "ceil() takes a number, found the string 'gated'"),
  ])
  func `refuses to evaluate`(_ text: String, _ expected: String) throws {
    let expression = try Expression(parsing: text)
    #expect(message { _ = try expression.value(in: Self.scope) }.contains(expected))
  }

  @Test(arguments: [
    ("", "'': expected a value, found the end (column 1)"),
    ("1 +", "'1 +': expected a value, found the end (column 4)"),
    ("1 2", "expected an operator or the end, found 2 (column 3)"),
    ("(1", "expected ')', found the end (column 3)"),
    ("a[1", "expected ']', found the end (column 4)"),
    ("min(1 2)", "expected ',' or ')', found 2 (column 7)"),
    ("ceil(1, 2)", "expected one argument of ceil(), found 2 (column 1)"),
    ("contains(a)", "expected two arguments of contains(), found 1 (column 1)"),
    ("min()", "expected arguments of min(), found 0 (column 1)"),
    (
      "sqrt(2)",
      "expected one of the functions ceil, floor, min, max, len, contains, found 'sqrt' (column 1)"
    ),
    ("a ? b", "expected a value or an operator, found '?' (column 3)"),
    ("a = b", "found '=' (column 3)"),
    ("'abc", "expected a closing quote, found the end (column 1)"),
    ("1 < 2 < 3", "expected 'and' between two comparisons, found '<' (column 7)"),
    ("1 if 2", "expected 'else', found the end (column 7)"),
    ("99999999999999999999", "expected an integer of 64 bits"),
    ("12abc", "expected a number, found '12' followed by a letter (column 1)"),
    ("and", "expected a value, found 'and' (column 1)"),
    ("ä", "found 'ä' (column 1)"),
  ])
  func `refuses to parse`(_ text: String, _ expected: String) {
    #expect(message { _ = try Expression(parsing: text) }.contains(expected))
  }

  @Test(arguments: [
    ("(((((((1)))))))", "1"),
    ("((((((((1))))))))", "at most 8 levels of nesting"),
    (String(repeating: "(", count: 200) + "1", "at most 8 levels of nesting"),
    (String(repeating: "-", count: 40) + "1", "1"),
    (String(repeating: "-", count: 500) + "1", "at most 40 operators"),
    (Array(repeating: "1", count: 41).joined(separator: "+"), "41"),
    (Array(repeating: "1", count: 250).joined(separator: "+"), "at most 40 operators"),
    (Array(repeating: "1", count: 250).joined(separator: "*"), "at most 40 operators"),
    (String(repeating: "not ", count: 120) + "true", "at most 40 operators"),
    ("x" + String(repeating: "[0]", count: 150), "at most 40 operators"),
    (Array(repeating: "true", count: 55).joined(separator: " and "), "at most 40 operators"),
    (Array(repeating: "true", count: 60).joined(separator: " or "), "at most 40 operators"),
    (String(repeating: "1 if true else ", count: 30) + "1", "at most 8 levels of nesting"),
    (String(repeating: "min(", count: 90) + "1", "at most 8 levels of nesting"),
    (String(repeating: "1", count: 600), "at most 512 bytes"),
  ])
  func `needs little stack whatever the formula`(_ text: String, _ expected: String) {
    // Half a megabyte is what secondary threads have on Apple platforms.
    let result = onSmallStack {
      do throws(ZooError) {
        let expression = try Expression(parsing: text)
        _ = expression.identifiers
        return "\(try expression.value(in: Self.scope))"
      } catch {
        return error.message
      }
    }
    #expect(result == expected || (result.contains(expected) && expected.count > 2))
  }

  @Test
  func `checks the type of the result`() throws {
    let text = try Expression(parsing: "kind")
    #expect(
      message { _ = try text.integer(in: Self.scope) }
        == "'kind' must give an integer, found the string 'gated'"
    )
    #expect(
      message { _ = try text.boolean(in: Self.scope) }
        == "'kind' must give true or false, found the string 'gated'"
    )
  }

  @Test
  func `names what it depends on`() throws {
    let expression = try Expression(parsing: "min(a, b[i]) if not c else len([d, 'e'])")
    #expect(expression.identifiers == ["a", "b", "i", "c", "d"])
  }

  @Test
  func `never traps on any short text`() {
    // Every pair and a sample of longer texts over the alphabet of the language.
    let alphabet = Array("a1.+-*/%()[],<>=!'\" \te9")
    var generator = SplitMix(seed: 7)
    for _ in 0..<20_000 {
      let text = String(
        (0..<Int.random(in: 1...12, using: &generator)).map { _ in
          alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
        }
      )
      // Errors are fine here; only traps are not.
      _ = try? Expression(parsing: text).value(in: Self.scope)
    }
  }
}

/// A small generator with a seed, so that a failure can be repeated.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var value = state
    value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
    return value ^ (value >> 31)
  }
}
