import Dispatch
import Synchronization
public import ZooTensors

/// Checks a package directory and lists everything that is wrong with it.
public struct PackageVerifier: Sendable {
  /// How much is checked.
  public enum Level: Sendable, Hashable {
    /// The manifest, the headers and every file's size; reads no weights.
    case headers
    /// Every byte of every file and of every tensor.
    case full
  }

  /// How far a full verification is.
  public struct Progress: Sendable, Hashable {
    /// The bytes hashed so far.
    public let completedByteCount: Int
    /// The bytes to be hashed: those of every file, and those of every tensor once more.
    public let totalByteCount: Int
  }

  /// The directory.
  public let path: String
  private let limits: ParsingLimits
  private static let chunkByteCount = 1 << 20

  /// Prepares to verify a directory.
  public init(_ path: String, limits: ParsingLimits = .default) {
    self.path = path
    self.limits = limits
  }

  /// Runs the checks; an empty list means that the package is sound.
  ///
  /// A full verification hashes on all processors and keeps 1 MiB for each of them.
  /// - Parameters:
  ///   - level: How much to check.
  ///   - progress: Called from several threads, one at a time, at most ten times a second and at
  ///     the end.
  /// - Returns: The problems, by file and tensor.
  public func problems(
    _ level: Level = .full,
    progress: @escaping @Sendable (Progress) -> Void = { _ in }
  ) -> [PackageProblem] {
    let manifest: Manifest
    let bytes: [UInt8]
    do throws(FormatError) {
      (manifest, bytes) = try PackageFiles.manifest(in: path, limits: limits)
    } catch {
      return [PackageProblem(error, file: Manifest.fileName)]
    }
    var found: [PackageProblem] = []
    do throws(FormatError) {
      _ = try PackageReader(opening: path, limits: limits)
    } catch {
      found.append(PackageProblem(error, file: Manifest.fileName))
    }
    if level == .full {
      if bytes != manifest.encoded() {
        found.append(
          PackageProblem(.malformed, file: Manifest.fileName, "is not in its canonical spelling")
        )
      }
      found += indexProblems(manifest) + unexpectedFiles(manifest)
      found += digestProblems(manifest, progress)
    }
    var seen: Set<PackageProblem> = []
    return found.filter { seen.insert($0).inserted }.sorted {
      ($0.file, $0.tensor ?? "", $0.message) < ($1.file, $1.tensor ?? "", $1.message)
    }
  }

  private func unexpectedFiles(_ manifest: Manifest) -> [PackageProblem] {
    let known = Set(manifest.files.map(\.name) + [Manifest.fileName])
    return (DirectoryListing.names(in: path) ?? [])
      .filter { !$0.hasPrefix(".") && !known.contains($0) }
      .map { PackageProblem(.unexpectedFile, file: $0, "is not listed in the manifest") }
  }

  private func indexProblems(_ manifest: Manifest) -> [PackageProblem] {
    guard let file = manifest.files.first(where: { $0.role == .index }) else { return [] }
    do throws(FormatError) {
      let found = try ByteRegion(try PackageFiles.open(file, in: path))
        .array(limit: limits.sideFileBytes)
      let groups = Dictionary(grouping: manifest.tensors, by: \.file)
      let expected = try WeightsLayout.index(
        of: manifest.weightFiles.map { ($0, (groups[$0] ?? []).map(\.spec)) }
      )
      guard found != expected else { return [] }
      return [PackageProblem(.malformed, file: file.name, "does not say what the manifest says")]
    } catch {
      return [PackageProblem(error, file: file.name)]
    }
  }

  // MARK: - Digests

  /// A range of a file and the digest it must have.
  private struct Job: Sendable {
    let file: Manifest.File
    let range: Range<Int>
    let tensor: String?
    let sha256: SHA256Digest
  }

  private func digestProblems(
    _ manifest: Manifest,
    _ report: @escaping @Sendable (Progress) -> Void
  ) -> [PackageProblem] {
    var found: [PackageProblem] = []
    var stores: [String: ByteStore] = [:]
    var jobs: [Job] = []
    for file in manifest.files {
      do throws(FormatError) {
        stores[file.name] = try PackageFiles.open(file, in: path)
        jobs.append(
          Job(file: file, range: 0..<file.byteCount, tensor: nil, sha256: file.sha256)
        )
      } catch {
        found.append(PackageProblem(error, file: file.name))
      }
    }
    let files = Dictionary(uniqueKeysWithValues: manifest.files.map { ($0.name, $0) })
    for tensor in manifest.tensors where stores[tensor.file] != nil {
      guard let file = files[tensor.file] else { continue }
      jobs.append(
        Job(
          file: file,
          range: tensor.offset..<(tensor.offset + tensor.spec.byteCount),
          tensor: tensor.spec.name,
          sha256: tensor.sha256
        )
      )
    }
    // The longest first, so that no processor is left with a whole file at the end.
    jobs.sort { $0.range.count > $1.range.count }
    let progress = VerificationProgress(total: jobs.reduce(0) { $0 + $1.range.count }, report)
    let problems = Mutex<[PackageProblem]>([])
    let next = Atomic<Int>(0)
    let workers = min(jobs.count, max(1, ProcessorCount.active))
    let (queue, open) = (jobs, stores)
    DispatchQueue.concurrentPerform(iterations: workers) { _ in
      let buffer = UnsafeMutableRawBufferPointer.allocate(
        byteCount: Self.chunkByteCount,
        alignment: 4096
      )
      defer { unsafe buffer.deallocate() }
      while true {
        let position = next.add(1, ordering: .relaxed).oldValue
        guard position < queue.count, let store = open[queue[position].file.name] else { return }
        if let problem = unsafe check(queue[position], store, buffer, progress) {
          problems.withLock { $0.append(problem) }
        }
      }
    }
    progress.finish()
    return found + problems.withLock { $0 }
  }

  private func check(
    _ job: Job,
    _ store: ByteStore,
    _ buffer: UnsafeMutableRawBufferPointer,
    _ progress: VerificationProgress
  ) -> PackageProblem? {
    var hasher = SHA256Hasher()
    var start = job.range.lowerBound
    while start < job.range.upperBound {
      let count = min(buffer.count, job.range.upperBound - start)
      let chunk = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[0..<count])
      do throws(FormatError) {
        unsafe try store.read(into: chunk, at: start)
      } catch {
        return PackageProblem(error, file: job.file.name)
      }
      unsafe hasher.update(UnsafeRawBufferPointer(chunk))
      start += count
      progress.add(count)
    }
    let digest = hasher.finish()
    guard digest != job.sha256 else { return nil }
    return PackageProblem(
      job.tensor == nil ? .wrongFileDigest : .wrongTensorDigest,
      file: job.file.name,
      tensor: job.tensor,
      "expected SHA-256 \(job.sha256), found \(digest)"
    )
  }
}
