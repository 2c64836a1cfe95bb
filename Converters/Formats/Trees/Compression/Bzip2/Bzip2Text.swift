/// The way through a block whose bytes are linked: its text, with runs put back.
///
/// Four equal bytes are followed by one that says how many more there are.
struct Bzip2Text {
  /// The place of the next byte.
  private var next: Int
  /// How many bytes of the block are left.
  private var remaining: Int
  private var last: UInt8 = 0
  /// How many of the last bytes are equal, 4 before the length of a run.
  private var equal = 0
  /// How many times the last byte is still to be repeated.
  private var repeats = 0
  private var flips: Bzip2Randomisation?
  /// Where the next byte is flipped, counted as `remaining`.
  private var flip = -1

  /// The text of no block.
  init() {
    next = 0
    remaining = 0
  }

  /// The text of a block of `count` bytes; `origin` is the entry of its own rotation.
  init(_ origin: UInt32, count: Int, isRandomised: Bool) {
    next = Int(origin >> 8)
    remaining = count
    if isRandomised {
      var flips = Bzip2Randomisation()
      flip = count - flips.next() + 2
      self.flips = flips
    }
  }

  /// Whether everything came out.
  var isFinished: Bool { remaining == 0 && repeats == 0 }

  /// Whether the length of a run is missing.
  var endsInRun: Bool { equal == 4 }

  /// Puts as much as fits into `output` and returns where it ends there.
  mutating func expand(_ entries: [UInt32], into output: inout [UInt8]) -> Int {
    var position = 0
    var (next, remaining, last, equal) = (next, remaining, last, equal)
    while position < output.count {
      if repeats > 0 {
        let end = position + min(repeats, output.count - position)
        repeats -= end - position
        while position < end {
          output[position] = last
          position += 1
        }
        continue
      }
      guard remaining > 0 else { break }
      let entry = entries[next]
      next = Int(entry >> 8)
      var byte = UInt8(truncatingIfNeeded: entry)
      if remaining == flip {
        byte ^= 1
        flip -= flips?.next() ?? 0
      }
      remaining -= 1
      if equal == 4 {
        repeats = Int(byte)
        equal = 0
        continue
      }
      equal = byte == last ? equal + 1 : 1
      last = byte
      output[position] = byte
      position += 1
    }
    (self.next, self.remaining, self.last, self.equal) = (next, remaining, last, equal)
    return position
  }
}
