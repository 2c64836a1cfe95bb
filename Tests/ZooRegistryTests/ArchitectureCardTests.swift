import Foundation
import Testing
import ZooPackage

@testable import ZooRegistry
@testable import ZooTensors

/// What `Scripts/fixtures/architecture_cards.py` found in the classes of transformers with the
/// configuration of each card.
@Suite
struct ArchitectureCardTests {
  /// The name of a card, the number of tensors, that of elements, and the digest of a list of names.
  private struct Line {
    let card: String
    let tensors: Int
    let elements: Int
    let sha256: String

    init?(_ text: Substring) {
      let fields = text.split(separator: "\t")
      guard fields.count == 4, let tensors = Int(fields[1]), let elements = Int(fields[2]) else {
        return nil
      }
      (card, self.tensors, self.elements) = (String(fields[0]), tensors, elements)
      sha256 = String(fields[3])
    }
  }

  /// The architectures that the script builds.
  private static let architectures = Set(ArchitectureGolden.all.map(\.name))

  @Test
  func `every card expands to the state dict of its class`() throws {
    let registry = try Registry(directory: Repository.url("Registry").path)
    let url = Repository.url("Tests/Fixtures/architectures/cards.tsv")
    let text = String(decoding: try Data(contentsOf: url), as: UTF8.self)
    let lines = text.split(separator: "\n").compactMap(Line.init)
    #expect(lines.count == text.split(separator: "\n").count)
    let known = Dictionary(uniqueKeysWithValues: lines.map { ($0.card, $0) })
    var compared: Set<String> = []
    for name in try registry.modelNames() {
      let card = try registry.card(named: name)
      guard let architectureName = card.architecture, Self.architectures.contains(architectureName)
      else { continue }
      let architecture = try registry.architecture(named: architectureName)
      // A card may leave keys to the published file.
      guard let configuration = architecture.report(card.config).configuration else { continue }
      let expanded = try architecture.expand(configuration)
      guard let line = known[name] else {
        Issue.record("\(name): run Scripts/fixtures/architecture_cards.py")
        continue
      }
      let elements = expanded.tensors.reduce(0) { $0 + $1.shape.elementCount }
      #expect(expanded.tensors.count == line.tensors, "\(name)")
      #expect(elements == line.elements, "\(name)")
      #expect(digest(expanded) == line.sha256, "\(name)")
      compared.insert(name)
    }
    #expect(compared.count > 500)
  }

  private func digest(_ expanded: ExpandedArchitecture) -> String {
    let tensors = expanded.tensors.map { tensor in
      "\(tensor.name)\t\(tensor.shape.dimensions.map { String($0) }.joined(separator: ","))"
    }
    let ties = expanded.ties.map { "\($0.key)\t= \($0.value)" }
    let lines = (tensors + ties).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return "\(SHA256Digest(of: Array(lines.map { $0 + "\n" }.joined().utf8)))"
  }
}
