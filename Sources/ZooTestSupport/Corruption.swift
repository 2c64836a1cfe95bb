/// Damaged versions of a file's bytes: cut short, flipped, and mutated from a seed.
public struct Corruption: Sendable, CustomStringConvertible {
  /// Which damage this is; enough to make it again.
  public let description: String
  /// The damaged bytes.
  public let bytes: [UInt8]

  /// Every proper prefix, the longest included; with `limit`, only that many, spread evenly but
  /// with every length near both ends.
  public static func prefixes(
    of bytes: [UInt8],
    limit: Int = .max
  ) -> some Sequence<Corruption> {
    spread(bytes.count, limit).lazy.map {
      Corruption(description: "the first \($0) of \(bytes.count) bytes", bytes: Array(bytes[..<$0]))
    }
  }

  /// Each byte of a range, or each at some distance from the one before, flipped in three ways:
  /// lowest bit, highest bit, and all bits.
  public static func flips(
    of bytes: [UInt8],
    in range: Range<Int>? = nil,
    every distance: Int = 1
  ) -> some Sequence<Corruption> {
    let places = (range ?? 0..<min(bytes.count, 512)).clamped(to: 0..<bytes.count)
    let offsets = stride(from: places.lowerBound, to: places.upperBound, by: distance)
    return offsets.lazy.flatMap { offset in
      [0x01, 0x80, 0xff].lazy.map { (mask: UInt8) in
        var copy = bytes
        copy[offset] ^= mask
        return Corruption(description: "byte \(offset) xor \(mask)", bytes: copy)
      }
    }
  }

  /// Mutations number 0 to `count` of a seed.
  public static func mutations(
    of bytes: [UInt8],
    count: Int,
    seed: UInt64
  ) -> some Sequence<Corruption> {
    (0..<count).lazy.map { mutation(of: bytes, seed: seed &+ UInt64($0)) }
  }

  /// One mutation: up to four structural changes that the seed chooses.
  public static func mutation(of bytes: [UInt8], seed: UInt64) -> Corruption {
    var generator = SeededGenerator(seed: seed)
    var copy = bytes
    var names: [String] = []
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      guard !copy.isEmpty else { break }
      names.append(change(&copy, &generator))
    }
    return Corruption(
      description: "mutation of seed \(seed) (\(names.joined(separator: ", ")))",
      bytes: copy
    )
  }

  // Offsets are drawn near the start half of the time, because headers are there.
  private static func offset(_ count: Int, _ generator: inout SeededGenerator) -> Int {
    let isNearStart = Bool.random(using: &generator)
    return Int.random(in: 0..<(isNearStart ? min(count, 256) : count), using: &generator)
  }

  private static func change(_ bytes: inout [UInt8], _ generator: inout SeededGenerator) -> String {
    let start = offset(bytes.count, &generator)
    let room = bytes.count - start
    let length = min(room, Int.random(in: 1...64, using: &generator))
    switch Int.random(in: 0..<9, using: &generator) {
    case 0:
      bytes[start] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      return "bit flip at \(start)"
    case 1:
      bytes[start] = UInt8.random(in: .min ... .max, using: &generator)
      return "random byte at \(start)"
    case 2:
      return writeNumber(&bytes, at: start, &generator)
    case 3:
      bytes.removeSubrange(start..<(start + length))
      return "\(length) bytes removed at \(start)"
    case 4:
      bytes.insert(contentsOf: Array(bytes[start..<(start + length)]), at: start)
      return "\(length) bytes doubled at \(start)"
    case 5:
      let target = offset(bytes.count, &generator)
      for index in 0..<length where target + index < bytes.count {
        bytes[target + index] = bytes[start + index]
      }
      return "\(length) bytes copied from \(start) to \(target)"
    case 6:
      for index in start..<(start + length) { bytes[index] = 0 }
      return "\(length) zeros at \(start)"
    case 7:
      bytes.insert(
        contentsOf: (0..<length).map { _ in UInt8.random(in: .min ... .max, using: &generator) },
        at: start
      )
      return "\(length) random bytes inserted at \(start)"
    default:
      bytes.removeSubrange(start...)
      return "cut at \(start)"
    }
  }

  private static func writeNumber(
    _ bytes: inout [UInt8],
    at start: Int,
    _ generator: inout SeededGenerator
  ) -> String {
    let extremes: [UInt64] = [
      0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff,
      0x7fff_ffff_ffff_ffff, 0x8000_0000_0000_0000, .max, UInt64(bytes.count),
      UInt64(bytes.count + 1), UInt64(start),
    ]
    let value = extremes.randomElement(using: &generator) ?? 0
    let width = [1, 2, 4, 8].randomElement(using: &generator) ?? 1
    let isBigEndian = Bool.random(using: &generator)
    for index in 0..<width where start + index < bytes.count {
      let shift = 8 * (isBigEndian ? width - 1 - index : index)
      bytes[start + index] = UInt8(truncatingIfNeeded: value >> UInt64(shift))
    }
    return "\(value) in \(width) bytes at \(start)"
  }

  private static func spread(_ count: Int, _ limit: Int) -> [Int] {
    guard count > limit else { return Array(0..<count) }
    let edge = limit / 3
    let step = max(1, (count - 2 * edge) / max(1, limit - 2 * edge))
    return Array(0..<edge) + Array(stride(from: edge, to: count - edge, by: step))
      + Array((count - edge)..<count)
  }
}
