import ZooTensors

/// The elements of a dataset that was made but never written: its fill value, where one is stated.
final class HDF5UnwrittenContent: TensorContent {
  private let fill: HDF5FillValue
  private let byteCount: Int
  private let name: String
  private let limits: ParsingLimits
  private let filled = WeakStore()

  init(_ fill: HDF5FillValue, byteCount: Int, name: String, limits: ParsingLimits) {
    self.fill = fill
    self.byteCount = byteCount
    self.name = name
    self.limits = limits
  }

  /// The fill value in each element.
  ///
  /// - Throws: ``FormatError`` where none is stated.
  func region() throws(FormatError) -> ByteRegion {
    try filled.region { () throws(FormatError) in
      do throws(FormatError) {
        try fill.check(missing: 1, of: 1, byteCount, limits: limits)
      } catch {
        throw FormatError(error.code, "'\(printable(name))': \(error.message)")
      }
      var scratch = try ScratchFile(byteCount: byteCount, name: name)
      try fill.write(to: &scratch, byteCount: byteCount)
      return try scratch.finish()
    }
  }
}
