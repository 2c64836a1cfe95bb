import Testing

@testable import ZooRegistry
@testable import ZooTensors

@Suite
struct RegistryLinkTests {
  @Test(arguments: [
    ("https://github.com/Owner/Name.git", "github.com/owner/name"),
    ("http://www.example.org/A/b/#part", "example.org/A/b"),
    ("  EXAMPLE.org  ", "example.org"),
    ("https://arxiv.org/pdf/1810.04805v2.pdf", "arxiv.org/abs/1810.04805"),
    ("export.arxiv.org/abs/1810.04805", "arxiv.org/abs/1810.04805"),
    ("https://arxiv.org/pdf/cs/0601001", "arxiv.org/abs/cs/0601001"),
    ("https://arxiv.org/list/cs.CL", "arxiv.org/list/cs.CL"),
    ("https://hf.co/Owner/Name", "huggingface.co/owner/name"),
    ("gs://Bucket/Path/", "gs://Bucket/Path"),
    ("https://example.org/?id=A", "example.org/?id=A"),
  ])
  func `reduces addresses to what tells pages apart`(_ address: String, _ expected: String) {
    #expect(AddressKey(address)?.text == expected)
  }

  @Test(arguments: ["", "   ", "word", "two words.org", "https://", ".org/x", "owner/name", "#"])
  func `a text without a host has no key`(_ text: String) {
    #expect(AddressKey(text) == nil)
  }

  @Test
  func `finds what an address belongs to`() throws {
    let directory = try TemporaryRegistry(ExampleRegistry.files)
    let registry = try Registry(directory: directory.path)
    func names(_ address: String) throws -> [String] {
      try registry.entries(linking: address).map { "\($0.kind) \($0.name)" }
    }
    #expect(try names("https://example.org/mini") == ["family mini"])
    #expect(try names("http://www.example.org/mini/") == ["family mini"])
    #expect(try names("example.org/kit") == ["reference mini-kit"])
    #expect(try names("https://example.org/kit.ranks") == ["reference mini-kit"])
    // The paper is shared by the cards, so it is the family's.
    #expect(try names("https://arxiv.org/pdf/2401.00001.pdf") == ["family mini"])
    #expect(try names("https://example.org/mini.zip") == ["model mini-base"])
    #expect(try names("https://huggingface.co/Example/Mini-Large") == ["model mini-large"])
    #expect(
      try names("https://huggingface.co/example/mini-large/tree/main/x") == ["model mini-large"]
    )
    #expect(try names("https://example.org/by-hand") == ["model mini-large"])
    #expect(try names("https://example.org").isEmpty)
    #expect(try names("https://example.org/other").isEmpty)
    #expect(try names("nonsense").isEmpty)
  }

  @Test
  func `every address of the list belongs to something`() throws {
    let registry = try Registry()
    let keys = try registry.searchDocuments().reduce(into: Set<AddressKey>()) { keys, document in
      keys.formUnion(document.links.compactMap { AddressKey($0) })
    }
    let bytes = try Repository.bytes("Tests/Fixtures/registry/listed-links.txt")
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { String($0) }
    #expect(lines.count == 229)
    for line in lines {
      let key = try #require(AddressKey(line), "\(line)")
      #expect(keys.contains(key), "nothing links to \(line)")
      #expect(!(try registry.entries(linking: line)).isEmpty, "\(line)")
    }
  }
}
