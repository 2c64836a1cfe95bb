import Testing
import ZooConvert
import ZooTensors
import ZooTestSupport

/// Casts against known vectors, and against a search through every value of the narrow type.
@Suite
struct ElementCastTests {
  /// Converts little-endian bit patterns.
  private static func cast<From: FixedWidthInteger, To: FixedWidthInteger>(
    _ bits: [From],
    _ from: DType,
    _ to: DType,
    as type: To.Type = To.self
  ) throws -> (bits: [To], lost: Int) {
    let cast = try #require(try ElementCast(from: from, to: to))
    var result = [To](repeating: 0, count: bits.count)
    let lost = unsafe bits.withUnsafeBytes { source in
      unsafe result.withUnsafeMutableBytes { unsafe cast.convert(source, into: $0) }
    }
    return (result, lost)
  }

  @Test(arguments: [
    (Float(0), UInt16(0)), (-0.0, 0x8000), (1, 0x3c00), (-2, 0xc000), (0.1, 0x2e66),
    (65504, 0x7bff), (65519.996, 0x7bff), (65520, 0x7c00), (-65520, 0xfc00),
    (.greatestFiniteMagnitude, 0x7c00), (.infinity, 0x7c00), (-.infinity, 0xfc00),
    (0x1p-24, 0x0001), (0x1p-25, 0), (0x1.000002p-25, 1), (0x1.8p-24, 2), (0x1.4p-23, 2),
    (0x1.cp-23, 4), (0x1p-14, 0x0400), (0x1.ff8p-15, 0x03ff), (0x1.ffcp-15, 0x0400),
    (0x1.ffbp-15, 0x03ff),
    (0x1.002p0, 0x3c00), (0x1.006p0, 0x3c02), (0x1.002002p0, 0x3c01), (0x1p-149, 0),
    (-0x1p-149, 0x8000), (0x1.ffep0, 0x4000),
  ])
  func `known halves of floats`(_ value: Float, _ expected: UInt16) throws {
    let found = try Self.cast([value.bitPattern], .f32, .f16, as: UInt16.self)
    #expect(found.bits == [expected])
    #expect(found.lost == (value.isFinite && expected & 0x7fff == 0x7c00 ? 1 : 0))
  }

  @Test(arguments: [
    (Float(0), UInt16(0)), (-0.0, 0x8000), (1, 0x3f80), (0x1.01p0, 0x3f80), (0x1.03p0, 0x3f82),
    (0x1.010002p0, 0x3f81), (0x1.fep127, 0x7f7f), (.greatestFiniteMagnitude, 0x7f80),
    (-.greatestFiniteMagnitude, 0xff80), (.infinity, 0x7f80), (0x1p-126, 0x0080),
    (0x1p-133, 0x0001), (0x1p-134, 0), (0x1.8p-133, 2), (0x1p-149, 0),
  ])
  func `known bfloats of floats`(_ value: Float, _ expected: UInt16) throws {
    let found = try Self.cast([value.bitPattern], .f32, .bf16, as: UInt16.self)
    #expect(found.bits == [expected])
    #expect(found.lost == (value.isFinite && expected & 0x7fff == 0x7f80 ? 1 : 0))
  }

  @Test(arguments: [
    // Through float, each of these would first become a tie and then round to even, wrongly.
    (0x1.0100000001p0, DType.bf16, UInt64(0x3f81)), (0x1.00ffffffffp0, .bf16, 0x3f80),
    (0x1.0300000001p0, .bf16, 0x3f82), (0x1.02ffffffffp0, .bf16, 0x3f81),
    (-0x1.0100000001p0, .bf16, 0xbf81), (0x1.0020000001p0, .f16, 0x3c01),
    (0x1.001fffffffp0, .f16, 0x3c00), (0x1.0000000000001p-25, .f16, 1), (0x1p-25, .f16, 0),
    (65519.999999999, .f16, 0x7bff), (0x1.0000010000001p0, .f32, 0x3f80_0001),
    (0x1.000001p0, .f32, 0x3f80_0000), (0x1.000003p0, .f32, 0x3f80_0002),
    (0x1.ffffffp127, .f32, 0x7f80_0000), (0x1.fffffefffffffp127, .f32, 0x7f7f_ffff),
    (0x1p-150, .f32, 0), (0x1.0000000000001p-150, .f32, 1), (1e300, .bf16, 0x7f80),
    (-1e300, .f16, 0xfc00), (0x1p-1074, .bf16, 0), (-0x1p-1074, .f16, 0x8000),
  ])
  func `doubles are rounded once`(_ value: Double, _ to: DType, _ expected: UInt64) throws {
    if to == .f32 {
      let found = try Self.cast([value.bitPattern], .f64, to, as: UInt32.self)
      #expect(found.bits == [UInt32(expected)])
    } else {
      let found = try Self.cast([value.bitPattern], .f64, to, as: UInt16.self)
      #expect(found.bits == [UInt16(expected)])
    }
  }

