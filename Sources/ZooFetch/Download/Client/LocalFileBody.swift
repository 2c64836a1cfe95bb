import Foundation
import Synchronization
import ZooTensors

/// A file of this machine, answered as a server would answer it.
final class LocalFileBody: TransportBody {
  private let region: ByteRegion
  private let offset: Mutex<Int>
  private static let step = 1 << 20

  private init(_ region: ByteRegion, from offset: Int) {
    self.region = region
    self.offset = Mutex(offset)
  }

  /// The answer for a `file:` address; understands the `Range` header of a continued download.
  static func answer(_ url: URL, _ headers: HTTPHeaders) throws(FetchFailure) -> HTTPClient.Answer {
    let path = url.path(percentEncoded: false)
    guard DownloadFiles.byteCount(path) != nil else {
      throw FetchFailure(.notFound, "there is no such file")
    }
    let region: ByteRegion
    do throws(FormatError) {
      region = try ByteRegion(mapping: path)
    } catch {
      throw FetchFailure(.unreachable, error.message)
    }
    let first =
      headers["Range"].flatMap { range in
        range.hasPrefix("bytes=") && range.hasSuffix("-")
          ? Int(range.dropFirst(6).dropLast()) : nil
      } ?? 0
    let isPart = first > 0 && first < region.byteCount && headers["If-Range"] == nil
    var answered: HTTPHeaders = ["Content-Length": "\(region.byteCount - (isPart ? first : 0))"]
    if isPart {
      answered["Content-Range"] = "bytes \(first)-\(region.byteCount - 1)/\(region.byteCount)"
    }
    return HTTPClient.Answer(
      status: isPart ? 206 : 200,
      headers: answered,
      body: LocalFileBody(region, from: isPart ? first : 0),
      redirections: []
    )
  }

  func next() async throws(TransportFailure) -> [UInt8]? {
    if Task.isCancelled { throw TransportFailure(.cancelled, "cancelled") }
    let start = offset.withLock { offset in
      defer { offset += Self.step }
      return offset
    }
    guard start < region.byteCount else { return nil }
    let count = min(Self.step, region.byteCount - start)
    do throws(FormatError) {
      return try region.part(offset: start, count: count).array(limit: count)
    } catch {
      throw TransportFailure(.broken, error.message)
    }
  }

  func cancel() { offset.withLock { $0 = region.byteCount } }
}
