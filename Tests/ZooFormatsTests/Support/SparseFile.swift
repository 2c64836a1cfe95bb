import ZooTensors

/// A file of a few written bytes and large holes, which takes no space on the disk.
enum SparseFile {
  /// Writes runs of bytes one after another, each followed by a hole of zeros.
  static func make(
    _ name: String,
    _ runs: [(bytes: [UInt8], hole: Int)]
  ) throws(FormatError) -> ByteRegion {
    let byteCount = runs.reduce(0) { $0 + $1.bytes.count + $1.hole }
    var scratch = try ScratchFile(byteCount: byteCount, name: name)
    var offset = 0
    for run in runs {
      unsafe try run.bytes.withUnsafeBufferPointer { (bytes) throws(FormatError) in
        unsafe try scratch.write(UnsafeRawBufferPointer(bytes), at: offset)
      }
      offset += run.bytes.count + run.hole
    }
    return ByteRegion(try scratch.finish())
  }
}
