import Foundation
import ZooPackage
import ZooTensors

/// One request for one file: asks for the bytes that are missing and appends what comes.
struct FileTransfer {
  let client: HTTPClient
  let meter: ProgressMeter
  /// Where the bytes go.
  let partial: PartialFile
  /// The address as it is listed.
  let address: String
  /// Whether the server may be asked for a part.
  let usesRange: Bool

  private var file: RemoteFile { partial.file }

  /// Bytes that may wait in memory where the server can continue elsewhere.
  static let backlogLimit = 64 << 20

  /// Receives until the file is complete.
  ///
  /// - Throws: ``FetchFailure``; what has come until then is kept.
  func run() async throws(FetchFailure) {
    guard let url = URL(string: address) else {
      throw FetchFailure(.unreachable, "'\(address)' is no address")
    }
    // A validator is only worth something at the address that gave it. Elsewhere the digest decides.
    let isSamePlace = partial.notes.address == address
    if partial.count > 0, !usesRange || !isSamePlace && file.digest == nil {
      try disk { () throws(ZooError) in try partial.reset() }
    }
    var headers: HTTPHeaders = [:]
    if partial.count > 0 {
      headers["Range"] = "bytes=\(partial.count)-"
      if isSamePlace { headers["If-Range"] = partial.notes.validator }
    }
    let answer = try await client.get(
      url,
      headers: headers,
      backlogLimit: usesRange ? Self.backlogLimit : nil
    )
    do throws(FetchFailure) {
      let total = try await accept(answer)
      try await receive(answer, total: total)
    } catch {
      answer.body.cancel()
      throw error
    }
  }

  /// Checks that the answer continues what is there, or starts anew; returns the size of the whole.
  private func accept(_ answer: HTTPClient.Answer) async throws(FetchFailure) -> Int? {
    if let encoding = answer.headers["Content-Encoding"], encoding.lowercased() != "identity" {
      throw FetchFailure(
        .badData,
        "the server compresses the file on the way ('\(encoding)') although it was asked not to"
      )
    }
    var total: Int?
    if let length = answer.headers["Content-Length"] {
      guard let count = Int(length), count >= 0 else {
        throw FetchFailure(.badData, "the server promises '\(length)' bytes, which is no number")
      }
      total = count
    }
    if answer.status == 206 {
      guard let range = ContentRange(answer.headers["Content-Range"]), let bytes = range.bytes,
        bytes.lowerBound == partial.count, partial.count > 0
      else {
        throw unusable("asked for bytes from \(partial.count), the server sent others")
      }
      total = range.total
      if let known = file.byteCount ?? partial.notes.byteCount, let total, total != known {
        throw unusable("the file had \(known) bytes before and has \(total) now")
      }
    } else if partial.count > 0 {
      // The server does not do ranges, or the file has changed: everything comes again.
      try disk { () throws(ZooError) in try partial.reset() }
    }
    if let expected = file.byteCount, let total, total != expected {
      throw await wrongSize(answer, expected: expected, offered: total)
    }
    meter.setTotal(file, total ?? file.byteCount)
    let commit = answer.first("X-Repo-Commit")
    try disk { () throws(ZooError) in
      try partial.begin { notes in
        notes.address = address
        notes.entityTag = answer.headers["ETag"]
        notes.modified = answer.headers["Last-Modified"]
        notes.byteCount = total ?? file.byteCount
        notes.commit = commit
        notes.linkedDigest = Self.linkedDigest(answer)
      }
    }
    return total ?? file.byteCount
  }

  private func receive(
    _ answer: HTTPClient.Answer,
    total: Int?
  ) async throws(FetchFailure) {
    while true {
      let next: [UInt8]?
      do throws(TransportFailure) {
        next = try await answer.body.next()
      } catch {
        throw FetchFailure(error)
      }
      guard let bytes = next else { break }
      if let total, partial.count + bytes.count > total {
        try disk { () throws(ZooError) in try partial.reset() }
        throw FetchFailure(.badData, "the server sends more than the \(total) bytes it promised")
      }
      try disk { () throws(ZooError) in try partial.append(bytes) }
      meter.set(file, count: partial.count, received: bytes.count)
    }
    if let total, partial.count < total {
      throw FetchFailure(
        .temporary,
        "the connection ended after \(partial.count) of \(total) bytes",
        isRetryable: true
      )
    }
  }

  /// The failure of a range that does not fit; the next attempt begins anew.
  private func unusable(_ words: String) -> FetchFailure {
    do throws(FetchFailure) {
      try disk { () throws(ZooError) in try partial.reset() }
      var failure = FetchFailure(.temporary, words, isRetryable: true)
      failure.isAboutRange = true
      return failure
    } catch {
      return error
    }
  }

  /// The failure of a body of another size; a short one is looked at to say what it is.
  private func wrongSize(
    _ answer: HTTPClient.Answer,
    expected: Int,
    offered: Int
  ) async -> FetchFailure {
    var head: [UInt8] = []
    if offered < 1 << 20 {
      // Only to say more; a failure here changes nothing.
      while head.count < WrongBody.headCount, let bytes = try? await answer.body.next() {
        head += bytes
      }
    }
    let what = WrongBody.description(head: head, count: offered, name: file.name)
    return FetchFailure(
      .badData,
      "expected \(expected) bytes, the server has "
        + (what.map { "\(offered): \($0)" } ?? "\(offered); it is another file")
    )
  }

  /// The SHA-256 that a hub names when it redirects to its large-file storage.
  private static func linkedDigest(_ answer: HTTPClient.Answer) -> SHA256Digest? {
    guard let tag = answer.redirections.lazy.compactMap({ $0["X-Linked-Etag"] }).first else {
      return nil
    }
    return SHA256Digest(hex: tag.filter { $0 != "\"" })
  }

  private func disk<Result>(
    _ body: () throws(ZooError) -> Result
  ) throws(FetchFailure) -> Result {
    do throws(ZooError) {
      return try body()
    } catch {
      throw FetchFailure(error)
    }
  }
}