  @Test(arguments: [DType.f16, .bf16])
  func `any double becomes the nearest value, ties to even`(_ to: DType) throws {
    let values = Narrow(to)
    var random = SeededGenerator(seed: 7)
    var numbers: [Double] = []
    for _ in 0..<3000 {
      // Around the values of the type: on them, halfway between them, and close to both.
      let index = Int.random(in: 0..<values.magnitudes.count - 1, using: &random)
      let low = values.magnitudes[index]
      let gap = values.magnitudes[index + 1] - low
      for part in [0, 0.5, 0.25, Double.random(in: 0..<1, using: &random)] {
        numbers.append((low + gap * part) * (Bool.random(using: &random) ? 1 : -1))
      }
      numbers.append((low + gap / 2).nextUp)
      numbers.append((low + gap / 2).nextDown)
    }
    let wide = try Self.cast(numbers.map(\.bitPattern), .f64, to, as: UInt16.self)
    #expect(wide.bits == numbers.map(values.nearest))
    let floats = numbers.map { Float($0) }
    let narrow = try Self.cast(floats.map(\.bitPattern), .f32, to, as: UInt16.self)
    #expect(narrow.bits == floats.map { values.nearest(Double($0)) })
    // One at a time takes the plain loop, many the vector instructions.
    for (position, float) in floats.enumerated().prefix(1000) {
      let single = try Self.cast([float.bitPattern], .f32, to, as: UInt16.self)
      #expect(single.bits == [narrow.bits[position]])
    }
  }

  @Test(arguments: [DType.f16, .bf16], [DType.f32, .f64])
  func `every narrow value widens exactly and comes back`(_ from: DType, _ to: DType) throws {
    let values = Narrow(from)
    let finite = (0...UInt16.max).filter { $0 & 0x7fff < values.infinity }
    let expected = finite.map { values.value($0) }
    if to == .f32 {
      let wide = try Self.cast(finite, from, to, as: UInt32.self)
      #expect(wide.lost == 0)
      #expect(wide.bits == expected.map { Float($0).bitPattern })
      #expect(try Self.cast(wide.bits, to, from, as: UInt16.self).bits == finite)
    } else {
      let wide = try Self.cast(finite, from, to, as: UInt64.self)
      #expect(wide.bits == expected.map(\.bitPattern))
      #expect(try Self.cast(wide.bits, to, from, as: UInt16.self).bits == finite)
    }
  }

  @Test
  func `infinities and NaNs stay what they are`() throws {
    let types: [DType] = [.f16, .bf16, .f32, .f64]
    let special: [Double] = [.infinity, -.infinity, .nan, -.nan]
    for from in types {
      let stored = try Self.bytes(special, from)
      for to in types where to != from {
        let cast = try #require(try ElementCast(from: from, to: to))
        var target = [UInt8](repeating: 0, count: 4 * to.bitWidth / 8)
        let lost = unsafe stored.withUnsafeBytes { source in
          unsafe target.withUnsafeMutableBytes { unsafe cast.convert(source, into: $0) }
        }
        #expect(lost == 0, "\(from) to \(to)")
        let found = try Self.doubles(target, to)
        #expect(found[0] == .infinity && found[1] == -.infinity, "\(from) to \(to)")
        #expect(found[2].isNaN && found[3].isNaN, "\(from) to \(to)")
      }
    }
    // A NaN whose payload has only low bits must not become an infinity.
    let low = try Self.cast([UInt32(0x7f80_0001), 0xff80_0001], .f32, .f16, as: UInt16.self)
    #expect(low.bits.allSatisfy { $0 & 0x7c00 == 0x7c00 && $0 & 0x3ff != 0 })
    let brain = try Self.cast([UInt32(0x7f80_0001)], .f32, .bf16, as: UInt16.self)
    #expect(brain.bits[0] & 0x7f != 0)
    let double = try Self.cast([UInt64(0x7ff0_0000_0000_0001)], .f64, .f16, as: UInt16.self)
    #expect(double.bits[0] & 0x3ff != 0)
  }

