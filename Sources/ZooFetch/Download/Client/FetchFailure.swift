import ZooTensors

/// Why one attempt at one address failed, and whether it is worth another.
struct FetchFailure: Error {
  /// What the failure means for the whole job.
  enum Kind: Sendable, Hashable {
    /// Nothing answers there, or not for good.
    case unreachable
    /// There is no such file there.
    case notFound
    /// A token, an acceptance or a permission is missing.
    case notAllowed
    /// The bytes are not the right ones.
    case badData
    /// Later it may work.
    case temporary
    /// The bytes came faster than they could be written; nothing is wrong.
    case backlog
    /// Nothing else will help either: a full disk, a cancellation, no network wanted.
    case final
  }

  let kind: Kind
  let message: String
  /// Whether the same address may work at the next attempt.
  var isRetryable = false
  /// Whether it is the range that the server cannot give, so that the file must come whole.
  var isAboutRange = false
  /// When the server asks to come again.
  var requestedPause: Duration?
  /// The error to report, for ``Kind/final``.
  var error: ZooError?

  init(_ kind: Kind, _ message: String, isRetryable: Bool = false) {
    self.kind = kind
    self.message = message
    self.isRetryable = isRetryable
  }

  /// An error that ends the job.
  init(_ error: ZooError) {
    kind = .final
    message = error.message
    self.error = error
  }

  /// The failure that a broken exchange means.
  init(_ failure: TransportFailure) {
    switch failure.kind {
    case .unreachable: self.init(.unreachable, failure.message, isRetryable: true)
    case .broken, .timeout: self.init(.temporary, failure.message, isRetryable: true)
    case .untrusted:
      self.init(
        .unreachable,
        failure.message + "; if a proxy of your network signs connections, make its certificate "
          + "known to the system"
      )
    case .badAddress: self.init(.unreachable, failure.message)
    case .backlog: self.init(.backlog, failure.message, isRetryable: true)
    case .cancelled: self.init(.interruptedDownload)
    }
  }

  /// The code of the error that this failure alone would be.
  var code: ZooError.Code {
    switch kind {
    case .unreachable: .unreachable
    case .notFound: .notFound
    case .notAllowed: .notAllowed
    case .badData: .badData
    case .temporary, .backlog: .temporary
    case .final: error?.code ?? .internalError
    }
  }

  /// The order in which failures of several addresses matter; the greatest is reported.
  var weight: Int {
    switch kind {
    case .notFound: 0
    case .unreachable: 1
    case .notAllowed: 2
    case .badData: 3
    case .temporary, .backlog: 4
    case .final: 5
    }
  }
}

extension ZooError {
  /// The error of a cancelled download.
  static var interruptedDownload: ZooError {
    ZooError(
      .interrupted,
      "interrupted; what has been downloaded is kept, and the same command goes on from there"
    )
  }
}
