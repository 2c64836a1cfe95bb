import Testing
import ZooTensors

@testable import ZooFormats

/// The small, strict part of XML that is read.
@Suite
struct XMLScannerTests {
  /// The events of a document as text: `<name key=value`, `>` for an end.
  static func events(
    _ document: String,
    limits: ParsingLimits = .default
  ) throws(FormatError) -> [String] {
    var scanner = XMLScanner(Array(document.utf8), limits: limits)
    var events: [String] = []
    while true {
      switch try scanner.next() {
      case .finished: return events
      case .end: events.append(">")
      case .start(let element):
        let attributes = element.attributes.sorted { $0.key < $1.key }
        events.append("<\(element.name)" + attributes.map { " \($0.key)=\($0.value)" }.joined())
      }
    }
  }

  @Test
  func `gives starts and ends, and passes over the rest`() throws {
    let document = """
      \u{feff}<?xml version="1.0"?>
      <!-- a <b> -- c -->
      <net a="1" b = '2'
        c="">text <!----> &amp; <x/><层 ключ="значение"></层 ></net>
      <?end?> <!-- x -->
      """
    #expect(
      try Self.events(document) == ["<net a=1 b=2 c=", "<x", ">", "<层 ключ=значение", ">", ">"]
    )
  }

  @Test
  func `replaces the five entities and numbers of characters`() throws {
    #expect(
      try Self.events("<a b='&lt;&gt;&amp;&quot;&apos;&#65;&#x5c42;&#x1F600;&#0010;'/>")
        == ["<a b=<>&\"'A层😀\n", ">"]
    )
    #expect(try Self.events("<a b='1 > 0 \"'/>")[0] == "<a b=1 > 0 \"")
  }

  @Test(arguments: [
    "&nbsp;", "&x;", "&#0;", "&#xD800;", "&#x110000;", "&#99999999999999999999;", "&#-1;", "&#+65;",
    "&#x+41;", "&#;", "&#x;", "&;", "&lt", "& ", "&LT;", "&#xxx;", "&#x 41;",
  ])
  func `refuses other entities`(_ reference: String) {
    #expect(throws: FormatError.self) { try Self.events("<a b='\(reference)'/>") }
  }

  @Test(arguments: [
    "<!DOCTYPE net>", "<!DOCTYPE net [<!ENTITY a 'b'>]>", "<![CDATA[x]]>", "<!ELEMENT a ANY>",
  ])
  func `refuses document types and CDATA`(_ text: String) throws {
    for document in ["\(text)<net/>", "<net>\(text)</net>", "<net/>\(text)"] {
      let error = #expect(throws: FormatError.self) { try Self.events(document) }
      #expect(error?.code == .unsupported)
    }
  }

  @Test(arguments: [
    "", " ", "x", "<", "<a", "<a ", "<a>", "<a/", "<a b", "<a b=", "<a b='", "<a b='1'",
    "<a b='1'>",
    "<a></", "<a></a", "<a></b>", "<a><b></a></b>", "</a>", "<a/></a>", "<a/><b/>", "<a/>x",
    "x<a/>",
    "<a b=1/>", "<a b='1'c='2'/>", "<a b='1' b='2'/>", "<a b='<'/>", "<a =''/>", "<1a/>", "<-/>",
    "<!--", "<!-- -->", "<?xml", "<a><!-- </a>", "< a/>", "<a / >", "<a b='1\"/>", "<a b/>", "<>",
  ])
  func `refuses what is no document`(_ document: String) {
    #expect(throws: FormatError.self, "\(document)") { try Self.events(document) }
  }

  @Test
  func `refuses attributes that are not UTF-8`() {
    var scanner = XMLScanner(Array("<a b='".utf8) + [0xff, 0x27, 0x2f, 0x3e], limits: .default)
    #expect(throws: FormatError.self) { try scanner.next() }
  }

  @Test
  func `limits the depth`() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
    }
    #expect(try Self.events(nested(64)).count == 128)
    let error = #expect(throws: FormatError.self) { try Self.events(nested(65)) }
    #expect(error?.code == .limitExceeded)
    #expect(error?.message.contains("ParsingLimits.nestingDepth") == true)
    // A hostile depth costs no more.
    #expect(throws: FormatError.self) {
      try Self.events(String(repeating: "<a>", count: 1_000_000))
    }
  }
}
