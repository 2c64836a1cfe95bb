import Crypto
public import ZooFormats
public import ZooPackage
public import ZooTensors

/// Digests of tensors as checkpoints store them.
public enum StoredTensorDigest {
  /// SHA-256 of the logical elements, row-major and little-endian, in bounded memory.
  ///
  /// - Throws: ``FormatError`` where the bytes are damaged, or for text.
  public static func sha256(of tensor: StoredTensor) throws(FormatError) -> ZooPackage.SHA256Digest
  {
    guard let width = tensor.dtype.byteWidth else {
      let region = try tensor.content.region()
      var hasher = SHA256()
      unsafe region.bytes.withUnsafeBytes { unsafe hasher.update(bufferPointer: $0) }
      return try digest(Array(hasher.finalize()))
    }
    let value = TensorValue(source: 0, shape: tensor.shape, strides: tensor.strides)
    let producer = TensorProducer(sources: [tensor], values: [value])
    let buffer = ChunkBuffer(byteCount: 1 << 20)
    var hasher = SHA256()
    let step = value.chunkLength(limit: (1 << 20) / width)
    var start = 0
    while start < value.elementCount {
      let end = min(value.elementCount, start + min(step, (1 << 20) / width))
      let chunk = unsafe UnsafeMutableRawBufferPointer(
        rebasing: buffer.memory[0..<((end - start) * width)]
      )
      unsafe try producer.produce(value, range: start..<end, width: width, into: chunk)
      unsafe hasher.update(bufferPointer: UnsafeRawBufferPointer(chunk))
      start = end
    }
    return try digest(Array(hasher.finalize()))
  }

  private static func digest(_ bytes: [UInt8]) throws(FormatError) -> ZooPackage.SHA256Digest {
    guard let digest = ZooPackage.SHA256Digest(bytes: bytes) else {
      throw FormatError(.inconsistent, "a digest has \(bytes.count) bytes instead of 32")
    }
    return digest
  }
}
