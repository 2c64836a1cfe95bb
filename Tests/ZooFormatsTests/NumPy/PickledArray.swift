/// Arrays of NumPy in hand-made pickles.
extension P {
  /// Stands for elements that are not written; see ``holed(_:_:)``.
  static let hole: Bytes = ascii("<elements>")

  /// A pickle of protocol 4 in which each ``hole`` is bytes of the given count that are not written:
  /// as runs of bytes, each followed by a hole.
  static func holed(_ object: Bytes, _ counts: [Int]) -> [(bytes: Bytes, hole: Int)] {
    var rest = pickle(object, protocol: 4)[...]
    var runs: [(bytes: Bytes, hole: Int)] = []
    for count in counts {
      let place = rest.indices.first { rest[$0...].starts(with: hole) } ?? rest.endIndex
      runs.append((rest[..<place] + [0x8e] + little(UInt64(count)), count))
      rest = rest[place...].dropFirst(hole.count)
    }
    return runs + [(Array(rest), 0)]
  }

  /// Bytes of protocol 3.
  static func bytes(_ bytes: Bytes) -> Bytes { [0x42] + little(UInt32(bytes.count)) + bytes }

  /// Bytes as protocol 2 spells them.
  static func encoded(_ text: String) -> Bytes {
    call(global("_codecs", "encode"), self.text(text), self.text("latin1"))
  }

  /// `numpy.dtype(code, False, True)` with its state.
  static func dtype(_ code: String, _ order: String, fields: Bytes = none) -> Bytes {
    call(global("numpy", "dtype"), text(code), no, yes)
      + tuple(int(3), text(order), none, none, fields, int(-1), int(-1), int(0)) + build
  }

  /// `_reconstruct` with the state of an array.
  static func array(
    _ shape: [Int],
    dtype: Bytes = dtype("f4", "<"),
    class: Bytes = global("numpy", "ndarray"),
    _ elements: Bytes
  ) -> Bytes {
    call(global("numpy.core.multiarray", "_reconstruct"), `class`, ints([0]), encoded("b"))
      + tuple(int(1), ints(shape), dtype, no, elements) + build
  }
}