  @Test(arguments: 0...33)
  func `every count is converted and counted`(_ count: Int) throws {
    let floats = (0..<count).map { $0 % 3 == 0 ? Float(1e6) : Float($0) }
    let found = try Self.cast(floats.map(\.bitPattern), .f32, .f16, as: UInt16.self)
    let values = Narrow(.f16)
    #expect(found.bits == floats.map { values.nearest(Double($0)) })
    #expect(found.lost == floats.count { $0 == 1e6 })
  }

  @Test
  func `only floating-point types are cast`() throws {
    #expect(try ElementCast(from: .i64, to: .i64) == nil)
    for type in [DType.i64, .bool, .u8] {
      #expect(throws: ZooError.self) { try ElementCast(from: type, to: .f32) }
    }
  }

  /// Bytes of numbers, by way of double.
  private static func bytes(_ values: [Double], _ to: DType) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: values.count * to.bitWidth / 8)
    guard let cast = try ElementCast(from: .f64, to: to) else {
      return values.flatMap { value in
        (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * UInt64($0))) }
      }
    }
    _ = unsafe values.withUnsafeBytes { source in
      unsafe bytes.withUnsafeMutableBytes { unsafe cast.convert(source, into: $0) }
    }
    return bytes
  }

  private static func doubles(_ bytes: [UInt8], _ from: DType) throws -> [Double] {
    let width = from.bitWidth / 8
    return stride(from: 0, to: bytes.count, by: width).map { start in
      let bits = bytes[start..<(start + width)].reversed().reduce(UInt64(0)) {
        $0 << 8 | UInt64($1)
      }
      return switch from {
      case .f64: Double(bitPattern: bits)
      case .f32: Double(Float(bitPattern: UInt32(bits)))
      default: Narrow(from).value(UInt16(bits))
      }
    }
  }
}

/// A 16-bit floating-point type, spelled out from its definition.
struct Narrow {
  /// The bits of infinity.
  let infinity: UInt16
  /// Every finite value from zero upwards; the position is the bit pattern.
  let magnitudes: [Double]
  private let fractionBits: Int
  private let bias: Int

  init(_ dtype: DType) {
    fractionBits = dtype == .f16 ? 10 : 7
    bias = dtype == .f16 ? 15 : 127
    infinity = dtype == .f16 ? 0x7c00 : 0x7f80
    var magnitudes: [Double] = []
    for bits in 0..<Int(infinity) {
      let exponent = bits >> fractionBits
      let fraction = Double(bits & (1 << fractionBits - 1)) / Double(1 << fractionBits)
      let scale = Double(sign: .plus, exponent: max(exponent, 1) - bias, significand: 1)
      magnitudes.append((exponent == 0 ? fraction : 1 + fraction) * scale)
    }
    self.magnitudes = magnitudes
  }

  /// The value of a bit pattern.
  func value(_ bits: UInt16) -> Double {
    let magnitude = bits & 0x7fff
    let sign: Double = bits & 0x8000 == 0 ? 1 : -1
    if magnitude > infinity { return .nan }
    return sign * (magnitude == infinity ? .infinity : magnitudes[Int(magnitude)])
  }

  /// The bits of the nearest value, ties to the even one.
  func nearest(_ value: Double) -> UInt16 {
    let sign: UInt16 = value.sign == .minus ? 0x8000 : 0
    let wanted = abs(value)
    var low = 0
    var high = magnitudes.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if magnitudes[middle] <= wanted { low = middle } else { high = middle }
    }
    let gap =
      low + 1 < magnitudes.count
      ? magnitudes[low + 1] - magnitudes[low] : magnitudes[low] - magnitudes[low - 1]
    let rest = (wanted - magnitudes[low]) / gap
    let isUp = rest > 0.5 || (rest == 0.5 && low % 2 == 1)
    return sign | UInt16(isUp ? low + 1 : low)
  }
}
