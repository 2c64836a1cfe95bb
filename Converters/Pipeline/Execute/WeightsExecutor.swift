package import ZooTensors

/// Writes weight files: produces each tensor in chunks, writes them, and hashes on two other threads.
///
/// Memory is `bufferCount` buffers whatever the size of the model. The bytes depend only on the
/// job, never on timing.
package struct WeightsExecutor: Sendable {
  private let producer: TensorProducer
  private let bufferByteCount: Int
  private let bufferCount: Int

  package init(producer: TensorProducer, bufferByteCount: Int = 4 << 20, bufferCount: Int = 6) {
    self.producer = producer
    self.bufferByteCount = bufferByteCount
    self.bufferCount = bufferCount
  }

  /// Writes one file.
  ///
  /// - Parameters:
  ///   - job: The file.
  ///   - progress: Called with the number of bytes of each chunk written; throws to stop.
  /// - Returns: the digests.
  /// - Throws: ``ZooError`` where a source is damaged, the disk is full, or `progress` throws. The
  ///   unfinished file stays for the caller to remove with its directory.
  package func write(
    _ job: WeightsFileJob,
    progress: (Int) throws(ZooError) -> Void
  ) throws(ZooError) -> WeightsFileResult {
    let output = try OutputFile(creating: job.path, byteCount: job.byteCount)
    let buffers = ChunkBuffers(count: bufferCount, byteCount: bufferByteCount)
    let wholeFile = DigestLane(name: "file digest", buffers: buffers)
    let eachTensor = DigestLane(name: "tensor digests", buffers: buffers)
    let staging = ChunkBuffer(byteCount: bufferByteCount)
    // The lanes hold buffers until they are done with them, also when an error is thrown.
    defer {
      _ = wholeFile.finish()
      _ = eachTensor.finish()
    }

    unsafe try job.header.withUnsafeBufferPointer { (bytes) throws(ZooError) in
      unsafe try output.write(UnsafeRawBufferPointer(bytes), at: 0)
    }
    wholeFile.add(job.header)
    var offset = job.header.count
    var overflows: [String: Int] = [:]
    var notFinite: [String: Int] = [:]

    for item in job.items {
      let width = item.storedType.bitWidth / 8
      let total = item.value.elementCount
      let step = item.value.chunkLength(limit: bufferByteCount / max(width, item.outputWidth))
      if total == 0 { eachTensor.endItem() }
      var start = 0
      while start < total {
        let end = min(total, start + step)
        let count = (end - start) * item.outputWidth
        let buffer = buffers.take()
        buffer.setReaders(2)
        do {
          let odd: Int
          let chunk = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer.memory[0..<count])
          if let cast = item.cast {
            let stored = unsafe UnsafeMutableRawBufferPointer(
              rebasing: staging.memory[0..<((end - start) * width)]
            )
            unsafe try producer.produce(
              item.value,
              range: start..<end,
              width: width,
              into: stored
            )
            odd = unsafe FiniteCheck.count(UnsafeRawBufferPointer(stored), of: item.storedType)
            let lost = unsafe cast.convert(UnsafeRawBufferPointer(stored), into: chunk)
            if lost > 0 { overflows[item.name, default: 0] += lost }
          } else {
            unsafe try producer.produce(
              item.value,
              range: start..<end,
              width: width,
              into: chunk
            )
            odd = unsafe FiniteCheck.count(UnsafeRawBufferPointer(chunk), of: item.storedType)
          }
          if odd > 0 { notFinite[item.name, default: 0] += odd }
        } catch {
          throw ZooError(error).about(tensor: item.name)
        }
        unsafe try output.write(
          UnsafeRawBufferPointer(rebasing: buffer.memory[0..<count]),
          at: offset
        )
        wholeFile.add(buffer, count: count, endsItem: false)
        eachTensor.add(buffer, count: count, endsItem: end == total)
        offset += count
        start = end
        try progress(count)
      }
      producer.release(item.value)
    }
    wholeFile.endItem()
    try output.synchronize()
    let digest = wholeFile.finish().first ?? []
    return WeightsFileResult(
      digest: digest,
      itemDigests: eachTensor.finish(),
      overflows: overflows,
      notFinite: notFinite
    )
  }
}

extension ZooError {
  /// The same error, about a tensor.
  package func about(tensor: String) -> ZooError {
    var copy = self
    copy.tensor = copy.tensor ?? tensor
    return copy
  }
}
