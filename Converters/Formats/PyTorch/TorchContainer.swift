import ZooTensors

/// The containers of one file.
enum TorchContainer {
  case zip, legacy, tar

  /// Recognises a container by its first bytes.
  init?(_ probe: FileProbe) {
    if TorchLegacyFile.recognizes(probe.head) {
      self = .legacy
    } else {
      return nil
    }
  }

  func read(
    _ region: ByteRegion,
    named path: String,
    limits: ParsingLimits
  ) throws(FormatError) -> TorchContents {
    do throws(FormatError) {
      switch self {
      case .legacy: return try TorchLegacyFile.read(region, limits: limits)
      default: throw FormatError(.unsupported, "later")
      }
    } catch {
      throw error.inFile(path)
    }
  }
}
