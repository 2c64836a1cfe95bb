internal import Foundation
internal import ZooTensors

/// Language tags of BCP 47, as far as cards need them: a language, perhaps a script, perhaps a
/// region.
enum LanguageTag {
  /// Why a text is no tag such as `zh`, `zh-Hant` or `pt-BR`, or `nil`.
  ///
  /// Codes are those of ISO 639, 15924 and 3166 as the system's library knows them.
  static func fault(in tag: String) -> String? {
    var subtags = tag.split(separator: "-", omittingEmptySubsequences: false).map { String($0) }
    let language = subtags.removeFirst()
    guard Locale.LanguageCode(language).isISOLanguage, language == language.lowercased() else {
      return
        "a language must be a code of ISO 639 in lower case, such as en, zh or yue, or mul for "
        + "many, found '\(language)'"
    }
    if let script = subtags.first, script.utf8.count == 4 {
      guard Locale.Script(script).isISOScript, script == script.capitalized else {
        return "a script must be a code of ISO 15924, such as Hans, found '\(script)'"
      }
      subtags.removeFirst()
    }
    if let region = subtags.first {
      guard Locale.Region(region).isISORegion, region == region.uppercased() else {
        return "a region must be a code of ISO 3166, such as BR, found '\(region)'"
      }
      subtags.removeFirst()
    }
    return subtags.isEmpty
      ? nil : "a language tag is a language, a script and a region, found '\(tag)'"
  }
}
