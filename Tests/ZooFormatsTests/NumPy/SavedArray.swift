/// `.npy` files made by hand.
enum SavedArray {
  static let magic: [UInt8] = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]

  /// A file with this header text and these elements.
  static func file(
    _ header: String,
    _ elements: [UInt8] = [],
    version: [UInt8] = [1, 0],
    length: Int? = nil
  ) -> [UInt8] {
    let text = Array(header.utf8)
    let length = length ?? text.count
    let width = version[0] == 1 ? 2 : 4
    let bytes = (0..<width).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
    return magic + version + bytes + text + elements
  }

  /// A header of the three entries.
  static func header(
    _ type: String = "'<f4'",
    order: String = "False",
    shape: String = "(2,)"
  ) -> String {
    "{'descr': \(type), 'fortran_order': \(order), 'shape': \(shape), }\n"
  }

  /// Two numbers of four bytes.
  static let elements: [UInt8] = [0, 0, 0x80, 0x3f, 0, 0, 0, 0x40]

  static let file = file(header(), elements)
}
