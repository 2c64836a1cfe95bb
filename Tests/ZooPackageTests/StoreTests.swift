import Testing
import ZooPackage
import ZooTensors
import ZooTestSupport

@Suite
struct `Store` {
  @Test(arguments: [
    ("bert-base-chinese", "bert-base-chinese"),
    ("google-bert/bert-base", "google-bert%2Fbert-base"),
    ("chinese_L-12", "chinese_%4C-12"), ("..", "%2E."), (".hidden", "%2Ehidden"),
    ("a.b", "a.b"), ("百度", "%E7%99%BE%E5%BA%A6"), ("a%2Fb", "a%252%46b"),
    ("a b:c\\", "a%20b%3Ac%5C"),
  ])
  func `names become file names and come back`(_ name: String, _ file: String) {
    #expect(StoreName.encode(name) == file)
    #expect(StoreName.decode(file) == name)
  }

  @Test(arguments: ["", String(repeating: "n", count: 201), String(repeating: "字", count: 23)])
  func `names that no file can have`(_ name: String) { #expect(StoreName.encode(name) == nil) }

  @Test(arguments: ["", "%", "%2", "%zz", "%61", "A", "%2f", "a/b", ".x", "%FF", "%+1", "x.tmp~"])
  func `file names that no name gives`(_ file: String) { #expect(StoreName.decode(file) == nil) }

  @Test
  func `ZOO_HOME comes first, then XDG_DATA_HOME, then the home directory`() throws {
    func location(_ environment: [String: String]) throws -> StoreLocation {
      try StoreLocation.current { environment[$0] }
    }
    let all = ["ZOO_HOME": "/z/", "XDG_DATA_HOME": "/x", "HOME": "/h"]
    #expect(try location(all).path == "/z")
    #expect(try location(all).origin == "ZOO_HOME")
    #expect(try location(["ZOO_HOME": "relative", "HOME": "/h"]).path.hasSuffix("/relative"))
    #expect(try location(["ZOO_HOME": "relative", "HOME": "/h"]).path.hasPrefix("/"))
    #if !canImport(Darwin)
    #expect(try location(["ZOO_HOME": "", "XDG_DATA_HOME": "/x"]).path == "/x/zoo")
    #expect(try location(["XDG_DATA_HOME": "x", "HOME": "/h"]).path == "/h/.local/share/zoo")
    #else
    #expect(try location(["HOME": "/h"]).path == "/h/Library/Application Support/zoo")
    #endif
    let error = #expect(throws: ZooError.self) { try location([:]) }
    #expect(error?.code == .configuration)
  }

  @Test
  func `finds packages by name and alias`() throws {
    let directory = try TemporaryDirectory()
    let manifest = try SmallPackage.varied().install(
      in: directory,
      aliases: ["org/Tiny", "极小"]
    )
    let layout = StoreLayout(try StoreLocation(directory.path))
    let expected = "\(directory.path)/models/tiny/\(manifest.fingerprint.hex.prefix(16))"
    for name in ["tiny", "org/Tiny", "极小"] { #expect(try layout.package(named: name) == expected) }
    for name in ["", "TINY", "other", "../names/tiny", "org/tiny"] {
      #expect(try layout.package(named: name) == nil)
    }
    #expect(layout.installedNames() == ["org/Tiny", "tiny", "极小"])
  }

  @Test
  func `a store that does not exist has no names`() throws {
    let layout = StoreLayout(try StoreLocation("/nowhere/at/all"))
    #expect(layout.installedNames().isEmpty)
    #expect(try layout.package(named: "tiny") == nil)
  }

  @Test(arguments: [
    "", "models/tiny/0123456789abcdef", "../models/tiny/0123456789abcdef\n",
    "models/../0123456789abcdef\n", "/models/tiny/0123456789abcdef\n",
    "models/tiny/0123456789ABCDEF\n", "models/tiny/0123\n", "models/tiny/0123456789abcdef/..\n",
    "models/tiny/0123456789abcdef\n\n",
  ])
  func `refuses entries that lead elsewhere`(_ content: String) throws {
    let directory = try TemporaryDirectory()
    try directory.write(Array(content.utf8), to: "names/tiny")
    let layout = StoreLayout(try StoreLocation(directory.path))
    let error = #expect(throws: ZooError.self) { try layout.package(named: "tiny") }
    #expect(error?.code == .badData)
  }
}
